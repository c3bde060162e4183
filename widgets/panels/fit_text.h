#pragma once

#include "core/figure/figure_content.h"

#include <QString>

#include <optional>

namespace onset {

/// What is to say of a figure's curves, as rich text: the verdict, the rivals by AICc, each a link that
/// chooses it, and the numbers of the one that is drawn.
/// @param theme  of the window: the colour keys are those of the figure on the screen
[[nodiscard]] QString fitText(const FigureContent &content, Theme theme);

/// The rival that a link of the text stands for; none for other links.
[[nodiscard]] std::optional<fit::Model> rivalOf(const QString &link);

} // namespace onset
