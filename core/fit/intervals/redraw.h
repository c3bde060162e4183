#pragma once

#include "core/fit/curves/fit.h"
#include "core/fit/noise/likelihood.h"

#include <Eigen/Core>

#include <span>

namespace onset::fit {

/// The noise law that a fit was made with: an isotonic fit knows gaussian noise alone.
[[nodiscard]] Noise lawOf(const Fit &fit);

/// Degrees of freedom that the points have left: m − k, k of an isotonic fit the number of its levels [Meyer
/// & Woodroofe 2000, Ann. Statist. 28:1083].
[[nodiscard]] int degreesLeft(const Fit &fit);

/// Draws new scores from a fitted mean and scatter, for a parametric bootstrap [Efron & Tibshirani 1993, ch.
/// 6]; of gaussian noise, and of an isotonic fit, with the variance rss over the degrees of freedom left.
class Redraw
{
public:
    /// @param points  kept by reference      @param fit  usable, with degrees of freedom left
    Redraw(const Points &points, const Fit &fit);

    /// A function of (seed, replicate) alone: the same on any thread.
    [[nodiscard]] Points operator()(std::uint64_t seed, std::uint64_t replicate) const;

private:
    const Points &m_points;
    Likelihood m_law;
    Eigen::ArrayXd m_mean;
    double m_phi;
};

/// The k-th smallest and k-th largest, k = ⌊(B + 1)(1 − level)/2⌋ [Efron & Tibshirani 1993, §12.5]; with too
/// few values for that, the extremes.
/// @param values  shape (B), B ≥ 1, sorted in place
[[nodiscard]] Interval percentileInterval(std::span<double> values, double level);

} // namespace onset::fit
