#include "app/cli/render_tasks.h"

#include "app/cli/command.h"
#include "app/cli/figure_source.h"
#include "core/figure/figure_file.h"
#include "core/figure/size_presets.h"
#include "core/fit/parallel.h"

#include <QFile>
#include <QThread>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

constexpr int kDpi = 300;           // of a PNG, where nothing else is known
constexpr qsizetype kDateRoom = 64; // by which a date makes a PDF longer, at most

ExportForm formOf(const FigureRecord &record) { return {record.dpi, record.outlines}; }

/// What is asked for, with the dots per inch of a PNG.
Result<FigureRecord> wantedOf(const RenderTask &task, Workbook &workbook)
{
    auto wanted = figureOf(task.figure, task.spec, workbook);
    if (!wanted)
        return wanted;
    if (task.preset)
        wanted->figure = fitted(std::move(wanted->figure), *task.preset);
    if (task.size) {
        wanted->figure.style.widthMm = task.size->width;
        wanted->figure.style.heightMm = task.size->height;
    }
    wanted->outlines |= task.outlines;
    wanted->dpi = task.dpi.value_or(wanted->dpi > 0 ? wanted->dpi : kDpi);
    return wanted;
}

/// What an output says of itself, when it is of this figure, and of the form that the task asks for.
Result<FigureRecord> recordIn(const RenderTask::Output &output, const FigureSpec &spec,
                              const RenderTask &task)
{
    const QString &path = output.path;
    const std::optional<int> dpi = task.dpi;
    auto record = readFigureFile(path);
    if (!record)
        return record;
    if (record->figure != spec)
        return failure(Code::Stale,
                       Words::tr("“%1” would change: the figure is now described otherwise, first at "
                                 "“%2”.")
                           .arg(path, firstDifference(record->figure, spec)));
    if (dpi && record->dpi > 0 && record->dpi != *dpi)
        return failure(Code::Stale, Words::tr("“%1” would change: it has %2 dots per inch, not %3.")
                                        .arg(path)
                                        .arg(record->dpi)
                                        .arg(*dpi));
    if (task.outlines && output.format == ExportFormat::Svg && !record->outlines)
        return failure(Code::Stale,
                       Words::tr("“%1” would change: its text is text, and was to be outlines.").arg(path));
    if (record->dpi == 0)
        record->dpi = dpi.value_or(kDpi);
    return record;
}

/// Whether an output, in which `record` stands, is what would be written.
/// @return a note, or an empty text
/// @error Stale, or as exportedFigure
Result<QString> compare(const RenderTask::Output &output, const FigureRecord &record,
                        const FigureContent &content)
{
    if (record.rows != rowsHash(content))
        return failure(
            Code::Stale,
            Words::tr("“%1” would change: the rows that it shows are others now.").arg(output.path));
    const auto bytes = exportedFigure(content, output.format, formOf(record), record.version);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const QString version = QCoreApplication::applicationVersion();
    QFile file(output.path);
    if (!file.open(QIODevice::ReadOnly) || !sameButForDate(file.read(bytes->size() + kDateRoom), *bytes))
        return failure(
            Code::Stale,
            record.version == version
                ? Words::tr(
                      "“%1” would change: its figure and rows are the same, but not how they are fitted or "
                      "drawn here.")
                      .arg(output.path)
                : Words::tr(
                      "“%1” would change: its figure and rows are the same, but Onset %2 drew it, and this "
                      "is %3.")
                      .arg(output.path, record.version, version));
    return record.version == version
               ? QString()
               : Words::tr("“%1” was drawn by Onset %2; this is %3, which changes nothing but that number")
                     .arg(output.path, record.version, version);
}

/// Whether some panel shows nothing because its curves are missing.
bool hasEmptyPanel(const FigureContent &content)
{
    return std::ranges::any_of(content.panels, [](const PanelContent &panel) {
        return panel.curves.empty() && !panel.gone.isEmpty();
    });
}

/// @error NotFound: a curve of the figure is missing, and nothing of its panel is left or the outputs are but
///        checked; others as exportFigure
Result<Rendered> draw(const RenderTask &task, Workbook &workbook, int threads)
{
    const auto wanted = wantedOf(task, workbook);
    if (!wanted)
        return tl::unexpected(wanted.error());
    std::vector<FigureRecord> records;
    for (const RenderTask::Output &output : task.outputs)
        if (task.check) {
            const auto record = recordIn(output, wanted->figure, task);
            if (!record)
                return tl::unexpected(record.error());
            records.push_back(*record);
        }

    Progress progress;
    const auto content = compose(wanted->figure, curveSource(workbook), threads, progress);
    if (!content)
        return tl::unexpected(content.error());
    Rendered done;
    QStringList gone;
    for (const PanelContent &panel : (*content)->panels) {
        gone << panel.gone;
        done.notes << panel.missing;
    }
    if (!gone.isEmpty() && (task.check || hasEmptyPanel(**content)))
        return failure(Code::NotFound, gone.join(u' '));
    done.incomplete = !gone.isEmpty();
    if (const QString lacking = charactersWithoutFont(**content); !lacking.isEmpty())
        done.notes << Words::tr(
                          "No installed font has the characters “%1”: they are drawn as boxes. Install one "
                          "that has them, such as fonts-noto-cjk or fonts-noto-color-emoji, and draw again.")
                          .arg(lacking);
    for (std::size_t i = 0; i < task.outputs.size(); ++i) {
        const RenderTask::Output &output = task.outputs[i];
        if (!task.check) {
            if (const auto written = exportFigure(**content, output.path, output.format, formOf(*wanted));
                !written)
                return tl::unexpected(written.error());
            continue;
        }
        const auto same = compare(output, records[i], **content);
        if (!same)
            return tl::unexpected(same.error());
        if (!same->isEmpty())
            done.notes << *same;
    }
    return done;
}

/// @param named  its sentences say which figure they are about
Rendered rendered(const RenderTask &task, Result<Workbook> &workbook, int threads, bool named)
{
    auto done =
        workbook ? draw(task, *workbook, threads) : Result<Rendered>(tl::unexpected(workbook.error()));
    const auto told = [&](const QString &sentence) {
        return named && !sentence.contains(task.spec) ? u"%1: %2"_s.arg(task.spec, sentence) : sentence;
    };
    if (!done) {
        Error error = done.error();
        error.what = told(error.what);
        return {error};
    }
    std::ranges::transform(done->notes, done->notes.begin(), told);
    return std::move(*done);
}

} // namespace

std::vector<Rendered> render(const std::vector<RenderTask> &tasks, const QString &workbook)
{
    std::vector<Rendered> all(tasks.size());
    const int processors = QThread::idealThreadCount();
    const int atOnce = std::clamp(int(tasks.size()), 1, processors);
    Progress progress;
    const auto worker = [&] {
        // Each has a connection of its own; it is closed in the thread that opened it.
        return [&, own = Workbook::open(workbook, Workbook::Mode::Read)](std::size_t i) mutable {
            all[i] = rendered(tasks[i], own, std::max(1, processors / atOnce), tasks.size() > 1);
        };
    };
    (void)fit::forEachIndex(tasks.size(), atOnce, progress, worker, 1);
    return all;
}

} // namespace onset::cli
