#include "widgets/session/findings.h"

#include "core/store/curves.h"

namespace onset {

Result<std::vector<AbilityFindings>>
judgeAbilities(const Workbook &workbook, const std::vector<CurveKey> &abilities, Progress &progress)
{
    std::vector<AbilityFindings> judged;
    for (const CurveKey &key : abilities) {
        const auto curves =
            Curves(workbook).ofAbility({key.benchmark, key.task, key.metric}, key.setting, Scale{});
        if (!curves)
            return tl::unexpected(curves.error());
        std::vector<Finding> found = findingsOf(*curves, 1, progress);
        if (progress.cancelled())
            return failure(Code::Cancelled, {});
        judged.push_back({key, std::move(found)});
    }
    return judged;
}

} // namespace onset
