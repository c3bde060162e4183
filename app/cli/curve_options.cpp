#include "app/cli/curve_options.h"

#include "app/cli/command.h"

#include <CLI/CLI.hpp>

#include <utility>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

/// A metric may be asked for by any of its spellings; a pattern is taken as it is.
QString metricPattern(const std::string &metric)
{
    const QString pattern = text(metric);
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
          std::pair{"--setting", &options.setting}})
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
    parser
        .add_option("--x", options.x,
                    help(Words::tr("Scale: flops, params, tokens, date or BENCHMARK/TASK/METRIC[@SETTING]")))
        ->type_name("SCALE")
        ->capture_default_str();
}

Result<Scale> scaleOf(const Workbook &workbook, const CurveOptions &options)
{
    Result<Scale> scale = scaleNamed(text(options.x));
    if (!scale || scale->kind != Scale::Kind::Measure)
        return scale;
    const Result<QStringList> settings = Curves(workbook).settingsOf(scale->measure);
    if (!settings)
        return tl::unexpected(settings.error());
    if (settings->isEmpty())
        return failure(
            Code::NotFound,
            Words::tr("No results of the measure %1 in “%2”; “onset list tasks” prints those there are.")
                .arg(scale->name(), workbook.path()));
    if (scale->setting.isEmpty() && settings->size() > 1)
        return failure(Code::BadInput, Words::tr("--x %1 exists in several settings; add one of them: %2.")
                                           .arg(text(options.x), u'@' + settings->join(u", @"_s)));
    return scale;
}

CurveFilter filterOf(const CurveOptions &options)
{
    return {.family = text(options.family),
            .benchmark = text(options.benchmark),
            .task = text(options.task),
            .metric = metricPattern(options.metric),
            .setting = text(options.setting)};
}

Result<std::vector<Curve>> curvesOf(const Workbook &workbook, const CurveOptions &options, const Scale &scale)
{
    auto curves = Curves(workbook).find(filterOf(options), scale);
    if (!curves || !curves->empty())
        return curves;
    const QString asked = inWords(options);
    return failure(Code::NotFound,
                   asked.isEmpty()
                       ? Words::tr("There are no curves in “%1”; import a table first.").arg(workbook.path())
                       : Words::tr("No curve in “%1” matches %2; “onset list curves” prints the names.")
                             .arg(workbook.path(), asked));
}

} // namespace onset::cli
