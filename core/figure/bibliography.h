#pragma once

#include "core/figure/figure_content.h"

#include <QString>

namespace onset {

/// The sources of the points that a figure shows as BibTeX, each once, in the order of their keys: papers of
/// the bundled tables with authors and title, any other as @misc with what the workbook states. Empty when no
/// point states its source.
[[nodiscard]] QString bibliography(const FigureContent &content);

} // namespace onset
