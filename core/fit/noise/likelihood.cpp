#include "core/fit/noise/likelihood.h"

#include "core/fit/noise/draws.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace onset::fit {
namespace {

constexpr double kMostTau = 4; ///< on the logit: from 2 % to 98 % within one sd to each side
constexpr double kMostCorrelation = 0.99;
constexpr double kLeastCorrelation = 1e-12; ///< of draws: below, 1e-6 of the variance of a million questions

/// Chance and best score of a share of right answers.
ChanceLevel levelFor(double chance, double best)
{
    const ChanceLevel level{std::isnan(chance) ? 0 : chance, std::isnan(best) ? 1 : best};
    return level.chance >= 0 && level.chance < level.best && level.best <= 1 ? level : ChanceLevel{};
}

/// The stated errors, each > 0 if one is: see `Likelihood`.
std::vector<double> errors(const Points &points)
{
    std::vector<double> all(points.size(), std::numeric_limits<double>::quiet_NaN());
    std::copy_n(points.se.begin(), std::min(points.se.size(), all.size()), all.begin());
    double largest = 0;
    double smallest = kInfinity;
    for (const double se : all) {
        if (se > 0) {
            largest = std::max(largest, se);
            smallest = std::min(smallest, se);
        }
    }
    for (double &se : all) {
        if (!(se > 0))
            se = std::isnan(se) || largest == 0 ? largest : smallest;
    }
    return all;
}

double normalValue(double residual, double variance)
{
    return -0.5 * (std::log(2 * std::numbers::pi * variance) + residual * residual / variance);
}

/// A variance with its derivatives.
struct Variance
{
    double value;
    double mu;
    double muMu;
    double phi;
    double muPhi;
};

Term normalTerm(double residual, const Variance &variance)
{
    const double weight = 1 / variance.value;
    const double ratio = residual * weight;
    const double slope = 0.5 * (ratio * ratio - weight);
    const double bend = weight * (0.5 * weight - ratio * ratio);
    Term term;
    term.value = normalValue(residual, variance.value);
    term.mu = ratio + slope * variance.mu;
    term.muMu =
        -weight - 2 * ratio * weight * variance.mu + bend * variance.mu * variance.mu + slope * variance.muMu;
    term.phi = slope * variance.phi;
    term.muPhi = -ratio * weight * variance.phi + bend * variance.mu * variance.phi + slope * variance.muPhi;
    term.phiPhi = bend * variance.phi * variance.phi;
    return term;
}

} // namespace

Likelihood::Likelihood(const Points &points, Noise law, double chance, double best)
    : m_law(law), m_chance(chance), m_best(best), m_mirrored(counts() && best < chance),
      m_level(m_mirrored ? levelFor(1 - chance, 1 - best) : levelFor(chance, best)), m_score(points.y)
{
    if (law == Noise::StatedError)
        m_error = errors(points);
    for (std::size_t i = 0; counts() && i < size(); ++i) {
        const double n = std::max(1.0, std::round(points.n[i]));
        const double r = std::clamp(std::round(points.y[i] * points.n[i]), 0.0, n);
        m_counts.emplace_back(m_mirrored ? n - r : r, n, m_level);
    }
    m_highestFrom.resize(size());
    double sum = 0;
    for (std::size_t i = size(); i-- > 0;)
        m_highestFrom[i] = sum += highest(i);
}

bool Likelihood::sameLaw(const Likelihood &other) const
{
    return m_law == other.m_law && m_level.chance == other.m_level.chance &&
           m_level.best == other.m_level.best && m_mirrored == other.m_mirrored;
}

/// No scatter makes a score more likely than it is about itself without any.
double Likelihood::highest(std::size_t i) const
{
    if (m_law == Noise::Gaussian)
        return kInfinity;
    return m_law == Noise::StatedError ? normalValue(0, m_error[i] * m_error[i]) : highestMass(m_counts[i]);
}

std::array<double, 4> Likelihood::edges(std::size_t i) const
{
    std::array<double, 4> found;
    found.fill(kInfinity);
    if (!counts())
        return found;
    const Interval range = meanRange(i);
    found[0] = range.low;
    found[1] = range.high;
    if (m_law == Noise::ExtraScatter && !m_level.trivial()) {
        found[2] = m_mirrored ? 1 - m_level.chance : m_level.chance;
        found[3] = m_mirrored ? 1 - m_level.best : m_level.best;
    }
    return found;
}

Interval Likelihood::meanRange(std::size_t i) const
{
    if (!counts())
        return {-kInfinity, kInfinity};
    return {m_counts[i].lowest, 1 - m_counts[i].lowest};
}

Interval Likelihood::scatterRange() const
{
    if (!std::isnan(m_held))
        return {m_held, m_held};
    switch (m_law) {
    case Noise::Gaussian:
        return {0, kInfinity};
    case Noise::Binomial:
        return {0, 0};
    case Noise::BetaBinomial:
        return {0, kMostCorrelation};
    case Noise::StatedError:
    case Noise::ExtraScatter:
        break;
    }
    return {0, kMostTau * kMostTau};
}

double Likelihood::confined(std::size_t i, double mu) const
{
    const Interval range = meanRange(i);
    return std::clamp(m_mirrored ? 1 - mu : mu, range.low, range.high);
}

double Likelihood::bend(double mu) const
{
    const double range = std::abs(m_best - m_chance);
    if (!(range > 0 && std::isfinite(range)))
        return 1;
    return std::max(0.0, (mu - m_chance) * (m_best - mu)) / range;
}

Term Likelihood::term(std::size_t i, double mu, double phi) const
{
    if (m_law == Noise::Gaussian)
        return normalTerm(m_score[i] - mu, {phi, 0, 0, 1, 0});
    if (m_law == Noise::StatedError) {
        const double w = bend(mu);
        const double range = std::abs(m_best - m_chance);
        const bool curved = w > 0 && range > 0 && std::isfinite(range);
        const double slope = curved ? (m_chance + m_best - 2 * mu) / range : 0;
        const double curvature = curved ? -2 / range : 0;
        return normalTerm(m_score[i] - mu, {variance(i, mu, phi), 2 * phi * w * slope,
                                            2 * phi * (slope * slope + w * curvature), w * w, 2 * w * slope});
    }
    const double inside = confined(i, mu);
    Term term;
    switch (m_law) {
    case Noise::ExtraScatter:
        term = extraScatterTerm(m_counts[i], m_level, inside, phi);
        break;
    case Noise::BetaBinomial:
        term = betaBinomialTerm(m_counts[i], inside, phi);
        break;
    default:
        term = binomialTerm(m_counts[i], inside);
    }
    if (inside != (m_mirrored ? 1 - mu : mu))
        term.mu = term.muMu = term.muPhi = 0;
    if (m_mirrored) {
        term.mu = -term.mu;
        term.muPhi = -term.muPhi;
    }
    return term;
}

double Likelihood::value(std::size_t i, double mu, double phi, Accuracy accuracy) const
{
    switch (m_law) {
    case Noise::Gaussian:
    case Noise::StatedError:
        return normalValue(m_score[i] - mu, variance(i, mu, phi));
    case Noise::ExtraScatter:
        return extraScatterValue(m_counts[i], m_level, confined(i, mu), phi, accuracy);
    case Noise::BetaBinomial:
        return betaBinomialValue(m_counts[i], confined(i, mu), phi);
    case Noise::Binomial:
        break;
    }
    return binomialValue(m_counts[i], confined(i, mu));
}

double Likelihood::variance(std::size_t i, double mu, double phi, Accuracy accuracy) const
{
    if (m_law == Noise::Gaussian)
        return phi;
    if (m_law == Noise::StatedError) {
        const double w = bend(mu);
        return m_error[i] * m_error[i] + phi * w * w;
    }
    const double inside = confined(i, mu);
    const double n = m_counts[i].n;
    if (m_law == Noise::ExtraScatter) { // E(p(1 − p))/N + Var p
        const ShareMoments share = extraScatterShare(m_level, inside, phi, accuracy);
        return share.mean * (1 - share.mean) / n + share.variance * (1 - 1 / n);
    }
    const double correlation = m_law == Noise::BetaBinomial ? phi : 0;
    return inside * (1 - inside) / n * (1 + (n - 1) * correlation);
}

double Likelihood::draw(std::size_t i, double mu, double phi, std::uint64_t seed,
                        std::uint64_t replicate) const
{
    Draws draws(seed, replicate, static_cast<std::uint32_t>(i));
    if (!counts())
        return mu + std::sqrt(variance(i, mu, phi)) * draws.normal();
    double p = confined(i, mu);
    const double range = m_level.range();
    if (m_law == Noise::ExtraScatter && phi > 0 && p > m_level.chance && p < m_level.best) {
        const double odds = (p - m_level.chance) / (m_level.best - p);
        const double e = odds * std::exp(std::sqrt(phi) * draws.normal());
        p = m_level.chance + range * (e / (1 + e));
    } else if (m_law == Noise::BetaBinomial && phi > kLeastCorrelation) {
        const double size = (1 - phi) / phi;
        const double right = draws.logGamma(p * size);
        p = 1 / (1 + std::exp(draws.logGamma((1 - p) * size) - right));
    }
    const double share = draws.binomial(m_counts[i].n, p) / m_counts[i].n;
    return m_mirrored ? 1 - share : share;
}

} // namespace onset::fit
