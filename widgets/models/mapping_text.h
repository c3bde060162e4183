#pragma once

#include "core/import/read/mapping.h"

#include <QStringList>

#include <array>

namespace onset {

/// The roles that a column can have, in the order in which they are offered.
inline constexpr std::array kColumnRoles{
    ColumnRole::Score,      ColumnRole::Model,   ColumnRole::Family,  ColumnRole::Checkpoint,
    ColumnRole::Parameters, ColumnRole::Tokens,  ColumnRole::Flops,   ColumnRole::Date,
    ColumnRole::Setting,    ColumnRole::Variant, ColumnRole::Ignored,
};

[[nodiscard]] QString roleName(ColumnRole role);

/// What a number of a column may count: "fraction", "percent", "billions (B)", "10²¹ FLOPs".
struct ColumnUnit
{
    QString name;
    int exponent;
};
/// The units of a role; none for texts.
[[nodiscard]] std::vector<ColumnUnit> unitsOf(const ColumnMapping &column);
[[nodiscard]] QString unitName(const ColumnMapping &column);

/// The effect of a column in words: "12 scores, 0.12 to 0.77", "8 sizes, 70 M to 12 B", "not read".
[[nodiscard]] QString effectOf(const ColumnMapping &column, const ColumnSurvey &survey);

} // namespace onset
