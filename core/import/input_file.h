#pragma once

#include "core/import/format.h"

namespace onset {

/// A file to import, recognised and hashed.
struct InputFile
{
    QString path;
    QString name; ///< without its folder
    qint64 size = 0;
    QString hash = {}; ///< SHA-256 of its bytes, hex
    char separator = ',';
    const Format *format = nullptr; ///< never null once examined
};

/// @error NotFound, Io; BadInput when it is no regular file or holds no table of a known format
[[nodiscard]] Result<InputFile> examine(const QString &path);

/// Reads all of a file into an import.
/// @param proceed  gets the part read so far, in 0..1; false: the user asked to stop
[[nodiscard]] Result<FileReport> readInput(const InputFile &input, ImportWriter &writer,
                                           const std::function<bool(double fraction)> &proceed);

} // namespace onset
