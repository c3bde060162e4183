#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/table.h"
#include "app/cli/workbook_option.h"
#include "app/default_workbook.h"
#include "core/base/grouped.h"
#include "core/import/formats.h"
#include "core/import/input_file.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <CLI/CLI.hpp>

#include <cmath>
#include <memory>
#include <ranges>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct ImportArguments
{
    WorkbookOption workbook;
    std::vector<std::string> files;
    std::string format = "auto";
    std::string map;
    bool dryRun = false;
    bool json = false;
};

/// A number in JSON, which has none that is not finite.
QJsonValue orNull(double number)
{
    return std::isfinite(number) ? QJsonValue(number) : QJsonValue(QJsonValue::Null);
}

QJsonArray asJson(const std::vector<Refusal> &places)
{
    QJsonArray array;
    for (const Refusal &place : places)
        array.append(
            QJsonObject{{u"where"_s, place.where}, {u"column"_s, place.column}, {u"reason"_s, place.reason}});
    return array;
}

QByteArray asJson(const ImportReport &report)
{
    QJsonArray files;
    for (const FileReport &file : report.files) {
        QJsonObject object{{u"file"_s, file.file},
                           {u"format"_s, file.format},
                           {u"models"_s, file.models},
                           {u"tasks"_s, file.tasks},
                           {u"records"_s, file.records},
                           {u"value_sum"_s, orNull(file.valueSum)},
                           {u"value_min"_s, orNull(file.valueMin)},
                           {u"value_max"_s, orNull(file.valueMax)},
                           {u"rows_read"_s, file.read},
                           {u"accepted"_s, file.accepted},
                           {u"refused"_s, asJson(file.refused)},
                           {u"refused_count"_s, file.refusedCount},
                           {u"conflicts"_s, asJson(file.remarks)},
                           {u"notes"_s, QJsonArray::fromStringList(file.notes)}};
        if (!file.mapping.columns.empty())
            object.insert(u"mapping"_s, file.mapping.json());
        files.append(object);
    }
    QJsonArray unplaced;
    for (const ImportWriter::Unplaced &model : report.unplaced)
        unplaced.append(QJsonObject{{u"family"_s, model.family}, {u"model"_s, model.model}});
    return QJsonDocument(QJsonObject{{u"files"_s, files}, {u"unplaced"_s, unplaced}}).toJson();
}

/// What is made of a column of a wide table, its members as a map has them.
QString mappingLine(const QJsonObject &column)
{
    QStringList says;
    for (const QString &member : {u"benchmark"_s, u"task"_s, u"metric"_s, u"strategy"_s, u"shots"_s,
                                  u"decoding"_s, u"unit"_s, u"chance"_s}) {
        if (const QString value = column[member].toVariant().toString(); !value.isEmpty())
            says << member + u' ' + value;
    }
    const QString sample = column[u"sample"_s].toString();
    if (!sample.isEmpty())
        says << Words::tr("for example “%1”").arg(sample);
    return Words::tr("column “%1”: %2")
               .arg(column[u"name"_s].toString().simplified(), column[u"role"_s].toString()) +
           (says.isEmpty() ? QString() : u"; "_s + says.join(u", "_s));
}

/// The first few; the others are counted.
QString unplacedNames(const std::vector<ImportWriter::Unplaced> &models)
{
    constexpr std::size_t most = 10;
    QStringList names;
    for (const ImportWriter::Unplaced &model : models | std::views::take(most))
        names << model.model;
    QString text = names.join(u", "_s);
    if (models.size() > most)
        text += Words::tr(" and %1 more").arg(grouped(qint64(models.size() - most)));
    return text;
}

QByteArray asText(const ImportReport &report, bool dryRun)
{
    QStringList lines;
    for (const FileReport &file : report.files) {
        if (file.format.isEmpty()) {
            lines << Words::tr("%1: left out").arg(file.file);
            for (const QString &note : file.notes)
                lines << u"  "_s + note;
            continue;
        }
        lines << Words::tr("%1: %2, %3 rows read, %4 accepted, %5 refused; %6 models, %7 tasks")
                     .arg(file.file, file.format, QString::number(file.read), QString::number(file.accepted),
                          QString::number(file.refusedCount), QString::number(file.models),
                          QString::number(file.tasks));
        for (const QJsonValue column : dryRun ? file.mapping.json()[u"columns"_s].toArray() : QJsonArray())
            lines << u"  "_s + mappingLine(column.toObject());
        for (const QString &note : file.notes)
            lines << u"  "_s + Words::tr("note: %1").arg(note);
        for (const Refusal &remark : file.remarks)
            lines << u"  "_s + Words::tr("conflict: %1: %2").arg(remark.where, remark.reason);
        for (const QString &refusal : refusalLines(file))
            lines << u"  "_s + Words::tr("refused: %1").arg(refusal);
    }
    if (!report.unplaced.empty())
        lines << Words::tr("Models without known training compute: %1").arg(unplacedNames(report.unplaced));
    if (dryRun)
        lines << Words::tr("Nothing was stored (dry run).");
    else
        lines << Words::tr("%1 results stored, %2 already there, %3 in conflict with another import")
                     .arg(report.outcome.added)
                     .arg(report.outcome.duplicates)
                     .arg(report.outcome.conflicts);
    return (lines.join(u'\n') + u'\n').toUtf8();
}

/// Empty: recognised by content.
QString formatOption(const ImportArguments &options)
{
    return options.format == "auto" ? QString() : text(options.format);
}

/// The workbook to import into; a missing one is made only for files that can be read. A dry run makes none,
/// and tries a copy of one that can only be read.
Result<OpenWorkbook> openForImport(const ImportArguments &options, const QStringList &files,
                                   const ColumnMap *map, Progress &progress)
{
    const QString path = text(options.workbook.path);
    const bool isDefault = path.isEmpty();
    if (!QFile::exists(isDefault ? defaultWorkbookPath() : path)) {
        if (options.dryRun)
            return temporaryWorkbook();
        if (const auto readable = examine(files, formatNamed(formatOption(options)), progress, map);
            !readable)
            return tl::unexpected(readable.error());
    }
    Result<Workbook> workbook =
        isDefault ? openDefaultWorkbook(progress) : Workbook::open(path, Workbook::Mode::Create);
    if (!workbook)
        return tl::unexpected(workbook.error());
    if (options.dryRun && workbook->readOnly())
        return temporaryWorkbook(&*workbook);
    return OpenWorkbook{nullptr, std::move(*workbook)};
}

/// Null when none was given.
Result<std::shared_ptr<const ColumnMap>> mapOption(const ImportArguments &options)
{
    if (options.map.empty())
        return nullptr;
    const QString path = text(options.map);
    QFile file(path);
    if (!QFileInfo(path).isFile())
        return failure(Code::NotFound, Words::tr("There is no map “%1”; check the path.").arg(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure(Code::Io,
                       Words::tr("The map “%1” cannot be read (%2).").arg(path, file.errorString()));
    return ColumnMap::read(file, path).map([](ColumnMap &&map) {
        return std::make_shared<const ColumnMap>(std::move(map));
    });
}

Result<ImportReport> import(const ImportArguments &options)
{
    const auto map = mapOption(options);
    if (!map)
        return tl::unexpected(map.error());
    QStringList files;
    for (const std::string &file : options.files)
        files << text(file);
    Interrupt progress;
    const QString path = text(options.workbook.path);
    const bool isMissing = !path.isEmpty() && !QFile::exists(path);
    Result<OpenWorkbook> open = openForImport(options, files, map->get(), progress);
    if (!open)
        return tl::unexpected(open.error());
    auto report =
        importFiles(open->workbook, files,
                    {.dryRun = options.dryRun, .format = formatOption(options), .map = *map}, progress);
    if (!report && isMissing && !options.dryRun)
        Workbook::discardUnused(std::move(open->workbook));
    return report;
}

int run(const ImportArguments &options)
{
    const Result<ImportReport> report = import(options);
    if (!report)
        return failed(report.error());
    const QByteArray answer = options.json ? asJson(*report) : asText(*report, options.dryRun);
    if (const Result<> written = write(answer, {}); !written)
        return failed(written.error());
    if (report->foundNothing())
        return failed({Code::BadInput,
                       Words::tr("Nothing was stored: no score, size or fact was found in %1.")
                           .arg(options.files.size() == 1 ? u'“' + text(options.files.front()) + u'”'
                                                          : Words::tr("these files")),
                       {}});
    return report->refused() > 0 ? SomeRefused : Done;
}

} // namespace

Command importCommand(CLI::App &program)
{
    auto options = std::make_shared<ImportArguments>();
    CLI::App *parser = program.add_subcommand("import", help(Words::tr("Bring results into a workbook")));
    parser
        ->add_option("FILE", options->files,
                     help(Words::tr("Files or folders of results, imported together or not at all")))
        ->required();
    addWorkbookOption(*parser, options->workbook);
    std::vector<std::string> known{"auto"};
    for (const Format &format : formats())
        known.push_back(format.name.toStdString());
    parser
        ->add_option("--format", options->format,
                     help(Words::tr("What the files are; auto tells by their content")))
        ->check(CLI::IsMember(known));
    parser->add_option(
        "--map", options->map,
        help(Words::tr("JSON that says what columns hold, instead of the guess; --dry-run --json "
                       "prints one as mapping")));
    parser->add_flag("--dry-run", options->dryRun,
                     help(Words::tr("Read and check everything, store nothing")));
    parser->add_flag("--json", options->json, help(Words::tr("Print the report as JSON")));
    return {parser, [options] { return run(*options); }};
}

} // namespace onset::cli
