#include "core/fit/big_bench.h"

#include "core/fit/draws.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace onset::fit {
namespace {

double median(std::vector<double> values)
{
    const std::size_t half = values.size() / 2;
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(half), values.end());
    const double upper = values[half];
    if (values.size() % 2 == 1)
        return upper;
    return (*std::max_element(values.begin(), values.begin() + std::ptrdiff_t(half)) + upper) / 2;
}

/// The mean score of each distinct x, more is better.
std::vector<double> byScale(const std::vector<double> &x, const std::vector<double> &y, bool lowerIsBetter)
{
    std::vector<double> means;
    for (std::size_t i = 0; i < x.size();) {
        const std::size_t first = i;
        double sum = 0;
        for (; i < x.size() && x[i] == x[first]; ++i)
            sum += lowerIsBetter ? -y[i] : y[i];
        means.push_back(sum / static_cast<double>(i - first));
    }
    return means;
}

/// Expected scores, shape (m), and how they scatter.
struct Null
{
    std::vector<double> mean;
    double sd = 0; ///< of scores that are no counts and have no stated error
};

Null lineThrough(const Points &points)
{
    const auto m = static_cast<double>(points.size());
    double xMean = 0, yMean = 0, xx = 0, xy = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        xMean += points.x[i] / m;
        yMean += points.y[i] / m;
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        xx += (points.x[i] - xMean) * (points.x[i] - xMean);
        xy += (points.x[i] - xMean) * (points.y[i] - yMean);
    }
    Null null;
    double rss = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        null.mean.push_back(yMean + xy / xx * (points.x[i] - xMean));
        rss += (points.y[i] - null.mean.back()) * (points.y[i] - null.mean.back());
    }
    null.sd = std::sqrt(rss / (m - 2));
    return null;
}

Null guessing(const Points &points, double chance)
{
    double mean = 0;
    for (const double y : points.y)
        mean += y / static_cast<double>(points.size());
    return {std::vector(points.size(), std::isnan(chance) ? mean : chance), 1};
}

BigBenchNull simulated(const Points &points, const OnsetRule &rule, const Null &null, double seen,
                       std::uint32_t place, const BigBenchOptions &options)
{
    std::vector<double> questions(points.size()); // 0: no count
    if (rule.counts && !points.n.empty())
        for (std::size_t i = 0; i < questions.size(); ++i)
            questions[i] = isCount(points.y[i], points.n[i]) ? points.n[i] : 0;
    const auto sd = [&](std::size_t i) {
        return !points.se.empty() && points.se[i] > 0 ? points.se[i] : null.sd;
    };

    std::vector<double> sample;
    sample.reserve(static_cast<std::size_t>(options.replicates));
    std::vector<double> y(points.size());
    for (int replicate = 0; replicate < options.replicates; ++replicate) {
        Draws draws(options.seed, static_cast<std::uint64_t>(replicate), place);
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] = questions[i] > 0
                       ? draws.binomial(questions[i], std::clamp(null.mean[i], 0.0, 1.0)) / questions[i]
                       : null.mean[i] + sd(i) * draws.normal();
        const double b = bigBench(byScale(points.x, y, rule.lowerIsBetter)).breakthroughness;
        sample.push_back(std::isnan(b) ? 0 : b);
    }
    // Counts tie often, and differ in rounding then.
    const double least = std::isinf(seen) ? seen : seen - std::abs(seen) * kDecimalSlack;
    const auto asLarge = std::count_if(sample.begin(), sample.end(), [&](double b) { return b >= least; });
    const auto rank = sample.begin() + std::ptrdiff_t(0.95 * static_cast<double>(sample.size()));
    std::nth_element(sample.begin(), rank, sample.end());
    return {*rank, static_cast<double>(1 + asLarge) / (1 + options.replicates)};
}

} // namespace

BigBench bigBench(std::span<const double> y)
{
    BigBench found;
    if (y.size() < 2)
        return found;
    const auto lowest = std::min_element(y.begin(), y.end());
    const auto highest = std::max_element(y.begin(), y.end());
    found.improvement = (highest > lowest ? 1 : -1) * (*highest - *lowest);
    if (found.improvement == 0)
        return found;
    std::vector<double> squares; // of shares of the range: they do not underflow with the scores
    double sum = 0;
    for (std::size_t i = 1; i < y.size(); ++i) {
        const double share = (y[i] - y[i - 1]) / found.improvement;
        squares.push_back(share * share);
        sum += squares.back();
    }
    const double sign = std::copysign(1.0, found.improvement);
    found.linearity = sign / std::sqrt(sum / static_cast<double>(squares.size()));
    found.breakthroughness = sign / std::sqrt(median(std::move(squares)));
    return found;
}

BigBenchFinding bigBenchAgainstNull(const Points &points, const OnsetRule &rule,
                                    const BigBenchOptions &options)
{
    const std::vector<double> scores = byScale(points.x, points.y, rule.lowerIsBetter);
    BigBenchFinding found;
    found.seen = bigBench(scores);
    const double seen = found.seen.breakthroughness;
    if (scores.size() < 3 || std::isnan(seen))
        return found;
    found.replicates = options.replicates;
    found.chance = simulated(points, rule, guessing(points, rule.chance), seen, 0, options);
    found.line = simulated(points, rule, lineThrough(points), seen, 1, options);
    return found;
}

} // namespace onset::fit
