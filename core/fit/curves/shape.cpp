#include "core/fit/curves/shape.h"

#include "core/fit/curves/parameters.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace onset::fit {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;

constexpr double kLn2 = std::numbers::ln2;
constexpr double kLn10 = std::numbers::ln10;
constexpr double kMostExponent = 300; ///< of s: its square is finite
constexpr double kFarOut = 500;       ///< |κ(x − midpoint)| beyond which s is a constant

class ConstantShape final : public CurveShape
{
public:
    int size() const override { return 0; }
    void value(const Theta &, const ArrayXd &, ArrayXd &s) const override { s.setZero(); }
    void gradient(const Theta &, const ArrayXd &, const ArrayXd &, ArrayXXd &) const override {}
};

class LinearShape final : public CurveShape
{
public:
    explicit LinearShape(double reference) : m_reference(reference) {}
    int size() const override { return 0; }
    void value(const Theta &, const ArrayXd &x, ArrayXd &s) const override { s = x - m_reference; }
    void gradient(const Theta &, const ArrayXd &, const ArrayXd &, ArrayXXd &) const override {}

private:
    double m_reference;
};

/// s = 10^(±α(x − reference)), θ = (ln α): 1 at the reference.
class PowerShape final : public CurveShape
{
public:
    PowerShape(double sign, double reference) : m_sign(sign), m_reference(reference) {}
    int size() const override { return 1; }
    void value(const Theta &theta, const ArrayXd &x, ArrayXd &s) const override
    {
        s = (m_sign * kLn10 * std::exp(theta[0]) * (x - m_reference)).exp();
    }
    void gradient(const Theta &theta, const ArrayXd &x, const ArrayXd &s, ArrayXXd &gradient) const override
    {
        gradient.col(0) = s * (m_sign * kLn10 * std::exp(theta[0]) * (x - m_reference));
    }

private:
    double m_sign;
    double m_reference;
};

/// Shapes of η = κ(x − x₀), θ = (ln κ, x₀, …).
class SlopeShape : public CurveShape
{
public:
    int size() const override { return 2; }

protected:
    static double eta(const Theta &theta, double x)
    {
        return std::clamp(std::exp(theta[0]) * (x - theta[1]), -kFarOut, kFarOut);
    }
    /// From ds/dη.
    static void chain(const Theta &theta, Eigen::Index i, double eta, double slope, ArrayXXd &gradient)
    {
        gradient(i, 0) = slope * eta;
        gradient(i, 1) = -slope * std::exp(theta[0]);
    }
};

/// s = 1/(1 + e^−η)
class LogisticCurve final : public SlopeShape
{
    void value(const Theta &theta, const ArrayXd &x, ArrayXd &s) const override
    {
        s = (1 + (-std::exp(theta[0]) * (x - theta[1])).max(-kFarOut).min(kFarOut).exp()).inverse();
    }
    void gradient(const Theta &theta, const ArrayXd &x, const ArrayXd &s, ArrayXXd &gradient) const override
    {
        for (Eigen::Index i = 0; i < x.size(); ++i)
            chain(theta, i, eta(theta, x[i]), s[i] * (1 - s[i]), gradient);
    }
};

/// s = 2^(−e^−η): Gompertz' curve with its location at one half.
class GompertzCurve final : public SlopeShape
{
    void value(const Theta &theta, const ArrayXd &x, ArrayXd &s) const override
    {
        for (Eigen::Index i = 0; i < x.size(); ++i)
            s[i] = std::exp(-kLn2 * std::exp(-eta(theta, x[i])));
    }
    void gradient(const Theta &theta, const ArrayXd &x, const ArrayXd &s, ArrayXXd &gradient) const override
    {
        for (Eigen::Index i = 0; i < x.size(); ++i) {
            const double place = eta(theta, x[i]);
            chain(theta, i, place, s[i] * kLn2 * std::exp(-place), gradient);
        }
    }
};

/// s = (1 + w·e^−η)^−a, w = 2^(1/a) − 1, θ = (ln κ, x₀, ln a): Richards' curve with its location at one half.
class RichardsCurve final : public SlopeShape
{
    int size() const override { return 3; }
    void value(const Theta &theta, const ArrayXd &x, ArrayXd &s) const override
    {
        const double a = std::exp(theta[2]);
        const double w = std::expm1(kLn2 / a);
        for (Eigen::Index i = 0; i < x.size(); ++i)
            s[i] = std::exp(-a * std::log1p(w * std::exp(-eta(theta, x[i]))));
    }
    void gradient(const Theta &theta, const ArrayXd &x, const ArrayXd &s, ArrayXXd &gradient) const override
    {
        const double a = std::exp(theta[2]);
        const double w = std::expm1(kLn2 / a);
        for (Eigen::Index i = 0; i < x.size(); ++i) {
            const double place = eta(theta, x[i]);
            const double tail = std::exp(-place);
            const double share = tail / (1 + w * tail);
            chain(theta, i, place, a * s[i] * w * share, gradient);
            gradient(i, 2) = s[i] * (kLn2 * (w + 1) * share - a * std::log1p(w * tail));
        }
    }
};

/// The next number above `place` that rounding tells apart, on the way to `next`.
double justAbove(double place, double next)
{
    constexpr double kShare = 1e-11;
    return std::max(std::nextafter(place, kInfinity), place + kShare * std::min(1.0, next - place));
}

/// The gaps between neighbouring places, open on the left and closed on the right, that a value lies in or
/// ends; the outer ones have no end.
std::vector<Interval> gapsAround(double value, const std::vector<double> &places)
{
    std::vector<Interval> found;
    for (std::size_t gap = 0; gap <= places.size(); ++gap) {
        const double left = gap > 0 ? places[gap - 1] : -kInfinity;
        const double right = gap < places.size() ? places[gap] : kInfinity;
        const double beyond = gap < places.size()
                                  ? justAbove(right, gap + 1 < places.size() ? places[gap + 1] : kInfinity)
                                  : kInfinity;
        if (value >= left && value <= beyond)
            found.push_back({gap > 0 ? justAbove(left, right) : left, right});
    }
    return found;
}

Theta pair(double first, double second)
{
    Theta theta(2);
    theta << first, second;
    return theta;
}

/// s rises straight from 0 at ψ to 1 at ω: the hinge that ends at its ceiling. θ = (ψ, ω); where ω − ψ lies
/// outside the box of widths, ω moves.
class CappedHinge final : public CurveShape
{
public:
    explicit CappedHinge(const Interval &width) : m_width(width) {}
    int size() const override { return 2; }
    void value(const Theta &theta, const ArrayXd &x, ArrayXd &s) const override
    {
        s = ((x - theta[0]) / width(theta)).max(0.0).min(1.0);
    }
    void gradient(const Theta &theta, const ArrayXd &x, const ArrayXd &s, ArrayXXd &gradient) const override
    {
        const double w = width(theta);
        const bool tied = w != theta[1] - theta[0];
        for (Eigen::Index i = 0; i < x.size(); ++i) {
            const bool rises = x[i] >= theta[0] && (tied ? x[i] - theta[0] < w : x[i] < theta[1]);
            gradient(i, 0) = rises ? (tied ? -1 : s[i] - 1) / w : 0;
            gradient(i, 1) = rises && !tied ? -s[i] / w : 0;
        }
    }
    std::vector<Cell> cellsAround(const Theta &theta, const std::vector<double> &x) const override
    {
        std::vector<Cell> cells;
        const double end = theta[0] + width(theta);
        if (m_width.low < m_width.high)
            for (const Interval &starts : gapsAround(theta[0], x))
                for (const Interval &ends : gapsAround(end, x))
                    cells.push_back({pair(starts.low, ends.low), pair(starts.high, ends.high)});
        if (!atLimit(theta))
            return cells;
        std::vector<double> places = x; // of ψ, where either end of the rise passes an x
        for (const double place : x)
            places.push_back(place - width(theta));
        std::sort(places.begin(), places.end());
        places.erase(std::unique(places.begin(), places.end()), places.end());
        const double beyond = width(theta) == m_width.low ? -kInfinity : kInfinity;
        for (const Interval &starts : gapsAround(theta[0], places))
            cells.push_back({pair(starts.low, beyond), pair(starts.high, beyond)});
        return cells;
    }
    void settle(Theta &theta) const override { theta[1] = theta[0] + width(theta); }
    bool atLimit(const Theta &theta) const override
    {
        constexpr double kRounding = 1e-12;
        const double w = theta[1] - theta[0];
        return w <= m_width.low * (1 + kRounding) || w >= m_width.high * (1 - kRounding);
    }

private:
    double width(const Theta &theta) const
    {
        return std::clamp(theta[1] - theta[0], m_width.low, m_width.high);
    }

    Interval m_width;
};

/// s = (x − ψ)₊, θ = (ψ).
class OpenHinge final : public CurveShape
{
    int size() const override { return 1; }
    void value(const Theta &theta, const ArrayXd &x, ArrayXd &s) const override
    {
        s = (x - theta[0]).max(0.0);
    }
    void gradient(const Theta &theta, const ArrayXd &x, const ArrayXd &, ArrayXXd &gradient) const override
    {
        gradient.col(0) = -(x >= theta[0]).cast<double>();
    }
    std::vector<Cell> cellsAround(const Theta &theta, const std::vector<double> &x) const override
    {
        std::vector<Cell> cells;
        for (const Interval &gap : gapsAround(theta[0], x))
            cells.push_back({Theta::Constant(1, gap.low), Theta::Constant(1, gap.high)});
        return cells;
    }
};

/// s = 0 below ψ, 1 above, θ = (ψ).
class StepShape final : public CurveShape
{
    int size() const override { return 1; }
    void value(const Theta &theta, const ArrayXd &x, ArrayXd &s) const override
    {
        s = (x > theta[0]).cast<double>();
    }
    void gradient(const Theta &, const ArrayXd &, const ArrayXd &, ArrayXXd &gradient) const override
    {
        gradient.col(0).setZero();
    }
    bool discrete() const override { return true; }
};

/// s = 10^(−c₀(x − reference))·(1 + 10^((x − d)/f))^(−c₁f), θ = (c₀, c₁, d, ln f), x and d decades.
class BrokenPower final : public CurveShape
{
public:
    explicit BrokenPower(double reference) : m_reference(reference) {}
    int size() const override { return 4; }
    void value(const Theta &theta, const ArrayXd &x, ArrayXd &s) const override
    {
        const double f = std::exp(theta[3]);
        for (Eigen::Index i = 0; i < x.size(); ++i)
            s[i] = std::exp(std::clamp(-kLn10 * theta[0] * (x[i] - m_reference) -
                                           theta[1] * f * softplus(kLn10 * (x[i] - theta[2]) / f),
                                       -kMostExponent, kMostExponent));
    }
    void gradient(const Theta &theta, const ArrayXd &x, const ArrayXd &s, ArrayXXd &gradient) const override
    {
        const double f = std::exp(theta[3]);
        for (Eigen::Index i = 0; i < x.size(); ++i) {
            const double place = kLn10 * (x[i] - theta[2]) / f;
            const double bent = softplus(place);
            const double beyond = 1 / (1 + std::exp(-place));
            gradient(i, 0) = -kLn10 * (x[i] - m_reference) * s[i];
            gradient(i, 1) = -f * bent * s[i];
            gradient(i, 2) = theta[1] * kLn10 * beyond * s[i];
            gradient(i, 3) = -theta[1] * f * (bent - beyond * place) * s[i];
        }
    }

private:
    static double softplus(double t) { return std::max(t, 0.0) + std::log1p(std::exp(-std::abs(t))); }

    double m_reference;
};

} // namespace

std::unique_ptr<CurveShape> makeShape(const Request &request, double reference)
{
    switch (request.model) {
    case Model::Flat:
    case Model::Isotonic:
        break;
    case Model::Line:
        return std::make_unique<LinearShape>(reference);
    case Model::Power:
        return std::make_unique<PowerShape>(-1, reference);
    case Model::Growth:
        return std::make_unique<PowerShape>(1, reference);
    case Model::Hinge:
        if (isCapped(request))
            return std::make_unique<CappedHinge>(hingeWidth(request.box));
        return std::make_unique<OpenHinge>();
    case Model::Step:
        return std::make_unique<StepShape>();
    case Model::Logistic:
        return std::make_unique<LogisticCurve>();
    case Model::Gompertz:
        return std::make_unique<GompertzCurve>();
    case Model::Richards:
        return std::make_unique<RichardsCurve>();
    case Model::Bnsl:
        return std::make_unique<BrokenPower>(reference);
    }
    return std::make_unique<ConstantShape>();
}

} // namespace onset::fit
