#pragma once

#include "core/fit/noise/count_likelihood.h"
#include "core/fit/noise/noise.h"

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace onset::fit {

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
    [[nodiscard]] bool sameLaw(const Likelihood &other) const; ///< whatever the scores
    [[nodiscard]] std::size_t size() const { return m_score.size(); }

    /// ln p of score i with its derivatives: mass of r for counts, density of y otherwise.
    /// Unbounded only where a normal law has no variance (Gaussian: φ = 0).
    /// @param phi  in `scatterRange`; derivatives at 0 are one-sided
    [[nodiscard]] Term term(std::size_t i, double mu, double phi) const;
    /// term(i, mu, phi).value
    /// @param accuracy  of ExtraScatter; the other laws are cheap and always exact
    [[nodiscard]] double value(std::size_t i, double mu, double phi,
                               Accuracy accuracy = Accuracy::Full) const;

    /// What Σ value(k, ·, ·) over k ≥ i never exceeds, up to rounding; ∞ for Gaussian.
    [[nodiscard]] double highestFrom(std::size_t i) const { return m_highestFrom[i]; }

    /// Var(y_i), > 0 except for Gaussian with φ = 0.
    [[nodiscard]] double variance(std::size_t i, double mu, double phi,
                                  Accuracy accuracy = Accuracy::Full) const;

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
