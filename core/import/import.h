#pragma once

#include "core/import/read/report.h"

#include <map>
#include <memory>

namespace onset {

struct ImportReport
{
    std::vector<FileReport> files;
    std::vector<ImportWriter::Unplaced> unplaced; ///< models of the files without known compute
    ImportWriter::Outcome outcome;

    int known = 0; ///< files that were imported before, or hold the same as another of these

    [[nodiscard]] qint64 refused() const;
    /// Files were read, and nothing in them was accepted, refused or known already.
    [[nodiscard]] bool foundNothing() const;
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
