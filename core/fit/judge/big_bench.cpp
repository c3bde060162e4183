#include "core/fit/judge/big_bench.h"

#include "core/fit/noise/draws.h"
#include "core/fit/noise/factorial.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

namespace onset::fit {
namespace {

/// Reorders the values.
double median(std::span<double> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

/// I; unless it is 0, `squares` gets those of the steps as shares of I, which do not underflow with the
/// scores.
double improvementOf(std::span<const double> y, std::vector<double> &squares)
{
    const auto lowest = std::min_element(y.begin(), y.end());
    const auto highest = std::max_element(y.begin(), y.end());
    const double improvement = (highest > lowest ? 1 : -1) * (*highest - *lowest);
    squares.clear();
    for (std::size_t i = 1; i < y.size() && improvement != 0; ++i) {
        const double share = (y[i] - y[i - 1]) / improvement;
        squares.push_back(share * share);
    }
    return improvement;
}

double breakthroughness(double improvement, std::span<double> squares)
{
    return std::copysign(1.0, improvement) / std::sqrt(median(squares));
}

/// The mean score of each distinct x, more is better.
class ByScale
{
public:
    ByScale(const std::vector<double> &x, bool lowerIsBetter) : m_sign(lowerIsBetter ? -1 : 1)
    {
        for (std::size_t i = 0; i < x.size(); ++i)
            if (i + 1 == x.size() || x[i + 1] != x[i])
                m_ends.push_back(i + 1);
    }

    void operator()(const std::vector<double> &y, std::vector<double> &means) const
    {
        means.clear();
        std::size_t i = 0;
        for (const std::size_t end : m_ends) {
            const auto count = static_cast<double>(end - i);
            double sum = 0;
            for (; i < end; ++i)
                sum += m_sign * y[i];
            means.push_back(sum / count);
        }
    }

private:
    double m_sign;
    std::vector<std::size_t> m_ends; ///< of the models of each scale
};

/// Counts of right answers; by inversion of a table, as many are drawn of few distributions.
class RightAnswers
{
public:
    /// @param n  ≥ 1, whole      @param p  in 0..1
    RightAnswers(double n, double p) : m_n(n), m_p(p)
    {
        constexpr double kReach = 10; // standard deviations, beyond which a double has nothing of the mass
        constexpr double kLongest = 1024; // more entries than that cost more than they save
        const double reach = kReach * (std::sqrt(n * p * (1 - p)) + 1);
        m_first = std::max(0.0, std::floor(n * p - reach));
        const double last = std::min(n, std::ceil(n * p + reach));
        double sum = 0;
        for (double k = m_first; k <= last && last - m_first < kLongest; ++k)
            m_cumulated.push_back(sum += mass(k));
        const std::size_t entries = m_cumulated.size();
        for (std::size_t i = 0, k = 0; i < entries; ++i) {
            while (m_cumulated[k] <= sum * static_cast<double>(i) / static_cast<double>(entries))
                ++k;
            m_guide.push_back(k);
        }
    }

    [[nodiscard]] double operator()(Draws &draws) const
    {
        if (m_cumulated.empty())
            return draws.binomial(m_n, m_p);
        const double share = 1 - draws.uniform(); // in [0, 1)
        const double at = share * m_cumulated.back();
        std::size_t k = m_guide[static_cast<std::size_t>(share * static_cast<double>(m_guide.size()))];
        while (m_cumulated[k] <= at)
            ++k;
        return m_first + static_cast<double>(k);
    }

private:
    [[nodiscard]] double mass(double k) const
    {
        if (m_p == 0 || m_p == 1)
            return k == m_n * m_p;
        return std::exp(logBinomial(m_n, k) + k * std::log(m_p) + (m_n - k) * std::log1p(-m_p));
    }

    double m_n, m_p;
    double m_first;
    std::vector<double> m_cumulated;  ///< masses from m_first on
    std::vector<std::size_t> m_guide; ///< where to look for i/size of the whole mass [Chen & Asau 1974]
};

/// Expected scores, shape (m), and how those scatter that are no counts and have no stated error.
struct Null
{
    std::vector<double> mean;
    double sd = kNone; ///< NaN: as the others do
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
    return {std::vector(points.size(), std::isnan(chance) ? mean : chance)};
}

/// Draws the scores of a curve.
class Scores
{
public:
    Scores(const Points &points, const OnsetRule &rule, const Null &null) : m_mean(null.mean)
    {
        std::map<std::pair<double, double>, std::size_t> known;
        double variance = 0, scattered = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            Score score;
            if (rule.counts && !points.n.empty() && isCount(points.y[i], points.n[i])) {
                score.n = points.n[i];
                const double p = std::clamp(m_mean[i], 0.0, 1.0);
                const auto [at, isNew] = known.try_emplace({score.n, p}, m_counts.size());
                if (isNew)
                    m_counts.emplace_back(score.n, p);
                score.counts = at->second;
                variance += p * (1 - p) / score.n;
                ++scattered;
            } else if (!points.se.empty() && points.se[i] > 0) {
                score.sd = points.se[i];
                variance += score.sd * score.sd;
                ++scattered;
            }
            m_scores.push_back(score);
        }
        double other = null.sd;
        if (std::isnan(other))
            other = scattered > 0 ? std::sqrt(variance / scattered) : 1; // then its size does not matter
        for (Score &score : m_scores)
            if (std::isnan(score.sd))
                score.sd = other;
    }

    void operator()(Draws &draws, std::vector<double> &y) const
    {
        for (std::size_t i = 0; i < y.size(); ++i) {
            const Score &score = m_scores[i];
            y[i] =
                score.n > 0 ? m_counts[score.counts](draws) / score.n : m_mean[i] + score.sd * draws.normal();
        }
    }

private:
    struct Score
    {
        double n = 0;           ///< questions; 0: no count
        std::size_t counts = 0; ///< its place in m_counts
        double sd = kNone;
    };

    const std::vector<double> &m_mean;
    std::vector<Score> m_scores;
    std::vector<RightAnswers> m_counts;
};

BigBenchNull simulated(const Points &points, const OnsetRule &rule, const Null &null, double seen,
                       std::uint32_t place, const BigBenchOptions &options)
{
    const ByScale byScale(points.x, rule.lowerIsBetter);
    const Scores scores(points, rule, null);
    std::vector<double> sample, means, squares, y(points.size());
    sample.reserve(static_cast<std::size_t>(options.replicates));
    for (int replicate = 0; replicate < options.replicates; ++replicate) {
        Draws draws(options.seed, static_cast<std::uint64_t>(replicate), place);
        scores(draws, y);
        byScale(y, means);
        const double improvement = improvementOf(means, squares);
        sample.push_back(improvement == 0 ? 0 : breakthroughness(improvement, squares));
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
    std::vector<double> squares;
    found.improvement = improvementOf(y, squares);
    if (found.improvement == 0)
        return found;
    const double mean =
        std::accumulate(squares.begin(), squares.end(), 0.0) / static_cast<double>(squares.size());
    found.linearity = std::copysign(1.0, found.improvement) / std::sqrt(mean);
    found.breakthroughness = breakthroughness(found.improvement, squares);
    return found;
}

BigBenchFinding bigBenchAgainstNull(const Points &points, const OnsetRule &rule,
                                    const BigBenchOptions &options)
{
    std::vector<double> scores;
    ByScale(points.x, rule.lowerIsBetter)(points.y, scores);
    BigBenchFinding found;
    found.seen = bigBench(scores);
    const double seen = found.seen.breakthroughness;
    if (scores.size() < 3 || std::isnan(seen))
        return found;
    found.replicates = options.replicates;
    found.chance = simulated(points, rule, guessing(points, rule.chance), seen, 0, options);
    if (options.line)
        found.line = simulated(points, rule, lineThrough(points), seen, 1, options);
    return found;
}

} // namespace onset::fit
