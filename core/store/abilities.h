#pragma once

#include "core/base/progress.h"
#include "core/curve/ability.h"
#include "core/store/workbook.h"

#include <limits>
#include <vector>

namespace onset {

struct AbilityList
{
    std::vector<Ability> abilities; ///< ordered by benchmark, task, metric, setting
    bool complete = true;
};

/// Reads which results there are, but none of their numbers: a quarter of a second for a million.
/// @param most  results after which no other ability is begun, in the order in which the measures came into
///              the workbook
/// @error Cancelled; Io and the like
[[nodiscard]] Result<AbilityList> listAbilities(const Workbook &workbook, const Progress &progress,
                                                qint64 most = std::numeric_limits<qint64>::max());

} // namespace onset
