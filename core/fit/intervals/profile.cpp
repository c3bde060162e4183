#include "core/fit/intervals/profile.h"

#include "core/fit/curves/rival.h"
#include "core/fit/solve/fitter.h"
#include "core/fit/solve/likelihood_solver.h"
#include "core/fit/solve/shared_work.h"

#include <boost/math/distributions/fisher_f.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace onset::fit {
namespace {

constexpr int kMostDoublings = 40;
constexpr int kMostHalvings = 40;
constexpr int kMostBranches = 8;    ///< that an end may pass on to
constexpr double kPrecision = 2e-4; ///< of an end, as a share of its distance from the optimum
constexpr double kEnough = 1e-5;    ///< log-likelihood that a polish may leave to be gained

/// The request with one parameter held at a value; none where the rest is as good as linear, so that its
/// likelihood has one peak.
std::optional<Request> holding(Request request, std::string_view name, double value)
{
    const RivalParameter *parameter = parameterOf(request.model, name);
    if (!parameter || !rivalOf(request.model).shape || rivalOf(request.model).starts.empty())
        return std::nullopt;
    if (parameter->role == Role::Rise || parameter->role == Role::Fall)
        return std::nullopt;
    if (parameter->given)
        request.*parameter->given = value;
    else if (parameter->role == Role::Shape)
        request.box.*(parameter->box ? parameter->box : &Box::midpoint) = {value, value};
    else
        request.box.floor = {value, value};
    return request;
}

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

    /// 2(ℓ̂ − ℓ(value)), from the highest of some starts; from each of them, while that leads to more than
    /// `enough`.
    /// @param found  where it led
    double operator()(double value, double enough, std::vector<const Optimum *> starts, Optimum &found)
    {
        m_solver.confine(*heldAt(m_space, m_fit.request, m_parameter, value));
        if (starts.size() > 1) {
            std::vector<double> values;
            for (const Optimum *start : starts)
                values.push_back(m_solver.valueAt(m_points, m_likelihood, *start));
            const auto highest = std::max_element(values.begin(), values.end()) - values.begin();
            std::swap(starts.front(), starts[static_cast<std::size_t>(highest)]);
        }
        double least = kInfinity;
        for (const Optimum *start : starts) {
            const Optimum tried = m_solver.polish(m_points, m_likelihood, *start, kEnough);
            if (const double statistic = statisticOf(tried); !(statistic >= least)) {
                least = statistic;
                found = tried;
            }
            if (!(least > enough))
                break;
        }
        return least;
    }

    /// The same by a search of the whole box, which finds every branch; NaN where there is none to look for.
    double searched(double value, Optimum &found) const
    {
        const auto request = holding(m_fit.request, m_fit.parameters[place()].name, value);
        const Fit fit = request ? Fitter(m_points.x, *request, m_shared).fit(m_points) : Fit{};
        if (!fit.usable())
            return kNone;
        found = optimumOf(fit);
        return statisticOf(found);
    }

    [[nodiscard]] const Optimum &best() const { return m_best; }
    [[nodiscard]] std::size_t place() const { return static_cast<std::size_t>(m_parameter); }

private:
    [[nodiscard]] double statisticOf(const Optimum &tried) const
    {
        return m_fit.request.noise == Noise::Gaussian ? m_fit.m * std::log(tried.value / m_best.value)
                                                      : 2 * (m_best.value - tried.value);
    }

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
    std::shared_ptr<SharedWork> m_shared = std::make_shared<SharedWork>();
    Optimum m_best;
};

/// The curve on the way from one to another, or beyond it.
Optimum along(const Optimum &from, const Optimum &to, double share)
{
    Optimum at = from;
    at.curve.level += share * (to.curve.level - from.curve.level);
    at.curve.rise += share * (to.curve.rise - from.curve.rise);
    at.curve.theta += share * (to.curve.theta - from.curve.theta);
    at.scatter += share * (to.scatter - from.scatter);
    return at;
}

/// Where the statistic passes the cut on one side of the optimum. Its root is nearly straight in the
/// distance.
/// @param bound  of the search, in the parameter's own unit
double endOf(Profile &profile, double optimum, double step, double bound, bool logarithmic, double cut)
{
    const auto value = [&](double distance) {
        const double at = logarithmic ? optimum * std::exp(distance) : optimum + distance;
        return step > 0 ? std::min(at, bound) : std::max(at, bound);
    };
    const double open = step > 0 ? kInfinity : -kInfinity;
    struct Place
    {
        double distance;
        double excess; ///< root of the statistic, less that of the cut
        Optimum curve;
    };
    const auto place = [cut](double distance, double statistic, const Optimum &curve) {
        const bool known = !std::isnan(statistic);
        return Place{distance, known ? std::sqrt(std::max(0.0, statistic)) - std::sqrt(cut) : kNone, curve};
    };
    const auto at = [&](double distance, const Place &near, const Place &other, double enough) {
        const double share = (distance - near.distance) / (other.distance - near.distance);
        const Optimum guess = std::isfinite(share) ? along(near.curve, other.curve, share) : near.curve;
        Optimum found;
        const double statistic =
            profile(value(distance), enough, {&guess, &near.curve, &profile.best()}, found);
        return place(distance, statistic, found);
    };
    Place inside{0, -std::sqrt(cut), profile.best()}, before = inside, outside = inside;
    double distance = step;
    for (int restart = 0;; ++restart) {
        for (int i = 0;; ++i) {
            outside = at(distance, inside, before, cut);
            if (outside.excess > 0)
                break;
            if (value(distance) == bound || i == kMostDoublings || std::isnan(outside.excess))
                return open;
            before = inside;
            inside = outside;
            const double share = (inside.excess + std::sqrt(cut)) / std::sqrt(cut); // of the way, if straight
            distance *= std::clamp(1.1 / share, 1.5, 4.0);
        }
        // Regula falsi in its Illinois form [Dowell & Jarratt 1971, BIT 11:168].
        double low = inside.excess, high = outside.excess;
        for (int i = 0; i < kMostHalvings && std::abs(outside.distance - inside.distance) >
                                                 kPrecision * std::abs(outside.distance);
             ++i) {
            double next = inside.distance - low * (outside.distance - inside.distance) / (high - low);
            // A little beyond the estimate, so that the two close in from both sides.
            next += (low > -high ? 1 : -1) * kPrecision / 4 * next;
            if (!std::isfinite(next) || (next - inside.distance) * (next - outside.distance) >= 0)
                next = (inside.distance + outside.distance) / 2;
            const Place tried = at(next, inside, outside, kInfinity);
            if (tried.excess > 0) {
                outside = tried;
                high = tried.excess;
                low /= i > 0 ? 2 : 1;
            } else {
                before = inside;
                inside = tried;
                low = tried.excess;
                high /= i > 0 ? 2 : 1;
            }
        }
        // Another branch may be higher there or farther out: on from it, if it is inside.
        Place checked = at(outside.distance, inside, before, cut);
        for (const double farther : {1.0, 1.5}) {
            if (checked.excess <= 0)
                break;
            Optimum found;
            const double away = farther * outside.distance;
            checked = place(away, profile.searched(value(away), found), found);
        }
        if (!(checked.excess <= 0) || restart == kMostBranches)
            return value(outside.distance);
        if (value(checked.distance) == bound)
            return open;
        before = inside;
        inside = checked;
        distance = 1.2 * checked.distance;
    }
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
        Optimum found;
        return profile((left(gap) + left(gap + 1)) / 2, cut, {&profile.best()}, found) <= cut;
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

double spread(const std::vector<double> &values)
{
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return *high - *low;
}

} // namespace

double profileCut(const Fit &fit, double level)
{
    return boost::math::quantile(boost::math::fisher_f(1, fit.m - fit.k), level);
}

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
    const double cut = profileCut(fit, level);
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
