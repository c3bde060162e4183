#pragma once

#include "core/base/result.h"
#include "core/base/table.h"

#include <string>

namespace CLI {
class App;
}

namespace onset::cli {

/// NaN is how unknown numbers come; it leaves as nothing.
[[nodiscard]] Cell number(double value);
/// An empty text leaves as nothing.
[[nodiscard]] Cell name(const QString &text);

/// The same bytes in every locale; numbers as in `csv`.
[[nodiscard]] QByteArray json(const Table &table); ///< an array of objects; nothing is null
/// Aligned columns for reading: numbers with 5 significant digits; columns without a value are left out.
[[nodiscard]] QByteArray aligned(const Table &table);

/// `--format table|csv|json`
void addFormatOption(CLI::App &parser, std::string &format);
/// `-o`, for `write`
void addOutputOption(CLI::App &parser, std::string &output);
/// `--threads`, of work whose result does not depend on them
void addThreadsOption(CLI::App &parser, int &threads);
[[nodiscard]] QByteArray formatted(const Table &table, const std::string &format);

/// Writes to stdout, or to a file: whole or not at all.
/// @param path  empty or "-": stdout
/// @error Io with path and reason; that the reader of stdout left is none
[[nodiscard]] Result<> write(const QByteArray &bytes, const QString &path);

} // namespace onset::cli
