#pragma once

#include "core/curve/scale.h"
#include "core/store/workbook.h"

namespace onset {

enum class Quantity { Parameters, Tokens, Flops };

/// A scale of a model by name. Parameters are those of all its checkpoints.
struct ScaleKey
{
    QString family, model;
    QString checkpoint; ///< empty: the finished model
    Quantity quantity = Quantity::Parameters;

    bool operator==(const ScaleKey &) const = default;
};

/// What the user says of models and measures. It wins over every import and leaves what those state as it is;
/// it stays when an import is undone. Each edit is one transaction and returns what was said before, which
/// undoes it: NaN stands for nothing.
class UserFacts
{
public:
    explicit UserFacts(Workbook &workbook) : m_workbook(workbook) {}

    /// @param value  a count above 0 (FLOPs in full), or NaN to take it back
    /// @error BadInput for another value; ReadOnly
    [[nodiscard]] Result<double> setScale(const ScaleKey &key, double value);
    /// @param value  in the metric's unit, or NaN to take it back
    /// @error BadInput when the metric has no such value; ReadOnly
    [[nodiscard]] Result<double> setChance(const MeasureKey &key, double value);

private:
    Workbook &m_workbook;
};

} // namespace onset
