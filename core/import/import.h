#pragma once

#include "core/import/tables/mapping.h"
#include "core/store/imports.h"

#include <QStringList>

#include <map>
#include <memory>

namespace onset {

/// How many refusals, and remarks, of a file are reported one by one; the rest is counted.
inline constexpr int kMaxReported = 100'000;

/// What came of one file.
struct FileReport
{
    QString file;
    QString format = {}; ///< "tidy", "annotations", …; empty: of no known kind, as the first note says
    qint64 read = 0;     ///< data rows seen
    qint64 accepted = 0;
    std::vector<Refusal> refused = {}; ///< the first kMaxReported; `refusedCount` counts all
    qint64 refusedCount = 0;
    std::vector<Refusal> remarks = {}; ///< on facts that files state differently, all of which are kept
    QStringList notes = {};            ///< percent converted, column kept out, already imported …
    qint64 models = 0, tasks = 0;
    Mapping mapping = {}; ///< how the columns of a wide table were read; none of another format

    /// Finite scores as they stand in the file, before any conversion; errors and sizes are none.
    qint64 records = 0;
    double valueSum = 0;
    double valueMin = std::numeric_limits<double>::quiet_NaN(); ///< NaN: no records
    double valueMax = std::numeric_limits<double>::quiet_NaN();

    /// Counts a score as stored in the file, accepted or refused; what is not finite is none.
    void count(double stored);
};

struct ImportReport
{
    std::vector<FileReport> files;
    std::vector<ImportWriter::Unplaced> unplaced; ///< models of the files without known compute
    ImportWriter::Outcome outcome;

    [[nodiscard]] qint64 refused() const;
};

/// Maps of columns by the header of their tables, as ColumnMaps keeps it.
using HeaderMaps = std::map<QString, std::shared_ptr<const ColumnMap>>;

/// @param maps  JSON by header      @error BadInput with the place in the JSON
[[nodiscard]] Result<HeaderMaps> columnMaps(const std::map<QString, QByteArray> &maps);
/// The maps that a workbook keeps.
[[nodiscard]] Result<HeaderMaps> savedMaps(const Workbook &workbook);

struct ImportOptions
{
    bool dryRun = false; ///< read and check everything, store nothing
    QString format = {}; ///< of all the files, by name; empty: recognised by their content
    /// Instead of the guess, of the tables that have its columns, whatever their format; null: none.
    std::shared_ptr<const ColumnMap> map = nullptr;
    HeaderMaps maps = {}; ///< go before those that the workbook keeps
};

/// Imports files as one import, and joins the names of models: one transaction, one undo. A folder stands for
/// the files in it. A refused row never costs its neighbours. A file of no known kind is named in the report;
/// a named file that cannot be read, or a folder's that breaks off halfway, fails the import as a whole.
/// @error NotFound, Io, BadInput (nothing of a known kind), ReadOnly, NotAWorkbook (it is damaged), Cancelled
[[nodiscard]] Result<ImportReport> importFiles(Workbook &workbook, const QStringList &files,
                                               const ImportOptions &options, Progress &progress);

/// Brings the bundled tables into a workbook: each dataset under `folder` (a path, or ":/datasets") that is
/// missing or changed replaces its older self in one transaction; the user's own imports stay untouched.
/// @return how many datasets were new or replaced
[[nodiscard]] Result<int> importBundled(Workbook &workbook, const QString &folder, Progress &progress);

} // namespace onset
