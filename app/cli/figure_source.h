#pragma once

#include "core/figure/figure_file.h"
#include "core/store/workbook.h"

namespace onset::cli {

/// The figure in a file (JSON or an exported one), or, with an empty path, the one of the workbook with this
/// name or unambiguous beginning.
/// @error as readFigureFile, Figures::find and figureFromJson
[[nodiscard]] Result<FigureRecord> figureOf(const QString &name, const QString &file, Workbook &workbook);

/// The workbook's curves for `compose`; the workbook outlives it.
[[nodiscard]] CurveSource curveSource(Workbook &workbook);

} // namespace onset::cli
