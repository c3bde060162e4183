#pragma once

#include "core/figure/figure_spec.h"

namespace onset {

/// Whether one figure is about other abilities than the other, or asks another question of them.
[[nodiscard]] bool isOtherSubject(const FigureSpec &before, const FigureSpec &after);

/// Whether they show the same fits of the same scores: they differ in ranges of axes and annotations at most.
[[nodiscard]] bool looksAlike(const FigureSpec &a, const FigureSpec &b);

/// The name of an edit that makes one figure of the other, for the menu.
[[nodiscard]] QString changeInWords(const FigureSpec &before, const FigureSpec &after);

} // namespace onset
