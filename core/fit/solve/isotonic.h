#pragma once

#include <span>
#include <vector>

namespace onset::fit {

enum class Order { Increasing, Decreasing };

/// The monotone means closest to the scores: a step function. All vectors have shape (k), k = distinct x.
struct Isotonic
{
    std::vector<double> x;    ///< increasing
    std::vector<double> mean; ///< monotone
    int levels = 0;           ///< distinct values of `mean`: its degrees of freedom [Meyer & Woodroofe 2000]
    double wss = 0;           ///< Σ wᵢ(yᵢ − mean)² over all points, scatter within equal x included

    /// The level of the nearest x at or below; that of the smallest x further to the left. k ≥ 1.
    [[nodiscard]] double at(double scale) const;
};

/// argmin Σ wᵢ(yᵢ − μ(xᵢ))² over monotone μ, by pooling adjacent violators [Ayer et al. 1955, Ann. Math.
/// Statist. 26:641]. Equal x are pooled first, as μ has one value there.
/// @param x  shape (m), increasing, ties allowed      @param y  shape (m), finite
/// @param w  shape (m), > 0, 1/variance; empty means ones
[[nodiscard]] Isotonic isotonic(std::span<const double> x, std::span<const double> y,
                                std::span<const double> w, Order order);

} // namespace onset::fit
