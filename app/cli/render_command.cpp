#include "app/cli/command.h"
#include "app/cli/render_tasks.h"
#include "app/cli/workbook_option.h"
#include "core/figure/size_presets.h"
#include "widgets/plot/typeface.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

constexpr double kSmallestMm = 20, kLargestMm = 2000; // as FigureStyle states

struct RenderOptions
{
    WorkbookOption workbook;
    std::string figure;
    std::vector<std::string> specs;
    std::string size;
    std::string preset;
    std::optional<int> dpi;
    std::vector<std::string> outputs;
    std::vector<std::string> formats;
    bool outlines = false;
    bool check = false;
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

bool isFolder(const std::string &path) { return path.ends_with('/') || QFileInfo(text(path)).isDir(); }

/// The files that the arguments name: a folder stands for the JSON files in it, by name.
/// @error BadInput: a folder without any
Result<QStringList> specFiles(const std::vector<std::string> &arguments)
{
    QStringList files;
    for (const std::string &argument : arguments) {
        const QDir folder(text(argument));
        if (!isFolder(argument) || !folder.exists()) {
            files << text(argument);
            continue;
        }
        const QStringList names = folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name);
        if (names.isEmpty())
            return failure(Code::BadInput,
                           Words::tr("There is no .json file with a figure in “%1”.").arg(text(argument)));
        for (const QString &name : names)
            files << folder.filePath(name);
    }
    return files;
}

/// A task for each of the files, into the folder that is asked for.
/// @error BadInput, wrong usage: two of them would become one file
Result<std::vector<RenderTask>> tasksInto(const QString &folder, const QStringList &specs,
                                          const std::vector<std::string> &formats)
{
    std::vector<RenderTask> tasks;
    std::map<QString, QString> names;
    for (const QString &spec : specs) {
        const QString name = QFileInfo(spec).completeBaseName();
        if (const auto [other, added] = names.emplace(name, spec); !added)
            return failure(Code::BadInput,
                           Words::tr("“%1” and “%2” would both become %3.%4; render them into folders of "
                                     "their own.")
                               .arg(other->second, spec, name, text(formats.front())));
        RenderTask task{.spec = spec};
        for (const std::string &format : formats) {
            const QString path = QDir(folder).filePath(name + u'.' + text(format));
            task.outputs.push_back({path, *exportFormat(path)});
        }
        tasks.push_back(std::move(task));
    }
    return tasks;
}

/// The one figure that is asked for, into each of the outputs.
/// @error BadInput, wrong usage: an output does not end as a picture does
Result<std::vector<RenderTask>> taskInto(const RenderOptions &options)
{
    RenderTask task{.figure = text(options.figure)};
    if (!options.specs.empty())
        task.spec = text(options.specs.front());
    for (const std::string &path : options.outputs) {
        const auto format = exportFormat(text(path));
        if (!format)
            return tl::unexpected(format.error());
        task.outputs.push_back({text(path), *format});
    }
    return std::vector{std::move(task)};
}

/// @error BadInput, wrong usage
Result<std::vector<RenderTask>> tasksOf(const RenderOptions &options)
{
    const bool folder = isFolder(options.outputs.front());
    const bool several = options.specs.size() > 1 || (!options.specs.empty() && isFolder(options.specs[0]));
    if (!folder && !several && options.formats.empty())
        return taskInto(options);
    if (!folder || options.outputs.size() > 1 || options.specs.empty())
        return failure(Code::BadInput, Words::tr("Several figures go from their files into one folder, named "
                                                 "as -o FOLDER/ with --format."));
    if (options.formats.empty())
        return failure(Code::BadInput,
                       Words::tr("“%1” is a folder: say with --format which kind of files go there.")
                           .arg(text(options.outputs.front())));
    return specFiles(options.specs).and_then([&](const QStringList &specs) {
        return tasksInto(text(options.outputs.front()), specs, options.formats);
    });
}

int run(const RenderOptions &options)
{
    auto tasks = tasksOf(options);
    if (!tasks)
        return wrongUsage(tasks.error().what);
    auto open = openForReading(options.workbook);
    if (!open)
        return failed(open.error());
    QStringList inputs{open->file()};
    for (const RenderTask &task : *tasks)
        inputs << task.spec;
    for (RenderTask &task : *tasks) {
        task.preset = presetNamed(text(options.preset));
        task.size = sizeNamed(text(options.size));
        task.dpi = options.dpi;
        task.outlines = options.outlines;
        task.check = options.check;
        for (const RenderTask::Output &output : task.outputs)
            if (const Result<> apart = options.check ? Result<>() : requireApart(output.path, inputs); !apart)
                return wrongUsage(apart.error().what);
    }
    const bool folder = isFolder(options.outputs.front());
    if (folder && !options.check && !QDir().mkpath(text(options.outputs.front())))
        return failed(
            {Code::Io, Words::tr("The folder “%1” cannot be made.").arg(text(options.outputs.front()))});

    loadFigureFont();
    int status = Done;
    for (const Rendered &rendered : render(*tasks, open->workbook.path())) {
        for (const QString &sentence : rendered.notes)
            note(sentence);
        if (rendered.error)
            status = failed(*rendered.error);
        else if (rendered.incomplete && status == Done)
            status = SomeRefused;
    }
    return status;
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
    auto options = std::make_shared<RenderOptions>();
    CLI::App *parser = program.add_subcommand("render", help(Words::tr("Draw figures into files")));
    CLI::Option_group *figure = parser->add_option_group(help(Words::tr("Figure, one of")));
    figure->add_option("--figure", options->figure,
                       help(Words::tr("Name of a figure of the workbook, or an unambiguous beginning")));
    figure->add_option(
        "SPEC", options->specs,
        help(Words::tr("Files with a figure: its JSON form, or a PDF, SVG, PNG or TeX file that was "
                       "exported; a folder stands for the .json files in it")));
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
        ->add_option("--dpi", options->dpi,
                     help(Words::tr("Dots per inch of a PNG; without it 300, or as the PNG has that is drawn "
                                    "again or checked")))
        ->check(CLI::IsMember({300, 600}));
    parser->add_flag("--outlines", options->outlines,
                     help(Words::tr("Draws the text of an SVG, which then looks the same without its font")));
    parser
        ->add_option("-o,--output", options->outputs,
                     help(Words::tr(
                         "File to write, .pdf, .svg, .png or .tex (TikZ); may be given more than once. Or a "
                         "folder for the figures of several files")))
        ->required()
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    parser
        ->add_option("--format", options->formats,
                     help(Words::tr("What goes into a folder; may be given more than once")))
        ->check(CLI::IsMember({"pdf", "svg", "png", "tex"}))
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    parser->add_flag("--check", options->check,
                     help(Words::tr("Write nothing; fail when a file is not what would be written")));
    return {parser, [options] { return run(*options); }, true};
}

} // namespace onset::cli
