#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QRectF>

#include <vector>

namespace onset {

// Geometry is cut here and not by the painter, because SVG gets no clip paths: editors turn those into masks.
// Places that are not finite break a line; a polygon leaves them out.

/// The parts of an open line inside `frame`.
[[nodiscard]] QPainterPath clippedLine(const std::vector<QPointF> &line, const QRectF &frame);

/// The part of a closed polygon inside `frame` [Sutherland & Hodgman 1974].
[[nodiscard]] QPainterPath clippedPolygon(const std::vector<QPointF> &polygon, const QRectF &frame);

} // namespace onset
