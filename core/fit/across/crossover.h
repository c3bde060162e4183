#pragma once

#include "core/fit/curves/fit.h"
#include "core/fit/intervals/bootstrap.h"

#include <string_view>

namespace onset::fit {

/// Where a prompting strategy, or any other intervention, gains over its baseline along the scale. A gain
/// counts beyond the smallest one worth the name, to either side: two curves at chance differ by nothing, but
/// the sign of their fits' difference is settled by the last digit.
enum class Crossing {
    Crossover,       ///< no gain below some scale, a gain above, at most until both curves end alike: the
                     ///< strategy is emergent [Wei et al. 2022, §4]
    HelpsEverywhere, ///< a gain at every scale that both curves share
    Never,           ///< no gain at any of them, no loss at the largest
    HelpsBelow,      ///< a gain below some scale only, and no loss above: as where both reach the ceiling
    HurtsAbove,      ///< a loss at the largest scales
    CannotTell,      ///< no usable fits, no shared scales, or no answer that most replicates give
};
[[nodiscard]] std::string_view
name(Crossing crossing); ///< "crossover", "helps everywhere", "never", "helps below", …

struct Crossover
{
    Fit baseline, strategy;
    Crossing fitted = Crossing::CannotTell; ///< of the fits
    Crossing status = Crossing::CannotTell; ///< the same where kSettled of the replicates agree
    double agreeing = std::numeric_limits<double>::quiet_NaN(); ///< share of the replicates with `fitted`
    double at = std::numeric_limits<double>::quiet_NaN(); ///< x where the gain of the fits becomes one worth
                                                          ///< the name; NaN: no crossover
    /// Percentile interval of `at`. A replicate that helps everywhere counts as −∞, one that never does as
    /// +∞: an open end. NaN where all of them lie on one side so.
    Interval interval = {};
    Interval shared = {}; ///< of x: the scales between which both curves have models
    int replicates = 0;
    int failed = 0; ///< replicates whose crossing has no place on this line, left out of the interval
};

inline constexpr double kSettled = 0.8; ///< share of the replicates that must agree: then one
                                        ///< in sixty pairs of like curves was called a crossover

/// Fits the same rival to both curves and compares their means; parametric bootstrap of both.
/// @param request       its noise law must suit both curves
/// @param smallestGain  δ ≥ 0, in the metric's unit
/// @param lowerIsBetter  a gain is a fall
/// @return  CannotTell without replicates when cancelled
[[nodiscard]] Crossover findCrossover(const Points &baseline, const Points &strategy, const Request &request,
                                      double smallestGain, bool lowerIsBetter, const Bootstrap &options,
                                      Progress &progress);

} // namespace onset::fit
