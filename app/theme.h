#pragma once

#include "core/figure/figure_spec.h"

#include <QPalette>

namespace onset {

enum class ThemeChoice { System, Light, Dark };

/// The window's colours; text stands out from its ground by 4.5:1 or more, also when disabled or selected.
[[nodiscard]] QPalette paletteOf(Theme theme);

/// Dresses the whole application. The system's theme shows in the luminance of its own palette.
/// @return the theme that came of it, for figures on the screen
Theme applyTheme(ThemeChoice choice);

} // namespace onset
