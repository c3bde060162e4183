#include "core/curve/hold_out.h"
#include "core/figure/axis_range.h"
#include "core/figure/captions.h"
#include "core/figure/comparisons.h"
#include "core/figure/figure_content.h"
#include "core/figure/figure_text.h"
#include "core/figure/fit_curves.h"
#include "core/figure/labels.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

std::vector<fit::Interval> barsOf(const Curve &curve)
{
    std::vector<fit::Interval> bars;
    bars.reserve(curve.points.size());
    for (const CurvePoint &point : curve.points)
        bars.push_back(scoreInterval(curve.metric, point));
    return bars;
}

/// None where chance is not known, or the metric's range does not say what a point of score is.
std::optional<fit::Onset> onsetOf(const CurveContent &content)
{
    if (std::isnan(content.measure.chance) || std::isnan(content.measure.smallestGain))
        return std::nullopt;
    return fit::onsetByDefinition(fitPoints(content.curve), content.measure.rule());
}

void addReferences(PanelContent &panel, const CurveContent &content)
{
    for (Reference reference : content.curve.references) {
        reference.value = content.lens(reference.value);
        if (std::isfinite(reference.value) &&
            std::ranges::find(panel.references, reference) == panel.references.end())
            panel.references.push_back(reference);
    }
}

QString whyNoLens(Transform transform)
{
    return transform == Transform::ChanceNormalised
               ? FigureText::tr(
                     "%1: its chance level or best score is not stated, so its scores cannot be normalised.")
               : FigureText::tr(
                     "%1: its metric is no proportion, so it cannot be drawn on this vertical axis.");
}

/// Needs the curves, also those whose rows are left out later.
void setXRange(PanelContent &panel)
{
    const PanelSpec &spec = panel.spec;
    panel.logX = spec.logX.value_or(spec.x.logarithmic()) && (!spec.xRange || spec.xRange->low > 0);
    panel.wholeX = xRangeOf(panel);
    panel.x = spec.xRange.value_or(panel.wholeX);
}

void setYRange(PanelContent &panel, const Layers &layers)
{
    const PanelSpec &spec = panel.spec;
    panel.logY = spec.plot == Plot::Scores && spec.logY && (!spec.yRange || spec.yRange->low > 0);
    panel.y = spec.yRange ? *spec.yRange : yRangeOf(panel, layers);
}

/// Everything of a panel but fits and bands.
Result<PanelContent> loadPanel(const PanelSpec &spec, const Layers &layers, const CurveSource &source)
{
    PanelContent panel;
    panel.spec = spec;
    std::vector<Metric> metrics;
    std::vector<double> chances;
    panel.percent = true;
    const QStringList labels = hasRows(spec.plot) ? rowLabels(spec.curves) : curveLabels(spec.curves);
    const Transform transform = spec.plot == Plot::Scores ? spec.transform : Transform::Raw;
    for (std::size_t i = 0; i < spec.curves.size(); ++i) {
        Result<Curve> found = source(spec.curves[i], spec.x);
        if (!found && found.error().code != Code::NotFound)
            return tl::unexpected<Error>(found.error());
        if (!found) {
            panel.missing << found.error().what;
            continue;
        }
        const std::optional<Lens> lens = Lens::of(*found, transform, spec.answerLength);
        if (!lens) {
            panel.missing << whyNoLens(transform).arg(labels[qsizetype(i)]);
            continue;
        }
        if (found->points.empty()) {
            panel.missing << FigureText::tr("%1: no model has a known value on the axis “%2”.")
                                 .arg(labels[qsizetype(i)], spec.x.title());
            continue;
        }
        CurveContent content;
        content.spec = spec.curves[i];
        content.lens = *lens;
        content.bars = barsOf(*found);
        content.measure = measureOf(*found);
        content.curve = std::move(*found);
        holdOut(content.curve, spec.cutoff);
        content.onset = onsetOf(content);
        content.label = labels[qsizetype(i)];
        metrics.push_back(content.curve.metric);
        panel.percent &= lens->drawn(content.curve.metric).proportion;
        chances.push_back((*lens)(content.curve.chance));
        addReferences(panel, content);
        panel.curves.push_back(std::move(content));
    }

    panel.gone = panel.missing;
    setXRange(panel);
    if (spec.plot == Plot::Differences)
        addDifferences(panel);
    else if (hasRows(spec.plot))
        arrangeRows(panel);
    if (spec.plot != Plot::Scores)
        panel.references.clear();
    if (spec.plot == Plot::Scores && !chances.empty() && std::isfinite(chances.front()) &&
        std::ranges::all_of(chances, [&](double c) { return c == chances.front(); }))
        panel.chance = chances.front();
    panel.title = spec.title;
    panel.xTitle = spec.x.title();
    if (spec.plot == Plot::Scores)
        panel.yTitle = scoreTitle(metrics, transform, spec.answerLength);
    else if (spec.plot == Plot::Differences)
        panel.yTitle = differenceTitle(metrics);
    panel.percent &= !metrics.empty() && !hasRows(spec.plot);
    panel.reversedX = spec.x.reversed();
    setYRange(panel, layers);
    return panel;
}

} // namespace

Result<ContentPtr> sketch(const FigureSpec &spec, const CurveSource &source, int threads, Progress &progress)
{
    Q_ASSERT(threads >= 1);
    const auto figure = std::make_shared<FigureContent>();
    figure->spec = spec;
    for (const PanelSpec &panelSpec : spec.panels) {
        if (progress.cancelled())
            return failure(Code::Cancelled, FigureText::tr("Drawing the figure was cancelled."));
        Result<PanelContent> panel = loadPanel(panelSpec, spec.layers, source);
        if (!panel)
            return tl::unexpected<Error>(panel.error());
        if (panel->title.isEmpty() && spec.panels.size() > 1 && panelSpec.plot == Plot::Scores)
            panel->title = commonTask(panelSpec.curves);
        figure->panels.push_back(std::move(*panel));
    }

    if (spec.sharedAxes)
        shareAxes(figure->panels);
    Part comparing(progress, 0, 0.3), fitting(progress, 0.3, 1);
    if (const Result<> compared = compareCurves(*figure, threads, comparing); !compared)
        return tl::unexpected<Error>(compared.error());
    if (spec.layers.fits)
        if (const Result<> fitted = fitCurves(*figure, threads, fitting); !fitted)
            return tl::unexpected<Error>(fitted.error());
    progress.report(1);
    return ContentPtr(figure);
}

std::vector<double> cutoffsOf(const FigureContent &content, const Scale &scale)
{
    std::set<double> places; // in the units of the fits, in which ability grows
    for (const PanelContent &panel : content.panels)
        for (const CurveContent &curve : panel.curves)
            if (curve.curve.scale == scale)
                for (const CurvePoint &point : curve.curve.points)
                    places.insert(scale.toFit(point.x));
    std::vector<double> cutoffs;
    for (auto place = places.begin(); place != places.end() && std::next(place) != places.end(); ++place)
        cutoffs.push_back(scale.fromFit((*place + *std::next(place)) / 2));
    return cutoffs;
}

ContentPtr ranged(const ContentPtr &content, const FigureSpec &spec)
{
    Q_ASSERT(spec.panels.size() == content->panels.size());
    const auto figure = std::make_shared<FigureContent>(*content);
    figure->spec = spec;
    for (std::size_t i = 0; i < spec.panels.size(); ++i) {
        PanelContent &panel = figure->panels[i];
        panel.spec = spec.panels[i];
        if (hasRows(panel.spec.plot)) // some have been left out
            panel.x = panel.spec.xRange.value_or(panel.wholeX);
        else
            setXRange(panel);
        setYRange(panel, spec.layers);
    }
    if (spec.sharedAxes)
        shareAxes(figure->panels);
    return figure;
}

Result<ContentPtr> compose(const FigureSpec &spec, const CurveSource &source, int threads, Progress &progress)
{
    Part sketching(progress, 0, 0.3), banding(progress, 0.3, 1);
    const Result<ContentPtr> figure = sketch(spec, source, threads, sketching);
    return figure ? banded(*figure, kAllBands, threads, banding) : figure;
}

} // namespace onset
