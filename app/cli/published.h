#pragma once

#include "core/curve/curve.h"
#include "core/store/annotations.h"

#include <vector>

namespace onset::cli {

/// The scale from which a publication calls an ability emergent.
struct Published
{
    double onset = kUnknown; ///< as a scale; NaN: none is known
    QString source = {};
};

/// What the annotations say of a curve along compute or parameters: those of its task that name a model of
/// the curve ("emergent from model") and fit its setting: the one they state, else few-shot prompting where
/// that is their group.
[[nodiscard]] Published publishedOnset(const std::vector<Remark> &annotations, const Curve &curve);

} // namespace onset::cli
