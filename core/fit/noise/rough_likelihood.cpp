#include "core/fit/noise/rough_likelihood.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace onset::fit {
namespace {

constexpr std::size_t kMostTables = 1024;

/// Scatters between which a maximum over them is lost by a tenth or two.
RoughLikelihood::Scatters scattersOf(Noise law)
{
    RoughLikelihood::Scatters values;
    if (law == Noise::BetaBinomial)
        values << 0, 0.001, 0.004, 0.015, 0.06, 0.2, 0.5, 0.9;
    else
        values << 0, 0.0025, 0.0144, 0.0625, 0.25, 1, 4, 16;
    return values;
}

/// Means in (low, high), dense about a score and ever sparser away from it, on the logit of the interval.
/// @param sd  of the score about its mean
void addMeans(std::vector<double> &means, double low, double high, double score, double sd)
{
    constexpr double kFar = 14;
    constexpr double kApart = 0.3; // of two means, as a share of how far they are from the score
    constexpr int kMostSteps = 40; // to either side; of three intervals less than 256 in all
    const double width = high - low;
    sd = std::max(sd, 1e-12 * width); // of numbers of questions beyond any count
    const double margin = std::min(0.5 * sd / width, 0.25);
    const double share = std::clamp((score - low) / width, margin, 1 - margin);
    const double centre = std::log(share / (1 - share));
    const double unit = sd / (width * share * (1 - share));
    const double reach = std::asinh((kFar + std::abs(centre)) / unit);
    const int steps = std::min(kMostSteps, static_cast<int>(std::ceil(reach / kApart)));
    means.push_back(low);
    for (int i = -steps; i <= steps; ++i)
        if (const double t = centre + unit * std::sinh(reach * i / steps); std::abs(t) < kFar)
            means.push_back(low + width / (1 + std::exp(-t)));
    means.push_back(high);
}

} // namespace

void RoughLikelihood::setTo(const Points &points, const Likelihood &likelihood)
{
    m_likelihood = &likelihood;
    const Interval range = likelihood.scatterRange();
    const bool held = range.low == range.high;
    m_count = held ? 1 : kMostScatters;
    m_scatters = held ? Scatters::Constant(range.low) : scattersOf(likelihood.law());
    m_rows.clear();
    if (held || (likelihood.law() != Noise::ExtraScatter && likelihood.law() != Noise::BetaBinomial))
        return;
    if (!m_law || !m_law->sameLaw(likelihood) || m_tables.size() + points.size() > kMostTables) {
        m_tables.clear();
        m_law = likelihood;
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto [found, isNew] = m_tables.try_emplace({points.y[i], points.n[i]});
        if (isNew)
            found->second = tabulated(i, points.y[i], points.n[i]);
        m_rows.push_back(&found->second);
    }
}

RoughLikelihood::Table RoughLikelihood::tabulated(std::size_t i, double y, double n) const
{
    const double score = (y * n + 0.5) / (n + 1);
    const double sd = std::sqrt(score * (1 - score) / n);
    const Interval range = m_likelihood->meanRange(i);
    std::vector<double> edges;
    for (const double edge : m_likelihood->edges(i))
        if (edge >= range.low && edge <= range.high)
            edges.push_back(edge);
    std::sort(edges.begin(), edges.end());
    std::vector<double> means{range.low};
    for (std::size_t k = 0; k + 1 < edges.size(); ++k)
        if (edges[k] < edges[k + 1])
            addMeans(means, edges[k], edges[k + 1], score, sd);
    std::sort(means.begin(), means.end());
    Table table;
    table.means.fill(std::numeric_limits<double>::infinity());
    assert(means.size() <= table.means.size());
    for (std::size_t place = 0; place < means.size(); ++place) {
        table.means[place] = means[place];
        for (Eigen::Index k = 0; k < kMostScatters; ++k)
            table.values[place][k] =
                static_cast<float>(m_likelihood->value(i, means[place], m_scatters[k], Accuracy::Rough));
    }
    table.last = means.size() - 1;
    return table;
}

void RoughLikelihood::addTo(Values &sum, const Table &table, double mean)
{
    std::size_t left = 0; // by bisection without branches: 2⁸ means
    for (std::size_t step = kMostMeans / 2; step > 0; step /= 2)
        left += table.means[left + step] <= mean ? step : 0;
    if (left >= table.last || mean < table.means[0]) {
        sum += table.values[left];
        return;
    }
    const double low = table.means[left];
    const auto share = static_cast<float>((mean - low) / (table.means[left + 1] - low));
    sum += table.values[left] + share * (table.values[left + 1] - table.values[left]);
}

RoughLikelihood::Values RoughLikelihood::operator()(const Eigen::ArrayXd &means) const
{
    Values sum = Values::Zero();
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        addTo(sum, *m_rows[i], means[static_cast<Eigen::Index>(i)]);
    if (!m_rows.empty())
        return sum;
    for (Eigen::Index k = 0; k < m_count; ++k) {
        double value = 0;
        for (Eigen::Index i = 0; i < means.size(); ++i)
            value += m_likelihood->value(static_cast<std::size_t>(i), means[i], m_scatters[k]);
        sum[k] = static_cast<float>(value);
    }
    sum.tail(kMostScatters - m_count).setConstant(sum[0]);
    return sum;
}

} // namespace onset::fit
