#pragma once

#include "core/curve/scale.h"

#include <limits>

namespace onset {

/// What papers say of guessing on a benchmark: one over the number of options.
struct KnownChance
{
    double chance = std::numeric_limits<double>::quiet_NaN(); ///< a proportion; NaN: not in the list
    QString source = {};                                      ///< the paper
};

/// Looks a task up in the bundled list of multiple-choice benchmarks by the names that programs give it; for
/// metrics that count right choices. What a file or the user states goes before.
[[nodiscard]] KnownChance knownChance(const MeasureKey &measure);

} // namespace onset
