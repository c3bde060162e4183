#include "app/cli/workbook_option.h"

#include "app/cli/command.h"
#include "app/default_workbook.h"

#include <QFileInfo>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

/// An empty path, as of a variable that is not set, would stand for the default workbook.
std::string checkPath(const std::string &path)
{
    return path.empty() ? help(Words::tr("the path is empty")) : std::string();
}

} // namespace

void addWorkbookOption(CLI::App &parser, WorkbookOption &option)
{
    parser
        .add_option("-w,--workbook", option.path,
                    help(Words::tr("Workbook; without it the default one, filled with the bundled tables")))
        ->check(CLI::Validator(checkPath, ""));
}

void addTableOption(CLI::App &parser, WorkbookOption &option)
{
    parser
        .add_option("--table", option.table, help(Words::tr("Tidy table to work on instead of a workbook")))
        ->check(CLI::Validator(checkPath, ""))
        ->excludes(parser.get_option("--workbook"));
}

QStringList refusalLines(const FileReport &report)
{
    QStringList lines;
    for (const Refusal &refusal : report.refused) {
        if (lines.size() == kMaxRefusals) // more than anybody reads in a terminal; --json has them
            break;
        const QString where = refusal.column.isEmpty()
                                  ? refusal.where
                                  : Words::tr("%1, column %2").arg(refusal.where, refusal.column);
        lines << u"%1, %2: %3"_s.arg(refusal.file, where, refusal.reason);
    }
    if (const qint64 more = report.refusedCount - lines.size(); more > 0)
        lines << Words::tr("%1: %n more rows refused", nullptr, int(more)).arg(report.file);
    return lines;
}

QString OpenWorkbook::listing(const QString &what) const
{
    return u"onset list %1 %2 '%3'"_s.arg(what, table.isEmpty() ? u"-w"_s : u"--table"_s, file());
}

Result<> requireApart(const QString &output, const QStringList &inputs)
{
    const QString written = QFileInfo(output).canonicalFilePath(); // empty when it is not there yet
    for (const QString &input : inputs + QStringList{defaultWorkbookPath()})
        if (!written.isEmpty() && written == QFileInfo(input).canonicalFilePath())
            return failure(
                Code::BadInput,
                Words::tr("-o %1 would overwrite “%2” itself; name another file.").arg(output, input));
    return {};
}

Result<OpenWorkbook> temporaryWorkbook(const Workbook *original)
{
    auto folder = std::make_unique<QTemporaryDir>();
    if (!folder->isValid())
        return failure(
            Code::Io,
            Words::tr("A folder for a temporary workbook cannot be made: %1.").arg(folder->errorString()));
    const QString path = folder->filePath(u"table.onset"_s);
    if (const Result<> copied = original ? original->saveCopy(path) : Result<>(); !copied)
        return tl::unexpected(copied.error());
    Result<Workbook> workbook = Workbook::open(path, Workbook::Mode::Create);
    if (!workbook)
        return tl::unexpected(workbook.error());
    return OpenWorkbook{std::move(folder), std::move(*workbook)};
}

Result<OpenWorkbook> openForReading(const WorkbookOption &option)
{
    Progress progress;
    if (!option.table.empty()) {
        Result<OpenWorkbook> open = temporaryWorkbook();
        if (!open)
            return open;
        const Result<ImportReport> report = importFiles(open->workbook, {text(option.table)}, {}, progress);
        if (!report)
            return tl::unexpected(report.error());
        for (const FileReport &file : report->files)
            for (const QString &line : refusalLines(file))
                note(line);
        open->table = text(option.table);
        open->refused = report->refused();
        return open;
    }
    Result<Workbook> workbook = option.path.empty() ? openDefaultWorkbook(progress)
                                                    : Workbook::open(text(option.path), Workbook::Mode::Read);
    if (!workbook)
        return tl::unexpected(workbook.error());
    return OpenWorkbook{nullptr, std::move(*workbook)};
}

} // namespace onset::cli
