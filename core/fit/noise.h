#pragma once

#include "core/fit/count_likelihood.h"
#include "core/fit/points.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace onset::fit {

/// How a score y of one model scatters about the mean curve μ. g is chance, u the best possible score;
/// w(μ) = (μ − g)₊(u − μ)₊/(u − g). The scatter φ is one number for the whole curve.
enum class Noise {
    Gaussian,     ///< y ~ N(μ, φ), φ = σ²
    StatedError,  ///< y ~ N(μ, se² + φ·w²), φ = τ²: the sd between models on the logit scale, squared
    Binomial,     ///< yN = r ~ Bin(N, μ); no scatter
    ExtraScatter, ///< r ~ Bin(N, p), logit of p's chance-normalised share ~ N(that of μ, φ), φ = τ²
                  ///< [logistic-normal binomial: Williams 1982, Appl. Statist. 31:144]
    BetaBinomial, ///< r ~ Bin(N, p), p ~ Beta(μ(1 − φ)/φ, (1 − μ)(1 − φ)/φ), φ = ρ, the intra-class
                  ///< correlation [Williams 1975, Biometrics 31:949]
};

inline constexpr std::array kNoises{Noise::Gaussian, Noise::StatedError, Noise::Binomial, Noise::ExtraScatter,
                                    Noise::BetaBinomial};

[[nodiscard]] std::string_view
name(Noise law); ///< "gaussian", "stated-error", "binomial", "extra-scatter", "beta-binomial"

/// Whether the law can hold of these scores. Laws of counts need a metric that counts right answers and a
/// count
/// (`isCount`) at every point; StatedError a standard error at every point, of which one at least is
/// positive.
/// @param counts  the metric is a mean of 0/1 outcomes
[[nodiscard]] bool allows(const Points &points, bool counts, Noise law);

/// ExtraScatter where the scores allow it, else StatedError where they allow that, else Gaussian.
/// @param counts  the metric is a mean of 0/1 outcomes
[[nodiscard]] Noise defaultNoise(const Points &points, bool counts);

/// Whether the law gives these scores any likelihood: laws of counts need n ≥ 1 and 0 ≤ y ≤ 1 throughout,
/// stated errors are finite or unknown, and one at least is positive.
[[nodiscard]] bool isDefined(Noise law, const Points &points);

/// The noise law of one curve: ln p(score | μ, φ), one score at a time. A value; `term`, `value` and
/// `variance` allocate nothing and may be called from many threads.
///
/// The laws of counts take r = round(yN) and confine μ to `meanRange`: beyond it every number is that of the
/// nearest end, and derivatives by μ are 0. ExtraScatter is Bin(N, μ) where μ ≤ g or μ ≥ u; its value is
/// continuous there, its slope is not: E(p) − g = (μ − g)·e^(φ/2) just above chance.
/// StatedError takes the largest stated error for a point without one, and the smallest positive one for a
/// stated 0 (equal outcomes, of which the sample says nothing). Where g and u are not
/// both given, finite and apart, w = 1.
class Likelihood
{
public:
    /// @param points  at which the law is defined
    /// @param chance  g, NaN: 0     @param best  u, NaN: 1. Laws of counts need both in 0..1 and apart,
    ///                else take 0 and 1; u < g is an error rate: the law is that of the answers that are
    ///                right
    Likelihood(const Points &points, Noise law, double chance, double best);

    [[nodiscard]] Noise law() const { return m_law; }
    [[nodiscard]] std::size_t size() const { return m_score.size(); }

    /// ln p of score i with its derivatives: mass of r for counts, density of y otherwise.
    /// Unbounded only where a normal law has no variance (Gaussian: φ = 0).
    /// @param phi  in `scatterRange`; derivatives at 0 are one-sided
    [[nodiscard]] Term term(std::size_t i, double mu, double phi) const;
    [[nodiscard]] double value(std::size_t i, double mu, double phi) const; ///< term(i, mu, phi).value

    /// What Σ value(k, ·, ·) over k ≥ i never exceeds, up to rounding; ∞ for Gaussian.
    [[nodiscard]] double highestFrom(std::size_t i) const { return m_highestFrom[i]; }

    /// Var(y_i), > 0 except for Gaussian with φ = 0.
    [[nodiscard]] double variance(std::size_t i, double mu, double phi) const;

    /// One score of replicate `replicate`, a function of (seed, replicate, i) alone: the same on any thread.
    /// Counts are drawn exactly and divided by N.
    [[nodiscard]] double draw(std::size_t i, double mu, double phi, std::uint64_t seed,
                              std::uint64_t replicate) const;

    /// Means at which `value` bends without being smooth: ends of `meanRange`, and under ExtraScatter chance
    /// and best score; ∞ where there are fewer.
    [[nodiscard]] std::array<double, 4> edges(std::size_t i) const;

    [[nodiscard]] Interval meanRange(std::size_t i) const; ///< counts: [½/N, 1 − ½/N]; else (−∞, ∞)
    /// Takes φ as known from now on: `scatterRange` is that one value.
    void holdScatter(double phi) { m_held = phi; }
    [[nodiscard]] Interval scatterRange() const; ///< φ from 0 to: Gaussian ∞; τ = 4; Binomial 0; ρ = 0.99

private:
    [[nodiscard]] bool counts() const { return m_law >= Noise::Binomial; }
    [[nodiscard]] double confined(std::size_t i, double mu) const;
    [[nodiscard]] double bend(double mu) const; ///< w(μ)
    [[nodiscard]] double highest(std::size_t i) const;

    Noise m_law;
    double m_chance, m_best; ///< as given
    bool m_mirrored;         ///< counts of which less is better: right answers are counted
    ChanceLevel m_level;     ///< of the right answers
    double m_held = std::numeric_limits<double>::quiet_NaN(); ///< NaN: φ is free
    std::vector<double> m_score;
    std::vector<double> m_error; ///< StatedError only
    std::vector<Count> m_counts; ///< laws of counts only
    std::vector<double> m_highestFrom;
};

} // namespace onset::fit
