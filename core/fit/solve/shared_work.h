#pragma once

#include "core/fit/noise/rough_likelihood.h"
#include "core/fit/solve/separable_solver.h"

namespace onset::fit {

/// What the fitters of one thread share while they go from curve to curve: each part keeps what the next fit
/// can use again, and gives the same numbers whatever came before.
struct SharedWork
{
    RoughLikelihood rough;
    LogisticTableCache logistic;
};

} // namespace onset::fit
