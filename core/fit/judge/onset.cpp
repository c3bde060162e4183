#include "core/fit/judge/onset.h"

#include "core/fit/multiplicity.h"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace onset::fit {
namespace {

constexpr double kUntested = std::numeric_limits<double>::quiet_NaN();

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

/// p of "better than chance", or of "worse".
double sideTest(double y, double n, double se, const OnsetRule &rule, bool better)
{
    const bool mirrored = better == rule.lowerIsBetter;
    if (rule.counts && isCount(y, n)) {
        const double r = std::round(y * n);
        return mirrored ? upperTail(n - r, n, 1 - rule.chance) : upperTail(r, n, rule.chance);
    }
    if (!(se > 0))
        return kUntested;
    const double z = (mirrored ? rule.chance - y : y - rule.chance) / se;
    return std::erfc(z / std::numbers::sqrt2) / 2;
}

} // namespace

ChanceTests testAgainstChance(const Points &points, const OnsetRule &rule)
{
    const std::size_t m = points.size();
    const auto known = [](const std::vector<double> &values, std::size_t i) {
        return values.empty() ? kUntested : values[i];
    };
    ChanceTests tests{std::vector(m, kUntested), std::vector(m, kUntested), std::vector(m, false),
                      std::vector(m, false)};
    if (!std::isnan(rule.chance))
        for (std::size_t i = 0; i < m; ++i) {
            const double n = known(points.n, i);
            const double se = known(points.se, i);
            tests.pAbove[i] = sideTest(points.y[i], n, se, rule, true);
            tests.pBelow[i] = sideTest(points.y[i], n, se, rule, false);
        }
    tests.pAbove = holm(tests.pAbove);
    tests.pBelow = holm(tests.pBelow);

    for (std::size_t i = 0; i < m; ++i) {
        const double gain = rule.lowerIsBetter ? rule.chance - points.y[i] : points.y[i] - rule.chance;
        const double least = rule.smallestGain - kDecimalSlack;
        tests.above[i] = gain >= least && !(tests.pAbove[i] > kSignificance);
        tests.below[i] = -gain >= least && !(tests.pBelow[i] > kSignificance);
        tests.provisional |= std::isnan(tests.pAbove[i]);
    }
    return tests;
}

Onset onsetByDefinition(const Points &points, const ChanceTests &tests)
{
    Onset onset;
    onset.provisional = tests.provisional;

    const std::vector<bool> &above = tests.above;
    const auto first = std::find(above.begin(), above.end(), true);
    const auto at = static_cast<std::size_t>(first - above.begin());
    if (first == above.end() || std::find(first, above.end(), false) != above.end() || at == 0)
        return onset;
    const std::vector<double> &x = points.x;
    const bool splitsScale = x[at - 1] == x[at];
    if (splitsScale)
        return onset;
    onset.exists = x[0] < x[at - 1];
    onset.oneBelow = !onset.exists;
    onset.between = {x[at - 1], x[at]};
    return onset;
}

Onset onsetByDefinition(const Points &points, const OnsetRule &rule)
{
    return onsetByDefinition(points, testAgainstChance(points, rule));
}

} // namespace onset::fit
