#pragma once

#include "core/fit/fit.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string_view>

namespace onset::fit {

/// The shapes s(x; θ) of the curves level + rise·s that the least-squares search knows, with the derivatives
/// that its Newton steps take. x and s have shape (m), gradients (m, kShape).
struct FlatShape
{
    static constexpr int kShape = 0;
    using Theta = Eigen::Array<double, kShape, 1>;

    template <typename X, typename S>
    static void value(const Theta &, const X &, S &&s)
    {
        s.setZero();
    }
};

struct LineShape
{
    static constexpr int kShape = 0;
    using Theta = Eigen::Array<double, kShape, 1>;

    template <typename X, typename S>
    static void value(const Theta &, const X &x, S &&s)
    {
        s = x;
    }
};

/// s = 1/(1 + e^−η), η = κ(x − x₀), θ = (κ, x₀).
struct LogisticShape
{
    static constexpr int kShape = 2;
    using Theta = Eigen::Array<double, kShape, 1>;

    template <typename X, typename S>
    static void value(const Theta &theta, const X &x, S &&s)
    {
        s = (1 + (-theta[0] * (x - theta[1])).exp()).inverse();
    }

    /// Where the transition is seen: the mean of x weighted by (∂s/∂η)². When a single x lies within the
    /// transition, every curve with the same η there fits alike: a bent valley in (κ, x₀), a straight one in
    /// (ln κ, η(pivot)).
    template <typename X, typename S>
    static double pivot(const Theta &theta, const X &x, const S &s)
    {
        const auto weight = (s * (1 - s)).square();
        const double total = weight.sum();
        return total > 0 ? (weight * x).sum() / total : theta[1];
    }

    /// A step δ from θ, kept in the box: ln κ grows by δ₀ about the pivot, where η falls by δ₁. Steps of 1
    /// change the curve visibly.
    static Theta moved(const Theta &theta, double pivot, const Eigen::Vector2d &step, const Theta &low,
                       const Theta &high)
    {
        const double slope = std::clamp(theta[0] * std::exp(step[0]), low[0], high[0]);
        const double eta = theta[0] * (pivot - theta[1]) - step[1];
        return {slope, std::clamp(pivot - eta / slope, low[1], high[1])};
    }

    /// How many such steps two curves are apart.
    static double distance(const Theta &a, const Theta &b)
    {
        return std::max(std::abs(a[0] / b[0] - 1), std::abs(b[0] * (a[1] - b[1])));
    }

    /// Writes ∂s/∂δ = (s′u, −s′) and returns Σ rᵢ ∂²sᵢ/∂δ²: ∂²s/∂δ₀² = s″u² + s′u, ∂²s/∂δ₀∂δ₁ = −s″u,
    /// ∂²s/∂δ₁² = s″ where u = κ(x − pivot), s′ = s(1 − s), s″ = s′(1 − 2s).
    template <typename X, typename S, typename R, typename G>
    static Eigen::Matrix2d derivatives(const Theta &theta, double pivot, const X &x, const S &s, const R &r,
                                       G &&gradient)
    {
        const auto u = theta[0] * (x - pivot);
        gradient.col(1) = s * (s - 1);
        gradient.col(0) = -gradient.col(1) * u;
        const auto bent = r * (1 - 2 * s);
        const double mixed = -(bent * gradient.col(0)).sum();
        return Eigen::Matrix2d{{((bent * u + r) * gradient.col(0)).sum(), mixed},
                               {mixed, -(bent * gradient.col(1)).sum()}};
    }
};

} // namespace onset::fit
