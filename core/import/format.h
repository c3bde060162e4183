#pragma once

#include "core/import/delimited.h"
#include "core/import/import.h"

#include <functional>
#include <span>

namespace onset {

/// A file being read by an importer.
struct ImportFile
{
    QString name;      ///< as shown in reports
    QIODevice &device; ///< open for reading, at its beginning, can seek
    char separator;
    ImportWriter &writer;
    FileReport &report;
    std::function<bool(double fraction)> proceed; ///< of the file; false: the user asked to stop

    /// Reports and stores a refused row.
    [[nodiscard]] Result<> refuse(qint64 line, const QString &column, const QString &reason);
    [[nodiscard]] Result<> cancelled() const;
};

/// One published format. A file is recognised by what it holds, never by its name.
struct Format
{
    QString name;
    /// @param header  the fields of the first line, in lower case with '_' for blanks and '-'
    bool (*recognises)(const std::vector<std::string> &header);
    Result<> (*read)(ImportFile &file);
};

/// Why a record cannot be a row of a table with this many columns; empty when it can.
[[nodiscard]] QString faultOf(const DelimitedReader &reader, std::size_t columns);

[[nodiscard]] std::span<const Format> formats();

/// A column's name as formats compare it: lower case, '_' for blanks and '-'.
[[nodiscard]] std::string columnName(std::string_view field);

} // namespace onset
