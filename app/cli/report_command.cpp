#include "app/cli/command.h"
#include "app/cli/curve_options.h"
#include "app/cli/report_table.h"
#include "app/cli/workbook_option.h"
#include "core/figure/markup.h"
#include "core/fit/parallel.h"

#include <QThread>

#include <CLI/CLI.hpp>

#include <memory>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct ReportOptions
{
    WorkbookOption workbook;
    CurveOptions curves;
    fit::BreakOptions breaks;
    int threads = QThread::idealThreadCount();
    std::string format = "table";
    std::string output;
};

std::vector<fit::BigBenchFinding> bigBenchOf(const std::vector<fit::Points> &points,
                                             const std::vector<fit::Measure> &measures,
                                             const ReportOptions &options)
{
    std::vector<fit::BigBenchFinding> found(points.size());
    const fit::BigBenchOptions asked{.seed = options.breaks.seed, .line = false};
    Progress never;
    static_cast<void>(fit::forEachIndex(points.size(), options.threads, never, [&] {
        return [&](std::size_t i) { found[i] = bigBenchAgainstNull(points[i], measures[i].rule(), asked); };
    }));
    return found;
}

std::vector<ReportRow> judged(std::vector<Curve> curves, const std::vector<Remark> &annotations,
                              const ReportOptions &options)
{
    std::vector<fit::Points> points;
    std::vector<fit::Measure> measures;
    for (const Curve &curve : curves) {
        points.push_back(fitPoints(curve));
        measures.push_back(measureOf(curve));
    }
    fit::VerdictOptions asked;
    asked.breaks = options.breaks;
    Progress progress;
    std::vector<fit::Verdict> verdicts = judgeAll(points, measures, asked, options.threads, progress);
    const std::vector<double> q = breakQ(verdicts);
    const std::vector<fit::BigBenchFinding> bigBench = bigBenchOf(points, measures, options);
    std::vector<ReportRow> rows;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const Published published = publishedOnset(annotations, curves[i]);
        rows.push_back({std::move(curves[i]), std::move(verdicts[i]), q[i], published, bigBench[i]});
    }
    return rows;
}

QByteArray printed(const std::vector<ReportRow> &rows, const std::string &format)
{
    if (format == "markdown")
        return markdown(paperReport(rows), {paperLegend(), paperNote(rows.size())});
    if (format == "latex")
        return latex(paperReport(rows), paperLegend(), paperNote(rows.size()));
    return formatted(format == "table" ? readingReport(rows) : fixedReport(rows), format);
}

int run(const ReportOptions &options)
{
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
    const auto annotations = listAnnotations(open->workbook);
    if (!annotations)
        return failed(annotations.error());
    const std::vector<ReportRow> rows = judged(std::move(*curves), *annotations, options);
    if (const Result<> written = write(printed(rows, options.format), text(options.output)); !written)
        return failed(written.error());
    return open->refused > 0 ? SomeRefused : Done;
}

} // namespace

Command reportCommand(CLI::App &program)
{
    auto options = std::make_shared<ReportOptions>();
    CLI::App *parser = program.add_subcommand(
        "report", help(Words::tr("Say of each curve whether and where the ability appears, with evidence")));
    addWorkbookOption(*parser, options->workbook);
    addTableOption(*parser, options->workbook);
    addCurveOptions(*parser, options->curves);
    parser
        ->add_option("--seed", options->breaks.seed,
                     help(Words::tr("Of what is simulated; the same seed gives the same bytes")))
        ->capture_default_str();
    addThreadsOption(*parser, options->threads);
    parser
        ->add_option("--format", options->format,
                     help(Words::tr("How to print: table, csv, json, markdown or latex (package booktabs)")))
        ->check(CLI::IsMember({"table", "csv", "json", "markdown", "latex"}))
        ->capture_default_str();
    addOutputOption(*parser, options->output);
    return {parser, [options] { return run(*options); }};
}

} // namespace onset::cli
