#include "core/curve/curve.h"

#include <algorithm>
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

Curve supposed(Curve curve, const Supposition &supposition)
{
    if (curve.key != supposition.curve)
        return curve;
    for (CurvePoint &point : curve.points) {
        if (point.model != supposition.model || point.checkpoint != supposition.checkpoint)
            continue;
        const bool counted = curve.metric.counts && fit::isCount(point.y, point.n);
        const double score = std::clamp(supposition.score, curve.metric.low, curve.metric.high);
        point.measured = point.measured.value_or(point.y);
        point.y = counted ? std::round(score * point.n) / point.n : score;
    }
    return curve;
}

namespace {

fit::Points included(const Curve &curve, bool heldOut)
{
    fit::Points points;
    for (const CurvePoint &point : curve.points) {
        const double x = curve.scale.toFit(point.x);
        if (point.excluded || (point.heldOut && !heldOut) || !std::isfinite(x) || !std::isfinite(point.y))
            continue;
        points.x.push_back(x);
        points.y.push_back(point.y);
        points.n.push_back(point.n);
        points.se.push_back(point.standardError);
    }
    return points;
}

} // namespace

fit::Points fitPoints(const Curve &curve) { return included(curve, false); }

fit::Points backtestPoints(const Curve &curve) { return included(curve, true); }

fit::Interval scoreInterval(const Metric &metric, const CurvePoint &point)
{
    if (metric.counts && fit::isCount(point.y, point.n))
        return fit::wilson(point.y, point.n);
    constexpr double z = 1.959963984540054;
    return {point.y - z * point.standardError, point.y + z * point.standardError}; // NaN when none is stated
}

} // namespace onset
