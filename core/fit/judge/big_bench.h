#pragma once

#include "core/fit/judge/onset.h"

#include <cstdint>
#include <limits>
#include <span>

namespace onset::fit {

/// BIG-bench's two numbers of a task [Srivastava et al. 2022, arXiv 2206.04615]:
/// I = sign(argmax y − argmin y)·(max y − min y), L = I/√mean (Δy)², B = I/√median (Δy)², Δy the steps from
/// one scale to the next, the first of several equal extremes. Both are the same for any unit of y.
/// A straight line over n evenly spaced scales has L = B = n − 1, so neither compares tasks of different n.
struct BigBench
{
    double improvement = 0;                                      ///< I
    double linearity = std::numeric_limits<double>::quiet_NaN(); ///< NaN when all scores are equal
    double breakthroughness =
        std::numeric_limits<double>::quiet_NaN(); ///< NaN when all scores are equal, ±∞
                                                  ///< when more than half the steps are 0
};

/// @param y  in order of scale, more is better
[[nodiscard]] BigBench bigBench(std::span<const double> y);

/// What B would be without a breakthrough.
struct BigBenchNull
{
    double percentile95 = std::numeric_limits<double>::quiet_NaN(); ///< of B; may be infinite
    double p = std::numeric_limits<double>::quiet_NaN(); ///< share of replicates with B at least as large
};

struct BigBenchFinding
{
    BigBench seen;
    BigBenchNull chance; ///< every model guesses
    BigBenchNull line;   ///< the expected scores are a straight line in x, the least-squares one
    int replicates = 0;  ///< 0: fewer than three scales, or scores without a B; nothing was simulated
};

struct BigBenchOptions
{
    int replicates = 2000; ///< ≥ 1
    std::uint64_t seed = 1;
    bool line = true; ///< also beside a straight line
};

/// L and B beside their own null: the same scales and numbers of questions. Counts are drawn from binomials;
/// other scores are normal with their stated error, or else with one variance: for the line that of the
/// residuals about it, for guessing the mean variance of the counts and stated errors of the same curve
/// (without any its size does not matter). A replicate with equal scores has no B and counts as 0. Models of
/// equal scale are averaged first.
/// @param rule  chance NaN: counts guess as their mean
[[nodiscard]] BigBenchFinding bigBenchAgainstNull(const Points &points, const OnsetRule &rule,
                                                  const BigBenchOptions &options = {});

} // namespace onset::fit
