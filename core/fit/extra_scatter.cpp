#include "core/fit/count_likelihood.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace onset::fit {
namespace {

constexpr double kTiny = 1e-24;       ///< φ below: no scatter that a double could show
constexpr double kLogAccuracy = 25;   ///< −ln of the error of a sum, relative to it
constexpr double kNegligible = 1e-11; ///< a node's weight, relative to the sum, where the sum ends
constexpr int kBlock = 16;
using Nodes = Eigen::Array<double, kBlock, 1>;

/// The prior of the logit t: N(η, v).
struct Prior
{
    double eta;
    double v;
    double tau;
};

/// d ln L/dt at one t, and the information there: expected (≥ 0), and −d² ln L/dt² as observed.
struct Score
{
    double slope;
    double information;
    double observed;
};

Score scoreAt(const Count &count, const ChanceLevel &level, double t)
{
    const double e = std::exp(-std::abs(t));
    const double small = e / (1 + e);
    const double sigma = t < 0 ? small : 1 - small;
    const double slope = level.range() * small * (1 - small);
    if (level.trivial()) { // p(1 − p) = p'
        const double information = count.n * slope;
        return {t < 0 ? count.r - count.n * sigma : count.n * small - (count.n - count.r), information,
                information};
    }
    const double p = level.chance + level.range() * sigma;
    const double rest = 1 - level.best + level.range() * (t < 0 ? 1 - small : small);
    const double wrong = count.n - count.r;
    const double each = slope / (p * rest);
    const double a = level.best * sigma / p; // of the three logistic parts of the slope, see `ratios`
    const double b = (1 - level.best) * sigma / rest;
    return {(count.r * rest - wrong * p) * each, count.n * slope * each,
            count.n * small * (1 - small) - count.r * a * (1 - a) - wrong * b * (1 - b)};
}

/// Lambert's W to some per cent, x ≥ 0: only a start.
double roughLambert(double x)
{
    const double log = std::log1p(x);
    return log * (1 - std::log1p(log) / (2 + log));
}

/// Near the mode of the posterior of t (a quarter of its width is near enough), and the information there.
struct Mode
{
    double t;
    double information;
};

double startOf(const Count &count, const ChanceLevel &level, const Prior &prior)
{
    if (std::isfinite(count.peak)) {
        const double gain = prior.v * count.information;
        return (prior.eta + gain * count.peak) / (1 + gain);
    }
    // As if the likelihood were exp(−c·e^t): then the mode is Lambert's function.
    const double pull = prior.v * std::abs(scoreAt(count, level, prior.eta).slope);
    return prior.eta + std::copysign(roughLambert(pull), count.peak);
}

Mode findMode(const Count &count, const ChanceLevel &level, const Prior &prior, double t)
{
    constexpr int kMost = 40;
    constexpr double kNear = 0.25;
    // The mode is between prior and peak; scoring steps that leave what is left of that are halved.
    constexpr double kFar = 300; // ±: no probability is beyond, and e^t does not overflow
    double low = std::min(prior.eta, std::max(count.peak, -kFar));
    double high = std::max(prior.eta, std::min(count.peak, kFar));
    Score score{};
    for (int i = 0; i < kMost; ++i) {
        score = scoreAt(count, level, t);
        const double precision = 1 / prior.v + score.information;
        const double step = ((prior.eta - t) / prior.v + score.slope) / precision;
        (step > 0 ? low : high) = t;
        double next = t + step;
        if (next < low || next > high)
            next = 0.5 * (low + high);
        const double moved = next - t;
        t = next;
        if (moved * moved * precision < kNear * kNear)
            break;
    }
    return {t, std::max(score.information, score.observed)};
}

/// Step in t. Shifted by ic, the normal prior grows by c²/2v and the likelihood by J·G(c), J its information:
/// like that of a count, exp(−J e^t), G = −ln cos c, or, over a floor, where it is normal in e^t,
/// G = (1/cos 2c − 1)/4. The error is then exp(−2πc/h + growth), for any c.
double stepFor(double precision, double information, bool floor)
{
    const double limit = floor ? 0.6 : 1.2; // inside the strips c < π/4 and c < π/2
    const double c2 =
        2 * kLogAccuracy / (precision + information + 2 * kLogAccuracy / (limit * limit)); // near the best c
    const double growth =
        floor ? 0.25 / (1 - c2 * (2 - c2 * (2.0 / 3 - c2 * (4.0 / 45 - c2 * 2 / 315)))) - 0.25
              : c2 * (1.0 / 2 + c2 * (1.0 / 12 + c2 * (1.0 / 45 + c2 * (17.0 / 2520 + c2 * 31 / 14175))));
    return 2 * std::numbers::pi * std::sqrt(c2) /
           (kLogAccuracy + 0.5 * c2 * precision + information * growth);
}

/// ratio^0, ratio^1, … times first.
Nodes powers(double first, double ratio)
{
    Nodes all;
    all(0) = first;
    all(1) = first * ratio;
    const double ratio2 = ratio * ratio;
    all.segment<2>(2) = all.segment<2>(0) * ratio2;
    const double ratio4 = ratio2 * ratio2;
    all.segment<4>(4) = all.segment<4>(0) * ratio4;
    all.segment<8>(8) = all.segment<8>(0) * (ratio4 * ratio4);
    return all;
}

const Nodes kOffsets = Nodes::LinSpaced(0, kBlock - 1);

/// ln L at t, e = e^t, without logChoose.
Nodes logLikelihood(const Count &count, const ChanceLevel &level, const Nodes &t, const Nodes &e)
{
    if (level.trivial())
        return count.r * t - count.n * (1 + e).log();
    const double wrong = count.n - count.r;
    Nodes sum = count.r * (level.chance + level.best * e).log() - count.n * (1 + e).log();
    if (level.best == 1)
        return sum + wrong * std::log1p(-level.chance);
    return sum + wrong * (1 - level.chance + (1 - level.best) * e).log();
}

/// Σ w
struct Total
{
    double weight = 0;

    void add(const Nodes &w, double, const Nodes &) { weight += w.sum(); }
    void scale(double factor) { weight *= factor; }
    void reset() { weight = 0; }
};

/// Σ w·x^k, x in steps from the mode.
struct PriorMoments
{
    double weight = 0;
    std::array<double, 4> power = {};

    void add(const Nodes &w, double first, const Nodes &)
    {
        const Nodes x = first + kOffsets;
        weight += w.sum();
        Nodes wx = w * x;
        power[0] += wx.sum();
        wx *= x;
        power[1] += wx.sum();
        wx *= x;
        power[2] += wx.sum();
        power[3] += (wx * x).sum();
    }
    void scale(double factor)
    {
        weight *= factor;
        for (double &sum : power)
            sum *= factor;
    }
    void reset() { scale(0); }
};

/// L^(k)/L, k = 1..4, and L''/L − L'/L apart: near chance the two agree in most digits.
template <typename Number>
struct Ratios
{
    Number first;
    Number secondLessFirst;
    Number second;
    Number third;
    Number fourth;
};

/// @param e  e^t
template <typename Number>
Ratios<Number> ratios(const Count &count, const ChanceLevel &level, const Number &e)
{
    // ln L = r ln(g + u e) + (n − r) ln(1 − g + (1 − u) e) − n ln(1 + e): each part's slope is logistic.
    const double wrong = count.n - count.r;
    const Number c = e / (1 + e);
    Number s = -count.n * c;
    Number squares = -count.n * c * c;
    Number s1 = -count.n * c * (1 - c);
    Number s2 = s1 * (1 - 2 * c);
    Number s3 = s1 * (1 - 6 * c * (1 - c));
    const auto part = [&](double weight, const Number &a) {
        const Number bend = a * (1 - a);
        s += weight * a;
        squares += weight * a * a;
        s1 += weight * bend;
        s2 += weight * bend * (1 - 2 * a);
        s3 += weight * bend * (1 - 6 * bend);
    };
    if (level.chance == 0) {
        s += count.r;
        squares += count.r;
    } else {
        part(count.r, level.best * e / (level.chance + level.best * e));
    }
    if (level.best < 1)
        part(wrong, (1 - level.best) * e / (1 - level.chance + (1 - level.best) * e));
    const Number ss = s * s;
    return {s, ss - squares, ss + s1, s * (ss + 3 * s1) + s2,
            ss * (ss + 6 * s1) + 3 * s1 * s1 + 4 * s * s2 + s3};
}

/// Σ w·L^(k)/L
struct LikelihoodMoments
{
    const Count &count;
    const ChanceLevel &level;
    double weight = 0;
    std::array<double, 5> ratio = {};

    void add(const Nodes &w, double, const Nodes &e)
    {
        const Ratios<Nodes> each = ratios(count, level, e);
        weight += w.sum();
        ratio[0] += (w * each.first).sum();
        ratio[1] += (w * each.secondLessFirst).sum();
        ratio[2] += (w * each.second).sum();
        ratio[3] += (w * each.third).sum();
        ratio[4] += (w * each.fourth).sum();
    }
    void scale(double factor)
    {
        weight *= factor;
        for (double &sum : ratio)
            sum *= factor;
    }
    void reset() { scale(0); }
};

/// The trapezoidal sum, block by block from the mode outwards.
/// @return  ln Σ exp(ln L − z²/2) without the step; `sums` are relative to the same scale
template <typename Sums>
class Trapezoid
{
public:
    Trapezoid(const Count &count, const ChanceLevel &level, const Prior &prior, double centre, double step)
        : m_count(count), m_level(level), m_prior(prior), m_centre(centre), m_step(step),
          m_ratio(std::exp(step))
    {}

    double run(Sums &sums)
    {
        double low = -0.5 * (kBlock - 1);
        double high = low + kBlock;
        Ends ends = block(low, sums);
        const Ends first = ends;
        constexpr int kMost = 4000; // blocks; an end in case of numbers that nobody foresaw
        int blocks = 0;
        double end = first.left;
        while (continues(low, end, sums.weight) && ++blocks < kMost) {
            low -= kBlock;
            end = block(low, sums).left;
        }
        end = first.right - (m_scale - m_firstScale);
        while (continues(high - 1, end, sums.weight) && ++blocks < kMost) {
            end = block(high, sums).right;
            high += kBlock;
        }
        return m_scale + std::log(sums.weight);
    }

    /// The heaviest node, if it is not in the first block: the mode was a lesser one.
    [[nodiscard]] std::optional<double> higherMode() const { return m_higher; }

private:
    struct Ends ///< ln weights of the outer nodes, relative to the scale
    {
        double left;
        double right;
    };

    Ends block(double first, Sums &sums)
    {
        const double start = m_centre + first * m_step;
        const Nodes t = start + m_step * kOffsets;
        const Nodes e = powers(std::exp(start), m_ratio);
        const Nodes z = (t - m_prior.eta) / m_prior.tau;
        const Nodes logWeight = logLikelihood(m_count, m_level, t, e) - 0.5 * z * z;
        const double top = logWeight.maxCoeff();
        if (sums.weight == 0) {
            m_scale = m_firstScale = top;
        } else if (top > m_scale) {
            Eigen::Index at = 0;
            logWeight.maxCoeff(&at);
            m_higher = t(at);
            sums.scale(std::exp(m_scale - top));
            m_scale = top;
        }
        sums.add((logWeight - m_scale).exp(), first, e);
        return {logWeight(0) - m_scale, logWeight(kBlock - 1) - m_scale};
    }

    /// Whether what lies beyond an outer node can count. Outside prior centre and peak both factors fall;
    /// between them one falls and the other is bounded by its top.
    [[nodiscard]] bool continues(double x, double logWeight, double sum) const
    {
        const bool left = x < 0;
        const double t = m_centre + x * m_step;
        const double toPrior = left ? t - m_prior.eta : m_prior.eta - t; // > 0: the prior's centre is beyond
        const double toPeak = left ? t - m_count.peak : m_count.peak - t;
        const double prior = 0.5 * toPrior * toPrior / m_prior.v;
        double bound = logWeight;
        if (!m_level.trivial()) { // log-concave otherwise
            if (toPrior > 0 && toPeak > 0)
                return true;
            if (toPrior > 0)
                bound = logWeight + prior;
            else if (toPeak > 0)
                bound = m_count.highest - m_scale - prior;
        }
        return std::exp(bound) > kNegligible * sum;
    }

    const Count &m_count;
    const ChanceLevel &m_level;
    const Prior &m_prior;
    double m_centre;
    double m_step;
    double m_ratio;
    double m_scale = 0;
    double m_firstScale = 0;
    std::optional<double> m_higher;
};

struct Integral
{
    double log;    ///< ln of the integral, without logChoose
    double centre; ///< t
    double step;   ///< in t
};

template <typename Sums>
Integral integrate(const Count &count, const ChanceLevel &level, const Prior &prior, Mode mode, Sums &sums)
{
    const double precision = 1 / prior.v;
    double step = stepFor(precision, mode.information, !level.trivial());
    if (!level.trivial() && count.information > mode.information) { // a second, narrower peak?
        const double z = (count.peak - prior.eta) / prior.tau;
        const double zMode = (mode.t - prior.eta) / prior.tau;
        const double e = std::exp(mode.t);
        const double atMode =
            logLikelihood(count, level, Nodes::Constant(mode.t), Nodes::Constant(e))(0) - 0.5 * zMode * zMode;
        if (count.highest - 0.5 * z * z > atMode - kLogAccuracy)
            step = stepFor(precision, count.information, true);
    }
    constexpr int kAttempts = 3;
    double logSum = 0;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        Trapezoid<Sums> trapezoid(count, level, prior, mode.t, step);
        logSum = trapezoid.run(sums);
        if (!trapezoid.higherMode() || attempt + 1 == kAttempts)
            break;
        sums.reset();
        mode = findMode(count, level, prior, *trapezoid.higherMode());
        step = std::min(step, stepFor(precision, mode.information, !level.trivial()));
    }
    constexpr double kHalfLogTwoPi = 0.91893853320467274178;
    return {logSum + std::log(step / prior.tau) - kHalfLogTwoPi, mode.t, step};
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
LogitTerm fromPrior(double value, const PriorMoments &sums, const Integral &integral, const Prior &prior)
{
    const double m1 = sums.power[0] / sums.weight;
    const double raw2 = sums.power[1] / sums.weight;
    const double raw3 = sums.power[2] / sums.weight;
    const double raw4 = sums.power[3] / sums.weight;
    const double h = integral.step / prior.tau;
    const double z = (integral.centre - prior.eta) / prior.tau + h * m1;
    const double c2 = h * h * (raw2 - m1 * m1);
    const double c3 = h * h * h * (raw3 - m1 * (3 * raw2 - 2 * m1 * m1));
    const double c4 = h * h * h * h * (raw4 - m1 * (4 * raw3 - m1 * (6 * raw2 - 3 * m1 * m1)));
    LogitTerm term{};
    term.value = value;
    term.eta = z / prior.tau;
    term.etaEtaLessEta = (c2 - 1) / prior.v - term.eta;
    term.v = (z * z + c2 - 1) / (2 * prior.v);
    term.etaV = (z * (c2 - 1) + 0.5 * c3) / (prior.v * prior.tau);
    term.vv = (z * z * (c2 - 1) + z * c3 + 0.25 * (c4 - c2 * c2 - 4 * c2 + 2)) / (prior.v * prior.v);
    return term;
}

LogitTerm logitTerm(const Count &count, const ChanceLevel &level, const Prior &prior)
{
    if (prior.v < kTiny) {
        const Ratios<double> each = ratios(count, level, std::exp(prior.eta));
        return fromLikelihood(0, {each.first, each.secondLessFirst, each.second, each.third, each.fourth});
    }
    const Mode mode = findMode(count, level, prior, startOf(count, level, prior));
    if (mode.information * prior.v > 1) {
        PriorMoments sums;
        const Integral integral = integrate(count, level, prior, mode, sums);
        return fromPrior(integral.log + count.logChoose, sums, integral, prior);
    }
    LikelihoodMoments sums{count, level};
    const Integral integral = integrate(count, level, prior, mode, sums);
    for (double &sum : sums.ratio)
        sum /= sums.weight;
    return fromLikelihood(integral.log + count.logChoose, sums.ratio);
}

} // namespace

Term extraScatterTerm(const Count &count, const ChanceLevel &level, double mu, double phi)
{
    const double q = (mu - level.chance) / level.range();
    const double rest = (level.best - mu) / level.range();
    if (!(q > 0 && rest > 0))
        return binomialTerm(count, mu);
    const LogitTerm logit = logitTerm(count, level, {std::log(q / rest), phi, std::sqrt(phi)});
    const double slope = 1 / (level.range() * q * rest);
    Term term;
    term.value = phi < kTiny ? binomialValue(count, mu) : logit.value;
    term.mu = logit.eta * slope;
    term.muMu = (logit.etaEtaLessEta + 2 * q * logit.eta) * slope * slope;
    term.phi = logit.v;
    term.muPhi = logit.etaV * slope;
    term.phiPhi = logit.vv;
    return term;
}

double extraScatterValue(const Count &count, const ChanceLevel &level, double mu, double phi)
{
    const double q = (mu - level.chance) / level.range();
    const double rest = (level.best - mu) / level.range();
    if (!(q > 0 && rest > 0) || phi < kTiny)
        return binomialValue(count, mu);
    const Prior prior{std::log(q / rest), phi, std::sqrt(phi)};
    Total sums;
    return count.logChoose +
           integrate(count, level, prior, findMode(count, level, prior, startOf(count, level, prior)), sums)
               .log;
}

ShareMoments extraScatterShare(const ChanceLevel &level, double mu, double phi)
{
    const double q = (mu - level.chance) / level.range();
    const double rest = (level.best - mu) / level.range();
    if (!(q > 0 && rest > 0) || phi < kTiny)
        return {mu, 0};
    const double eta = std::log(q / rest);
    const double tau = std::sqrt(phi);
    const double step = stepFor(1 / phi, 0, false) / tau;
    const auto half = static_cast<int>(std::ceil(7 / step)); // beyond: 1e-11 of the prior
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
