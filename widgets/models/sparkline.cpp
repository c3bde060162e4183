#include "widgets/models/sparkline.h"

#include <algorithm>
#include <cmath>

namespace onset {

namespace {

struct Range
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double value)
    {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    void widenTo(double width)
    {
        if (high - low < width) {
            const double middle = (low + high) / 2;
            low = middle - width / 2;
            high = middle + width / 2;
        }
    }
    [[nodiscard]] double share(double value) const { return high > low ? (value - low) / (high - low) : 0.5; }
};

constexpr double kLeastRise = 0.1; ///< of a proportion

} // namespace

std::vector<QPolygonF> sparklines(const std::vector<Curve> &curves, const QRectF &frame)
{
    Range x, y;
    bool proportions = true;
    for (const Curve &curve : curves) {
        proportions = proportions && curve.metric.proportion;
        for (const CurvePoint &point : curve.points) {
            if (std::isfinite(point.y))
                x.include(curve.scale.toFit(point.x));
            y.include(point.y);
        }
    }
    if (proportions)
        y.widenTo(kLeastRise);

    std::vector<QPolygonF> lines;
    for (const Curve &curve : curves) {
        QPolygonF &line = lines.emplace_back();
        for (const CurvePoint &point : curve.points) {
            const double at = curve.scale.toFit(point.x);
            if (std::isfinite(at) && std::isfinite(point.y))
                line += QPointF(frame.left() + x.share(at) * frame.width(),
                                frame.bottom() - y.share(point.y) * frame.height());
        }
    }
    return lines;
}

} // namespace onset
