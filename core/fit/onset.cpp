#include "core/fit/onset.h"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace onset::fit {
namespace {

constexpr double kLevel = 0.05;

/// Scores are printed decimals: .30 − .25 must reach a gain of .05.
constexpr double kDecimalSlack = 1e-9;

/// P(X ≥ r), X ~ Bin(n, g): the regularised incomplete beta function I_g(r, n − r + 1).
double upperTail(double r, double n, double g)
{
    using namespace boost::math::policies;
    using NoThrow = policy<domain_error<ignore_error>, overflow_error<ignore_error>,
                           evaluation_error<ignore_error>, underflow_error<ignore_error>>;
    if (r <= 0 || g >= 1)
        return 1;
    return g <= 0 ? 0 : boost::math::ibeta(r, n - r + 1, g, NoThrow());
}

/// p of each model; NaN where the number of questions is unknown or the score is no share of them.
std::vector<double> chanceTests(const Points &points, const OnsetRule &rule)
{
    std::vector<double> p(points.size(), std::numeric_limits<double>::quiet_NaN());
    if (!rule.counts || points.n.empty())
        return p;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double n = points.n[i];
        const double y = rule.lowerIsBetter ? 1 - points.y[i] : points.y[i];
        if (isCount(points.y[i], n))
            p[i] = upperTail(std::round(y * n), n, rule.lowerIsBetter ? 1 - rule.chance : rule.chance);
    }
    return p;
}

/// Step-down rejection at kLevel over the known p [Holm 1979, Scand. J. Statist. 6:65]; unknown p pass.
std::vector<bool> holm(const std::vector<double> &p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return std::isnan(p[i]); });
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });

    std::vector<bool> passed(p.size());
    for (std::size_t i = 0; i < p.size(); ++i)
        passed[i] = std::isnan(p[i]);
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        if (p[order[rank]] > kLevel / static_cast<double>(order.size() - rank))
            break;
        passed[order[rank]] = true;
    }
    return passed;
}

std::vector<bool> aboveChance(const Points &points, const OnsetRule &rule, const std::vector<double> &p)
{
    std::vector<bool> above = holm(p);
    for (std::size_t i = 0; i < above.size(); ++i) {
        const double gain = rule.lowerIsBetter ? rule.chance - points.y[i] : points.y[i] - rule.chance;
        above[i] = above[i] && gain >= rule.smallestGain - kDecimalSlack;
    }
    return above;
}

} // namespace

Onset onsetByDefinition(const Points &points, const OnsetRule &rule)
{
    const std::vector<double> p = chanceTests(points, rule);
    const std::vector<bool> above = aboveChance(points, rule, p);

    Onset onset;
    onset.provisional = std::any_of(p.begin(), p.end(), [](double value) { return std::isnan(value); });

    const auto first = std::find(above.begin(), above.end(), true);
    const auto at = static_cast<std::size_t>(first - above.begin());
    if (first == above.end() || std::find(first, above.end(), false) != above.end() || at == 0)
        return onset;
    const std::vector<double> &x = points.x;
    const bool splitsScale = x[at - 1] == x[at];
    const bool twoSmaller = x[0] < x[at - 1];
    if (!splitsScale && twoSmaller) {
        onset.exists = true;
        onset.between = {x[at - 1], x[at]};
    }
    return onset;
}

} // namespace onset::fit
