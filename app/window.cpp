#include "app/window.h"

#include "app/default_workbook.h"
#include "app/main_window.h"
#include "widgets/plot/typeface.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QIcon>

namespace onset {

using namespace Qt::StringLiterals;

int runWindow(QApplication &application, const QStringList &files)
{
    QGuiApplication::setDesktopFileName(u"org.onset.Onset"_s);
    application.setStyle(u"Fusion"_s);
    loadFigureFont();
    application.setWindowIcon(QIcon(u":/icons/org.onset.Onset.svg"_s));

    QStringList tables = files;
    QString workbook;
    for (const QString &file : files) {
        if (file.endsWith(".onset"_L1)) {
            workbook = QFileInfo(file).absoluteFilePath();
            tables.removeOne(file);
        }
    }
    OpenRequest request{.path = workbook};
    if (workbook.isEmpty()) {
        request = {defaultWorkbookPath(), Workbook::Mode::Create, kBundledDatasets.toString()};
        QDir().mkpath(QFileInfo(request.path).path());
    }
    MainWindow window(request, tables);
    window.show();
    return application.exec();
}

} // namespace onset
