#pragma once

#include "core/fit/judge/onset.h"
#include "core/fit/points.h"

#include <limits>

namespace onset::fit {

/// What the fits must know of how an ability is measured, in the metric's unit.
struct Measure
{
    double chance = std::numeric_limits<double>::quiet_NaN(); ///< g; NaN: not known
    double best = std::numeric_limits<double>::quiet_NaN();   ///< u, the best possible score; NaN: unbounded
    Interval range{0, 1};                                     ///< of the metric; infinite ends are open
    bool counts = true;                                       ///< a mean of 0/1 outcomes: y·N is a count
    bool lowerIsBetter = false;
    double smallestGain = 0.05; ///< δ: the smallest gain worth the name; NaN: not known

    [[nodiscard]] OnsetRule rule() const { return {chance, smallestGain, counts, lowerIsBetter}; }
};

} // namespace onset::fit
