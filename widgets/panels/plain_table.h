#pragma once

#include <QString>

class QTableView;

namespace onset {

/// A table view with the look that all of them have: rows are selected, no grid, Tab leaves it.
/// @param name  for those who cannot see it
[[nodiscard]] QTableView *plainTable(const QString &name);

inline constexpr int kMeasuredRows = 100; ///< that set the width of a column

/// Makes the columns of a table as wide as their first rows, up to so many pixels; the last takes what is
/// left.
void fitColumns(QTableView &table, int widest = 420);

} // namespace onset
