#include "core/fit/noise/scatter_nodes.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

// One copy of a function for each kind of vector, chosen when the program starts. They may differ in the last
// digit, as the machine's exp and log do.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ONSET_FOR_EACH_MACHINE [[gnu::target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")]]
#else
#define ONSET_FOR_EACH_MACHINE
#endif

namespace onset::fit {
namespace {

constexpr std::size_t kLanes = kNodeLanes;
using Lanes = std::array<double, kLanes>;

constexpr Lanes kCounting{0, 1, 2, 3, 4, 5, 6, 7};

/// e^x for |x| ≤ 700. The rest after a power of two by 1 + r + r²·p(r), p interpolating at Chebyshev's nodes
/// on |r| ≤ ½ ln 2: its error is 2e-17, and it needs no division.
[[gnu::always_inline]] inline double plainExp(double x)
{
    constexpr double kShift = 0x1.8p52; // adding it rounds to a whole number, in the lowest bits
    constexpr double kLn2High = 6.93147180369123816490e-01; // as in fdlibm
    constexpr double kLn2Low = 1.90821492927058770002e-10;
    const double shifted = x * 1.44269504088896338700 + kShift;
    const double k = shifted - kShift;
    const double r = (x - k * kLn2High) - k * kLn2Low;
    const double r2 = r * r;
    const double r4 = r2 * r2;
    const double p01 = 0x1.0000000000001p-1 + r * 0x1.5555555555556p-3;
    const double p23 = 0x1.5555555553d63p-5 + r * 0x1.11111111109b3p-7;
    const double p45 = 0x1.6c16c1788bd90p-10 + r * 0x1.a01a01a7c41d5p-13;
    const double p67 = 0x1.a019b90d2ae7ap-16 + r * 0x1.71de0dae63bb3p-19;
    const double p89 = 0x1.289185613a3d6p-22 + r * 0x1.af38a9b0ec855p-26;
    const double p = (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89);
    const double y = 1 + (r + r2 * p);
    return y * std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
}

/// The domain of `plainExp` (in a loop of its own: inside, the compiler makes a branch of it).
[[gnu::always_inline]] inline double atLeast(double x)
{
    constexpr double kLeast = -700;
    return x > kLeast ? x : kLeast;
}

/// ln x for normal x > 0: that of fdlibm's e_log.c, without branches.
[[gnu::always_inline]] inline double plainLog(double x)
{
    constexpr std::uint64_t kRootHalf = 0x3fe6a09e00000000; // mantissas from √½ to √2
    constexpr std::uint64_t kOne = 0x3ff0000000000000;
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x) + (kOne - kRootHalf);
    const double k = std::bit_cast<double>(bits >> 52 | 0x4330000000000000) - (0x1p52 + 1023);
    const double f = std::bit_cast<double>((bits & 0x000fffffffffffff) + kRootHalf) - 1;
    const double s = f / (2 + f);
    const double z = s * s;
    const double w = z * z;
    const double even =
        w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double odd =
        z * (6.666666666666735130e-01 +
             w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double half = 0.5 * f * f;
    return k * 6.93147180369123816490e-01 -
           ((half - (s * (half + even + odd) + k * 1.90821492927058770002e-10)) - f);
}

/// The sum in an order that does not depend on the machine's vectors.
[[gnu::always_inline]] inline double total(const Lanes &x)
{
    return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

/// ln L = r ln(g + u e) + (n − r) ln(1 − g + (1 − u) e) − n ln(1 + e), e = e^t.
[[gnu::always_inline]] inline Lanes logLikelihood(const Count &count, const ChanceLevel &level,
                                                  const Lanes &t, const Lanes &e)
{
    const double r = count.r;
    const double n = count.n;
    const double g = level.chance;
    const double u = level.best;
    Lanes sum;
    if (level.trivial()) {
        for (std::size_t j = 0; j < kLanes; ++j)
            sum[j] = r * t[j] - n * plainLog(1 + e[j]);
    } else if (u == 1) {
        for (std::size_t j = 0; j < kLanes; ++j)
            sum[j] = r * plainLog(g + e[j]) - n * plainLog(1 + e[j]) + count.missedChance;
    } else {
        for (std::size_t j = 0; j < kLanes; ++j)
            sum[j] = r * plainLog(g + u * e[j]) + (n - r) * plainLog(1 - g + (1 - u) * e[j]) -
                     n * plainLog(1 + e[j]);
    }
    return sum;
}

/// Ratios L^(k)/L. The slope of ln L is a sum of logistic functions, one for each part of `logLikelihood`.
struct Ratios
{
    double first;
    double secondLessFirst;
    double second;
    double third;
    double fourth;
};

[[gnu::always_inline]] inline Ratios ratios(const Count &count, const ChanceLevel &level, double e)
{
    const double r = count.r;
    const double missed = count.n - count.r;
    const double right = level.best * e / (level.chance + level.best * e);
    const double wrong = (1 - level.best) * e / (1 - level.chance + (1 - level.best) * e);
    const double every = e / (1 + e);
    const double bendR = right * (1 - right);
    const double bendW = wrong * (1 - wrong);
    const double bendE = every * (1 - every);
    const double s = r * right + missed * wrong - count.n * every;
    const double squares = r * right * right + missed * wrong * wrong - count.n * every * every;
    const double s1 = r * bendR + missed * bendW - count.n * bendE;
    const double s2 =
        r * bendR * (1 - 2 * right) + missed * bendW * (1 - 2 * wrong) - count.n * bendE * (1 - 2 * every);
    const double s3 =
        r * bendR * (1 - 6 * bendR) + missed * bendW * (1 - 6 * bendW) - count.n * bendE * (1 - 6 * bendE);
    const double ss = s * s;
    return {s, ss - squares, ss + s1, s * (ss + 3 * s1) + s2,
            ss * (ss + 6 * s1) + 3 * s1 * s1 + 4 * s * s2 + s3};
}

enum class Moments { None, Prior, Likelihood };

template <Moments kind>
[[gnu::always_inline]] inline NodeEnds add(const ScatterIntegrand &integrand, double first,
                                           std::size_t groups, NodeSums &sums)
{
    const LogitPrior &prior = integrand.prior;
    std::array<Lanes, kMostGroups> w;
    std::array<Lanes, kMostGroups> e;
    Lanes most;
    most.fill(-std::numeric_limits<double>::infinity());
    for (std::size_t group = 0; group < groups; ++group) {
        const double start = first + static_cast<double>(kLanes * group);
        Lanes t;
        Lanes square;
        for (std::size_t j = 0; j < kLanes; ++j)
            t[j] = atLeast(integrand.centre + (start + kCounting[j]) * integrand.step);
        for (std::size_t j = 0; j < kLanes; ++j) {
            const double z = (t[j] - prior.eta) * prior.perTau;
            square[j] = z * z;
            e[group][j] = plainExp(t[j]);
        }
        w[group] = logLikelihood(integrand.count, integrand.level, t, e[group]);
        for (std::size_t j = 0; j < kLanes; ++j) {
            w[group][j] -= 0.5 * square[j];
            most[j] = w[group][j] > most[j] ? w[group][j] : most[j];
        }
    }
    const double top = *std::max_element(most.begin(), most.end());
    NodeEnds ends{};
    ends.rose = sums.weight > 0 && top > sums.scale;
    if (ends.rose) {
        const double shrunk = std::exp(sums.scale - top);
        sums.weight *= shrunk;
        for (double &moment : sums.moment)
            moment *= shrunk;
        std::size_t at = 0;
        while (w[at / kLanes][at % kLanes] < top)
            ++at;
        ends.top = integrand.centre + (first + static_cast<double>(at)) * integrand.step;
    }
    if (sums.weight == 0 || ends.rose)
        sums.scale = top;
    ends.left = w[0][0] - sums.scale;
    ends.nextLeft = w[0][1] - sums.scale;
    ends.right = w[groups - 1][kLanes - 1] - sums.scale;
    ends.nextRight = w[groups - 1][kLanes - 2] - sums.scale;

    Lanes weight{};
    std::array<Lanes, 5> moment{};
    for (std::size_t group = 0; group < groups; ++group) {
        Lanes each;
        for (std::size_t j = 0; j < kLanes; ++j)
            each[j] = atLeast(w[group][j] - sums.scale);
        for (std::size_t j = 0; j < kLanes; ++j) {
            each[j] = plainExp(each[j]);
            weight[j] += each[j];
        }
        if constexpr (kind == Moments::Prior) {
            const double start = first + static_cast<double>(kLanes * group);
            for (std::size_t j = 0; j < kLanes; ++j) {
                const double x = start + kCounting[j];
                const double wx = each[j] * x;
                const double wxx = wx * x;
                const double wxxx = wxx * x;
                moment[0][j] += wx;
                moment[1][j] += wxx;
                moment[2][j] += wxxx;
                moment[3][j] += wxxx * x;
            }
        }
        if constexpr (kind == Moments::Likelihood) {
            for (std::size_t j = 0; j < kLanes; ++j) {
                const Ratios ratio = ratios(integrand.count, integrand.level, e[group][j]);
                moment[0][j] += each[j] * ratio.first;
                moment[1][j] += each[j] * ratio.secondLessFirst;
                moment[2][j] += each[j] * ratio.second;
                moment[3][j] += each[j] * ratio.third;
                moment[4][j] += each[j] * ratio.fourth;
            }
        }
    }
    sums.weight += total(weight);
    if constexpr (kind != Moments::None) {
        for (std::size_t k = 0; k < moment.size(); ++k)
            sums.moment[k] += total(moment[k]);
    }
    return ends;
}

} // namespace

ONSET_FOR_EACH_MACHINE NodeEnds addNodes(const ScatterIntegrand &integrand, double first, std::size_t groups,
                                         NodeSums &sums)
{
    return add<Moments::None>(integrand, first, groups, sums);
}

ONSET_FOR_EACH_MACHINE NodeEnds addPriorMoments(const ScatterIntegrand &integrand, double first,
                                                std::size_t groups, NodeSums &sums)
{
    return add<Moments::Prior>(integrand, first, groups, sums);
}

ONSET_FOR_EACH_MACHINE NodeEnds addLikelihoodMoments(const ScatterIntegrand &integrand, double first,
                                                     std::size_t groups, NodeSums &sums)
{
    return add<Moments::Likelihood>(integrand, first, groups, sums);
}

std::array<double, 5> likelihoodRatios(const Count &count, const ChanceLevel &level, double e)
{
    const Ratios all = ratios(count, level, e);
    return {all.first, all.secondLessFirst, all.second, all.third, all.fourth};
}

} // namespace onset::fit
