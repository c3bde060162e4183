#include "core/fit/fit.h"

#include "core/fit/parallel.h"
#include "core/fit/parameters.h"
#include "core/fit/random.h"
#include "core/fit/solver.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace onset::fit {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Numbers of every replicate, quantity by quantity: shape (quantities, replicates).
class Sample
{
public:
    Sample(std::size_t quantities, int replicates)
        : m_replicates(static_cast<std::size_t>(replicates)), m_values(quantities * m_replicates)
    {}

    double &at(std::size_t quantity, std::size_t replicate)
    {
        return m_values[quantity * m_replicates + replicate];
    }
    std::span<double> of(std::size_t quantity)
    {
        return std::span(m_values).subspan(quantity * m_replicates, m_replicates);
    }

private:
    std::size_t m_replicates;
    std::vector<double> m_values;
};

/// The k-th smallest and k-th largest, k = ⌊(B + 1)(1 − level)/2⌋ [Efron & Tibshirani 1993, §12.5]; with too
/// few replicates for that, the extremes. Reorders the values.
Interval percentiles(std::span<double> low, std::span<double> high, double level)
{
    const double share = (1 - level) / 2;
    const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(low.size() + 1));
    const std::ptrdiff_t skip = std::max<std::ptrdiff_t>(rank, 1) - 1;
    std::nth_element(low.begin(), low.begin() + skip, low.end());
    std::nth_element(high.begin(), high.end() - 1 - skip, high.end());
    return {low[static_cast<std::size_t>(skip)], *(high.end() - 1 - skip)};
}

/// What the optima say about one parameter. One on the edge of the search, or without meaning because the
/// replicate is flat, may lie anywhere beyond: it counts as infinite where that widens the interval.
Interval parameterInterval(std::span<const double> optima, const Interval &searched, double level)
{
    std::vector<double> low(optima.begin(), optima.end());
    std::vector<double> high = low;
    for (std::size_t i = 0; i < optima.size(); ++i) {
        if (!(optima[i] > searched.low))
            low[i] = -kInfinity;
        if (!(optima[i] < searched.high))
            high[i] = kInfinity;
    }
    return percentiles(low, high, level);
}

} // namespace

Band bootstrapBand(const Points &points, const Fit &fit, const std::vector<double> &at,
                   const Bootstrap &options, Progress &progress)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const int freedom = fit.m - freeParameters(fit);
    Band band{at, std::vector(at.size(), kNone), std::vector(at.size(), kNone)};
    if (!fit.usable() || freedom < 1 || options.replicates < 1)
        return band;

    const double sigma = std::sqrt(fit.rss / freedom);
    const Eigen::ArrayXd fitted = means(fit, values(fit), points.x);
    Sample curves(at.size(), options.replicates);
    Sample parameters(static_cast<std::size_t>(fit.count), options.replicates);
    const bool finished =
        forEachIndex(static_cast<std::size_t>(options.replicates), options.threads, progress, [&] {
            return [&, solver = makeSolver(points.x, fit.request),
                    y = std::vector<double>(points.size())](std::size_t replicate) mutable {
                for (std::size_t i = 0; i < y.size(); i += 2) {
                    const auto noise = normalPair(options.seed, replicate, i / 2);
                    for (std::size_t j = i; j < std::min(i + 2, y.size()); ++j)
                        y[j] = fitted[static_cast<Eigen::Index>(j)] + sigma * noise[j - i];
                }
                const auto optimum = printed(fit.request, solver->solve(y));
                const Eigen::ArrayXd curve = means(fit, optimum, at);
                for (std::size_t k = 0; k < at.size(); ++k)
                    curves.at(k, replicate) = curve[static_cast<Eigen::Index>(k)];
                for (int k = 0; k < fit.count; ++k)
                    parameters.at(static_cast<std::size_t>(k), replicate) =
                        optimum[static_cast<std::size_t>(k)];
            };
        });
    if (!finished)
        return {};

    band.replicates = options.replicates;
    for (std::size_t k = 0; k < at.size(); ++k) {
        const Interval interval = percentiles(curves.of(k), curves.of(k), options.level);
        band.low[k] = interval.low;
        band.high[k] = interval.high;
    }
    const auto searched = searchedRanges(fit.request, points.x);
    for (int k = 0; k < fit.count; ++k) {
        const auto place = static_cast<std::size_t>(k);
        if (fit.parameters[place].free)
            band.parameters[place] = parameterInterval(parameters.of(place), searched[place], options.level);
    }
    return band;
}

} // namespace onset::fit
