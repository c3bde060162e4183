#include "core/figure/fit_curves.h"

#include "core/figure/captions.h"
#include "core/figure/comparisons.h"
#include "core/figure/figure_text.h"
#include "core/figure/quantity_text.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/intervals/profile.h"
#include "core/fit/parallel.h"
#include "core/fit/solve/fitter.h"
#include "core/fit/solve/solver.h"

#include <algorithm>
#include <cmath>

namespace onset {
namespace {

constexpr int kQuickDraft = 100, kDraft = 40; // replicates of bands that are shown first
constexpr int kBandSteps = 240;               // over the x range; a band is smooth at this many

tl::unexpected<Error> cancelled()
{
    return failure(Code::Cancelled, FigureText::tr("Drawing the figure was cancelled."));
}

void addNote(CurveContent &content, const QString &note)
{
    if (!note.isEmpty())
        content.fitNote = content.fitNote.isEmpty() ? note : content.fitNote + u' ' + note;
}

/// A curve of the figure on its way to a fit.
struct Job
{
    const PanelContent *panel;
    CurveContent *content;
    fit::Points points;
    fit::Noise noise;
};

std::vector<Job> jobsOf(FigureContent &figure)
{
    std::vector<Job> jobs;
    for (PanelContent &panel : figure.panels) {
        if (panel.spec.plot == Plot::Differences)
            continue; // they have fits of their own
        for (CurveContent &content : panel.curves) {
            Job job{&panel, &content, fitPoints(content.curve), {}};
            job.noise = noiseOf(figure.spec.fit, job.points, content.measure.counts);
            jobs.push_back(std::move(job));
        }
    }
    return jobs;
}

/// What the reader must know of the floor and the noise of the fit that is drawn.
void addNotes(const Job &job, const FitSpec &spec)
{
    CurveContent &content = *job.content;
    if (spec.floor != FitSpec::Floor::Free && fit::hasFloor(content.fit.request.model) &&
        std::isnan(content.curve.chance))
        addNote(
            content,
            std::isnan(content.measure.chance)
                ? FigureText::tr("Chance is not stated; the floor is left free.")
                : FigureText::tr("Chance is not stated; the floor is 0 because the answers are generated."));
    if (spec.noise && *spec.noise != job.noise)
        addNote(content, FigureText::tr("The scores do not allow noise that is %1; it is %2.")
                             .arg(noiseInWords(*spec.noise), noiseInWords(job.noise)));
    const PanelSpec &panel = job.panel->spec;
    const auto level = [&content](double score) { return scoreText(content.curve.metric, score); };
    if (panel.floor && fit::hasFloor(content.fit.request.model))
        addNote(content, FigureText::tr("The floor is held at %1, as set by hand.").arg(level(*panel.floor)));
    if (panel.ceiling && fit::hasCeiling(content.fit.request.model))
        addNote(content,
                FigureText::tr("The ceiling is held at %1, as set by hand.").arg(level(*panel.ceiling)));
    addNote(content, statusSentence(content.fit.status));
}

/// Fits the drawn rival again, with the levels that were set by hand.
void holdLevels(const Job &job)
{
    const PanelSpec &panel = job.panel->spec;
    fit::Request request = job.content->fit.request;
    const bool floor = panel.floor && fit::hasFloor(request.model);
    const bool ceiling = panel.ceiling && fit::hasCeiling(request.model);
    if (!floor && !ceiling)
        return;
    if (floor)
        request.floor = *panel.floor;
    if (ceiling)
        request.ceiling = *panel.ceiling;
    const fit::Measure &measure = job.content->measure;
    request.box = fit::boxFor(job.points, measure.range, request.floor, measure.lowerIsBetter);
    job.content->fit = fit::fit(job.points, request);
}

fit::BacktestOptions backtestOptions(const CurveContent &content, const FitSpec &spec, int replicates,
                                     int threads)
{
    return {.bootstrap = {.replicates = replicates, .seed = spec.seed, .threads = threads},
            .range = content.measure.range};
}

/// What the drawn fit says of the models held out.
void foretell(const Job &job, const FitSpec &spec, int replicates, int threads, Progress &progress)
{
    CurveContent &content = *job.content;
    if (job.points.size() > 0 && std::ranges::any_of(content.curve.points, &CurvePoint::heldOut))
        content.forecast = fit::forecast(backtestPoints(content.curve), job.points, content.fit,
                                         backtestOptions(content, spec, replicates, threads), progress);
}

/// Whether a rival treats its floor as asked; those that have no choice always do.
bool floorIs(const fit::Request &request, const fit::Measure &measure, FitSpec::Floor floor)
{
    const bool chooses = fit::hasFloor(request.model) && request.model != fit::Model::Step &&
                         !std::isnan(measure.chance) && floor != FitSpec::Floor::Auto;
    return !chooses || std::isnan(request.floor) == (floor == FitSpec::Floor::Free);
}

/// The variants of one rival that the figure may draw.
std::vector<fit::Request> variants(const Job &job, fit::Model model, FitSpec::Floor floor)
{
    const fit::Measure &measure = job.content->measure;
    if (model == fit::Model::Isotonic)
        return {fitRequest(job.content->curve, model, kUnknown)};
    std::vector<fit::Request> requests = fit::rivalRequests(job.points, measure, job.noise);
    std::erase_if(requests, [&](const fit::Request &request) {
        return request.model != model || !floorIs(request, measure, floor);
    });
    return requests;
}

/// One variant of one curve's rival.
struct Task
{
    std::size_t job;
    fit::Request request;
    fit::Fit fit = {};
    bool done = false;
};

/// Curves that ask for the same fit go together, so that those over the same models share their work.
bool fitTasks(const std::vector<Job> &jobs, std::vector<Task> &tasks, int threads, Progress &progress)
{
    std::size_t finished = 0;
    for (std::size_t first = 0; first < tasks.size(); ++first) {
        if (tasks[first].done)
            continue;
        std::vector<Task *> members;
        std::vector<fit::Points> points;
        for (std::size_t i = first; i < tasks.size(); ++i) {
            if (!tasks[i].done && sameRequest(tasks[i].request, tasks[first].request)) {
                members.push_back(&tasks[i]);
                points.push_back(jobs[tasks[i].job].points);
            }
        }
        Part part(progress, double(finished) / double(tasks.size()),
                  double(finished + members.size()) / double(tasks.size()));
        std::vector<fit::Fit> fits = fit::fitAll(points, tasks[first].request, threads, part);
        if (progress.cancelled() || fits.size() != members.size())
            return false;
        for (std::size_t i = 0; i < members.size(); ++i) {
            members[i]->done = true;
            members[i]->fit = std::move(fits[i]);
        }
        finished += members.size();
    }
    return true;
}

/// Fits one rival to each of the curves.
bool fitRival(std::vector<Job *> curves, fit::Model model, FitSpec::Floor floor, int threads,
              Progress &progress)
{
    std::vector<Job> jobs;
    std::vector<Task> tasks;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        jobs.push_back(*curves[i]);
        for (const fit::Request &request : variants(*curves[i], model, floor))
            tasks.push_back({i, request});
    }
    if (!fitTasks(jobs, tasks, threads, progress))
        return false;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        std::vector<fit::Fit> fits;
        for (const Task &task : tasks)
            if (task.job == i)
                fits.push_back(task.fit);
        jobs[i].content->fit = fits[fit::shownVariant(fits)];
    }
    return true;
}

/// Judges those curves that are not judged yet.
bool judge(const std::vector<Job> &jobs, int threads, Progress &progress)
{
    for (const fit::Noise law : fit::kNoises) {
        std::vector<CurveContent *> contents;
        std::vector<fit::Points> points;
        std::vector<fit::Measure> measures;
        for (const Job &job : jobs) {
            if (job.noise != law || job.content->verdict)
                continue;
            contents.push_back(job.content);
            points.push_back(job.points);
            measures.push_back(job.content->measure);
        }
        if (contents.empty())
            continue;
        const fit::VerdictOptions options{.noise = law, .defaultNoise = false};
        std::vector<fit::Verdict> verdicts = fit::judgeAll(points, measures, options, threads, progress);
        if (verdicts.size() != contents.size())
            return false;
        for (std::size_t i = 0; i < contents.size(); ++i)
            contents[i]->verdict = std::move(verdicts[i]);
    }
    return true;
}

/// The simplest rival that passes through every score, as their likelihoods have no limit, else the
/// comparable one of smallest AICc; null where no rival that changes with scale is comparable: the models are
/// too few to choose among curves, and a constant would only win for want of an opponent. Where the scores
/// show an onset by definition, a constant is no candidate either.
const fit::Fit *bestRival(const fit::Verdict &verdict, FitSpec::Floor floor)
{
    const fit::Pattern pattern = verdict.finding.pattern;
    const bool appears = pattern == fit::Pattern::Appears || pattern == fit::Pattern::AppearsOneBelow;
    const auto allowed = [&](const fit::Fit &fit) { return floorIs(fit.request, verdict.measure, floor); };
    const auto changes = [&](const fit::Fit &fit) {
        return fit.request.model != fit::Model::Flat && allowed(fit);
    };
    const fit::Comparison &rivals = verdict.comparison;
    const fit::Fit *exact = nullptr;
    for (const fit::Fit &fit : rivals.fits)
        if (fit.comparable == fit::Comparable::Exact && allowed(fit) && fit.k < fit.m &&
            (!exact || fit.k < exact->k))
            exact = &fit;
    if (exact)
        return exact;
    const int changing = rivals.bestOf(changes);
    const int best = appears ? changing : rivals.bestOf(allowed);
    return changing < 0 ? nullptr : &rivals.fits[std::size_t(best)];
}

bool fitBest(std::vector<Job> &jobs, FitSpec::Floor floor, int threads, Progress &progress)
{
    if (!judge(jobs, threads, progress))
        return false;
    std::vector<Job *> undecided;
    for (Job &job : jobs) {
        if (const fit::Fit *best = bestRival(*job.content->verdict, floor)) {
            job.content->fit = *best;
            continue;
        }
        undecided.push_back(&job);
        addNote(*job.content,
                FigureText::tr("Too few models to choose among the rivals; a logistic curve is drawn."));
    }
    return fitRival(undecided, fit::Model::Logistic, floor, threads, progress);
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

/// Both sides of the middle between two models, where the band of a step jumps.
void addJumps(const std::vector<double> &x, std::vector<double> &grid)
{
    std::vector<double> jumps;
    for (std::size_t i = 1; i < x.size(); ++i) {
        const double middle = (x[i - 1] + x[i]) / 2;
        if (x[i - 1] < x[i] && !grid.empty() && middle > grid.front() && middle <= grid.back())
            jumps.insert(jumps.end(), {std::nextafter(middle, grid.front()), middle});
    }
    grid.insert(grid.end(), jumps.begin(), jumps.end());
    std::ranges::sort(grid);
}

/// Replicates of these are fitted in 10 µs each, those of other laws and rivals in 0.05 to 0.5 ms.
bool isQuick(const fit::Request &request)
{
    return fit::isLeastSquares(request);
}

/// A band that is to be made.
struct BandJob
{
    Job *job;
    std::vector<double> at;
};

/// The bands that the figure lacks, or has of fewer replicates.
std::vector<BandJob> missingBands(const FigureSpec &spec, std::vector<Job> &jobs, int replicates)
{
    std::vector<BandJob> missing;
    for (Job &job : jobs) {
        const fit::Fit &fit = job.content->fit;
        if (!hasBand(spec, job.panel->spec.plot, *job.content))
            continue;
        std::vector<double> at = bandGrid(*job.panel, job.content->curve.scale);
        if (fit.request.model == fit::Model::Step)
            addJumps(job.points.x, at);
        if (!at.empty() && (at != job.content->band.x || job.content->band.replicates < replicates))
            missing.push_back({&job, std::move(at)});
    }
    return missing;
}

bool makeBands(const std::vector<BandJob> &bands, const FitSpec &spec, int replicates, int threads,
               Progress &progress)
{
    const fit::Bootstrap options{.replicates = replicates,
                                 .seed = spec.seed,
                                 .threads = threads,
                                 .climbed = replicates < spec.replicates};
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const auto &[job, at] = bands[i];
        Part part(progress, double(i) / double(bands.size()), double(i + 1) / double(bands.size()));
        job->content->band = fit::bootstrapBand(job->points, job->content->fit, at, options, part);
        if (replicates == spec.replicates) // a draft has no time for it
            foretell(*job, spec, replicates, threads, part);
        if (progress.cancelled())
            return false;
    }
    return true;
}

} // namespace

Result<> fitCurves(FigureContent &figure, int threads, Progress &progress)
{
    const FitSpec &spec = figure.spec.fit;
    std::vector<Job> jobs = jobsOf(figure);
    std::vector<Job *> all;
    for (Job &job : jobs)
        all.push_back(&job);
    Part fitting(progress, 0, 0.3);
    if (!(spec.model ? fitRival(all, *spec.model, spec.floor, threads, fitting)
                     : fitBest(jobs, spec.floor, threads, fitting)))
        return cancelled();
    for (const Job &job : jobs) {
        holdLevels(job);
        addNotes(job, spec);
        foretell(job, spec, 0, 1, fitting);
    }
    Part banding(progress, 0.3, 1);
    const int replicates = std::min(spec.replicates, kQuickDraft);
    std::vector<BandJob> bands = missingBands(figure.spec, jobs, replicates);
    std::erase_if(bands, [](const BandJob &band) { return !isQuick(band.job->content->fit.request); });
    if (!makeBands(bands, spec, replicates, threads, banding))
        return cancelled();
    return {};
}

fit::Noise noiseOf(const FitSpec &spec, const fit::Points &points, bool counts)
{
    return spec.noise && fit::allows(points, counts, *spec.noise) ? *spec.noise
                                                                  : fit::defaultNoise(points, counts);
}

bool hasBand(const FigureSpec &spec, Plot plot, const CurveContent &curve)
{
    return plot == Plot::Scores && spec.layers.fits && spec.layers.bands && curve.fit.usable() &&
           curve.fit.m > curve.fit.k && curve.fit.request.model != fit::Model::Isotonic;
}

Result<ContentPtr> banded(const ContentPtr &content, int most, int threads, Progress &progress)
{
    const auto figure = std::make_shared<FigureContent>(*content);
    std::vector<Job> jobs = jobsOf(*figure);
    const int replicates = figure->spec.fit.replicates;
    std::vector<BandJob> bands = missingBands(figure->spec, jobs, replicates);
    if (bands.empty() && isSettled(*figure))
        return content;
    bands.resize(std::min(bands.size(), std::size_t(most)));
    Part banding(progress, 0, 0.7), settling(progress, 0.7, 1);
    if (!makeBands(bands, figure->spec.fit, replicates, threads, banding) ||
        !settleDifferences(*figure, most - int(bands.size()), threads, settling))
        return cancelled();
    const bool made = bands.empty() || std::ranges::any_of(bands, [](const BandJob &band) {
                          return band.job->content->band.replicates > 0;
                      });
    return made ? ContentPtr(figure) : content; // none can be had
}

Result<ContentPtr> drafted(const ContentPtr &content, int threads, Progress &progress)
{
    const auto figure = std::make_shared<FigureContent>(*content);
    std::vector<Job> jobs = jobsOf(*figure);
    const int replicates = std::min(figure->spec.fit.replicates, kDraft);
    const std::vector<BandJob> bands = missingBands(figure->spec, jobs, replicates);
    if (bands.empty())
        return content;
    if (!makeBands(bands, figure->spec.fit, replicates, threads, progress))
        return cancelled();
    return ContentPtr(figure);
}

Result<ContentPtr> judged(const ContentPtr &content, int threads, Progress &progress)
{
    if (!content->spec.layers.fits)
        return content;
    const auto figure = std::make_shared<FigureContent>(*content);
    const std::vector<Job> jobs = jobsOf(*figure);
    Part judging(progress, 0, 0.8);
    if (!judge(jobs, threads, judging))
        return cancelled();
    Part profiling(progress, 0.8, 1);
    const auto profile = [&jobs](std::size_t i) {
        CurveContent &curve = *jobs[i].content;
        curve.bigBench = fit::bigBenchAgainstNull(jobs[i].points, curve.measure.rule());
        fit::Fit &fit = curve.fit;
        if (fit.usable() && fit.request.model != fit::Model::Isotonic)
            fit = fit::withProfileIntervals(jobs[i].points, std::move(fit));
    };
    if (!fit::forEachIndex(
            jobs.size(), threads, profiling, [&] { return profile; }, 1))
        return cancelled();
    return ContentPtr(figure);
}

} // namespace onset
