#pragma once

#include "core/figure/figure_content.h"

#include <QString>

namespace onset {

/// Two paragraphs for a paper: how the figure was made (data, scale, rivals compared, noise, intervals, seed,
/// exclusions), and what was found of each of its curves; the second only for a figure with few of them.
/// @param content  judged; else the rivals compared are not named
/// @param version  of this program
[[nodiscard]] QString methodsText(const FigureContent &content, const QString &version);

} // namespace onset
