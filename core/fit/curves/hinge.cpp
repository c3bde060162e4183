#include "core/fit/curves/rival.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

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

Theta pairOf(double first, double second)
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
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        s = ((x - theta[0]) / width(theta)).max(0.0).min(1.0);
    }
    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &s,
                  Eigen::ArrayXXd &gradient) const override
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
                    cells.push_back({pairOf(starts.low, ends.low), pairOf(starts.high, ends.high)});
        if (!atLimit(theta))
            return cells;
        std::vector<double> places = x; // of ψ, where either end of the rise passes an x
        for (const double place : x)
            places.push_back(place - width(theta));
        std::sort(places.begin(), places.end());
        places.erase(std::unique(places.begin(), places.end()), places.end());
        const double beyond = width(theta) == m_width.low ? -kInfinity : kInfinity;
        for (const Interval &starts : gapsAround(theta[0], places))
            cells.push_back({pairOf(starts.low, beyond), pairOf(starts.high, beyond)});
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
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        s = (x - theta[0]).max(0.0);
    }
    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &,
                  Eigen::ArrayXXd &gradient) const override
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

constexpr RivalParameter kHingeParameters[]{{.name = "floor", .role = Role::Level, .given = &Request::floor},
                                            {.name = "slope", .role = Role::Rise},
                                            {.name = "break", .box = &Box::midpoint}};
constexpr StartAxis kHingeStarts[]{{StartAxis::Kinks}};

} // namespace

extern constexpr Rival kHingeRival{
    .name = "hinge",
    .title = "Hinge",
    .words = "a hinge",
    .tip = "Level up to a break, a straight rise from there",
    .parameters = kHingeParameters,
    .variants = Variants::Floor,
    .endsAtBest = true,
    .shape = [](const Request &request, double) -> std::unique_ptr<CurveShape> {
        if (isCapped(request))
            return std::make_unique<CappedHinge>(hingeWidth(request.box));
        return std::make_unique<OpenHinge>();
    },
    .confine =
        [](const Request &request, SearchSpace &space) {
            if (isCapped(request))
                return;
            const Box &box = request.box;
            const double steepest = 1 / hingeWidth(box).low;
            space.linear.rise = {box.rise.low * steepest, box.rise.high * steepest};
        },
    .starts = kHingeStarts,
};

} // namespace onset::fit
