#pragma once

#include "core/fit/curves/shape.h"

namespace onset::fit {

/// Fixed at one value.
[[nodiscard]] inline Interval held(double value) { return {value, value}; }
[[nodiscard]] inline bool isHeld(const Interval &interval) { return interval.low == interval.high; }

/// The parameters that enter μ(x) = level + rise·s(x) linearly, and their box. low = high fixes one.
struct LinearBox
{
    Interval level;
    Interval rise;
};

/// Where the parameters of level + rise·(s(x; θ) − offset) are searched; equal ends fix one. The offset 1
/// makes the level the ceiling: so a ceiling is held while the floor moves.
struct SearchSpace
{
    LinearBox linear;
    double offset = 0; ///< 0 or 1
    Theta low = {}, high = {};
};

} // namespace onset::fit
