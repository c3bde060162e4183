#include "core/figure/finding.h"

namespace onset {

namespace {

/// The scale of the model that stands at x.
double scaleAt(const Curve &curve, double x)
{
    for (const CurvePoint &point : curve.points)
        if (curve.scale.toFit(point.x) == x)
            return point.x;
    return curve.scale.fromFit(x);
}

} // namespace

fit::Interval onsetOf(const fit::Verdict &verdict, const Curve &curve)
{
    const fit::PatternFinding &finding = verdict.finding;
    if (finding.pattern != fit::Pattern::Appears && finding.pattern != fit::Pattern::AppearsOneBelow)
        return {};
    return {scaleAt(curve, finding.onset.between.low), scaleAt(curve, finding.onset.between.high)};
}

std::vector<Finding> findingsOf(const std::vector<Curve> &curves, int threads, Progress &progress)
{
    std::vector<fit::Points> points;
    std::vector<fit::Measure> measures;
    for (const Curve &curve : curves) {
        points.push_back(fitPoints(curve));
        measures.push_back(measureOf(curve));
    }
    const std::vector<fit::Verdict> verdicts =
        judgeAll(points, measures, {.midpoint = false, .breakTest = false}, threads, progress);
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const Curve &curve = curves[i];
        findings.push_back({curve.key.family, static_cast<int>(points[i].size()), verdicts[i].headline,
                            onsetOf(verdicts[i], curve), verdicts[i].advantage,
                            curve.points.empty() ? QString() : curve.points.front().source});
    }
    return findings;
}

} // namespace onset
