#include "widgets/session/findings.h"

#include "core/figure/views.h"
#include "core/store/curves.h"

namespace onset {

Result<std::vector<Curve>> shownCurves(const Workbook &workbook, const Ability &ability)
{
    const Curves store(workbook);
    if (ability.families.size() <= kMostFamilies)
        return store.ofAbility(ability.measure, ability.setting, Scale{});
    std::vector<Curve> curves;
    for (const CurveSpec &shown : panelOf(ability, {}).curves) {
        auto curve = store.one(shown.key, Scale{});
        if (!curve)
            return tl::unexpected(curve.error());
        curves.push_back(std::move(*curve));
    }
    return curves;
}

Result<std::vector<AbilityFindings>> judgeAbilities(const Workbook &workbook, const Catalog &catalog,
                                                    const std::vector<std::size_t> &rows, Progress &progress)
{
    std::vector<AbilityFindings> judged;
    for (const std::size_t row : rows) {
        const Ability &ability = catalog.abilities[row];
        const auto curves = shownCurves(workbook, ability);
        if (!curves)
            return tl::unexpected(curves.error());
        std::vector<Finding> found = findingsOf(*curves, 1, progress);
        if (progress.cancelled())
            return failure(Code::Cancelled, {});
        judged.push_back({ability.key(), std::move(found)});
    }
    return judged;
}

} // namespace onset
