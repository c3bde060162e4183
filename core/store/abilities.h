#pragma once

#include "core/base/progress.h"
#include "core/curve/curve.h"
#include "core/store/workbook.h"

#include <limits>
#include <vector>

namespace onset {

/// What one family has of an ability.
struct AbilityFamily
{
    QString name;
    int models = 0; ///< with a result, each once, whatever its checkpoints and names
    int placed = 0; ///< of them, those of which training compute, or parameters and tokens, are known

    bool operator==(const AbilityFamily &) const = default;
};

/// One measure in one setting: a curve for each of its families.
struct Ability
{
    MeasureKey measure;
    QString setting;
    std::vector<AbilityFamily> families; ///< by name, never empty

    [[nodiscard]] bool statesSetting() const; ///< false: nothing is known of how the models were asked
    [[nodiscard]] CurveKey key() const;       ///< without a family: the same for all its curves
    bool operator==(const Ability &) const = default;
};

/// Whether an ability stands before that of a curve, in the order of the list.
[[nodiscard]] std::weak_ordering operator<=>(const Ability &a, const CurveKey &b);

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
