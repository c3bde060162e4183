#include "core/fit/noise/count_likelihood.h"
#include "core/fit/noise/scatter_nodes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace onset::fit {
namespace {

constexpr double kTiny = 1e-24; ///< φ below: no scatter that a double could show

/// −ln of the error of a sum, relative to it, and of the weight of a node, relative to the heaviest, where it
/// ends: its depth.
constexpr double depthOf(Accuracy accuracy) { return accuracy == Accuracy::Full ? 24 : 10; }

/// d ln L/dt at one t, the information there: expected (≥ 0), and as observed, −d² ln L/dt²; and d³ ln L/dt³.
struct Score
{
    double slope;
    double information;
    double observed;
    double third;
};

Score scoreAt(const Count &count, const ChanceLevel &level, double t)
{
    const double e = std::exp(-std::abs(t));
    const double small = e / (1 + e);
    const double sigma = t < 0 ? small : 1 - small;
    const double bend = small * (1 - small);
    if (level.trivial()) { // p(1 − p) = p'
        const double information = count.n * bend;
        return {t < 0 ? count.r - count.n * sigma : count.n * small - (count.n - count.r), information,
                information, information * (2 * sigma - 1)};
    }
    const double p = level.chance + level.range() * sigma;
    const double rest = 1 - level.best + level.range() * (t < 0 ? 1 - small : small);
    const double wrong = count.n - count.r;
    const double inverse = 1 / (p * rest);
    const double each = level.range() * bend * inverse;
    const double a = level.best * sigma * rest * inverse; // of the three logistic parts, see scatter_nodes
    const double b = (1 - level.best) * sigma * p * inverse;
    const double bendA = count.r * a * (1 - a);
    const double bendB = wrong * b * (1 - b);
    return {(count.r * rest - wrong * p) * each, count.n * level.range() * bend * each,
            count.n * bend - bendA - bendB,
            bendA * (1 - 2 * a) + bendB * (1 - 2 * b) - count.n * bend * (1 - 2 * sigma)};
}

/// Lambert's W to some per cent, x ≥ 0: only a start.
double roughLambert(double x)
{
    const double log = std::log1p(x);
    return log * (1 - std::log1p(log) / (2 + log));
}

/// Near the mode of the posterior of t (a quarter of its width is near enough).
struct Mode
{
    double t;
    double information; ///< of the likelihood
    double sd;          ///< of the integrand, as if normal
    double centre;      ///< between the two places where the integrand has become negligible
};

double startOf(const Count &count, const ChanceLevel &level, const LogitPrior &prior)
{
    if (std::isfinite(count.peak)) {
        return (prior.eta * prior.precision + count.information * count.peak) /
               (prior.precision + count.information);
    }
    // As if the likelihood were exp(−c·e^t): then the mode is Lambert's function.
    const double pull = prior.v * std::abs(scoreAt(count, level, prior.eta).slope);
    return prior.eta + std::copysign(roughLambert(pull), count.peak);
}

Mode findMode(const Count &count, const ChanceLevel &level, const LogitPrior &prior, double t, double depth)
{
    constexpr int kMost = 40;
    constexpr double kNear = 0.25;
    // The mode is between prior and peak; scoring steps that leave what is left of that are halved.
    constexpr double kFar = 300; // ±: no probability is beyond, and e^t does not overflow
    double low = std::min(prior.eta, std::max(count.peak, -kFar));
    double high = std::max(prior.eta, std::min(count.peak, kFar));
    Score score{};
    double information = 0;
    double variance = 0;
    for (int i = 0; i < kMost; ++i) {
        score = scoreAt(count, level, t);
        information = std::max(score.information, score.observed);
        variance = 1 / (prior.precision + information);
        const double step = ((prior.eta - t) * prior.precision + score.slope) * variance;
        (step > 0 ? low : high) = t;
        double next = t + step;
        if (next < low || next > high)
            next = 0.5 * (low + high);
        const double moved = next - t;
        t = next;
        if (moved * moved < kNear * kNear * variance)
            break;
    }
    // By the third derivative κ of ln w = −x²/2 + κx³/6, x in standard deviations: the ends are at
    // ±L + κL²/6.
    constexpr double kMostShift = 4;
    const double sd = std::sqrt(variance);
    const double shift = depth / 3 * score.third * variance * sd;
    return {t, information, sd, t + sd * std::clamp(shift, -kMostShift, kMostShift)};
}

struct Step
{
    double length; ///< in t
    double inverse;
};

/// Shifted by ic, the normal prior grows by c²/2v and the likelihood by J·G(c), J its information:
/// like that of a count, exp(−J e^t), G = −ln cos c, or, over a floor, where it is normal in e^t,
/// G = (1/cos 2c − 1)/4. The error is then exp(−2πc/h + growth), for any c.
Step stepFor(double precision, double information, bool floor, double depth)
{
    const double limit = floor ? 0.6 : 1.45; // inside the strips c < π/4 and c < π/2
    const double perC2 = (precision + information) / (2 * depth) + 1 / (limit * limit);
    const double c2 = 1 / perC2; // near the best c
    double growth = 0;
    if (floor) {
        growth = 0.25 / (1 - c2 * (2 - c2 * (2.0 / 3 - c2 * (4.0 / 45 - c2 * 2 / 315)))) - 0.25;
    } else { // cos c = (1 − (2c/π)²)·…, and Padé's ln(1 − x)
        const double x = 0.40528473 * c2;
        growth = x * (6 - x) / (6 - 4 * x) + c2 * (0.0947153 + c2 * 0.0012056);
    }
    const double exponent = depth + 0.5 * c2 * precision + information * growth;
    const double perStep = exponent * perC2 * std::sqrt(c2) * (0.5 / std::numbers::pi);
    return {1 / perStep, perStep};
}

/// The trapezoidal sum, block by block from the mode outwards.
class Trapezoid
{
public:
    using Add = NodeEnds (*)(const ScatterIntegrand &, double, std::size_t, NodeSums &);

    /// @param nodes  to begin with
    Trapezoid(const ScatterIntegrand &integrand, Add add, double nodes, double depth, NodeSums &sums)
        : m_integrand(integrand), m_add(add), m_depth(depth), m_sums(sums)
    {
        m_sums = {};
        constexpr double kMostNodes = kMostGroups * kNodeLanes;
        run((static_cast<std::size_t>(std::min(nodes, kMostNodes)) + kNodeLanes - 1) / kNodeLanes);
    }

    /// The heaviest node, if it is not in the first block: the mode was a lesser one.
    [[nodiscard]] std::optional<double> higherMode() const { return m_higher; }

private:
    void run(std::size_t groups)
    {
        constexpr int kMost = 8000; // groups; an end in case of numbers that nobody foresaw
        constexpr double kLane = kNodeLanes;
        double high = 0.5 * (kLane * static_cast<double>(groups) - 1);
        double low = -high;
        const NodeEnds first = block(low, groups);
        const double scale = m_sums.scale;
        int more = 0;
        double end = first.left;
        double next = first.nextLeft;
        while (continues(low, end, next) && ++more < kMost) {
            low -= kLane;
            const NodeEnds ends = block(low, 1);
            end = ends.left;
            next = ends.nextLeft;
        }
        end = first.right + (scale - m_sums.scale);
        next = first.nextRight + (scale - m_sums.scale);
        while (continues(high, end, next) && ++more < kMost) {
            const NodeEnds ends = block(high + 1, 1);
            high += kLane;
            end = ends.right;
            next = ends.nextRight;
        }
    }

    NodeEnds block(double first, std::size_t groups)
    {
        const NodeEnds ends = m_add(m_integrand, first, groups, m_sums);
        if (ends.rose)
            m_higher = ends.top;
        return ends;
    }

    /// Whether what lies beyond an outer node can count. Outside prior centre and peak both factors fall, and
    /// a log-concave tail by at least the last ratio at each step; between them one falls and the other is
    /// bounded by its top.
    [[nodiscard]] bool continues(double x, double end, double next) const
    {
        const LogitPrior &prior = m_integrand.prior;
        double bound = end;
        if (!m_integrand.level.trivial()) {
            const bool left = x < 0;
            const double t = m_integrand.centre + x * m_integrand.step;
            const double toPrior = left ? t - prior.eta : prior.eta - t; // > 0: the prior's centre is beyond
            const double peak = m_integrand.count.peak;
            const double toPeak = left ? t - peak : peak - t;
            if (toPrior > 0 && toPeak > 0)
                return true;
            const double fallen = 0.5 * toPrior * toPrior * prior.precision;
            if (toPrior > 0)
                bound = end + fallen;
            else if (toPeak > 0)
                bound = m_integrand.count.highest - m_sums.scale - fallen;
        }
        if (bound <= end && end < next) // one node more
            bound += end - next;
        return bound > -m_depth;
    }

    const ScatterIntegrand &m_integrand;
    Add m_add;
    double m_depth;
    NodeSums &m_sums;
    std::optional<double> m_higher;
};

struct Integral
{
    double log;    ///< ln of the integral, without logChoose
    double centre; ///< t
    double step;   ///< in t
    NodeSums sums;
};

/// Whether the likelihood may have a narrower peak of its own, away from the mode, that the nodes could miss.
bool peaksElsewhere(const Count &count, const LogitPrior &prior, const Mode &mode, double top, double depth)
{
    constexpr double kAway = 3; // standard deviations
    const double away = count.peak - mode.t;
    const double precision = prior.precision + mode.information;
    if (!(count.information + prior.precision > 1.2 * precision) || away * away * precision < kAway * kAway)
        return false;
    const double z = (count.peak - prior.eta) * prior.perTau;
    return count.highest - 0.5 * z * z > top - depth;
}

Integral integrate(const Count &count, const ChanceLevel &level, const LogitPrior &prior, Mode mode,
                   double depth, Trapezoid::Add add)
{
    constexpr int kAttempts = 4;
    constexpr double kFar = 3; // standard deviations
    const bool floor = !level.trivial();
    const double width = 2 * std::sqrt(2 * depth); // of a normal integrand, in standard deviations
    Step step = stepFor(prior.precision, mode.information, floor, depth);
    Integral integral;
    for (int attempt = 1;; ++attempt) {
        const ScatterIntegrand integrand{count, level, prior, mode.centre, step.length};
        const double nodes = std::max(depth * 2 / 3, width * mode.sd * step.inverse);
        const Trapezoid trapezoid(integrand, add, nodes, depth, integral.sums);
        Step finer = step;
        if (trapezoid.higherMode() && std::abs(*trapezoid.higherMode() - mode.t) > kFar * mode.sd) {
            mode = findMode(count, level, prior, *trapezoid.higherMode(), depth);
            finer = stepFor(prior.precision, mode.information, floor, depth);
        } else if (floor && peaksElsewhere(count, prior, mode, integral.sums.scale, depth)) {
            finer = stepFor(prior.precision, count.information, floor, depth);
            if (finer.length >= step.length)
                break;
        } else {
            break;
        }
        if (attempt == kAttempts)
            break;
        if (finer.length < step.length)
            step = finer;
    }
    constexpr double kPerRootTwoPi = 0.39894228040143267794;
    integral.centre = mode.centre;
    integral.step = step.length;
    integral.log =
        integral.sums.scale + std::log(integral.sums.weight * step.length * prior.perTau * kPerRootTwoPi);
    return integral;
}

/// Derivatives by the logit η and by v.
struct LogitTerm
{
    double value;
    double eta;
    double etaEtaLessEta; ///< ℓ_ηη − ℓ_η
    double v;
    double etaV;
    double vv;
};

/// By the moments M_k of L^(k)/L: ∂/∂v is half of ∂²/∂η² for the integral [the heat equation].
LogitTerm fromLikelihood(double value, const std::array<double, 5> &m)
{
    return {
        value, m[0], m[1] - m[0] * m[0], 0.5 * m[2], 0.5 * (m[3] - m[2] * m[0]), 0.25 * (m[4] - m[2] * m[2])};
}

/// By the moments of z: M_k = E(He_k(z))/τ^k, written in central moments.
LogitTerm fromPrior(double value, const Integral &integral, const LogitPrior &prior)
{
    const double perWeight = 1 / integral.sums.weight;
    const double m1 = integral.sums.moment[0] * perWeight;
    const double raw2 = integral.sums.moment[1] * perWeight;
    const double raw3 = integral.sums.moment[2] * perWeight;
    const double raw4 = integral.sums.moment[3] * perWeight;
    const double h = integral.step * prior.perTau;
    const double z = (integral.centre - prior.eta) * prior.perTau + h * m1;
    const double c2 = h * h * (raw2 - m1 * m1);
    const double c3 = h * h * h * (raw3 - m1 * (3 * raw2 - 2 * m1 * m1));
    const double c4 = h * h * h * h * (raw4 - m1 * (4 * raw3 - m1 * (6 * raw2 - 3 * m1 * m1)));
    LogitTerm term{};
    term.value = value;
    term.eta = z * prior.perTau;
    term.etaEtaLessEta = (c2 - 1) * prior.precision - term.eta;
    term.v = 0.5 * (z * z + c2 - 1) * prior.precision;
    term.etaV = (z * (c2 - 1) + 0.5 * c3) * prior.precision * prior.perTau;
    term.vv =
        (z * z * (c2 - 1) + z * c3 + 0.25 * (c4 - c2 * c2 - 4 * c2 + 2)) * prior.precision * prior.precision;
    return term;
}

/// Whether so many questions were asked that they leave no doubt of the share, as far as 1e-10 in ln p shows:
/// the integral is then one of two normal densities, and nodes narrow enough for the count would never end.
bool isCertain(const Count &count, const LogitPrior &prior)
{
    constexpr double kFar = 1e10;
    return std::isfinite(count.peak) && count.information > kFar * std::max(1.0, prior.precision);
}

/// ln of ∫ L(t) N(t; η, v) dt, L normal about its peak.
LogitTerm certainTerm(const Count &count, const LogitPrior &prior)
{
    const double variance = prior.v + 1 / count.information;
    const double away = (count.peak - prior.eta) / variance;
    LogitTerm term{};
    term.value = count.logChoose + count.highest - 0.5 * (std::log(variance) + std::log(count.information)) -
                 0.5 * away * away * variance;
    term.eta = away;
    term.etaEtaLessEta = -1 / variance - away;
    term.v = 0.5 * (away * away - 1 / variance);
    term.etaV = -away / variance;
    term.vv = (0.5 / variance - away * away) / variance;
    return term;
}

LogitTerm logitTerm(const Count &count, const ChanceLevel &level, const LogitPrior &prior, double depth)
{
    if (prior.v < kTiny)
        return fromLikelihood(0, likelihoodRatios(count, level, std::exp(prior.eta)));
    if (isCertain(count, prior))
        return certainTerm(count, prior);
    const Mode mode = findMode(count, level, prior, startOf(count, level, prior), depth);
    if (mode.information > prior.precision) {
        const Integral integral = integrate(count, level, prior, mode, depth, addPriorMoments);
        return fromPrior(integral.log + count.logChoose, integral, prior);
    }
    Integral integral = integrate(count, level, prior, mode, depth, addLikelihoodMoments);
    for (double &moment : integral.sums.moment)
        moment /= integral.sums.weight;
    return fromLikelihood(integral.log + count.logChoose, integral.sums.moment);
}

} // namespace

Term extraScatterTerm(const Count &count, const ChanceLevel &level, double mu, double phi)
{
    const double above = mu - level.chance;
    const double below = level.best - mu;
    if (!(above > 0 && below > 0))
        return binomialTerm(count, mu);
    const LogitTerm logit = logitTerm(count, level, {std::log(above / below), phi}, depthOf(Accuracy::Full));
    const double q = above / level.range();
    const double slope = level.range() / (above * below); // dη/dμ
    Term term;
    term.value = phi < kTiny ? binomialValue(count, mu) : logit.value;
    term.mu = logit.eta * slope;
    term.muMu = (logit.etaEtaLessEta + 2 * q * logit.eta) * slope * slope;
    term.phi = logit.v;
    term.muPhi = logit.etaV * slope;
    term.phiPhi = logit.vv;
    return term;
}

double extraScatterValue(const Count &count, const ChanceLevel &level, double mu, double phi,
                         Accuracy accuracy)
{
    const double above = mu - level.chance;
    const double below = level.best - mu;
    if (!(above > 0 && below > 0) || phi < kTiny)
        return binomialValue(count, mu);
    const double depth = depthOf(accuracy);
    const LogitPrior prior(std::log(above / below), phi);
    if (isCertain(count, prior))
        return certainTerm(count, prior).value;
    const Mode mode = findMode(count, level, prior, startOf(count, level, prior), depth);
    return count.logChoose + integrate(count, level, prior, mode, depth, addNodes).log;
}

ShareMoments extraScatterShare(const ChanceLevel &level, double mu, double phi, Accuracy accuracy)
{
    const double q = (mu - level.chance) / level.range();
    const double rest = (level.best - mu) / level.range();
    if (!(q > 0 && rest > 0) || phi < kTiny)
        return {mu, 0};
    const double eta = std::log(q / rest);
    const double tau = std::sqrt(phi);
    const double depth = depthOf(accuracy);
    const double step = stepFor(1 / phi, 0, false, depth).length / tau;
    const auto half = static_cast<int>(std::ceil(std::sqrt(2 * depth) / step));
    double weights = 0;
    double first = 0;
    double second = 0;
    for (int j = -half; j <= half; ++j) {
        const double z = j * step;
        const double weight = std::exp(-0.5 * z * z);
        const double x = eta + tau * z;
        // σ(x) − σ(η) without cancellation: (e^x − e^η)/((1 + e^x)(1 + e^η)).
        const double moved = q * std::expm1(tau * z) / (1 + std::exp(x));
        weights += weight;
        first += weight * moved;
        second += weight * moved * moved;
    }
    first /= weights;
    second /= weights;
    return {mu + level.range() * first, level.range() * level.range() * (second - first * first)};
}

} // namespace onset::fit
