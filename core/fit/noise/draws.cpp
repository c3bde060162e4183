#include "core/fit/noise/draws.h"

#include "core/fit/noise/factorial.h"
#include "core/fit/random.h"

#include <cmath>
#include <numbers>

namespace onset::fit {
namespace {

/// p ≤ ½, np < 10: along the masses from 0 on.
double byInversion(Draws &draws, double n, double p)
{
    const double odds = p / (1 - p);
    double mass = std::exp(n * std::log1p(-p));
    double left = draws.uniform() - mass;
    double k = 0;
    for (; left > 0 && k < n && (mass > 0 || k < 1); ++k) {
        mass *= odds * (n - k) / (k + 1);
        left -= mass;
    }
    return k;
}

/// p ≤ ½, np ≥ 10: transformed rejection with squeeze, algorithm BTRS.
double byRejection(Draws &draws, double n, double p)
{
    const double sd = std::sqrt(n * p * (1 - p));
    const double b = 1.15 + 2.53 * sd;
    const double a = -0.0873 + 0.0248 * b + 0.01 * p;
    const double c = n * p + 0.5;
    const double squeeze = 0.92 - 4.2 / b;
    const double alpha = (2.83 + 5.1 / b) * sd;
    const double logOdds = std::log(p / (1 - p));
    const double mode = std::floor((n + 1) * p);
    const double atMode = logFactorial(mode) + logFactorial(n - mode);
    for (;;) {
        const double u = draws.uniform() - 0.5;
        const double v = draws.uniform();
        const double tail = 0.5 - std::abs(u);
        const double k = std::floor((2 * a / tail + b) * u + c);
        if (tail >= 0.07 && v <= squeeze)
            return k;
        if (!(k >= 0 && k <= n))
            continue;
        const double height = std::log(v * alpha / (a / (tail * tail) + b));
        if (height <= atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds)
            return k;
    }
}

} // namespace

Draws::Draws(std::uint64_t seed, std::uint64_t replicate, std::uint32_t place)
    : m_counter{0, place | 0x80000000, static_cast<std::uint32_t>(replicate),
                static_cast<std::uint32_t>(replicate >> 32)},
      m_key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}
{}

double Draws::uniform()
{
    if (!m_half) {
        m_block = philox(m_counter, m_key);
        ++m_counter[0];
    }
    m_half = !m_half;
    const std::size_t at = m_half ? 0 : 2;
    const std::uint64_t bits = (std::uint64_t{m_block[at]} << 32 | m_block[at + 1]) >> 11;
    return static_cast<double>(bits + 1) * 0x1p-53;
}

double Draws::normal()
{
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

double Draws::binomial(double n, double p)
{
    if (p <= 0 || p >= 1)
        return p <= 0 ? 0 : n;
    if (p > 0.5)
        return n - binomial(n, 1 - p);
    constexpr double kFew = 10;
    return n * p < kFew ? byInversion(*this, n, p) : byRejection(*this, n, p);
}

double Draws::logGamma(double shape)
{
    if (shape < 1) { // Γ(a) = Γ(a + 1)·U^(1/a)
        const double boosted = logGamma(shape + 1);
        return boosted + std::log(uniform()) / shape;
    }
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = normal();
        const double root = 1 + c * x;
        if (root <= 0)
            continue;
        const double logCube = 3 * std::log(root);
        if (std::log(uniform()) < 0.5 * x * x + d * (1 - root * root * root + logCube))
            return std::log(d) + logCube;
    }
}

} // namespace onset::fit
