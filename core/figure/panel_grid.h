#pragma once

#include <algorithm>
#include <cmath>

namespace onset {

/// Panels per row of a figure.
/// @param panels  ≥ 1      @param asked  as FigureSpec::columns; 0: as square as possible
[[nodiscard]] inline int columnsOf(int panels, int asked)
{
    return std::min(panels, asked > 0 ? asked : static_cast<int>(std::ceil(std::sqrt(panels))));
}

} // namespace onset
