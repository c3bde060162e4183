#pragma once

#include "core/base/table.h"
#include "core/figure/figure_content.h"

namespace onset {

/// The numbers of a figure as tables; `csv`, `markdown` and `latex` write them.

/// One row for each fit that is drawn, its parameters under their names and units in as many digits as their
/// intervals support: "0.804 [0.771, 0.836]".
/// @param content  judged; else without intervals
[[nodiscard]] Table parameterTable(const FigureContent &content);
/// How they are meant, for the caption.
[[nodiscard]] QString parameterLegend();

/// The same with a row for each parameter and a column for each number, in the units of the workbook:
/// proportions as fractions, places as scales. `panel,curve,family,benchmark,task,metric,setting,x,model,
/// noise,n,parameter,value,low,high,given,status`; an open end is
/// inf.
[[nodiscard]] Table parameterRows(const FigureContent &content);

/// The points that are drawn, in full: `panel,curve,` and `pointColumns`, then `drawn`, where its y axis has
/// them.
[[nodiscard]] Table pointRows(const FigureContent &content);

/// Fitted curves with their bands over the range of their panel: `panel,curve,family,benchmark,task,metric,
/// setting,scale,model,x,y,low,high`, scores as measured, then `drawn,drawn_low,drawn_high`; of differences
/// `model` names the fit to both. Without a band low and high are empty.
[[nodiscard]] Table curveRows(const FigureContent &content);

/// A point of a curve, as the command line and the tables above write it.
[[nodiscard]] QStringList pointColumns();
[[nodiscard]] std::vector<Cell> pointCells(const Curve &curve, const CurvePoint &point);

} // namespace onset
