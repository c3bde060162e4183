#include "app/cli/curve_options.h"

#include "app/cli/command.h"
#include "app/cli/table.h"

#include <QRegularExpression>

#include <CLI/CLI.hpp>

#include <utility>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

/// The pattern as the store reads it: where a shell writes [!…], SQLite writes [^…].
QString globOf(const std::string &argument)
{
    static const QRegularExpression choice(uR"(\[[!^]?\]?[^\]]*\])"_s);
    QString pattern = text(argument);
    for (const auto &match : choice.globalMatch(text(argument)))
        if (match.captured().startsWith(u"[!"))
            pattern[match.capturedStart() + 1] = u'^';
    return pattern;
}

/// A metric may be asked for by any of its spellings; a pattern is taken as it is.
QString metricPattern(const std::string &metric)
{
    const QString pattern = globOf(metric);
    if (pattern.isEmpty() || pattern.contains(u'*') || pattern.contains(u'?') || pattern.contains(u'['))
        return pattern;
    return metricNamed(pattern).name;
}

QString inWords(const CurveOptions &options)
{
    QStringList words;
    for (const auto &[option, value] :
         {std::pair{"--family", &options.family}, std::pair{"--benchmark", &options.benchmark},
          std::pair{"--task", &options.task}, std::pair{"--metric", &options.metric},
          std::pair{"--setting", &options.setting}, std::pair{"--run", &options.run}})
        if (!value->empty())
            words << u"%1 “%2”"_s.arg(QLatin1StringView(option), text(*value));
    return words.join(u' ');
}

} // namespace

void addCurveOptions(CLI::App &parser, CurveOptions &options)
{
    const auto add = [&parser](const char *option, std::string &value, const QString &meaning) {
        parser.add_option(option, value, help(meaning))->type_name("GLOB");
    };
    add("--family", options.family, Words::tr("Families of models; *, ? and [...] match as in a shell"));
    add("--benchmark", options.benchmark, Words::tr("Benchmarks"));
    add("--task", options.task, Words::tr("Tasks"));
    add("--metric", options.metric, Words::tr("Metrics"));
    add("--setting", options.setting, Words::tr("Settings: how the models were asked"));
    add("--run", options.run,
        Words::tr("Training runs: curves over the checkpoints of these models, * for all, in place of curves "
                  "over the models of a family"));
    parser
        .add_option("--x", options.x,
                    help(Words::tr("Scale: flops, params, tokens, date or BENCHMARK/TASK/METRIC[@SETTING]")))
        ->type_name("SCALE")
        ->capture_default_str();
}

Result<Scale> scaleOf(const OpenWorkbook &open, const CurveOptions &options)
{
    Result<Scale> scale = scaleNamed(text(options.x));
    if (!scale || scale->kind != Scale::Kind::Measure)
        return scale;
    const Result<QStringList> settings = Curves(open.workbook).settingsOf(scale->measure);
    if (!settings)
        return tl::unexpected(settings.error());
    if (settings->isEmpty())
        return failure(Code::NotFound,
                       Words::tr("No results of the measure %1 in “%2”; “%3” prints those there are.")
                           .arg(scale->name(), open.file(), open.listing(u"tasks"_s)));
    const QString names = u'@' + settings->join(u", @"_s);
    if (scale->setting.isEmpty() && settings->size() > 1)
        return failure(
            Code::BadInput,
            Words::tr("--x %1 exists in several settings; add one of them: %2.").arg(text(options.x), names));
    if (!scale->setting.isEmpty() && !settings->contains(scale->setting))
        return failure(Code::BadInput, Words::tr("--x %1: there is no such setting of this measure, only %2.")
                                           .arg(text(options.x), names));
    return scale;
}

QStringList keyColumns(bool runs)
{
    QStringList columns{u"family"_s, u"benchmark"_s, u"task"_s, u"metric"_s, u"setting"_s};
    if (runs)
        columns.insert(1, u"run"_s);
    return columns;
}

std::vector<Cell> keyCells(const CurveKey &key)
{
    std::vector<Cell> cells{name(key.family), name(key.benchmark), name(key.task), name(key.metric),
                            name(key.setting)};
    if (!key.model.isEmpty())
        cells.insert(cells.begin() + 1, name(key.model));
    return cells;
}

CurveFilter filterOf(const CurveOptions &options)
{
    return {.family = globOf(options.family),
            .benchmark = globOf(options.benchmark),
            .task = globOf(options.task),
            .metric = metricPattern(options.metric),
            .setting = globOf(options.setting),
            .runs = !options.run.empty(),
            .model = globOf(options.run)};
}

Error nothingMatches(const OpenWorkbook &open, const CurveOptions &options)
{
    const QString asked = inWords(options);
    return {
        Code::NotFound,
        asked.isEmpty()
            ? Words::tr("“%1” holds no curves; they need rows with a model, a task, a metric and a value.")
                  .arg(open.file())
            : Words::tr("No curve in “%1” matches %2; “%3” prints the names.")
                  .arg(open.file(), asked, open.listing(u"curves"_s))};
}

Result<std::vector<Curve>> curvesOf(const OpenWorkbook &open, const CurveOptions &options, const Scale &scale)
{
    auto curves = Curves(open.workbook).find(filterOf(options), scale);
    if (curves && curves->empty())
        return tl::unexpected(nothingMatches(open, options));
    return curves;
}

} // namespace onset::cli
