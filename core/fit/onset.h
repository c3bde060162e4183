#pragma once

#include "core/fit/points.h"

namespace onset::fit {

/// What "above chance" means, in the metric's unit.
struct OnsetRule
{
    double chance = 0;          ///< g
    double smallestGain = 0.05; ///< δ: the smallest gain worth the name
    bool counts = true;         ///< y·N is a count: test it
    bool lowerIsBetter = false; ///< error rates: mirrored before the test
};

/// Onset by definition (Wei et al. 2022): the smallest scale from which every larger model is above chance,
/// with at least two smaller models and none of them above chance; models of equal scale count together. A
/// model is above chance when the one-sided exact binomial test of its count against N·g rejects at 5 %,
/// Holm-adjusted over the models of the curve [Holm 1979], and y − g ≥ δ. With N unknown the second alone
/// decides.
struct Onset
{
    bool exists = false;
    bool provisional = false; ///< some N unknown: no test was made for those models
    Interval between = {};    ///< x of (largest model below, first model above]
};

[[nodiscard]] Onset onsetByDefinition(const Points &points, const OnsetRule &rule);

} // namespace onset::fit
