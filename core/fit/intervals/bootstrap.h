#pragma once

#include "core/base/progress.h"
#include "core/fit/curves/fit.h"

#include <array>
#include <cstdint>
#include <vector>

namespace onset::fit {

/// Where the scores of a replicate come from.
enum class Resampling {
    Parametric, ///< drawn from the fitted mean and scatter by the fit's noise law
    Case,       ///< models drawn with replacement; of few models many draws are degenerate
};

struct Bootstrap
{
    int replicates = 1000;
    std::uint64_t seed = 1;
    int threads = 1; ///< the result does not depend on it
    double level = 0.95;
    Resampling kind = Resampling::Parametric;
    /// A draft: parametric replicates of a likelihood, and of rivals whose squares are not searched in one
    /// product, are climbed to from the fit, not searched for. Some ten times as fast; a higher maximum
    /// elsewhere is missed. Of steps and powers, where that is common, they are searched for nevertheless.
    bool climbed = false;
};

/// Bands of the mean curve, and intervals of the parameters, from one set of replicates.
struct Band
{
    std::vector<double> x;    ///< shape (k), as asked
    std::vector<double> low;  ///< shape (k), pointwise percentiles
    std::vector<double> high; ///< shape (k)
    /// Shape (k): holds the whole curve over `x` at the level: μ̂ ± c·sd, sd that of the replicates at each x,
    /// c the level-quantile of their largest |μ* − μ̂|/sd over x [Montiel Olea & Plagborg-Møller 2019, J.
    /// Appl. Econometrics 34:1]. Where the noise has a scatter to estimate, each of these is divided by
    /// √(χ²/(m − k)), drawn anew, as Student's t is. Nowhere inside the pointwise band; open where
    /// replicates overflow.
    std::vector<double> simultaneousLow, simultaneousHigh;
    /// Percentile intervals, in the fit's order; NaN for fixed parameters. A shape parameter whose replicates
    /// reach the edge of the search, or have no rise, has an open (infinite) end there.
    std::array<Interval, kMaxParameters> parameters = {};
    int replicates = 0; ///< asked for; 0: no band
    int failed = 0;     ///< replicates without a usable fit, left out of bands and intervals
};

/// Bootstrap of a fit: each replicate is fitted anew [Efron & Tibshirani 1993, ch. 6]. Gaussian noise is
/// drawn with the variance rss/(m − k), k of an isotonic fit the number of its levels; an isotonic fit knows
/// no other noise, and its band is a rough guide, as that bootstrap is not consistent at a point [Sen,
/// Banerjee, Woodroofe 2010, Ann. Statist. 38:1953]. Gaussian replicates leave 0..1 where the noise takes
/// them there. A gaussian fit that passes through its points (rss = 0) has a parametric band without width.
/// With m ≤ k, or no usable fit, there is no band, with no usable replicate none of its numbers: they are
/// NaN.
/// @param at  shape (k), x where the bands are wanted
/// @return    empty when cancelled
[[nodiscard]] Band bootstrapBand(const Points &points, const Fit &fit, const std::vector<double> &at,
                                 const Bootstrap &options, Progress &progress);

} // namespace onset::fit
