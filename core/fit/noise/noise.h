#pragma once

#include "core/fit/points.h"

#include <array>
#include <string_view>

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

} // namespace onset::fit
