#include "app/cli/command.h"
#include "app/cli/curve_options.h"
#include "app/cli/fit_table.h"
#include "app/cli/table.h"
#include "app/cli/workbook_option.h"

#include <QThread>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct Options
{
    WorkbookOption workbook;
    CurveOptions curves;
    std::string model = "auto";
    std::string noise = "auto";
    std::string floor = "chance";
    std::string interval = "bootstrap";
    fit::Bootstrap bootstrap{.replicates = 2000, .seed = 1, .threads = QThread::idealThreadCount()};
    std::string format = "table";
    std::string output;
};

std::vector<fit::Model> modelsAsked(const std::string &name)
{
    if (name == "auto" || name == "all")
        return {fit::kModels.begin(), fit::kModels.end()};
    return {*std::ranges::find_if(fit::kModels, [&](fit::Model model) { return fit::name(model) == name; })};
}

/// NaN: free.
double floorOf(const Curve &curve, const std::string &floor)
{
    if (floor == "free")
        return kUnknown;
    return floor == "chance" ? guessingScore(curve) : text(floor).toDouble();
}

/// The rivals of one curve, in the order asked for.
std::vector<Rival> rivalsOf(const Curve &curve, const Options &options, Progress &progress)
{
    const double floor = floorOf(curve, options.floor);
    const fit::Points points = fitPoints(curve);
    std::vector<Rival> rivals;
    for (const fit::Model model : modelsAsked(options.model))
        rivals.push_back({.fit = fit::fit(points, fitRequest(curve, model, floor))});
    weigh(rivals);
    if (options.model == "auto")
        rivals = bestOf(rivals);
    if (options.interval == "bootstrap")
        for (Rival &rival : rivals)
            if (rival.fit.usable())
                rival.band = fit::bootstrapBand(points, rival.fit, {}, options.bootstrap, progress);
    return rivals;
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

int run(const Options &options)
{
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

    Progress progress;
    std::vector<FittedCurve> fitted;
    for (const Curve &curve : *curves)
        fitted.push_back({curve, rivalsOf(curve, options, progress)});

    const Table table = options.format == "table" ? readingTable(fitted) : fixedTable(fitted);
    if (const Result<> written = write(formatted(table, options.format), text(options.output)); !written)
        return failed(written.error());
    if (options.floor == "chance")
        sayUnknownChance(fitted);
    return open->refused > 0 ? SomeRefused : Done;
}

/// chance, free or a finite number
std::string checkFloor(const std::string &floor)
{
    bool isNumber = false;
    const double value = text(floor).toDouble(&isNumber);
    if (floor == "chance" || floor == "free" || (isNumber && std::isfinite(value)))
        return {};
    return help(Words::tr("%1 is neither chance, free nor a number").arg(text(floor)));
}

} // namespace

Command fitCommand(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *parser =
        program.add_subcommand("fit", help(Words::tr("Fit curves and print their parameters")));
    addWorkbookOption(*parser, options->workbook);
    addTableOption(*parser, options->workbook);
    addCurveOptions(*parser, options->curves);

    std::vector<std::string> models{"auto", "all"};
    for (const fit::Model model : fit::kModels)
        models.emplace_back(fit::name(model));
    parser->add_option("--model", options->model, help(Words::tr("Rival to fit; auto: the best one by AICc")))
        ->check(CLI::IsMember(models))
        ->capture_default_str();
    parser->add_option("--noise", options->noise, help(Words::tr("Noise of the scores")))
        ->check(CLI::IsMember({"auto", "gaussian"}))
        ->capture_default_str();
    parser
        ->add_option(
            "--floor", options->floor,
            help(Words::tr("Floor of a logistic: chance (0 for generated answers, else free, when chance "
                           "is not stated), free, or a value")))
        ->check(CLI::Validator(checkFloor, ""))
        ->capture_default_str();
    parser->add_option("--interval", options->interval, help(Words::tr("95 % intervals of the parameters")))
        ->check(CLI::IsMember({"bootstrap", "none"}))
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
