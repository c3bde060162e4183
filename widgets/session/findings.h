#pragma once

#include "core/base/progress.h"
#include "core/figure/finding.h"
#include "core/store/workbook.h"

#include <vector>

namespace onset {

/// What is found of the curves of an ability, along training compute.
struct AbilityFindings
{
    CurveKey ability;            ///< Ability::key
    std::vector<Finding> curves; ///< by family
};

/// @param abilities  see Ability::key
/// @error Cancelled; whatever the store fails with
[[nodiscard]] Result<std::vector<AbilityFindings>>
judgeAbilities(const Workbook &workbook, const std::vector<CurveKey> &abilities, Progress &progress);

} // namespace onset
