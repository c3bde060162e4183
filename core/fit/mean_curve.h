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

/// Every mean curve is μ(x) = level + rise·s(x; θ): two linear parameters and a shape s with its own θ. A
/// rival is one struct below: the shape, its derivatives, and the parameters as they are printed. x and s
/// have shape (m), gradients (m, kShape).
template <typename Shape>
struct Curve
{
    double level = 0;
    double rise = 0;
    typename Shape::Theta theta = Shape::Theta::Zero(); ///< without meaning when the rise is 0
};

inline constexpr double kUnidentified =
    std::numeric_limits<double>::quiet_NaN(); ///< θ of a curve without rise

struct FlatShape
{
    static constexpr int kShape = 0;
    static constexpr std::array<std::string_view, 1> kNames{"level"};
    using Theta = Eigen::Array<double, kShape, 1>;

    template <typename X, typename S>
    static void value(const Theta &, const X &, S &&s)
    {
        s.setZero();
    }
    static std::array<double, 1> print(const Curve<FlatShape> &curve) { return {curve.level}; }
    static Curve<FlatShape> read(std::span<const double> printed) { return {printed[0]}; }
};

struct LineShape
{
    static constexpr int kShape = 0;
    static constexpr std::array<std::string_view, 2> kNames{"intercept", "slope"};
    using Theta = Eigen::Array<double, kShape, 1>;

    template <typename X, typename S>
    static void value(const Theta &, const X &x, S &&s)
    {
        s = x;
    }
    static std::array<double, 2> print(const Curve<LineShape> &curve) { return {curve.level, curve.rise}; }
    static Curve<LineShape> read(std::span<const double> printed) { return {printed[0], printed[1]}; }
};

/// s = 1/(1 + e^−η), η = κ(x − x₀), θ = (κ, x₀).
struct LogisticShape
{
    static constexpr int kShape = 2;
    static constexpr std::array<std::string_view, 4> kNames{"floor", "ceiling", "slope", "midpoint"};
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

    static std::array<double, 4> print(const Curve<LogisticShape> &curve)
    {
        const bool flat = curve.rise == 0;
        return {curve.level, curve.level + curve.rise, flat ? kUnidentified : curve.theta[0],
                flat ? kUnidentified : curve.theta[1]};
    }
    static Curve<LogisticShape> read(std::span<const double> printed)
    {
        if (printed[0] == printed[1])
            return {printed[0]};
        return {printed[0], printed[1] - printed[0], {printed[2], printed[3]}};
    }
};

/// μ at each x; shape (k).
template <typename Shape, typename X>
[[nodiscard]] Eigen::ArrayXd mean(const Curve<Shape> &curve, const X &x)
{
    Eigen::ArrayXd s(x.size());
    Shape::value(curve.theta, x, s);
    return curve.level + curve.rise * s;
}

/// Calls `work` with the shape of `model`.
template <typename Work>
decltype(auto) withShape(Model model, Work &&work)
{
    switch (model) {
    case Model::Flat:
        return work(FlatShape{});
    case Model::Line:
        return work(LineShape{});
    case Model::Logistic:
        break;
    }
    return work(LogisticShape{});
}

} // namespace onset::fit
