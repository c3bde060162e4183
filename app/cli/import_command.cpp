#include "app/cli/command.h"
#include "app/cli/table.h"
#include "app/cli/workbook_option.h"
#include "app/default_workbook.h"
#include "core/import/input_file.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <CLI/CLI.hpp>

#include <memory>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct Options
{
    WorkbookOption workbook;
    std::vector<std::string> files;
    bool dryRun = false;
    bool json = false;
};

QByteArray asJson(const ImportReport &report)
{
    QJsonArray files;
    for (const FileReport &file : report.files) {
        QJsonArray refused;
        for (const Refusal &refusal : file.refused)
            refused.append(QJsonObject{
                {u"where"_s, refusal.where}, {u"column"_s, refusal.column}, {u"reason"_s, refusal.reason}});
        files.append(QJsonObject{{u"file"_s, file.file},
                                 {u"format"_s, file.format},
                                 {u"models"_s, file.models},
                                 {u"tasks"_s, file.tasks},
                                 {u"rows_read"_s, file.read},
                                 {u"accepted"_s, file.accepted},
                                 {u"refused"_s, refused},
                                 {u"refused_count"_s, file.refusedCount},
                                 {u"notes"_s, QJsonArray::fromStringList(file.notes)}});
    }
    return QJsonDocument(QJsonObject{{u"files"_s, files}}).toJson();
}

QByteArray asText(const ImportReport &report, bool dryRun)
{
    QStringList lines;
    for (const FileReport &file : report.files) {
        lines << Words::tr("%1: %2, %3 rows read, %4 accepted, %5 refused; %6 models, %7 tasks")
                     .arg(file.file, file.format, QString::number(file.read), QString::number(file.accepted),
                          QString::number(file.refusedCount), QString::number(file.models),
                          QString::number(file.tasks));
        for (const QString &note : file.notes)
            lines << u"  "_s + Words::tr("note: %1").arg(note);
        for (const QString &refusal : refusalLines(file))
            lines << u"  "_s + Words::tr("refused: %1").arg(refusal);
    }
    if (dryRun)
        lines << Words::tr("Nothing was stored (dry run).");
    else
        lines << Words::tr("%1 results stored, %2 already there, %3 in conflict with another import")
                     .arg(report.outcome.added)
                     .arg(report.outcome.duplicates)
                     .arg(report.outcome.conflicts);
    return (lines.join(u'\n') + u'\n').toUtf8();
}

/// The workbook to import into; a missing one is made only for files that can be read. A dry run makes none,
/// and tries a copy of one that can only be read.
Result<OpenWorkbook> openForImport(const Options &options, const QStringList &files)
{
    const QString path = text(options.workbook.path);
    const bool isDefault = path.isEmpty();
    if (!QFile::exists(isDefault ? defaultWorkbookPath() : path)) {
        if (options.dryRun)
            return temporaryWorkbook();
        for (const QString &file : files)
            if (const auto readable = examine(file); !readable)
                return tl::unexpected(readable.error());
    }
    Progress progress;
    Result<Workbook> workbook =
        isDefault ? openDefaultWorkbook(progress) : Workbook::open(path, Workbook::Mode::Create);
    if (!workbook)
        return tl::unexpected(workbook.error());
    if (options.dryRun && workbook->readOnly())
        return temporaryWorkbook(&*workbook);
    return OpenWorkbook{nullptr, std::move(*workbook)};
}

Result<ImportReport> import(const Options &options)
{
    QStringList files;
    for (const std::string &file : options.files)
        files << text(file);
    Result<OpenWorkbook> open = openForImport(options, files);
    if (!open)
        return tl::unexpected(open.error());
    Progress progress;
    return importFiles(open->workbook, files, {.dryRun = options.dryRun}, progress);
}

int run(const Options &options)
{
    const Result<ImportReport> report = import(options);
    if (!report)
        return failed(report.error());
    const QByteArray answer = options.json ? asJson(*report) : asText(*report, options.dryRun);
    if (const Result<> written = write(answer, {}); !written)
        return failed(written.error());
    return report->refused() > 0 ? SomeRefused : Done;
}

} // namespace

Command importCommand(CLI::App &program)
{
    auto options = std::make_shared<Options>();
    CLI::App *parser =
        program.add_subcommand("import", help(Words::tr("Bring tables of results into a workbook")));
    parser->add_option("FILE", options->files, help(Words::tr("Tables, imported together or not at all")))
        ->required();
    addWorkbookOption(*parser, options->workbook);
    parser->add_flag("--dry-run", options->dryRun,
                     help(Words::tr("Read and check everything, store nothing")));
    parser->add_flag("--json", options->json, help(Words::tr("Print the report as JSON")));
    return {parser, [options] { return run(*options); }};
}

} // namespace onset::cli
