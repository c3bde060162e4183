#pragma once

#include "core/curve/curve.h"

#include <optional>
#include <utility>

namespace onset {

/// Holds out the points beyond a cut-off, in the unit of the curve's scale; without one none is held out.
/// @return whether others are held out than before
inline bool holdOut(Curve &curve, const std::optional<double> &cutoff)
{
    bool changed = false;
    for (CurvePoint &point : curve.points) {
        const bool beyond = cutoff && curve.scale.toFit(point.x) > curve.scale.toFit(*cutoff);
        changed |= beyond != std::exchange(point.heldOut, beyond);
    }
    return changed;
}

} // namespace onset
