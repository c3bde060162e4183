#include "core/fit/across/crossover.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/intervals/redraw.h"
#include "core/fit/parallel.h"
#include "core/fit/solve/fitter.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace onset::fit {
namespace {

constexpr int kPlaces = 200; ///< between the shared scales: a crossing that turns back within one is not seen

/// What the gain does along the shared scales.
struct Finding
{
    Crossing crossing = Crossing::CannotTell;
    double at = kNone;
};

class Gains
{
public:
    Gains(const Interval &shared, double smallest, bool lowerIsBetter)
        : m_smallest(smallest), m_sign(lowerIsBetter ? -1 : 1)
    {
        for (int i = 0; i <= kPlaces; ++i)
            m_x.push_back(shared.low + (shared.high - shared.low) * i / kPlaces);
    }

    [[nodiscard]] Finding operator()(const Fit &baseline, const Fit &strategy) const
    {
        const Eigen::ArrayXd gain =
            m_sign * (means(strategy, values(strategy), m_x) - means(baseline, values(baseline), m_x));
        if (!gain.isFinite().all())
            return {};
        const Eigen::Index last = gain.size() - 1;
        const Eigen::Index helping = (gain > m_smallest).count();
        if (gain[last] < -m_smallest)
            return {gain[0] < -m_smallest && helping == 0 ? Crossing::Never : Crossing::HurtsAbove};
        if (helping == gain.size())
            return {Crossing::HelpsEverywhere, -kInfinity};
        if (helping == 0)
            return {Crossing::Never, kInfinity};
        Eigen::Index first = 0, end = last;
        while (!(gain[first] > m_smallest))
            ++first;
        while (!(gain[end] > m_smallest))
            --end;
        if (first == 0 && helping == end + 1)
            return {Crossing::HelpsBelow};
        if (first == 0 || helping != end - first + 1)
            return {};
        return {Crossing::Crossover, between(gain, first)};
    }

private:
    /// Where a straight line through the two places passes the smallest gain.
    [[nodiscard]] double between(const Eigen::ArrayXd &gain, Eigen::Index above) const
    {
        const double share = (m_smallest - gain[above - 1]) / (gain[above] - gain[above - 1]);
        const auto place = static_cast<std::size_t>(above);
        return m_x[place - 1] + share * (m_x[place] - m_x[place - 1]);
    }

    std::vector<double> m_x;
    double m_smallest, m_sign;
};

Interval sharedScales(const Points &a, const Points &b)
{
    const auto [aLow, aHigh] = std::minmax_element(a.x.begin(), a.x.end());
    const auto [bLow, bHigh] = std::minmax_element(b.x.begin(), b.x.end());
    return {std::max(*aLow, *bLow), std::min(*aHigh, *bHigh)};
}

} // namespace

std::string_view name(Crossing crossing)
{
    switch (crossing) {
    case Crossing::Crossover:
        return "crossover";
    case Crossing::HelpsEverywhere:
        return "helps everywhere";
    case Crossing::Never:
        return "never";
    case Crossing::HelpsBelow:
        return "helps below";
    case Crossing::HurtsAbove:
        return "hurts above";
    case Crossing::CannotTell:
        break;
    }
    return "cannot tell";
}

Crossover findCrossover(const Points &baseline, const Points &strategy, const Request &request,
                        double smallestGain, bool lowerIsBetter, const Bootstrap &options, Progress &progress)
{
    Crossover result;
    result.baseline = fit(baseline, request);
    result.strategy = fit(strategy, request);
    if (!result.baseline.usable() || !result.strategy.usable())
        return result;
    result.shared = sharedScales(baseline, strategy);
    if (!(result.shared.low < result.shared.high))
        return result;
    const Gains gains(result.shared, smallestGain, lowerIsBetter);
    const Finding found = gains(result.baseline, result.strategy);
    result.fitted = found.crossing;
    if (found.crossing == Crossing::Crossover)
        result.at = found.at;
    const bool known = result.baseline.m > result.baseline.k && result.strategy.m > result.strategy.k;
    if (!known || options.replicates < 1)
        return result;

    const Redraw baselines(baseline, result.baseline), strategies(strategy, result.strategy);
    const std::uint64_t other = ~options.seed; // a stream of its own
    std::vector<Finding> findings(static_cast<std::size_t>(options.replicates));
    const bool finished = forEachIndex(findings.size(), options.threads, progress, [&] {
        return [&, before = Fitter(baseline.x, request),
                after = Fitter(strategy.x, request)](std::size_t replicate) mutable {
            findings[replicate] = gains(before.fit(baselines(options.seed, replicate)),
                                        after.fit(strategies(other, replicate)));
        };
    });
    if (!finished)
        return result;

    result.replicates = options.replicates;
    std::vector<double> places;
    int agreeing = 0;
    for (const Finding &finding : findings) {
        agreeing += finding.crossing == result.fitted;
        if (!std::isnan(finding.at))
            places.push_back(finding.at);
    }
    result.failed = options.replicates - static_cast<int>(places.size());
    result.agreeing = static_cast<double>(agreeing) / options.replicates;
    if (result.agreeing >= kSettled)
        result.status = result.fitted;
    if (places.empty() || result.fitted != Crossing::Crossover)
        return result;
    const Interval interval = percentileInterval(places, options.level);
    if (interval.low < kInfinity && interval.high > -kInfinity) // some replicate crosses
        result.interval = interval;
    return result;
}

} // namespace onset::fit
