#include "app/cli/command.h"
#include "app/cli/curve_options.h"
#include "app/cli/rival_options.h"
#include "app/cli/table.h"
#include "app/cli/workbook_option.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/judge/backtest.h"

#include <QThread>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct BacktestOptions
{
    WorkbookOption workbook;
    CurveOptions curves;
    RivalOptions rivals{.model = "logistic"};
    fit::BacktestOptions backtest;
    std::string format = "table";
    std::string output;
};

/// One rival of one curve, tried below every cut-off.
struct Trial
{
    const Curve *curve;
    QString rival;
    fit::Noise noise;
    std::vector<const CurvePoint *> points; ///< those that were fitted, in their order
    std::vector<fit::Cutoff> cutoffs;
};

/// The points of `fitPoints`.
std::vector<const CurvePoint *> fittedPoints(const Curve &curve)
{
    std::vector<const CurvePoint *> points;
    for (const CurvePoint &point : curve.points)
        if (!point.excluded && std::isfinite(curve.scale.toFit(point.x)) && std::isfinite(point.y))
            points.push_back(&point);
    return points;
}

/// The curve asked for, and the two that any forecast has to beat.
Result<std::vector<fit::Request>> requestsOf(const BacktestOptions &options, const Curve &curve,
                                             const fit::Points &points, fit::Noise noise)
{
    std::vector<fit::Request> requests;
    std::vector<std::string> models{options.rivals.model};
    if (options.rivals.model != "all")
        for (const char *yardstick : {"flat", "line"})
            if (options.rivals.model != yardstick)
                models.emplace_back(yardstick);
    for (const std::string &model : models) {
        RivalOptions rival = options.rivals;
        rival.model = model;
        auto more = requestsFor(rival, curve, points, noise);
        if (!more)
            return more;
        if (model != "all") // as it is asked for, at every cut-off
            more->resize(1);
        for (const fit::Request &request : *more)
            if (request.model != fit::Model::Isotonic)
                requests.push_back(request);
    }
    return requests;
}

Result<std::vector<Trial>> trialsOf(const std::vector<Curve> &curves, const BacktestOptions &options)
{
    std::vector<Trial> trials;
    Progress progress;
    for (const Curve &curve : curves) {
        const fit::Points points = fitPoints(curve);
        const std::optional<fit::Noise> noise = noiseFor(options.rivals, curve, points);
        if (!noise || points.size() == 0)
            continue;
        const auto requests = requestsOf(options, curve, points, *noise);
        if (!requests)
            return tl::unexpected(requests.error());
        const fit::Measure measure = measureOf(curve);
        fit::BacktestOptions backtest = options.backtest;
        backtest.range = measure.range;
        for (const fit::Request &request : *requests) {
            Trial trial{&curve, QString::fromStdString(fit::rivalName(request, measure)), *noise,
                        fittedPoints(curve), fit::backtest(points, request, backtest, progress)};
            if (!trial.cutoffs.empty())
                trials.push_back(std::move(trial));
        }
    }
    return trials;
}

/// A score as points of 100 where the metric is a proportion, else in its own unit.
double inPoints(const Metric &metric, double score) { return metric.proportion ? 100 * score : score; }

Table fixedTable(const std::vector<Trial> &trials)
{
    const bool runs = !trials.empty() && !trials.front().curve->key.model.isEmpty();
    Table table{keyColumns(runs) + QStringList{u"x"_s, u"model"_s, u"noise"_s, u"cutoff"_s, u"models_below"_s,
                                               u"status"_s, u"target"_s, u"scale"_s, u"ahead"_s,
                                               u"observed"_s, u"predicted"_s, u"low"_s, u"high"_s,
                                               u"error_points"_s, u"inside"_s},
                {}};
    for (const Trial &trial : trials) {
        const Curve &curve = *trial.curve;
        for (const fit::Cutoff &cutoff : trial.cutoffs) {
            const auto below = trial.points.size() - cutoff.predictions.size();
            for (std::size_t i = 0; i < cutoff.predictions.size(); ++i) {
                const fit::Prediction &prediction = cutoff.predictions[i];
                const CurvePoint &target = *trial.points[below + i];
                const fit::Interval &interval = prediction.interval;
                const bool inside =
                    prediction.observed >= interval.low && prediction.observed <= interval.high;
                std::vector<Cell> row = keyCells(curve.key);
                const std::vector<Cell> forecast{
                    name(curve.scale.name()),
                    name(trial.rival),
                    name(latin(fit::name(trial.noise))),
                    number(trial.points[below - 1]->x),
                    qint64(below),
                    name(latin(fit::name(cutoff.fit.status))),
                    name(runs ? target.checkpoint : target.model),
                    number(target.x),
                    number(prediction.horizon),
                    number(prediction.observed),
                    number(prediction.predicted),
                    number(interval.low),
                    number(interval.high),
                    number(inPoints(curve.metric, prediction.predicted - prediction.observed)),
                    std::isnan(interval.low) ? Cell{} : Cell{qint64(inside)}};
                row.insert(row.end(), forecast.begin(), forecast.end());
                table.rows.push_back(std::move(row));
            }
        }
    }
    return table;
}

QString horizonText(const fit::Interval &horizon)
{
    return std::isinf(horizon.high) ? Words::tr("beyond %1").arg(horizon.low)
                                    : Words::tr("%1 to %2").arg(horizon.low).arg(horizon.high);
}

/// Errors by metric, rival and how far ahead, over all curves.
Table summary(const std::vector<Trial> &trials)
{
    struct Group
    {
        const Metric *metric;
        QString rival;
        std::vector<fit::Prediction> predictions = {};
    };
    std::vector<Group> groups;
    for (const Trial &trial : trials) {
        const Metric &metric = trial.curve->metric;
        auto group = std::ranges::find_if(groups, [&](const Group &each) {
            return each.metric->name == metric.name && each.rival == trial.rival;
        });
        if (group == groups.end())
            group = groups.insert(groups.end(), {&metric, trial.rival});
        const std::vector<fit::Prediction> more = fit::predictionsOf(trial.cutoffs);
        group->predictions.insert(group->predictions.end(), more.begin(), more.end());
    }
    std::ranges::stable_sort(groups, {}, [](const Group &group) { return group.metric->name; });

    Table table{
        {u"metric"_s, u"model"_s, u"ahead"_s, u"predictions"_s, u"mean_error_points"_s, u"coverage"_s}, {}};
    for (const Group &group : groups) {
        for (const fit::Interval &horizon : fit::kHorizons) {
            const fit::ForecastScore found = fit::score(group.predictions, horizon);
            if (found.predictions > 0)
                table.rows.push_back({name(group.metric->name), name(group.rival), name(horizonText(horizon)),
                                      qint64(found.predictions),
                                      number(inPoints(*group.metric, found.meanAbsoluteError)),
                                      number(found.coverage)});
        }
    }
    return table;
}

int run(const BacktestOptions &options)
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
    const auto curves = curvesOf(*open, options.curves, *scale);
    if (!curves)
        return failed(curves.error());
    const auto trials = trialsOf(*curves, options);
    if (!trials)
        return wrongUsage(trials.error().what);

    const Table table = options.format == "table" ? summary(*trials) : fixedTable(*trials);
    if (const Result<> written = write(formatted(table, options.format), text(options.output)); !written)
        return failed(written.error());
    if (trials->empty())
        note(Words::tr("no curve has %1 models below a cut-off and one above it, and the noise asked for.")
                 .arg(options.backtest.fewestBelow));
    return open->refused > 0 ? SomeRefused : Done;
}

} // namespace

Command backtestCommand(CLI::App &program)
{
    auto options = std::make_shared<BacktestOptions>();
    options->backtest.bootstrap.threads = QThread::idealThreadCount();
    CLI::App *parser = program.add_subcommand(
        "backtest", help(Words::tr("Forecast the larger models from the smaller ones, and tell the errors")));
    addWorkbookOption(*parser, options->workbook);
    addTableOption(*parser, options->workbook);
    addCurveOptions(*parser, options->curves);
    addRivalOptions(*parser, options->rivals, RivalChoice::ToForecast);
    parser
        ->add_option("--below", options->backtest.fewestBelow,
                     help(Words::tr("Fewest models to forecast from")))
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    fit::Bootstrap &bootstrap = options->backtest.bootstrap;
    parser
        ->add_option("--replicates", bootstrap.replicates,
                     help(Words::tr("Bootstrap replicates of the 95 % intervals")))
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    parser->add_option("--seed", bootstrap.seed, help(Words::tr("The same seed gives the same bytes")))
        ->capture_default_str();
    addThreadsOption(*parser, bootstrap.threads);
    parser
        ->add_option("--format", options->format,
                     help(Words::tr("How to print: table, a summary by how far ahead, or every forecast as "
                                    "csv or json")))
        ->check(CLI::IsMember({"table", "csv", "json"}))
        ->capture_default_str();
    addOutputOption(*parser, options->output);
    return {parser, [options] { return run(*options); }};
}

} // namespace onset::cli
