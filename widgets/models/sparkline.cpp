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

/// Of the points that fall into one column of pixels, the first, the lowest, the highest and the last.
QPolygonF thinned(const QPolygonF &line)
{
    constexpr qsizetype columns = kMostSparks / 4;
    if (line.size() <= kMostSparks)
        return line;
    const auto columnOf = [](const QPointF &point) {
        return std::min(columns - 1, static_cast<qsizetype>(point.x() * columns));
    };
    const auto higher = [](const QPointF &a, const QPointF &b) { return a.y() < b.y(); };
    QPolygonF kept;
    for (auto first = line.cbegin(), end = first; first != line.cend(); first = end) {
        end = std::find_if(first, line.cend(),
                           [&](const QPointF &point) { return columnOf(point) != columnOf(*first); });
        auto [top, bottom] = std::minmax_element(first, end, higher);
        if (bottom < top)
            std::swap(top, bottom);
        kept << *first << *top << *bottom << *(end - 1);
    }
    return kept;
}

} // namespace

QList<QPolygonF> sparklines(const std::vector<Curve> &curves)
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

    QList<QPolygonF> lines;
    for (const Curve &curve : curves) {
        QPolygonF line;
        for (const CurvePoint &point : curve.points) {
            const double at = curve.scale.toFit(point.x);
            if (std::isfinite(at) && std::isfinite(point.y))
                line += QPointF(x.share(at), 1 - y.share(point.y));
        }
        lines += thinned(line);
    }
    return lines;
}

} // namespace onset
