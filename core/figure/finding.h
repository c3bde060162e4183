#pragma once

#include "core/curve/curve.h"
#include "core/fit/judge/verdict.h"

#include <vector>

namespace onset {

/// The scales of (largest model below, first model above], as stated: no logarithm and back; NaN where the
/// pattern has no onset.
[[nodiscard]] fit::Interval onsetOf(const fit::Verdict &verdict, const Curve &curve);

/// A verdict in short, as a list of many curves says it.
struct Finding
{
    QString family;
    int models = 0; ///< that the fits see
    fit::Headline headline = fit::Headline::None;
    fit::Interval onset = {};    ///< see `onsetOf`
    double advantage = kUnknown; ///< AICc of the best smooth rival less that of the best threshold
    QString source = {};         ///< of the first score
};

/// Judges curves without what a list does not show: the break test and the interval of the midpoint.
/// @return  shape (curves); empty when cancelled
[[nodiscard]] std::vector<Finding> findingsOf(const std::vector<Curve> &curves, int threads,
                                              Progress &progress);

} // namespace onset
