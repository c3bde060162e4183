#include "core/fit/profile.h"

#include "core/fit/likelihood_solver.h"
#include "core/fit/parameters.h"

#include <boost/math/distributions/fisher_f.hpp>

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostDoublings = 40;
constexpr int kMostHalvings = 40;
constexpr double kPrecision = 1e-4; ///< of an end, as a share of its distance from the optimum

/// The likelihood of a fit along one of its parameters.
class Profile
{
public:
    Profile(const Points &points, const Fit &fit, int parameter)
        : m_points(points), m_fit(fit), m_parameter(parameter), m_space(spaceOf(fit.request, points.x)),
          m_likelihood(points, fit.request.noise, fit.request.chance, fit.request.best),
          m_solver(points.x, makeShape(fit.request, fit.reference), m_space, noStarts()),
          m_best(optimumOf(fit))
    {}

    /// Whether the parameter can be held at all.
    [[nodiscard]] bool exists() const
    {
        return heldAt(m_space, m_fit.request, m_parameter, m_fit.parameters[place()].value).has_value();
    }

    /// 2(ℓ̂ − ℓ(value)), starting from where the last value inside led.
    double operator()(double value, Optimum &nearest)
    {
        m_solver.confine(*heldAt(m_space, m_fit.request, m_parameter, value));
        const Optimum found = m_solver.polish(m_points, m_likelihood, nearest);
        nearest = found;
        if (m_fit.request.noise == Noise::Gaussian)
            return m_fit.m * std::log(found.value / m_best.value);
        return 2 * (m_best.value - found.value);
    }

    [[nodiscard]] const Optimum &best() const { return m_best; }
    [[nodiscard]] std::size_t place() const { return static_cast<std::size_t>(m_parameter); }

private:
    static StartGrid noStarts()
    {
        StartGrid none;
        none.theta.resize(0, 0);
        return none;
    }

    const Points &m_points;
    const Fit &m_fit;
    int m_parameter;
    SearchSpace m_space;
    Likelihood m_likelihood;
    LikelihoodSolver m_solver;
    Optimum m_best;
};

/// Where the statistic passes the cut on one side of the optimum.
/// @param bound  of the search, in the parameter's own unit
double endOf(Profile &profile, double optimum, double step, double bound, bool logarithmic, double cut)
{
    const auto value = [&](double distance) {
        const double at = logarithmic ? optimum * std::exp(distance) : optimum + distance;
        return step > 0 ? std::min(at, bound) : std::max(at, bound);
    };
    const double open = step > 0 ? kInfinity : -kInfinity;
    Optimum nearest = profile.best();
    double inside = 0, insideExcess = -cut;
    double outside = step, outsideExcess = 0;
    for (int i = 0;; ++i) {
        Optimum trial = nearest;
        outsideExcess = profile(value(outside), trial) - cut;
        if (outsideExcess > 0)
            break;
        if (value(outside) == bound || i == kMostDoublings || std::isnan(outsideExcess))
            return open;
        inside = outside;
        insideExcess = outsideExcess;
        nearest = trial;
        outside *= 2;
    }
    // Regula falsi in its Illinois form [Dowell & Jarratt 1971, BIT 11:168].
    for (int i = 0; i < kMostHalvings && std::abs(outside - inside) > kPrecision * std::abs(outside); ++i) {
        double at = inside - insideExcess * (outside - inside) / (outsideExcess - insideExcess);
        if (!std::isfinite(at) || at == inside || at == outside)
            at = (inside + outside) / 2;
        Optimum trial = nearest;
        const double excess = profile(value(at), trial) - cut;
        if (excess > 0) {
            outside = at;
            outsideExcess = excess;
            insideExcess /= i > 0 ? 2 : 1;
        } else {
            inside = at;
            insideExcess = excess;
            outsideExcess /= i > 0 ? 2 : 1;
            nearest = trial;
        }
    }
    return value(outside);
}

/// The gaps between neighbouring x that a step may stand in: of few scales all are tried, of many those on
/// the way out from the optimum, twice as far each time, and then halfway between the last two.
Interval stepInterval(Profile &profile, std::vector<double> x, double optimum, double cut)
{
    constexpr std::ptrdiff_t kMostGaps = 64;
    x.erase(std::unique(x.begin(), x.end()), x.end());
    const auto gaps = static_cast<std::ptrdiff_t>(x.size()) - 1;
    if (gaps < 1)
        return {-kInfinity, kInfinity};
    const auto left = [&](std::ptrdiff_t gap) { return x[static_cast<std::size_t>(gap)]; };
    const auto isInside = [&](std::ptrdiff_t gap) {
        Optimum start = profile.best();
        return profile((left(gap) + left(gap + 1)) / 2, start) <= cut;
    };
    const std::ptrdiff_t best = std::clamp<std::ptrdiff_t>(
        std::upper_bound(x.begin(), x.end(), optimum) - x.begin() - 1, 0, gaps - 1);
    std::ptrdiff_t first = best, last = best;
    if (gaps <= kMostGaps) {
        for (std::ptrdiff_t gap = 0; gap < gaps; ++gap)
            if (isInside(gap)) {
                first = std::min(first, gap);
                last = std::max(last, gap);
            }
    } else {
        const auto farthest = [&](std::ptrdiff_t direction, std::ptrdiff_t most) {
            std::ptrdiff_t inside = 0, outside = 1;
            for (; outside <= most && isInside(best + direction * outside); outside *= 2)
                inside = outside;
            outside = std::min(outside, most + 1);
            while (outside - inside > 1) {
                const std::ptrdiff_t middle = (inside + outside) / 2;
                (isInside(best + direction * middle) ? inside : outside) = middle;
            }
            return best + direction * inside;
        };
        first = farthest(-1, best);
        last = farthest(1, gaps - 1 - best);
    }
    return {first == 0 ? -kInfinity : left(first), last == gaps - 1 ? kInfinity : left(last + 1)};
}

double cutOf(const Fit &fit, double level)
{
    return boost::math::quantile(boost::math::fisher_f(1, fit.m - fit.k), level);
}

double spread(const std::vector<double> &values)
{
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return *high - *low;
}

} // namespace

Interval profileInterval(const Points &points, const Fit &fit, int parameter, double level)
{
    const auto place = static_cast<std::size_t>(parameter);
    const Parameter &chosen = fit.parameters[place];
    if (!fit.usable() || !chosen.free || std::isnan(chosen.value))
        return {kNone, kNone};
    if (fit.m <= fit.k)
        return {-kInfinity, kInfinity};
    if (fit.rss == 0 && fit.request.noise == Noise::Gaussian)
        return {chosen.value, chosen.value};
    Profile profile(points, fit, parameter);
    if (!profile.exists())
        return {kNone, kNone};
    const double cut = cutOf(fit, level);
    if (fit.request.model == Model::Step && parameter == 2)
        return stepInterval(profile, points.x, chosen.value, cut);

    Interval searched = searchedRanges(fit.request, points.x)[place];
    const Box &box = fit.request.box;
    if (chosen.name == "floor")
        searched = box.floor;
    else if (chosen.name == "ceiling") // what the box of floor and rise can reach
        searched = {box.floor.low + std::min(box.rise.low, 0.0),
                    box.floor.high + std::max(box.rise.high, 0.0)};
    const bool location = chosen.name == "midpoint" || chosen.name == "break";
    const bool isLevel = chosen.name == "floor" || chosen.name == "ceiling";
    const bool logarithmic = std::isfinite(searched.low) && searched.low > 0 && !location && !isLevel;
    const double unit = logarithmic ? 0.2 : 0.05 * spread(location ? points.x : points.y);
    const double step = unit > 0 ? unit : 0.05;
    return {endOf(profile, chosen.value, -step, searched.low, logarithmic, cut),
            endOf(profile, chosen.value, step, searched.high, logarithmic, cut)};
}

Fit withProfileIntervals(const Points &points, Fit fit, double level)
{
    for (int i = 0; i < fit.count; ++i)
        fit.parameters[static_cast<std::size_t>(i)].interval = profileInterval(points, fit, i, level);
    return fit;
}

} // namespace onset::fit
