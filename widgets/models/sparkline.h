#pragma once

#include "core/curve/curve.h"

#include <QPolygonF>
#include <QRectF>

#include <vector>

namespace onset {

/// The lines of some curves on one common scale, fitted into `frame`; shape (curves), a curve of one point
/// gives one point, one without points none. Scores span at least a tenth of a proportion, so that noise does
/// not look like a rise.
[[nodiscard]] std::vector<QPolygonF> sparklines(const std::vector<Curve> &curves, const QRectF &frame);

} // namespace onset
