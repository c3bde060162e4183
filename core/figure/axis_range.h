#pragma once

#include "core/figure/figure_content.h"

namespace onset {

/// The x range that shows every point with a little air, in the unit of the scale; 1..10 or 0..1 without any.
[[nodiscard]] AxisRange xRangeOf(const PanelContent &panel);

/// The y range of scores, error bars, chance and reference lines as far as `layers` draws them. Proportions
/// start at zero; curves with an onset leave room for its bracket above the data. Differences show zero; rows
/// are one apart.
[[nodiscard]] AxisRange yRangeOf(const PanelContent &panel, const Layers &layers);

/// Gives panels whose axes mean the same the range that holds all of theirs, unless the spec has set one.
void shareAxes(std::vector<PanelContent> &panels);

} // namespace onset
