#pragma once

#include <algorithm>
#include <cmath>

namespace onset {

/// Panels per row of a figure.
/// @param panels  ≥ 1      @param asked  as FigureSpec::columns; 0: as square as possible, of
///               no more than can be read side by side
[[nodiscard]] inline int columnsOf(int panels, int asked)
{
    constexpr int kMostColumns = 6;
    return std::min(
        panels, asked > 0 ? asked : std::min(kMostColumns, static_cast<int>(std::ceil(std::sqrt(panels)))));
}

} // namespace onset
