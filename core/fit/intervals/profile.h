#pragma once

#include "core/fit/curves/fit.h"

namespace onset::fit {

/// How far twice the log-likelihood may fall below its maximum within an interval: F(level; 1, n − k), n > k.
[[nodiscard]] double profileCut(const Fit &fit, double level);

/// Profile likelihood: all values θ of one parameter with 2(ℓ̂ − max ℓ given θ) ≤ F(level; 1, n − k)
/// [Venzon & Moolgavkar 1988, Appl. Statist. 37:87; the F cut for the estimated scatter]. n models, k free
/// parameters of the mean. A side on which the likelihood never falls so far is open (infinite), as are both
/// when n ≤ k. NaN for parameters that are given or that the search has no coordinate for.
/// @param parameter  its place in Fit::parameters
[[nodiscard]] Interval profileInterval(const Points &points, const Fit &fit, int parameter,
                                       double level = 0.95);

/// θ̂ ± t(n − k)·se from the curvature of the likelihood at its maximum [Wald 1943, Trans. AMS 54:426], by the
/// delta method for printed parameters; least squares: cov = (JᵀJ)⁻¹·rss/(n − k). Coordinates of the search
/// on the edge of their box are held there. NaN where a parameter is given, depends on a coordinate that is
/// held, or the curvature is singular; open on both sides when n ≤ k. Wrong for breaks unless the kink is
/// clear.
[[nodiscard]] std::array<Interval, kMaxParameters> waldIntervals(const Points &points, const Fit &fit,
                                                                 double level = 0.95);

/// The fit with its parameters' profile intervals filled in.
[[nodiscard]] Fit withProfileIntervals(const Points &points, Fit fit, double level = 0.95);

} // namespace onset::fit
