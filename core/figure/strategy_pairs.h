#pragma once

#include "core/curve/ability.h"
#include "core/figure/figure_spec.h"

#include <vector>

namespace onset {

/// One family on one measure, asked plainly and with one or more strategies.
struct StrategyPair
{
    std::vector<CurveSpec> curves; ///< the baseline first; a single one: nothing to compare it with
};

/// The pairs that the chosen abilities stand for, those with most models first in each; at most four.
/// @param chosen  not empty
/// @param all     ordered by benchmark, task, metric, setting
/// @param x       along which two models of both settings must be placed
[[nodiscard]] std::vector<StrategyPair> strategyPairs(const std::vector<const Ability *> &chosen,
                                                      const std::vector<Ability> &all, const Scale &x);

} // namespace onset
