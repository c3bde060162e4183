#pragma once

#include "core/figure/figure_content.h"

#include <QString>

namespace onset {

/// A CurveSource over the bundled tables, `datasets/<source>/table.csv` below `datasets`; what a test of
/// figures needs of the store. NotFound for a curve without rows.
[[nodiscard]] CurveSource tableSource(const QString &datasets);

} // namespace onset
