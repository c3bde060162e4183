#pragma once

#include <QAbstractItemModel>
#include <QModelIndex>
#include <QString>

namespace onset {

enum class TextForm {
    Tabs, ///< for pasting into a spreadsheet; tabs and line breaks within a field become spaces
    Csv,  ///< RFC 4180
};

/// Rows of a table after a header line, one line each, numbers in full and in the C locale.
/// @param columns  in this order
/// @param role     what is written of a cell; no value gives an empty field
[[nodiscard]] QString tableText(const QAbstractItemModel &model, const QList<int> &rows,
                                const QList<int> &columns, int role, TextForm form);

} // namespace onset
