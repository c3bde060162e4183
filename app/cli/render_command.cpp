#include "app/cli/command.h"
#include "app/cli/workbook_option.h"
#include "core/figure/figure_content.h"
#include "core/figure/size_presets.h"
#include "core/store/curves.h"
#include "core/store/figures.h"
#include "widgets/plot/figure_painter.h"

#include <QFile>
#include <QRegularExpression>
#include <QThread>

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

constexpr double kSmallestMm = 20, kLargestMm = 2000; // as FigureStyle states

struct Options
{
    WorkbookOption workbook;
    std::string figure;
    std::string spec;
    std::string size;
    std::string preset;
    std::vector<std::string> outputs;
};

struct Output
{
    QString path;
    ExportFormat format;
};

struct SizeMm
{
    double width, height;
};

/// "88x60mm"
std::optional<SizeMm> sizeNamed(const QString &text)
{
    static const QRegularExpression form(uR"(^(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)mm$)"_s);
    const auto match = form.match(text);
    const SizeMm size{match.captured(1).toDouble(), match.captured(2).toDouble()};
    const auto possible = [](double mm) { return mm >= kSmallestMm && mm <= kLargestMm; };
    return match.hasMatch() && possible(size.width) && possible(size.height) ? std::optional(size)
                                                                             : std::nullopt;
}

Result<FigureSpec> figureFromFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? Code::Io : Code::NotFound,
                       Words::tr("The figure “%1” could not be read: %2.").arg(path, file.errorString()));
    auto spec = figureFromJson(file.readAll());
    if (!spec)
        return failure(spec.error().code, Words::tr("“%1” is no figure: %2").arg(path, spec.error().what));
    return spec;
}

Result<FigureSpec> figureFrom(Workbook &workbook, const QString &name)
{
    const auto entry = Figures(workbook).find(name);
    if (!entry)
        return tl::unexpected(entry.error());
    return figureFromJson(entry->json);
}

int run(const Options &options)
{
    std::vector<Output> outputs;
    for (const std::string &path : options.outputs) {
        const auto format = exportFormat(text(path));
        if (!format)
            return wrongUsage(format.error().what);
        outputs.push_back({text(path), *format});
    }

    auto open = openForReading(options.workbook);
    if (!open)
        return failed(open.error());
    for (const Output &output : outputs)
        if (const Result<> apart = requireApart(output.path, {open->file(), text(options.spec)}); !apart)
            return wrongUsage(apart.error().what);
    auto spec = options.spec.empty() ? figureFrom(open->workbook, text(options.figure))
                                     : figureFromFile(text(options.spec));
    if (!spec)
        return failed(spec.error());
    if (const SizePreset *preset = presetNamed(text(options.preset)))
        spec = fitted(std::move(*spec), *preset);
    if (const auto size = sizeNamed(text(options.size))) {
        spec->style.widthMm = size->width;
        spec->style.heightMm = size->height;
    }

    const Curves curves(open->workbook);
    const auto source = [&curves](const CurveSpec &curve, const Scale &scale) {
        return curves.one(curve.key, scale, curve.source);
    };
    Progress progress;
    const auto content = compose(*spec, source, QThread::idealThreadCount(), progress);
    if (!content)
        return failed(content.error());
    for (const Output &output : outputs)
        if (const Result<> painted = exportFigure(**content, output.path, output.format); !painted)
            return failed(painted.error());
    for (const PanelContent &panel : (*content)->panels)
        for (const QString &missing : panel.missing)
            note(missing);
    return Done;
}

/// WIDTHxHEIGHTmm within what a figure may have
std::string checkSize(const std::string &size)
{
    if (sizeNamed(text(size)))
        return {};
    return help(Words::tr("%1 is not a size such as 88x60mm, each side 20 to 2000 mm").arg(text(size)));
}

} // namespace

Command renderCommand(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *parser = program.add_subcommand("render", help(Words::tr("Draw a figure into a file")));
    CLI::Option_group *figure = parser->add_option_group(help(Words::tr("Figure, one of")));
    figure->add_option("--figure", options->figure,
                       help(Words::tr("Name of a figure of the workbook, or an unambiguous beginning")));
    figure->add_option("SPEC", options->spec, help(Words::tr("File with a figure in its JSON form")));
    figure->require_option(1);
    addWorkbookOption(*parser, options->workbook);
    parser->add_option("--size", options->size, help(Words::tr("Size of the page, for example 88x60mm")))
        ->check(CLI::Validator(checkSize, ""));
    std::vector<std::string> presets;
    for (const SizePreset &preset : sizePresets())
        presets.push_back(preset.id.toStdString());
    parser
        ->add_option(
            "--preset", options->preset,
            help(Words::tr("Size of page and text for a journal, a slide or a poster; --size goes before")))
        ->check(CLI::IsMember(presets));
    parser
        ->add_option("-o,--output", options->outputs,
                     help(Words::tr("File to write, .pdf, .svg or .png; may be given more than once")))
        ->required()
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    return {parser, [options] { return run(*options); }, true};
}

} // namespace onset::cli
