#pragma once

#include "core/fit/noise/count_likelihood.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace onset::fit {

/// The prior of the logit t: N(η, v).
struct LogitPrior
{
    LogitPrior(double mean, double variance)
        : eta(mean), v(variance), tau(std::sqrt(variance)), precision(1 / variance), perTau(tau * precision)
    {}

    double eta;
    double v;
    double tau;       ///< √v
    double precision; ///< 1/v
    double perTau;    ///< 1/√v
};

/// What is summed: exp(ln L(t) − (t − η)²/2v) at t = centre + x·step, L without its binomial coefficient.
struct ScatterIntegrand
{
    const Count &count;
    const ChanceLevel &level;
    const LogitPrior &prior;
    double centre;
    double step;
};

/// Sums over nodes, all relative to e^scale.
struct NodeSums
{
    double scale = 0;
    double weight = 0; ///< Σw
    /// Prior moments: Σ w·x^k, k = 1..4. Likelihood moments: Σ w times L'/L, L''/L − L'/L (near chance the
    /// two agree in most digits), L''/L, L'''/L, L''''/L.
    std::array<double, 5> moment = {};
};

/// ln w of the two outer nodes on each side, relative to e^scale, and the place of the heaviest.
struct NodeEnds
{
    double left;
    double nextLeft;
    double right;
    double nextRight;
    double top; ///< its t, if it
    bool rose;  ///< is heavier than all blocks before
};

inline constexpr std::size_t kNodeLanes = 8; ///< nodes of one group
inline constexpr std::size_t kMostGroups = 8;

/// Adds the nodes x = first, first + 1, … of so many groups to the sums: the innermost loop of the default
/// noise, eight nodes at once in whatever vectors the machine has.
/// @param groups  1..kMostGroups
NodeEnds addNodes(const ScatterIntegrand &integrand, double first, std::size_t groups, NodeSums &sums);
NodeEnds addPriorMoments(const ScatterIntegrand &integrand, double first, std::size_t groups, NodeSums &sums);
NodeEnds addLikelihoodMoments(const ScatterIntegrand &integrand, double first, std::size_t groups,
                              NodeSums &sums);

/// L^(k)/L at e^t, in the order of the likelihood moments.
[[nodiscard]] std::array<double, 5> likelihoodRatios(const Count &count, const ChanceLevel &level, double e);

} // namespace onset::fit
