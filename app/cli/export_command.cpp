#include "app/cli/command.h"
#include "app/cli/curve_options.h"
#include "app/cli/figure_source.h"
#include "app/cli/table.h"
#include "app/cli/workbook_option.h"
#include "core/figure/figure_numbers.h"
#include "core/figure/numbers.h"
#include "core/store/export.h"

#include <QBuffer>
#include <QThread>

#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct ExportOptions
{
    WorkbookOption workbook;
    CurveOptions curves;
    std::string figure, spec;
    std::string format;
    std::string what;
    std::string output;
};

Table pointsOf(const std::vector<Curve> &curves)
{
    Table table{pointColumns(), {}};
    for (const Curve &curve : curves)
        for (const CurvePoint &point : curve.points)
            table.rows.push_back(pointCells(curve, point));
    return table;
}

bool isOfFigure(const std::string &what) { return what != "results" && what != "curve"; }

/// None: of the workbook. @error BadInput: this is not written in that format
Result<std::optional<FigureNumbers>> numbersAsked(const ExportOptions &options)
{
    static const std::map<std::pair<std::string, std::string>, FigureNumbers> known{
        {{"parameters", ""}, FigureNumbers::ParametersCsv},
        {{"parameters", "csv"}, FigureNumbers::ParametersCsv},
        {{"parameters", "markdown"}, FigureNumbers::ParametersMarkdown},
        {{"parameters", "latex"}, FigureNumbers::ParametersLatex},
        {{"points", ""}, FigureNumbers::Points},
        {{"points", "csv"}, FigureNumbers::Points},
        {{"fits", ""}, FigureNumbers::Fits},
        {{"fits", "csv"}, FigureNumbers::Fits},
        {{"methods", ""}, FigureNumbers::Methods},
        {{"methods", "plain"}, FigureNumbers::Methods},
        {{"methods", "latex"}, FigureNumbers::MethodsLatex},
        {{"bibtex", ""}, FigureNumbers::Bibtex}};
    if (!isOfFigure(options.what) && options.format.empty())
        return std::optional<FigureNumbers>();
    if (const auto found = known.find({options.what, options.format}); found != known.end())
        return found->second;
    return failure(Code::BadInput,
                   Words::tr("There is no format %1 of %2.").arg(text(options.format), text(options.what)));
}

/// What is asked for of a figure.
/// @param incomplete  set when a curve of it is missing, as a note says
Result<QByteArray> ofFigure(Workbook &workbook, FigureNumbers which, const ExportOptions &options,
                            bool &incomplete)
{
    const auto record = figureOf(text(options.figure), text(options.spec), workbook);
    if (!record)
        return tl::unexpected(record.error());
    const int threads = QThread::idealThreadCount();
    Progress progress;
    const auto content = sketch(record->figure, curveSource(workbook), threads, progress);
    if (!content)
        return tl::unexpected(content.error());
    for (const PanelContent &panel : (*content)->panels) {
        incomplete |= !panel.gone.isEmpty();
        for (const QString &sentence : panel.missing)
            note(sentence);
    }
    return figureNumbers(*content, which, QCoreApplication::applicationVersion(), threads, progress);
}

/// What `what` asks for of the workbook, as CSV. @error BadInput of the scale is wrong usage
Result<QByteArray> ofWorkbook(const OpenWorkbook &open, const ExportOptions &options)
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

int run(const ExportOptions &options)
{
    const bool figure = !options.figure.empty() || !options.spec.empty();
    if (figure != isOfFigure(options.what))
        return wrongUsage(
            figure ? Words::tr("%1 takes no figure, but options such as --task.").arg(text(options.what))
                   : Words::tr("Of which figure? Name it with --figure, or a file that holds it."));
    const auto numbers = numbersAsked(options);
    if (!numbers)
        return wrongUsage(numbers.error().what);
    auto open = openForReading(options.workbook);
    if (!open)
        return failed(open.error());
    const QString path = text(options.output);
    if (const Result<> apart = requireApart(path, {open->file(), text(options.spec)}); !apart)
        return wrongUsage(apart.error().what);
    bool incomplete = open->refused > 0;
    const auto bytes =
        figure ? ofFigure(open->workbook, **numbers, options, incomplete) : ofWorkbook(*open, options);
    if (!bytes)
        return bytes.error().code == Code::BadInput && !figure ? wrongUsage(bytes.error().what)
                                                               : failed(bytes.error());
    if (const Result<> written = write(*bytes, path); !written)
        return failed(written.error());
    return incomplete ? SomeRefused : Done;
}

} // namespace

Command exportCommand(CLI::App &program)
{
    auto options = std::make_shared<ExportOptions>();
    CLI::App *parser = program.add_subcommand(
        "export", help(Words::tr("Write numbers of a workbook, or those behind a figure")));
    parser
        ->add_option(
            "WHAT", options->what,
            help(Words::tr("results: a tidy table of all that match; curve: the points of the curves "
                           "that match. Of a figure: parameters of its fits; points; fits: curves "
                           "and bands; methods: a paragraph for a paper; bibtex: its sources")))
        ->required()
        ->check(CLI::IsMember({"results", "curve", "parameters", "points", "fits", "methods", "bibtex"}));
    CLI::Option *named =
        parser->add_option("--figure", options->figure,
                           help(Words::tr("Name of a figure of the workbook, or an unambiguous beginning")));
    parser
        ->add_option("SPEC", options->spec,
                     help(Words::tr("File with a figure: its JSON form, or an exported PDF, SVG, PNG or TeX "
                                    "file")))
        ->excludes(named);
    parser
        ->add_option("--format", options->format,
                     help(Words::tr("How parameters are written: csv (the default), markdown or latex "
                                    "(package booktabs); methods: plain or latex")))
        ->check(CLI::IsMember({"csv", "markdown", "latex", "plain"}));
    addWorkbookOption(*parser, options->workbook);
    addTableOption(*parser, options->workbook);
    addCurveOptions(*parser, options->curves);
    addOutputOption(*parser, options->output);
    return {parser, [options] { return run(*options); }};
}

} // namespace onset::cli
