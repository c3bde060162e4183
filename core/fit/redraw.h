#pragma once

#include "core/fit/fit.h"

#include <Eigen/Core>

#include <span>

namespace onset::fit {

/// Draws new scores from a fitted mean and scatter, for a parametric bootstrap [Efron & Tibshirani 1993, ch.
/// 6]; of gaussian noise with the variance rss/(m − k).
class Redraw
{
public:
    /// @param points  kept by reference      @param fit  usable, with m > k
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
