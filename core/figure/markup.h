#pragma once

#include "core/base/table.h"

namespace onset {

// Tables for a paper: numbers in three digits or five from 1000 on, powers of ten spelt out, unknown ones
// empty. Columns without a value are left out.

/// A pipe table, as GitHub, pandoc and most others read it.
/// @param below  paragraphs after the table; empty ones are left out
[[nodiscard]] QByteArray markdown(const Table &table, const QStringList &below);

/// A tabular with the rules of the package booktabs, in UTF-8; numbers in mathematics, the rest escaped.
/// @param legend  a comment above it, for the caption
/// @param below   a last row over all columns; empty: none
[[nodiscard]] QByteArray latex(const Table &table, const QString &legend, const QString &below);

} // namespace onset
