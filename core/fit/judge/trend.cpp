#include "core/fit/judge/trend.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace onset::fit {
namespace {

constexpr std::size_t kMostExact = 50; // R's cor.test draws the line here, too

/// Sums that the straight line needs, weights w.
struct Line
{
    double weight = 0, xMean = 0, yMean = 0, xx = 0, xy = 0;

    Line(const Points &points, const std::vector<double> &w)
    {
        for (std::size_t i = 0; i < points.size(); ++i) {
            weight += w[i];
            xMean += w[i] * points.x[i];
            yMean += w[i] * points.y[i];
        }
        xMean /= weight;
        yMean /= weight;
        for (std::size_t i = 0; i < points.size(); ++i) {
            xx += w[i] * (points.x[i] - xMean) * (points.x[i] - xMean);
            xy += w[i] * (points.x[i] - xMean) * (points.y[i] - yMean);
        }
    }

    [[nodiscard]] double change(const Points &points) const
    {
        return xy / xx * (points.x.back() - points.x.front());
    }
};

double normalTail(double z) { return std::erfc(z / std::numbers::sqrt2) / 2; } // P(Z ≥ z)

/// Share of the m! orders with at most `discordant` pairs out of order; the number of orders with d of them
/// follows from m − 1 models by where the last one goes [Kendall 1975, §5.2].
double shareOfOrders(std::size_t m, std::size_t discordant)
{
    std::vector<double> share{1};
    for (std::size_t models = 2; models <= m; ++models) {
        std::vector<double> next(share.size() + models - 1);
        for (std::size_t d = 0; d < share.size(); ++d)
            for (std::size_t more = 0; more < models; ++more)
                next[d + more] += share[d] / static_cast<double>(models);
        share = std::move(next);
    }
    double sum = 0;
    for (std::size_t d = 0; d <= std::min(discordant, share.size() - 1); ++d)
        sum += share[d];
    return std::min(1.0, sum);
}

/// Sums over groups of t equal values.
struct Ties
{
    double pairs = 0;   ///< Σ t(t − 1)
    double triples = 0; ///< Σ t(t − 1)(t − 2)
    double spread = 0;  ///< Σ t(t − 1)(2t + 5)

    explicit Ties(std::vector<double> values)
    {
        std::sort(values.begin(), values.end());
        for (auto at = values.begin(); at != values.end();) {
            const auto end = std::upper_bound(at, values.end(), *at);
            const auto t = static_cast<double>(end - at);
            pairs += t * (t - 1);
            triples += t * (t - 1) * (t - 2);
            spread += t * (t - 1) * (2 * t + 5);
            at = end;
        }
    }
};

/// Variance of the number of concordant less discordant pairs [Kendall 1975, eq. 4.4].
double kendallVariance(double m, const Ties &x, const Ties &y)
{
    return (m * (m - 1) * (2 * m + 5) - x.spread - y.spread) / 18 +
           x.triples * y.triples / (9 * m * (m - 1) * (m - 2)) + x.pairs * y.pairs / (2 * m * (m - 1));
}

} // namespace

Trend cochranArmitage(const Points &points)
{
    const Line line(points, points.n);
    const double share = line.yMean;
    if (!(share > 0 && share < 1))
        return {};
    const double variance = share * (1 - share);
    const double z = line.xy / std::sqrt(variance * line.xx);
    double pearson = 0;
    for (std::size_t i = 0; i < points.size(); ++i)
        pearson += points.n[i] * (points.y[i] - share) * (points.y[i] - share) / variance;

    const auto freedom = static_cast<double>(points.size() - 2);
    const double dispersion = std::max(1.0, (pearson - z * z) / freedom);
    const boost::math::students_t t(freedom);
    const double statistic = z / std::sqrt(dispersion);
    return {boost::math::cdf(complement(t, statistic)), boost::math::cdf(t, statistic), line.change(points)};
}

Trend mannKendall(const Points &points)
{
    const std::size_t m = points.size();
    double s = 0;
    std::size_t discordant = 0;
    for (std::size_t i = 0; i < m; ++i)
        for (std::size_t j = i + 1; j < m; ++j) {
            if (points.x[i] == points.x[j])
                continue;
            s += static_cast<double>(points.y[j] > points.y[i]) -
                 static_cast<double>(points.y[j] < points.y[i]);
            discordant += points.y[j] < points.y[i];
        }

    Trend trend;
    trend.change = Line(points, std::vector(m, 1.0)).change(points);
    const Ties x(points.x);
    const Ties y(points.y);
    if (m <= kMostExact && x.pairs == 0 && y.pairs == 0) {
        trend.pRise = shareOfOrders(m, discordant);
        trend.pFall = shareOfOrders(m, m * (m - 1) / 2 - discordant);
        return trend;
    }
    const double sd = std::sqrt(kendallVariance(static_cast<double>(m), x, y));
    if (!(sd > 0))
        return trend; // all scores are equal
    // As in R, the correction moves S towards zero for both sides.
    const double z = s == 0 ? 0 : (s - std::copysign(1.0, s)) / sd;
    trend.pRise = normalTail(z);
    trend.pFall = normalTail(-z);
    return trend;
}

} // namespace onset::fit
