#pragma once

#include "core/fit/fit.h"

#include <Eigen/Core>

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

/// s = 1/(1 + exp(−κ(x − x₀))), θ = (ln κ, x₀).
struct LogisticShape
{
    static constexpr int kShape = 2;
    static constexpr std::array<std::string_view, 4> kNames{"floor", "ceiling", "slope", "midpoint"};
    using Theta = Eigen::Array<double, kShape, 1>;

    template <typename X, typename S>
    static void value(const Theta &theta, const X &x, S &&s)
    {
        s = (1 + (-std::exp(theta[0]) * (x - theta[1])).exp()).inverse();
    }

    /// Where the transition is seen: the mean of x weighted by (∂s/∂η)². When a single x lies within the
    /// transition, every curve with the same η there fits alike: a bent valley in (κ, x₀), a straight one in
    /// (κ, η(pivot)).
    template <typename X, typename S>
    static double pivot(const Theta &theta, const X &x, const S &s)
    {
        const auto weight = (s * (1 - s)).square();
        const double total = weight.sum();
        return total > 0 ? (weight * x).sum() / total : theta[1];
    }

    /// How far each δ must go to change the curve visibly.
    static Eigen::Vector2d unit(const Theta &theta) { return {1, std::exp(-theta[0])}; }

    /// A step of (δ₀, δ₁) from θ: κ grows by the factor e^δ₀ about the pivot, where η falls by κδ₁.
    static Theta moved(const Theta &theta, double pivot, const Eigen::Vector2d &step)
    {
        return {theta[0] + step[0], pivot - std::exp(-step[0]) * (pivot - theta[1] - step[1])};
    }

    /// ∂s/∂δ₀ = s′u,  ∂s/∂δ₁ = −κs′;  s′ = s(1 − s), u = κ(x − pivot)
    template <typename X, typename S, typename G>
    static void gradient(const Theta &theta, double pivot, const X &x, const S &s, G &&gradient)
    {
        gradient.col(1) = -std::exp(theta[0]) * s * (1 - s);
        gradient.col(0) = -gradient.col(1) * (x - pivot);
    }

    /// Σ rᵢ ∂²sᵢ/∂δ²:  ∂²s/∂δ₀² = s″u² + s′u,  ∂²s/∂δ₀∂δ₁ = −κs″u,  ∂²s/∂δ₁² = κ²s″;  s″ = s′(1 − 2s)
    template <typename X, typename S, typename R>
    static Eigen::Matrix2d curvature(const Theta &theta, double pivot, const X &x, const S &s, const R &r)
    {
        const double slope = std::exp(theta[0]);
        const auto u = slope * (x - pivot);
        const auto first = r * s * (1 - s);
        const auto second = first * (1 - 2 * s);
        const double mixed = -slope * (second * u).sum();
        return Eigen::Matrix2d{{(u * (second * u + first)).sum(), mixed},
                               {mixed, slope * slope * second.sum()}};
    }

    static std::array<double, 4> print(const Curve<LogisticShape> &curve)
    {
        const bool flat = curve.rise == 0;
        return {curve.level, curve.level + curve.rise, flat ? kUnidentified : std::exp(curve.theta[0]),
                flat ? kUnidentified : curve.theta[1]};
    }
    static Curve<LogisticShape> read(std::span<const double> printed)
    {
        if (printed[0] == printed[1])
            return {printed[0]};
        return {printed[0], printed[1] - printed[0], {std::log(printed[2]), printed[3]}};
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
