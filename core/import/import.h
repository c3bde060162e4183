#pragma once

#include "core/store/imports.h"

#include <QStringList>

namespace onset {

/// What came of one file.
struct FileReport
{
    QString file;
    QString format;  ///< "tidy", "annotations", …
    qint64 read = 0; ///< data rows seen
    qint64 accepted = 0;
    std::vector<Refusal> refused = {}; ///< the first kMaxRefusals; `refusedCount` counts all
    qint64 refusedCount = 0;
    QStringList notes = {}; ///< percent converted, column kept out, already imported …
    qint64 models = 0, tasks = 0;
};

struct ImportReport
{
    std::vector<FileReport> files;
    ImportWriter::Outcome outcome;

    [[nodiscard]] qint64 refused() const;
};

struct ImportOptions
{
    bool dryRun = false; ///< read and check everything, store nothing
};

/// Imports files as one import: one transaction, one undo. A refused row never costs its neighbours; a file
/// that cannot be read at all fails the import as a whole.
/// @error NotFound, Io, BadInput (no table in it), ReadOnly, NotAWorkbook (it is damaged), Cancelled
[[nodiscard]] Result<ImportReport> importFiles(Workbook &workbook, const QStringList &files,
                                               const ImportOptions &options, Progress &progress);

/// Brings the bundled tables into a workbook: each dataset under `folder` (a path, or ":/datasets") that is
/// missing or changed replaces its older self in one transaction; the user's own imports stay untouched.
/// @return how many datasets were new or replaced
[[nodiscard]] Result<int> importBundled(Workbook &workbook, const QString &folder, Progress &progress);

} // namespace onset
