#pragma once

#include "core/figure/figure_content.h"

#include <QString>

namespace onset {

/// What the fits of a figure say, in plain sentences and one small table a curve, as rich text.
/// @param theme  of the window: the colour keys are those of the figure on the screen
[[nodiscard]] QString fitText(const FigureContent &content, Theme theme);

} // namespace onset
