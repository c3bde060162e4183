#pragma once

#include "core/base/progress.h"
#include "core/figure/finding.h"
#include "core/store/workbook.h"
#include "widgets/session/catalog.h"

#include <vector>

namespace onset {

/// What is found of the curves of an ability, along training compute.
struct AbilityFindings
{
    CurveKey ability;            ///< Ability::key
    std::vector<Finding> curves; ///< by family
};

/// The curves that a panel shows of an ability, along training compute.
[[nodiscard]] Result<std::vector<Curve>> shownCurves(const Workbook &workbook, const Ability &ability);

/// @param rows  of the catalog
/// @error Cancelled; whatever the store fails with
[[nodiscard]] Result<std::vector<AbilityFindings>> judgeAbilities(const Workbook &workbook,
                                                                  const Catalog &catalog,
                                                                  const std::vector<std::size_t> &rows,
                                                                  Progress &progress);

} // namespace onset
