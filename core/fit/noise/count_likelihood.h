#pragma once

namespace onset::fit {

/// ln p(score | μ, φ) and its derivatives by the mean μ and the scatter φ.
struct Term
{
    double value = 0;
    double mu = 0;
    double muMu = 0;
    double phi = 0;
    double muPhi = 0;
    double phiPhi = 0;
};

/// How near a log-likelihood has to come: to 1e-10, or, at a third of the cost, to 1e-4, which is enough to
/// tell where a search goes on.
enum class Accuracy { Full, Rough };

/// Chance g and best possible score u.
struct ChanceLevel
{
    double chance = 0;
    double best = 1;

    [[nodiscard]] double range() const { return best - chance; }
    [[nodiscard]] bool trivial() const { return chance == 0 && best == 1; }
};

/// r right answers of n questions, with what does not depend on μ and φ.
struct Count
{
    /// @param right  whole, 0..questions      @param questions  whole, ≥ 1
    Count(double right, double questions, const ChanceLevel &level);

    double r;
    double n;
    double logChoose;    ///< ln (n over r)
    double peak;         ///< logit of the chance-normalised share of r/n; ±∞ at and beyond the ends
    double information;  ///< of the logit at the peak; 0 when that is infinite
    double highest;      ///< ln likelihood at the peak, without logChoose
    double missedChance; ///< (n − r) ln(1 − g)
    double lowest;       ///< ½/n, the least mean that a fit may have
};

/// r ~ Bin(n, μ), 0 < μ < 1.
[[nodiscard]] Term binomialTerm(const Count &count, double mu);
[[nodiscard]] double binomialValue(const Count &count, double mu);
[[nodiscard]] double highestMass(const Count &count); ///< ln p at μ = r/n

/// r ~ Bin(n, g + (u − g)·σ(logit q + τz)), z ~ N(0, 1), q = (μ − g)/(u − g), φ = τ².
/// The integral over z is a trapezoidal sum about the posterior's mode: for analytic integrands its error
/// falls as exp(−2πd/h), h the step and d the height of the strip where the integrand does not grow
/// [Trefethen & Weideman 2014, SIAM Review 56:385]. Step and ends are chosen for the accuracy; a normal
/// posterior costs 16 nodes at full accuracy, as many as Gauss–Hermite needs, and a skew or two-peaked one
/// more. Derivatives are posterior moments of the same sum: by the likelihood's derivatives where the prior
/// is the narrower factor, by Hermite polynomials of z, the prior's derivatives, where the likelihood is.
/// @param mu  0 < μ < 1; the plain binomial at q ≤ 0 and q ≥ 1      @param phi  ≥ 0
[[nodiscard]] Term extraScatterTerm(const Count &count, const ChanceLevel &level, double mu, double phi);
[[nodiscard]] double extraScatterValue(const Count &count, const ChanceLevel &level, double mu, double phi,
                                       Accuracy accuracy = Accuracy::Full);

/// Mean and variance of the share p under ExtraScatter, before the questions are drawn.
struct ShareMoments
{
    double mean;
    double variance;
};
[[nodiscard]] ShareMoments extraScatterShare(const ChanceLevel &level, double mu, double phi,
                                             Accuracy accuracy = Accuracy::Full);

/// r ~ Bin(n, p), p ~ Beta(μ(1 − ρ)/ρ, (1 − μ)(1 − ρ)/ρ); ρ = 0 is the binomial.
/// p(r) = (n over r)·Π_{k<r}(μ(1−ρ) + kρ)·Π_{k<n−r}((1−μ)(1−ρ) + kρ)/Π_{k<n}(1−ρ + kρ)  [Skellam 1948,
/// JRSS B 10:257]: the first terms of each product as they stand, the rest by Euler and Maclaurin, without
/// the differences of lnΓ that lose all digits as ρ → 0.
/// @param mu  0 < μ < 1      @param rho  0..0.99
[[nodiscard]] Term betaBinomialTerm(const Count &count, double mu, double rho);
[[nodiscard]] double betaBinomialValue(const Count &count, double mu, double rho);

} // namespace onset::fit
