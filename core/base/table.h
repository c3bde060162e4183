#pragma once

#include <QByteArray>
#include <QStringList>

#include <variant>
#include <vector>

namespace onset {

/// Nothing (unknown, unused), a name, a number or a count.
using Cell = std::variant<std::monostate, QString, double, qint64>;

/// Rows to write; every row has one cell for each column.
struct Table
{
    QStringList columns;
    std::vector<std::vector<Cell>> rows;
};

/// Text of a cell with that many significant digits of a number, as QString::number takes them.
[[nodiscard]] QString plainText(const Cell &cell, int digits);

/// RFC 4180 quoting, lines end with LF. The same bytes in every locale; a number has as many digits, up to
/// 17, as it takes to read the same back.
[[nodiscard]] QByteArray csv(const Table &table);

} // namespace onset
