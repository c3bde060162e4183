#pragma once

#include "core/store/workbook.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <string>
#include <vector>

namespace onset {

/// How the user had the columns of tables read, kept in the workbook by the tables' headers.
class ColumnMaps
{
public:
    explicit ColumnMaps(const Workbook &workbook) : m_workbook(workbook) {}

    /// The key of a header.
    /// @param header  names of columns as columnName gives them
    [[nodiscard]] static QString keyOf(const std::vector<std::string> &header);

    /// JSON by header.
    [[nodiscard]] Result<std::map<QString, QByteArray>> all() const;
    /// Keeps maps by header, an empty one as none; one transaction.
    /// @return what they were before, to put back
    /// @error ReadOnly
    [[nodiscard]] static Result<std::map<QString, QByteArray>>
    replace(Workbook &workbook, const std::map<QString, QByteArray> &maps);

private:
    const Workbook &m_workbook;
};

} // namespace onset
