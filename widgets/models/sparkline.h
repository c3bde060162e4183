#pragma once

#include "core/curve/curve.h"

#include <QList>
#include <QPolygonF>

#include <vector>

namespace onset {

/// The curves of an ability in little.
struct Sparkline
{
    CurveKey ability = {};       ///< Ability::key
    QList<QPolygonF> lines = {}; ///< by family, in the unit square, y downwards

    bool operator==(const Sparkline &) const = default;
};

/// The lines of some curves on one common scale, fitted into the unit square, y downwards; shape (curves), a
/// curve of one point gives one point, one without points none. Scores span at least a tenth of a proportion,
/// so that noise does not look like a rise. However many points there are, a line has no more than
/// kMostSparks, which run where they run.
[[nodiscard]] QList<QPolygonF> sparklines(const std::vector<Curve> &curves);

inline constexpr qsizetype kMostSparks = 256;

} // namespace onset
