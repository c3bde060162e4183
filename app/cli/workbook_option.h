#pragma once

#include "core/import/import.h"

#include <QTemporaryDir>

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace onset::cli {

/// Which workbook a command reads: a named one, the default one, or a temporary one made of a table.
struct WorkbookOption
{
    std::string path = {};  ///< -w; empty: the default workbook
    std::string table = {}; ///< --table; empty: none
};

void addWorkbookOption(CLI::App &parser, WorkbookOption &option);
void addTableOption(CLI::App &parser, WorkbookOption &option);

/// An open workbook, and the folder that goes with it when it is a temporary one.
struct OpenWorkbook
{
    std::unique_ptr<QTemporaryDir> folder; // outlives the workbook in it
    Workbook workbook;
    QString table = {}; ///< what a temporary one was made of; empty: it is none
    qint64 refused = 0; ///< rows of --table that were not taken; they stand on stderr

    /// The file as the user knows it.
    [[nodiscard]] QString file() const { return table.isEmpty() ? workbook.path() : table; }
    /// What to type to see names in it: onset list curves -w 'a.onset'
    [[nodiscard]] QString listing(const QString &what) const;
};

/// Opens for reading. Only the default workbook is made when it is missing.
/// @error as Workbook::open and importFiles
[[nodiscard]] Result<OpenWorkbook> openForReading(const WorkbookOption &option);

/// An empty workbook, or a copy of one, that lives as long as the returned value.
[[nodiscard]] Result<OpenWorkbook> temporaryWorkbook(const Workbook *original = nullptr);

/// @error BadInput, wrong usage: writing `output` would destroy one of `inputs` or the default workbook
[[nodiscard]] Result<> requireApart(const QString &output, const QStringList &inputs);

/// One line for each refusal: file, line, column, reason.
[[nodiscard]] QStringList refusalLines(const FileReport &report);

} // namespace onset::cli
