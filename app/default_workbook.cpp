#include "app/default_workbook.h"

#include "core/import/import.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace onset {

QString defaultWorkbookPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/onset/default.onset"_s;
}

Result<Workbook> openDefaultWorkbook(Progress &progress)
{
    const QString path = defaultWorkbookPath();
    const QString folder = QFileInfo(path).path();
    if (!QDir().mkpath(folder))
        return failure(Code::Io, QCoreApplication::translate(
                                     "onset", "The folder “%1” for the default workbook cannot be "
                                              "made; name a workbook with -w.")
                                     .arg(folder));
    Result<Workbook> workbook = Workbook::open(path, Workbook::Mode::Create);
    if (!workbook || workbook->readOnly())
        return workbook;
    if (const Result<int> filled = importBundled(*workbook, kBundledDatasets.toString(), progress); !filled)
        return tl::unexpected(filled.error());
    return workbook;
}

} // namespace onset
