#include "widgets/plot/clip.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace onset {
namespace {

bool finite(const QPointF &p) { return std::isfinite(p.x()) && std::isfinite(p.y()); }

/// Liang–Barsky 1984.
std::optional<std::pair<QPointF, QPointF>> clippedSegment(QPointF a, QPointF b, const QRectF &frame)
{
    const QPointF d = b - a;
    double from = 0, to = 1;
    const std::array<std::pair<double, double>, 4> edges{{{-d.x(), a.x() - frame.left()},
                                                          {d.x(), frame.right() - a.x()},
                                                          {-d.y(), a.y() - frame.top()},
                                                          {d.y(), frame.bottom() - a.y()}}};
    for (const auto &[p, q] : edges) {
        if (p == 0) {
            if (q < 0)
                return std::nullopt;
        } else if (p < 0) {
            from = std::max(from, q / p);
        } else {
            to = std::min(to, q / p);
        }
    }
    if (from > to)
        return std::nullopt;
    return std::pair{from == 0 ? a : a + from * d, to == 1 ? b : a + to * d};
}

/// Keeps the part of the polygon where `inside`(signed distance) ≥ 0.
template <typename Distance>
std::vector<QPointF> cut(const std::vector<QPointF> &polygon, Distance distance)
{
    std::vector<QPointF> kept;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const QPointF &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
        const double da = distance(a), db = distance(b);
        if (da >= 0)
            kept.push_back(a);
        if ((da >= 0) != (db >= 0))
            kept.push_back(a + (b - a) * (da / (da - db)));
    }
    return kept;
}

} // namespace

QPainterPath clippedLine(const std::vector<QPointF> &line, const QRectF &frame)
{
    QPainterPath path;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (!finite(line[i - 1]) || !finite(line[i]))
            continue;
        if (const auto segment = clippedSegment(line[i - 1], line[i], frame)) {
            if (path.elementCount() == 0 || path.currentPosition() != segment->first)
                path.moveTo(segment->first);
            path.lineTo(segment->second);
        }
    }
    return path;
}

QPainterPath clippedPolygon(const std::vector<QPointF> &polygon, const QRectF &frame)
{
    std::vector<QPointF> kept;
    std::ranges::copy_if(polygon, std::back_inserter(kept), finite);
    kept = cut(kept, [&](const QPointF &p) { return p.x() - frame.left(); });
    kept = cut(kept, [&](const QPointF &p) { return frame.right() - p.x(); });
    kept = cut(kept, [&](const QPointF &p) { return p.y() - frame.top(); });
    kept = cut(kept, [&](const QPointF &p) { return frame.bottom() - p.y(); });
    QPainterPath path;
    if (kept.size() < 3)
        return path;
    path.moveTo(kept.front());
    for (std::size_t i = 1; i < kept.size(); ++i)
        path.lineTo(kept[i]);
    path.closeSubpath();
    return path;
}

} // namespace onset
