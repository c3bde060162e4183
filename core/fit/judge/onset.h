#pragma once

#include "core/fit/points.h"

namespace onset::fit {

/// What "above chance" means, in the metric's unit.
struct OnsetRule
{
    double chance = 0;          ///< g; NaN: unknown, nothing is above or below it
    double smallestGain = 0.05; ///< δ: the smallest gain worth the name; NaN: unknown, as with chance
    bool counts = true;         ///< y·N is a count: test it
    bool lowerIsBetter = false; ///< error rates: mirrored before the test
};

inline constexpr double kSignificance = 0.05; ///< of every test of the definition, after Holm's correction

/// Scores are printed decimals: .30 − .25 must reach a gain of .05.
inline constexpr double kDecimalSlack = 1e-9;

/// Each model against chance. All vectors have shape (m), in the order of the points.
struct ChanceTests
{
    std::vector<double> pAbove; ///< one-sided, Holm-adjusted over the models; NaN: not tested
    std::vector<double> pBelow; ///< the same for the other side
    std::vector<bool> above;    ///< significantly better than chance, by at least δ
    std::vector<bool> below;    ///< significantly worse than chance, by at least δ
    bool provisional = false;   ///< some model was not tested: there the gain of δ alone decides
};

/// A count (see `isCount`) is tested by the exact binomial test against N·g; any other score with a stated
/// standard error, which is its whole variance at chance, by the normal test; the rest not at all. Each side
/// is adjusted over the models of the curve [Holm 1979].
[[nodiscard]] ChanceTests testAgainstChance(const Points &points, const OnsetRule &rule);

/// Onset by definition (Wei et al. 2022): the smallest scale from which every larger model is above chance,
/// with at least two smaller models and none of them above chance; models of equal scale count together.
struct Onset
{
    bool exists = false;
    bool provisional = false; ///< see ChanceTests
    Interval between = {};    ///< x of (largest model below, first model above]
    bool oneBelow = false;    ///< it would exist, but there is a single smaller scale: `between` is set
};

/// @param tests  of the same points
[[nodiscard]] Onset onsetByDefinition(const Points &points, const ChanceTests &tests);
[[nodiscard]] Onset onsetByDefinition(const Points &points, const OnsetRule &rule);

} // namespace onset::fit
