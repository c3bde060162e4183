#pragma once

#include "core/curve/curve.h"

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

/// Names an ability by its words, as a curve's key names a curve.
struct AbilityKey
{
    MeasureKey measure;
    QString setting;

    std::strong_ordering operator<=>(const AbilityKey &) const = default;
};

[[nodiscard]] inline AbilityKey abilityOf(const CurveKey &curve)
{
    return {{curve.benchmark, curve.task, curve.metric}, curve.setting};
}

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

} // namespace onset
