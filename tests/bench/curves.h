#pragma once

#include "core/fit/points.h"

#include <string>
#include <vector>

namespace onset {

/// Curves with the law of published benchmarks: logistic from a usual chance level, 1e18 to 1e25 FLOPs,
/// binomial noise of 100 to 2000 questions. The same numbers on every run.
[[nodiscard]] std::vector<fit::Points> syntheticCurves(int curves, int points);

/// The curves of a tidy table without quoted fields: one for each `task`, `value` against log10 of
/// `train_flops`. Empty when it cannot be read.
[[nodiscard]] std::vector<fit::Points> readCurves(const std::string &path);

} // namespace onset
