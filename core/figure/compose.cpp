#include "core/figure/axis_range.h"
#include "core/figure/captions.h"
#include "core/figure/figure_content.h"
#include "core/figure/labels.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr int kBandSteps = 240; // over the x range; a band is smooth at this many

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(onset::Compose)
};

/// One step of the whole work as a range of its progress.
class Part : public Progress
{
public:
    Part(Progress &whole, double from, double to) : m_whole(whole), m_from(from), m_to(to) {}
    void report(double fraction) override { m_whole.report(m_from + (m_to - m_from) * fraction); }
    [[nodiscard]] bool cancelled() const override { return m_whole.cancelled(); }

private:
    Progress &m_whole;
    double m_from, m_to;
};

std::vector<fit::Interval> barsOf(const Curve &curve)
{
    std::vector<fit::Interval> bars;
    bars.reserve(curve.points.size());
    for (const CurvePoint &point : curve.points)
        bars.push_back(scoreInterval(curve.metric, point));
    return bars;
}

/// None without a chance level, or where the metric's range does not say what a point of score is.
std::optional<fit::Onset> onsetOf(const Curve &curve)
{
    const fit::OnsetRule rule = measureOf(curve).rule();
    if (std::isnan(rule.chance) || std::isnan(rule.smallestGain))
        return std::nullopt;
    return fit::onsetByDefinition(fitPoints(curve), rule);
}

/// The fit to ask for, and what the reader must know about its floor.
fit::Request requestFor(const Curve &curve, const FitSpec &spec, QString &note)
{
    if (spec.floor == FitSpec::Floor::Free || !fit::hasFloor(spec.model))
        return fitRequest(curve, spec.model, kUnknown);
    const double floor = guessingScore(curve);
    if (std::isnan(curve.chance))
        note = std::isnan(floor)
                   ? Words::tr("Chance is not stated; the floor is left free.")
                   : Words::tr("Chance is not stated; the floor is 0 because the answers are generated.");
    return fitRequest(curve, spec.model, floor);
}

/// A curve of the figure on its way to a fit.
struct Job
{
    const PanelContent *panel;
    CurveContent *content;
    fit::Points points;
    fit::Request request;
    bool done = false;
};

std::vector<Job> jobsOf(FigureContent &figure)
{
    std::vector<Job> jobs;
    for (PanelContent &panel : figure.panels) {
        for (CurveContent &content : panel.curves) {
            Job job{&panel, &content, fitPoints(content.curve), {}};
            job.request = requestFor(content.curve, figure.spec.fit, content.fitNote);
            jobs.push_back(std::move(job));
        }
    }
    return jobs;
}

/// Curves that ask for the same fit go together, so that those over the same models share their work.
Result<> fitCurves(std::vector<Job> &jobs, int threads, Progress &progress)
{
    std::size_t finished = 0;
    for (std::size_t first = 0; first < jobs.size(); ++first) {
        if (jobs[first].done)
            continue;
        std::vector<std::size_t> members;
        std::vector<fit::Points> points;
        for (std::size_t i = first; i < jobs.size(); ++i) {
            if (!jobs[i].done && sameRequest(jobs[i].request, jobs[first].request)) {
                members.push_back(i);
                points.push_back(jobs[i].points);
            }
        }
        Part part(progress, double(finished) / double(jobs.size()),
                  double(finished + members.size()) / double(jobs.size()));
        const std::vector<fit::Fit> fits = fit::fitAll(points, jobs[first].request, threads, part);
        if (progress.cancelled() || fits.size() != members.size())
            return failure(Code::Cancelled, Words::tr("Drawing the figure was cancelled."));
        for (std::size_t i = 0; i < members.size(); ++i) {
            Job &job = jobs[members[i]];
            job.done = true;
            job.content->fit = fits[i];
            if (const QString why = statusSentence(fits[i].status); !why.isEmpty())
                job.content->fitNote =
                    job.content->fitNote.isEmpty() ? why : job.content->fitNote + u' ' + why;
        }
        finished += members.size();
    }
    return {};
}

/// x in fit units, evenly over the panel's range.
std::vector<double> bandGrid(const PanelContent &panel, const Scale &scale)
{
    auto [low, high] = std::minmax({scale.toFit(panel.x.low), scale.toFit(panel.x.high)});
    std::vector<double> places;
    for (const CurveContent &content : panel.curves)
        for (const CurvePoint &point : content.curve.points)
            places.push_back(scale.toFit(point.x));
    std::vector<double> grid;
    if (places.empty())
        return grid;
    if (!std::isfinite(low)) // a linear axis from zero of a logarithmic scale
        low = std::ranges::min(places);
    if (!std::isfinite(high))
        high = std::ranges::max(places);
    if (low >= high)
        return grid;
    grid.reserve(kBandSteps + 1);
    for (int i = 0; i <= kBandSteps; ++i)
        grid.push_back(low + (high - low) * i / kBandSteps);
    return grid;
}

Result<> bandCurves(std::vector<Job> &jobs, const FitSpec &spec, int threads, Progress &progress)
{
    const fit::Bootstrap options{.replicates = spec.replicates, .seed = spec.seed, .threads = threads};
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        Job &job = jobs[i];
        if (!job.content->fit.usable())
            continue;
        const std::vector<double> at = bandGrid(*job.panel, job.content->curve.scale);
        Part part(progress, double(i) / double(jobs.size()), double(i + 1) / double(jobs.size()));
        job.content->band = fit::bootstrapBand(job.points, job.content->fit, at, options, part);
        if (progress.cancelled())
            return failure(Code::Cancelled, Words::tr("Drawing the figure was cancelled."));
    }
    return {};
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
               ? Words::tr(
                     "%1: its chance level or best score is not stated, so its scores cannot be normalised.")
               : Words::tr("%1: its metric is no proportion, so it cannot be drawn on this vertical axis.");
}

/// Everything of a panel but fits and bands.
Result<PanelContent> loadPanel(const PanelSpec &spec, const Layers &layers, const CurveSource &source)
{
    PanelContent panel;
    panel.spec = spec;
    std::vector<Metric> metrics;
    std::vector<double> chances;
    panel.percent = true;
    const QStringList labels = curveLabels(spec.curves);
    for (std::size_t i = 0; i < spec.curves.size(); ++i) {
        Result<Curve> found = source(spec.curves[i], spec.x);
        if (!found && found.error().code != Code::NotFound)
            return tl::unexpected<Error>(found.error());
        if (!found) {
            panel.missing << found.error().what;
            continue;
        }
        const std::optional<Lens> lens = Lens::of(*found, spec.transform, spec.answerLength);
        if (!lens) {
            panel.missing << whyNoLens(spec.transform).arg(labels[qsizetype(i)]);
            continue;
        }
        if (found->points.empty()) {
            panel.missing << Words::tr("%1: no model has a known value on the axis “%2”.")
                                 .arg(labels[qsizetype(i)], spec.x.title());
            continue;
        }
        CurveContent content;
        content.spec = spec.curves[i];
        content.lens = *lens;
        content.bars = barsOf(*found);
        content.onset = onsetOf(*found);
        content.curve = std::move(*found);
        content.label = labels[qsizetype(i)];
        metrics.push_back(content.curve.metric);
        panel.percent &= lens->drawn(content.curve.metric).proportion;
        chances.push_back((*lens)(content.curve.chance));
        addReferences(panel, content);
        panel.curves.push_back(std::move(content));
    }

    if (!chances.empty() && std::isfinite(chances.front()) &&
        std::ranges::all_of(chances, [&](double c) { return c == chances.front(); }))
        panel.chance = chances.front();
    panel.title = spec.title;
    panel.xTitle = spec.x.title();
    panel.yTitle = scoreTitle(metrics, spec.transform, spec.answerLength);
    panel.percent &= !metrics.empty();
    panel.logX = spec.logX.value_or(spec.x.logarithmic()) && (!spec.xRange || spec.xRange->low > 0);
    panel.logY = spec.logY && (!spec.yRange || spec.yRange->low > 0);
    panel.reversedX = spec.x.reversed();
    panel.x = spec.xRange ? *spec.xRange : xRangeOf(panel);
    panel.y = spec.yRange ? *spec.yRange : yRangeOf(panel, layers);
    return panel;
}

} // namespace

Result<std::shared_ptr<const FigureContent>> compose(const FigureSpec &spec, const CurveSource &source,
                                                     int threads, Progress &progress)
{
    Q_ASSERT(threads >= 1);
    const auto figure = std::make_shared<FigureContent>();
    figure->spec = spec;
    for (const PanelSpec &panelSpec : spec.panels) {
        if (progress.cancelled())
            return failure(Code::Cancelled, Words::tr("Drawing the figure was cancelled."));
        Result<PanelContent> panel = loadPanel(panelSpec, spec.layers, source);
        if (!panel)
            return tl::unexpected<Error>(panel.error());
        if (panel->title.isEmpty() && spec.panels.size() > 1)
            panel->title = commonTask(panelSpec.curves);
        figure->panels.push_back(std::move(*panel));
    }

    if (spec.layers.fits) {
        std::vector<Job> jobs = jobsOf(*figure);
        Part fitting(progress, 0, 0.3);
        if (const Result<> fitted = fitCurves(jobs, threads, fitting); !fitted)
            return tl::unexpected<Error>(fitted.error());
        Part banding(progress, 0.3, 1);
        if (spec.layers.bands)
            if (const Result<> banded = bandCurves(jobs, spec.fit, threads, banding); !banded)
                return tl::unexpected<Error>(banded.error());
    }
    progress.report(1);
    return std::shared_ptr<const FigureContent>(figure);
}

} // namespace onset
