#include "app/cli/command.h"
#include "app/cli/curve_options.h"
#include "app/cli/fit_table.h"
#include "app/cli/rival_options.h"
#include "app/cli/table.h"
#include "app/cli/workbook_option.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/intervals/profile.h"
#include "core/fit/parallel.h"

#include <QThread>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

/// Curves that a thread takes at once. Intervals take long enough to be shared out one by one.
std::size_t curvesAtOnce(const std::string &interval) { return interval == "profile" ? 1 : 32; }

struct FitOptions
{
    WorkbookOption workbook;
    CurveOptions curves;
    RivalOptions rivals;
    std::string interval = "profile";
    std::string resampling = "parametric";
    fit::Bootstrap bootstrap{.replicates = 2000, .seed = 1, .threads = QThread::idealThreadCount()};
    std::string format = "table";
    std::string output;
};

/// A curve on its way to its fits.
struct Job
{
    fit::Points points;
    std::vector<fit::Request> requests; ///< empty: the noise asked for is not possible
    fit::Comparison comparison = {};
};

Result<std::vector<Job>> jobsOf(const std::vector<Curve> &curves, const RivalOptions &options)
{
    std::vector<Job> jobs;
    for (const Curve &curve : curves) {
        Job &job = jobs.emplace_back(Job{fitPoints(curve), {}});
        const std::optional<fit::Noise> noise = noiseFor(options, curve, job.points);
        if (!noise || job.points.size() == 0)
            continue;
        auto requests = requestsFor(options, curve, job.points, *noise);
        if (!requests)
            return tl::unexpected(requests.error());
        job.requests = std::move(*requests);
        if (options.model == "flat") // a level of its own; at chance it is another question
            job.requests.resize(1);
    }
    return jobs;
}

/// A rival alone has no weight.
void withoutLoneWeight(fit::Comparison &comparison)
{
    if (std::ranges::count(comparison.fits, fit::Comparable::Yes, &fit::Fit::comparable) < 2)
        comparison.weight.assign(comparison.fits.size(), kUnknown);
}

/// Of all rivals the best comparable one, or none; of a named one the variant to show.
fit::Comparison chosen(fit::Comparison rivals, const std::string &model)
{
    if (model == "all")
        return rivals;
    const bool named = model != "auto";
    if (!named && rivals.best < 0)
        return {};
    const auto which = named ? fit::shownVariant(rivals.fits) : std::size_t(rivals.best);
    const double weight = named ? kUnknown : rivals.weight[which];
    return {{std::move(rivals.fits[which])}, {rivals.delta[which]}, {weight}, 0};
}

void setIntervals(fit::Fit &fit, const std::array<fit::Interval, fit::kMaxParameters> &intervals)
{
    for (std::size_t i = 0; i < std::size_t(fit.count); ++i)
        fit.parameters[i].interval = intervals[i];
}

/// Of the bootstrap, over all fits.
struct Replicates
{
    int asked = 0;
    int failed = 0; ///< without a usable fit, left out of the intervals
};

/// Fits the rivals of every job, those over the same models side by side: they share their work.
Replicates fitJobs(std::vector<Job> &jobs, const FitOptions &options)
{
    std::vector<Job *> order;
    for (Job &job : jobs)
        order.push_back(&job);
    std::ranges::stable_sort(order, [](const Job *a, const Job *b) {
        const auto floor = [](const Job *job) { // NaN: −1
            const double held = job->requests.empty() ? kUnknown : job->requests.front().floor;
            return std::isnan(held) ? -1 : held;
        };
        return a->points.x != b->points.x ? a->points.x < b->points.x : floor(a) < floor(b);
    });
    Progress progress;
    (void)fit::forEachIndex(
        order.size(), options.bootstrap.threads, progress,
        [&] {
            return [&, fitter = fit::RivalFitter()](std::size_t index) mutable {
                Job &job = *order[index];
                if (job.requests.empty())
                    return;
                job.comparison = fitter(job.points, job.requests);
                withoutLoneWeight(job.comparison);
                job.comparison = chosen(std::move(job.comparison), options.rivals.model);
                for (fit::Fit &fit : job.comparison.fits) {
                    if (options.interval == "profile")
                        fit = withProfileIntervals(job.points, std::move(fit));
                    else if (options.interval == "wald")
                        setIntervals(fit, waldIntervals(job.points, fit));
                }
            };
        },
        curvesAtOnce(options.interval));
    Replicates replicates;
    if (options.interval != "bootstrap")
        return replicates;
    fit::Bootstrap bootstrap = options.bootstrap;
    bootstrap.kind = options.resampling == "case" ? fit::Resampling::Case : fit::Resampling::Parametric;
    for (Job &job : jobs) {
        for (fit::Fit &fit : job.comparison.fits) {
            if (!fit.usable() || fit.count == 0)
                continue;
            const fit::Band band = bootstrapBand(job.points, fit, {}, bootstrap, progress);
            setIntervals(fit, band.parameters);
            replicates.asked += band.replicates;
            replicates.failed += band.failed;
        }
    }
    return replicates;
}

std::vector<FittedCurve> fittedCurves(std::vector<Curve> curves, std::vector<Job> jobs)
{
    std::vector<FittedCurve> fitted;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const fit::Measure measure = measureOf(curves[i]);
        FittedCurve &out = fitted.emplace_back(FittedCurve{std::move(curves[i])});
        fit::Comparison &comparison = jobs[i].comparison;
        for (std::size_t k = 0; k < comparison.fits.size(); ++k)
            out.rivals.push_back({comparison.fits[k],
                                  QString::fromStdString(fit::rivalName(comparison.fits[k].request, measure)),
                                  comparison.weight[k]});
        if (out.rivals.empty())
            out.status = jobs[i].points.size() > 0 && jobs[i].requests.empty() ? u"noise-not-possible"_s
                                                                               : u"not-comparable"_s;
    }
    return fitted;
}

/// Says how many floors could not be bound to a stated chance level.
void sayUnknownChance(const std::vector<FittedCurve> &fitted)
{
    int zero = 0, free = 0;
    for (const FittedCurve &each : fitted) {
        const auto hasFloor = [](const Rival &rival) { return fit::hasFloor(rival.fit.request.model); };
        if (std::isnan(each.curve.chance) && std::ranges::any_of(each.rivals, hasFloor))
            ++(std::isnan(guessingScore(each.curve)) ? free : zero);
    }
    if (zero > 0)
        note(Words::tr("chance is not stated for %n curve(s) of generated answers; their floor is 0.",
                       nullptr, zero));
    if (free > 0)
        note(Words::tr("chance is not stated for %n curve(s); their floor is left free.", nullptr, free));
}

/// Says of how many curves the scores speak against a floor at chance.
void sayFreedFloors(const std::vector<FittedCurve> &fitted)
{
    const auto freed = std::ranges::count_if(fitted, [](const FittedCurve &each) {
        return std::ranges::any_of(each.rivals,
                                   [](const Rival &rival) { return rival.name.endsWith(u", free floor"); });
    });
    if (freed > 0)
        note(Words::tr(
            "the scores of %n curve(s) speak against a floor at chance; it is left free, and counts "
            "as a parameter. --floor VALUE holds it.",
            nullptr, int(freed)));
}

/// Says how many curves have not what the noise law takes.
void sayImpossibleNoise(const std::vector<FittedCurve> &fitted, const std::string &noise)
{
    const auto left = int(std::ranges::count(fitted, u"noise-not-possible"_s, &FittedCurve::status));
    if (left == 0)
        return;
    note((noise == "stated-error"
              ? Words::tr("%n curve(s) do not state a positive standard error at every model, as --noise %1 "
                          "needs; nothing is fitted.",
                          nullptr, left)
              : Words::tr("%n curve(s) are no counts of right answers out of known numbers of questions, as "
                          "--noise %1 needs; nothing is fitted.",
                          nullptr, left))
             .arg(text(noise)));
}

int run(const FitOptions &options)
{
    if (const Result<> held = checkHeld(options.rivals); !held)
        return wrongUsage(held.error().what);
    const auto open = openForReading(options.workbook);
    if (!open)
        return failed(open.error());
    if (const Result<> apart = requireApart(text(options.output), {open->file()}); !apart)
        return wrongUsage(apart.error().what);
    const auto scale = scaleOf(*open, options.curves);
    if (!scale)
        return scale.error().code == Code::BadInput ? wrongUsage(scale.error().what) : failed(scale.error());
    auto curves = curvesOf(*open, options.curves, *scale);
    if (!curves)
        return failed(curves.error());
    auto jobs = jobsOf(*curves, options.rivals);
    if (!jobs)
        return wrongUsage(jobs.error().what);
    const Replicates replicates = fitJobs(*jobs, options);
    const std::vector<FittedCurve> fitted = fittedCurves(std::move(*curves), std::move(*jobs));
    const Table table = options.format == "table" ? readingTable(fitted) : fixedTable(fitted);
    if (const Result<> written = write(formatted(table, options.format), text(options.output)); !written)
        return failed(written.error());
    if (options.rivals.floor == "chance")
        sayUnknownChance(fitted);
    if (options.rivals.floor == "chance" && options.rivals.model != "all" && options.rivals.model != "auto")
        sayFreedFloors(fitted);
    sayImpossibleNoise(fitted, options.rivals.noise);
    if (replicates.failed > 0)
        note(Words::tr("%1 of %2 bootstrap replicates could not be fitted and are left out of the intervals.")
                 .arg(replicates.failed)
                 .arg(replicates.asked));
    return open->refused > 0 ? SomeRefused : Done;
}

} // namespace

Command fitCommand(CLI::App &program)
{
    auto options = std::make_shared<FitOptions>();
    CLI::App *parser =
        program.add_subcommand("fit", help(Words::tr("Fit curves and print their parameters")));
    addWorkbookOption(*parser, options->workbook);
    addTableOption(*parser, options->workbook);
    addCurveOptions(*parser, options->curves);

    addRivalOptions(*parser, options->rivals, RivalChoice::ToFit);
    parser->add_option("--interval", options->interval, help(Words::tr("95 % intervals of the parameters")))
        ->check(CLI::IsMember({"profile", "bootstrap", "wald", "none"}))
        ->capture_default_str();
    parser
        ->add_option(
            "--resampling", options->resampling,
            help(Words::tr("Scores of a bootstrap replicate: parametric, drawn from the fit, or case, "
                           "models drawn with replacement")))
        ->check(CLI::IsMember({"parametric", "case"}))
        ->capture_default_str();
    parser->add_option("--replicates", options->bootstrap.replicates, help(Words::tr("Bootstrap replicates")))
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    parser
        ->add_option("--seed", options->bootstrap.seed, help(Words::tr("The same seed gives the same bytes")))
        ->capture_default_str();
    addThreadsOption(*parser, options->bootstrap.threads);
    addFormatOption(*parser, options->format);
    addOutputOption(*parser, options->output);
    return {parser, [options] { return run(*options); }};
}

} // namespace onset::cli
