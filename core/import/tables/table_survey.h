#pragma once

#include "core/import/read/mapping.h"

#include <QIODevice>

#include <functional>

namespace onset {

/// What the columns of a table hold.
struct TableSurvey
{
    std::vector<ColumnSurvey> columns;
    qint64 rows = 0; ///< below the header
};

/// Reads a table once from its beginning, and goes back there. Broken rows count, but say nothing of a
/// column.
/// @param proceed  gets the part read so far, in 0..1; false: the user asked to stop
/// @error BadInput when it has more columns than any spreadsheet; Cancelled; Io
[[nodiscard]] Result<TableSurvey> surveyTable(QIODevice &device, const QString &name, char separator,
                                              const std::function<bool(double part)> &proceed);

} // namespace onset
