#include "core/fit/judge/pattern.h"

#include "core/fit/multiplicity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace onset::fit {
namespace {

/// Where the models of the `scales` largest scales begin.
std::size_t beginOfLargest(const std::vector<double> &x, int scales)
{
    std::size_t begin = x.size();
    for (; scales > 0 && begin > 0; --scales) {
        const double scale = x[begin - 1];
        while (begin > 0 && x[begin - 1] == scale)
            --begin;
    }
    return begin;
}

bool allCounts(const Points &points, const OnsetRule &rule)
{
    for (std::size_t i = 0; i < points.size(); ++i)
        if (!rule.counts || points.n.empty() || !isCount(points.y[i], points.n[i]))
            return false;
    return true;
}

Trend trendOf(const Points &points, const OnsetRule &rule)
{
    Trend trend = allCounts(points, rule) ? cochranArmitage(points) : mannKendall(points);
    if (rule.lowerIsBetter) {
        std::swap(trend.pRise, trend.pFall);
        trend.change = -trend.change;
    }
    const std::vector<double> p = holm(std::array{trend.pRise, trend.pFall});
    trend.pRise = p[0];
    trend.pFall = p[1];
    return trend;
}

Pattern patternOf(const Points &points, const PatternFinding &found, const OnsetRule &rule)
{
    constexpr int kLargest = 2; // scales that must agree on "below chance"
    if (found.scales < 3)
        return Pattern::Insufficient;
    const auto &below = found.tests.below;
    const auto largest = below.begin() + static_cast<std::ptrdiff_t>(beginOfLargest(points.x, kLargest));
    if (found.above == 0 && std::find(largest, below.end(), false) == below.end())
        return Pattern::BelowChance;
    if (found.trend.pFall <= kSignificance && -found.trend.change >= rule.smallestGain - kDecimalSlack)
        return Pattern::Inverse;
    if (found.above == 0)
        return Pattern::Flat;
    if (static_cast<std::size_t>(found.above) == points.size())
        return Pattern::Present;
    if (found.onset.exists)
        return Pattern::Appears;
    return found.onset.oneBelow ? Pattern::AppearsOneBelow : Pattern::Mixed;
}

} // namespace

std::string_view name(Pattern pattern)
{
    switch (pattern) {
    case Pattern::None:
        return "none";
    case Pattern::Insufficient:
        return "insufficient";
    case Pattern::BelowChance:
        return "below-chance";
    case Pattern::Inverse:
        return "inverse";
    case Pattern::Flat:
        return "flat";
    case Pattern::Present:
        return "present";
    case Pattern::Appears:
        return "appears";
    case Pattern::AppearsOneBelow:
        return "appears-one-below";
    case Pattern::Mixed:
        return "mixed";
    }
    return {};
}

PatternFinding findPattern(const Points &points, const OnsetRule &rule)
{
    PatternFinding found;
    found.tests = testAgainstChance(points, rule);
    found.onset = onsetByDefinition(points, found.tests);
    found.scales = static_cast<int>(distinctValues(points.x).size());
    found.above = static_cast<int>(std::count(found.tests.above.begin(), found.tests.above.end(), true));
    found.below = static_cast<int>(std::count(found.tests.below.begin(), found.tests.below.end(), true));
    if (found.scales >= 3)
        found.trend = trendOf(points, rule);
    if (!std::isnan(rule.chance) && !std::isnan(rule.smallestGain))
        found.pattern = patternOf(points, found, rule);
    return found;
}

} // namespace onset::fit
