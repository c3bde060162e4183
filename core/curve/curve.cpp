#include "core/curve/curve.h"

#include <cmath>

namespace onset {

double guessingScore(const Curve &curve)
{
    return std::isnan(curve.chance) && curve.metric.generated ? 0 : curve.chance;
}

bool xEstimated(const Curve &curve, const CurvePoint &point)
{
    return curve.scale.kind == Scale::Kind::Compute && point.flopsEstimated;
}

fit::Measure measureOf(const Curve &curve)
{
    const Metric &metric = curve.metric;
    const double unit = metric.proportion ? 1 : metric.high - metric.low;
    return {.chance = guessingScore(curve),
            .best = std::isnan(curve.best) ? metric.best() : curve.best,
            .range = {metric.low, metric.high},
            .counts = metric.counts,
            .lowerIsBetter = metric.direction == Direction::LowerIsBetter,
            .smallestGain = std::isfinite(unit) ? fit::Measure().smallestGain * unit : kUnknown};
}

fit::Request fitRequest(const Curve &curve, fit::Model model, double floor)
{
    const fit::Measure measure = measureOf(curve);
    return {.model = model,
            .floor = fit::hasFloor(model) ? floor : kUnknown,
            .box = fit::boxFor(fitPoints(curve), measure.range, floor, measure.lowerIsBetter)};
}

fit::Points fitPoints(const Curve &curve)
{
    fit::Points points;
    for (const CurvePoint &point : curve.points) {
        const double x = curve.scale.toFit(point.x);
        if (point.excluded || !std::isfinite(x) || !std::isfinite(point.y))
            continue;
        points.x.push_back(x);
        points.y.push_back(point.y);
        points.n.push_back(point.n);
        points.se.push_back(point.standardError);
    }
    return points;
}

fit::Interval scoreInterval(const Metric &metric, const CurvePoint &point)
{
    if (metric.counts && fit::isCount(point.y, point.n))
        return fit::wilson(point.y, point.n);
    constexpr double z = 1.959963984540054;
    return {point.y - z * point.standardError, point.y + z * point.standardError}; // NaN when none is stated
}

} // namespace onset
