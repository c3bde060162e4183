#pragma once

#include "core/import/import.h"
#include "core/import/read/format.h"

namespace onset {

/// A file to import, examined.
struct InputFile
{
    QString path;
    QString name; ///< without its folder, or below the folder that was named
    qint64 size = 0;
    bool named = true; ///< not merely found in a folder
    QString hash = {}; ///< of hashOf, once that was asked
    char separator = ',';
    const Format *format = nullptr; ///< null: of no known kind
    QString fault = {};             ///< why it is of no known kind, one sentence
    RunOrder order = {};            ///< among the files of the same format
    QByteArray table = {}; ///< what is read instead of the file: its records as a table; empty: itself
    QString remark = {};   ///< on that table, for the report
    QString header = {};   ///< of a table, as ColumnMaps keeps it
    const ColumnMap *map = nullptr; ///< of its columns
};

/// Examines files; a folder stands for the files in it and below, by name, without links and hidden ones.
/// @param format  of all of them; null: recognised by their content
/// @param map     read the tables that have its columns as wide ones; outlives the files; null: none
/// @param maps    the same for the tables of other headers
/// @error NotFound, Io, Cancelled; BadInput when there is no file of a known kind, when one of `paths` is no
///        regular file, when a folder holds more than any set of results or when the map is of none
[[nodiscard]] Result<std::vector<InputFile>> examine(const QStringList &paths, const Format *format,
                                                     const Progress &progress, const ColumnMap *map = nullptr,
                                                     const HeaderMaps &maps = {});

/// What is read of a file, open. @error Io
[[nodiscard]] Result<std::unique_ptr<QIODevice>> opened(const InputFile &input);

/// SHA-256 of a file's bytes and of those of its companions, hex; a map counts too.
/// @param input  of a known kind
/// @error Io, Cancelled
[[nodiscard]] Result<QString> hashOf(const InputFile &input, const Progress &progress);

/// Reads all of a file into an import.
/// @param input    of a known kind
/// @param proceed  gets the part read so far, in 0..1; false: the user asked to stop
[[nodiscard]] Result<> readInput(const InputFile &input, ImportWriter &writer, FileReport &report,
                                 const std::function<bool(double fraction)> &proceed);

} // namespace onset
