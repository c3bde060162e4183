#include "core/figure/axis_range.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace onset {
namespace {

constexpr double kAir = 0.05;         // of the span, on both sides, so that no marker sits on the frame
constexpr double kBracketAir = 0.045; // of the span for each onset bracket …
constexpr int kMostBrackets = 6;      // … up to this many
constexpr double kRowTextAir = 0.3;   // right of the models of a row, for what is said of it

struct Extent
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value, bool logarithmic)
    {
        if (!std::isfinite(value) || (logarithmic && value <= 0))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] bool empty() const { return low > high; }
};

// `above`: further air at the upper end, as a share of the span.
AxisRange widened(const Extent &extent, bool logarithmic, double least, double above = 0)
{
    double low = logarithmic ? std::log10(extent.low) : extent.low;
    double high = logarithmic ? std::log10(extent.high) : extent.high;
    if (high - low < least) {
        const double middle = low + (high - low) / 2;
        low = middle - least / 2;
        high = middle + least / 2;
    }
    const double air = (high - low) * kAir;
    high += air + (high - low) * above;
    low -= air;
    return logarithmic ? AxisRange{std::pow(10, low), std::pow(10, high)} : AxisRange{low, high};
}

} // namespace

AxisRange xRangeOf(const PanelContent &panel)
{
    Extent extent;
    for (const CurveContent &content : panel.curves)
        for (const CurvePoint &point : content.curve.points)
            extent.add(point.x, panel.logX);
    if (extent.empty())
        return panel.logX ? AxisRange{1, 10} : AxisRange{0, 1};
    const double least = panel.logX ? 0.5 : std::max(std::abs(extent.high) * 1e-3, 1e-300);
    return widened(extent, panel.logX, least, hasRows(panel.spec.plot) ? kRowTextAir : 0);
}

namespace {

AxisRange differenceRange(const PanelContent &panel, const Layers &layers)
{
    Extent extent;
    extent.add(0, false);
    for (const Difference &difference : panel.differences)
        for (std::size_t i = 0; i < difference.values.size(); ++i) {
            extent.add(difference.values[i], false);
            if (layers.errorBars && std::isfinite(difference.values[i])) {
                extent.add(difference.bars[i].low, false);
                extent.add(difference.bars[i].high, false);
            }
        }
    return widened(extent, false, panel.percent ? 0.05 : std::max(std::abs(extent.high) * 1e-3, 1e-300));
}

/// The range that holds both.
AxisRange joined(const AxisRange &a, const AxisRange &b)
{
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

} // namespace

void shareAxes(std::vector<PanelContent> &panels)
{
    std::vector<std::pair<AxisRange, AxisRange>> ranges;
    for (const PanelContent &panel : panels) {
        auto &[x, y] = ranges.emplace_back(panel.x, panel.y);
        for (const PanelContent &other : panels) {
            if (other.curves.empty() || other.spec.plot != panel.spec.plot)
                continue;
            if (!panel.spec.xRange && other.xTitle == panel.xTitle && other.logX == panel.logX)
                x = joined(x, other.x);
            if (!panel.spec.yRange && other.yTitle == panel.yTitle && other.logY == panel.logY &&
                !hasRows(panel.spec.plot))
                y = joined(y, other.y);
        }
    }
    for (std::size_t i = 0; i < panels.size(); ++i)
        std::tie(panels[i].x, panels[i].y) = ranges[i];
}

AxisRange yRangeOf(const PanelContent &panel, const Layers &layers)
{
    if (hasRows(panel.spec.plot))
        return {0, std::max(1.0, double(panel.curves.size()))};
    if (panel.spec.plot == Plot::Differences)
        return differenceRange(panel, layers);
    Extent extent;
    int brackets = 0;
    for (const CurveContent &content : panel.curves) {
        for (std::size_t i = 0; i < content.curve.points.size(); ++i) {
            const double drawn = content.lens(content.curve.points[i].y);
            extent.add(drawn, panel.logY);
            if (layers.errorBars && i < content.bars.size() && std::isfinite(drawn)) {
                const fit::Interval bar = content.lens(content.bars[i]);
                extent.add(bar.low, panel.logY);
                extent.add(bar.high, panel.logY);
            }
        }
        brackets += layers.onset && content.onset && content.onset->exists;
    }
    if (layers.chanceLine)
        extent.add(panel.chance, panel.logY);
    if (layers.references)
        for (const Reference &reference : panel.references)
            extent.add(reference.value, panel.logY);
    if (panel.percent && !panel.logY)
        extent.add(0, false);
    if (extent.empty())
        return panel.logY ? AxisRange{0.01, 1} : AxisRange{0, 1};

    const double least =
        panel.logY ? 0.5 : (panel.percent ? 0.05 : std::max(std::abs(extent.high) * 1e-3, 1e-300));
    return widened(extent, panel.logY, least, kBracketAir * std::min(brackets, kMostBrackets));
}

} // namespace onset
