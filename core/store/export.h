#pragma once

#include "core/base/progress.h"
#include "core/store/curves.h"

#include <QIODevice>

namespace onset {

/// Writes the results that match as a tidy table (UTF-8, LF, the C locale, numbers in the fewest digits that
/// read back the same), with reference lines; without a filter also models that have scales only. Imported
/// into an empty workbook, it gives the same curves.
/// @return rows written, one at least
/// @error NotFound: nothing matches, nothing is written; Io; Cancelled
[[nodiscard]] Result<qint64> exportResults(const Workbook &workbook, const CurveFilter &filter,
                                           QIODevice &out, Progress &progress);

} // namespace onset
