#pragma once

#include "core/fit/curves/fit.h"

namespace onset::fit {

/// Two families, or two prompting strategies, on one task: how far apart along the scale the same scores are
/// reached. On a logarithmic scale a gain of Δ decades means that the second needs 10^Δ times less compute.
/// Relative potency in dose–response work [Finney 1978, Statistical Method in Biological Assay, ch. 4].
struct Gain
{
    /// Common floor, ceiling and slope, each with its own midpoint; with the scatter that both share. The
    /// likelihood and the criteria in them are NaN: they belong to the pair.
    Fit first, second;
    double shift = std::numeric_limits<double>::quiet_NaN(); ///< Δ = midpoint of the first − of the second
    /// Profile likelihood with the larger of the cuts F and m·ln(1 + F/(m − k)), that of least squares: from
    /// the smallest to the largest shift that it allows, with what may lie between. Open where a curve shows
    /// no rise, or with too few models.
    Interval interval = {};
    int k = 0;                                                          ///< free parameters of the two means
    double logLikelihood = std::numeric_limits<double>::quiet_NaN();    ///< of the common shape
    double logLikelihoodOwn = std::numeric_limits<double>::quiet_NaN(); ///< of a shape for each, one scatter
    int freedom = 0; ///< parameters that a shape for each has more
    /// Of the likelihood-ratio test that the shape is common, Λ = 2(ℓ_own − ℓ): (e^(Λ/m) − 1)(m −
    /// k_own)/freedom, with other than gaussian noise no more than Λ/freedom, against F(freedom, m − k_own):
    /// the F test of least squares, and of counts without scatter on the safe side. Liberal where the scatter
    /// between models is large and few of them stand within the rise. Small: Δ depends on the score at which
    /// it is read. NaN: too few models.
    double pCommonShape = std::numeric_limits<double>::quiet_NaN();

    [[nodiscard]] bool usable() const { return first.usable(); }
};

/// The joint maximum-likelihood fit of both curves.
/// @param request  logistic, Gompertz or Richards; its box holds for both; the floor and ceiling given, too
/// @param level    of the interval
/// @return  not usable, with a status in `first`, when a curve has fewer than two distinct x, both together
///          fewer than k, or the points are not finite
[[nodiscard]] Gain computeEquivalentGain(const Points &first, const Points &second, const Request &request,
                                         double level = 0.95);

} // namespace onset::fit
