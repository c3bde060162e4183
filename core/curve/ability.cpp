#include "core/curve/ability.h"

#include "core/curve/setting.h"

#include <tuple>

namespace onset {

bool Ability::statesSetting() const { return setting != Setting{}.name(); }

CurveKey Ability::key() const { return {{}, {}, measure.benchmark, measure.task, measure.metric, setting}; }

std::weak_ordering operator<=>(const Ability &a, const CurveKey &b)
{
    const MeasureKey &measure = a.measure;
    return std::tie(measure.benchmark, measure.task, measure.metric, a.setting) <=>
           std::tie(b.benchmark, b.task, b.metric, b.setting);
}

} // namespace onset
