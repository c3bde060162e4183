#include "app/cli/command.h"
#include "app/cli/curve_options.h"
#include "app/cli/table.h"
#include "app/cli/workbook_option.h"
#include "core/store/export.h"

#include <QBuffer>

#include <CLI/CLI.hpp>

#include <memory>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct Options
{
    WorkbookOption workbook;
    CurveOptions curves;
    std::string what;
    std::string output;
};

Table pointsOf(const std::vector<Curve> &curves)
{
    Table table{{u"family"_s,       u"benchmark"_s,   u"task"_s,         u"metric"_s,     u"setting"_s,
                 u"model"_s,        u"checkpoint"_s,  u"scale"_s,        u"x"_s,          u"y"_s,
                 u"y_low"_s,        u"y_high"_s,      u"stderr"_s,       u"n_examples"_s, u"params"_s,
                 u"train_tokens"_s, u"train_flops"_s, u"chance_level"_s, u"excluded"_s,   u"note"_s,
                 u"source"_s},
                {}};
    for (const Curve &curve : curves) {
        for (const CurvePoint &point : curve.points) {
            const fit::Interval bar = scoreInterval(curve.metric, point);
            table.rows.push_back({name(curve.key.family),
                                  name(curve.key.benchmark),
                                  name(curve.key.task),
                                  name(curve.key.metric),
                                  name(curve.key.setting),
                                  name(point.model),
                                  name(point.checkpoint),
                                  name(curve.scale.name()),
                                  number(point.x),
                                  number(point.y),
                                  number(bar.low),
                                  number(bar.high),
                                  number(point.standardError),
                                  number(point.n),
                                  number(point.parameters),
                                  number(point.tokens),
                                  number(point.flops),
                                  number(curve.chance),
                                  qint64(point.excluded),
                                  name(point.note),
                                  name(point.source)});
        }
    }
    return table;
}

/// What `what` asks for, as CSV. @error BadInput of the scale is wrong usage
Result<QByteArray> exported(const OpenWorkbook &open, const Options &options)
{
    if (options.what == "results") {
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        Progress progress;
        const auto rows = exportResults(open.workbook, filterOf(options.curves), out, progress);
        if (!rows)
            return tl::unexpected(rows.error().code == Code::NotFound ? nothingMatches(open, options.curves)
                                                                      : rows.error());
        return out.data();
    }
    const auto scale = scaleOf(open, options.curves);
    if (!scale)
        return tl::unexpected(scale.error());
    return curvesOf(open, options.curves, *scale).map([](const auto &curves) {
        return csv(pointsOf(curves));
    });
}

int run(const Options &options)
{
    const auto open = openForReading(options.workbook);
    if (!open)
        return failed(open.error());
    const QString path = text(options.output);
    if (const Result<> apart = requireApart(path, {open->file()}); !apart)
        return wrongUsage(apart.error().what);
    const auto bytes = exported(*open, options);
    if (!bytes)
        return bytes.error().code == Code::BadInput ? wrongUsage(bytes.error().what) : failed(bytes.error());
    if (const Result<> written = write(*bytes, path); !written)
        return failed(written.error());
    return open->refused > 0 ? SomeRefused : Done;
}

} // namespace

Command exportCommand(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *parser =
        program.add_subcommand("export", help(Words::tr("Write numbers of a workbook as CSV")));
    parser
        ->add_option(
            "WHAT", options->what,
            help(Words::tr(
                "results: a tidy table of all that match; curve: the points of the curves that match")))
        ->required()
        ->check(CLI::IsMember({"results", "curve"}));
    addWorkbookOption(*parser, options->workbook);
    addTableOption(*parser, options->workbook);
    addCurveOptions(*parser, options->curves);
    addOutputOption(*parser, options->output);
    return {parser, [options] { return run(*options); }};
}

} // namespace onset::cli
