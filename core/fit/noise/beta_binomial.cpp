#include "core/fit/noise/count_likelihood.h"

#include <cmath>

namespace onset::fit {
namespace {

/// A(a, ρ) = Σ_{k<count} ln((a + kρ)/scale) with its derivatives by a and ρ, the scale left alone.
struct Rising
{
    double value = 0;
    double a = 0;
    double rho = 0;
    double aa = 0;
    double aRho = 0;
    double rhoRho = 0;
};

/// Sums over whole numbers are replaced by integrals from a + kρ ≥ 16ρ on, where Stirling's series with four
/// terms has an error below 1e-14.
constexpr double kStirling = 16;

/// Functions of s, regular at 0, of the integrals over x in 0..K of powers of y = b + ρx, s = Kρ/b.
struct Integrals
{
    double log;           ///< ((1 + s) ln(1 + s) − s)/s:     ∫ ln(y/b)  = K·log
    double inverse;       ///< ln(1 + s)/s:                   ∫ 1/y      = (K/b)·inverse
    double first;         ///< (s − ln(1 + s))/s²:            ∫ x/y      = (K²/b)·first
    double firstSquared;  ///< (ln(1 + s) − s/(1 + s))/s²:    ∫ x/y²     = (K²/b²)·firstSquared
    double secondSquared; ///< (s − 2 ln(1 + s) + s/(1 + s))/s³: ∫ x²/y² = (K³/b²)·secondSquared
};

Integrals integrals(double s)
{
    constexpr double kSeries = 0.05; // below, 12 terms of the series are exact and the closed forms cancel
    if (s >= kSeries) {
        const double log = std::log1p(s);
        const double share = s / (1 + s);
        return {((1 + s) * log - s) / s, log / s, (s - log) / (s * s), (log - share) / (s * s),
                (s - 2 * log + share) / (s * s * s)};
    }
    // ln(1 + s) = Σ (−1)^(j+1) s^j/j; s/(1 + s) = Σ (−1)^(j+1) s^j.
    Integrals sum{};
    double power = 1; // (−s)^j
    for (int j = 0; j < 12; ++j) {
        sum.log += power * s / ((j + 1.0) * (j + 2.0));
        sum.inverse += power / (j + 1.0);
        sum.first += power / (j + 2.0);
        sum.firstSquared += power * (j + 1.0) / (j + 2.0);
        sum.secondSquared += power * (j + 1.0) / (j + 3.0);
        power *= -s;
    }
    return sum;
}

/// Stirling's end terms E(y, ρ) = −½ ln y + ρ/12y − ρ³/360y³ + ρ⁵/1260y⁵ − ρ⁷/1680y⁷, by y and by ρ.
Rising endTerms(double y, double rho)
{
    const double k = rho / y;
    const double k2 = k * k;
    Rising end;
    end.value = -0.5 * std::log(y) + k * (1.0 / 12 - k2 * (1.0 / 360 - k2 * (1.0 / 1260 - k2 / 1680)));
    end.a = (-0.5 - k * (1.0 / 12 - k2 * (1.0 / 120 - k2 * (1.0 / 252 - k2 / 240)))) / y;
    end.rho = (1.0 / 12 - k2 * (1.0 / 120 - k2 * (1.0 / 252 - k2 / 240))) / y;
    end.aa = (0.5 + k * (1.0 / 6 - k2 * (1.0 / 30 - k2 * (6.0 / 252 - k2 * 8 / 240)))) / (y * y);
    end.aRho = (-1.0 / 12 + k2 * (3.0 / 120 - k2 * (5.0 / 252 - k2 * 7 / 240))) / (y * y);
    end.rhoRho = -k * (2.0 / 120 - k2 * (4.0 / 252 - k2 * 6 / 240)) / (y * y);
    return end;
}

/// @param scale  any; of the largest terms' size it keeps the sum small, and so exact
Rising rising(double a, double rho, double count, double scale)
{
    Rising sum;
    double product = 1; // of at most 17 factors between 1e-17 and 1: no underflow
    double k = 0;
    for (; k < count && a + k * rho < kStirling * rho; ++k) {
        const double y = a + k * rho;
        const double inverse = 1 / y;
        const double slope = k * inverse;
        product *= y / scale;
        sum.a += inverse;
        sum.rho += slope;
        sum.aa -= inverse * inverse;
        sum.aRho -= slope * inverse;
        sum.rhoRho -= slope * slope;
    }
    sum.value = std::log(product);
    const double rest = count - k;
    if (rest <= 0)
        return sum;

    const double b = a + k * rho;
    const double end = b + rest * rho;
    const Integrals integral = integrals(rest * rho / b);
    const Rising high = endTerms(end, rho);
    const Rising low = endTerms(b, rho);
    const double share = rest / b;
    Rising tail;
    tail.value = rest * (std::log(b / scale) + integral.log) + high.value - low.value;
    tail.a = share * integral.inverse + high.a - low.a;
    tail.rho = share * rest * integral.first + high.rho + rest * high.a - low.rho;
    tail.aa = -share / end + high.aa - low.aa;
    tail.aRho = -share * share * integral.firstSquared + high.aRho + rest * high.aa - low.aRho;
    tail.rhoRho = -share * share * rest * integral.secondSquared + high.rhoRho +
                  rest * (2 * high.aRho + rest * high.aa) - low.rhoRho;
    sum.value += tail.value;
    sum.a += tail.a;
    sum.rho += tail.rho + k * tail.a; // b = a + kρ
    sum.aa += tail.aa;
    sum.aRho += tail.aRho + k * tail.aa;
    sum.rhoRho += tail.rhoRho + k * (2 * tail.aRho + k * tail.aa);
    return sum;
}

} // namespace

Term betaBinomialTerm(const Count &count, double mu, double rho)
{
    const double rest = 1 - rho;
    const double scale = rest + count.n * rho; // as many factors above as below: it cancels
    const Rising right = rising(mu * rest, rho, count.r, scale);
    const Rising wrong = rising((1 - mu) * rest, rho, count.n - count.r, scale);
    const Rising all = rising(rest, rho, count.n, scale);
    // a = μ(1 − ρ) for the right answers, (1 − μ)(1 − ρ) for the wrong ones, 1 − ρ for all.
    Term term;
    term.value = count.logChoose + right.value + wrong.value - all.value;
    term.mu = rest * (right.a - wrong.a);
    term.muMu = rest * rest * (right.aa + wrong.aa);
    term.phi = (right.rho - mu * right.a) + (wrong.rho - (1 - mu) * wrong.a) - (all.rho - all.a);
    term.muPhi =
        rest * (right.aRho - mu * right.aa) - rest * (wrong.aRho - (1 - mu) * wrong.aa) - right.a + wrong.a;
    const auto twice = [](const Rising &part, double share) {
        return part.rhoRho - share * (2 * part.aRho - share * part.aa);
    };
    term.phiPhi = twice(right, mu) + twice(wrong, 1 - mu) - twice(all, 1);
    return term;
}

double betaBinomialValue(const Count &count, double mu, double rho)
{
    return betaBinomialTerm(count, mu, rho).value;
}

} // namespace onset::fit
