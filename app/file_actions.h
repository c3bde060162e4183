#pragma once

#include "core/base/result.h"
#include "core/figure/figure_file.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/plot/figure_painter.h"

#include <QObject>
#include <QPointer>

#include <optional>

class QAction;
class QMenu;
class QMainWindow;

namespace onset {

class ExportDialog;
class Session;
class Settings;

/// The File menu: workbooks, tables and exported figures.
class FileActions : public QObject
{
    Q_OBJECT
public:
    FileActions(Session &session, Settings &settings, QMainWindow &window);

    void addTo(QMenu *menu);
    [[nodiscard]] QAction *newAction() const { return m_new; }
    [[nodiscard]] QAction *openAction() const { return m_open; }
    [[nodiscard]] QAction *importAction() const { return m_import; }
    [[nodiscard]] QAction *exportAction() const { return m_export; }

    /// Opens a workbook and shows a figure among them and imports the tables, as when files are dropped on
    /// the window.
    void take(const QStringList &files);

signals:
    void failed(const onset::Error &error);

private:
    struct Export
    {
        QString path;
        Result<> written;
        QString lacking; ///< characters that no installed font has
    };

    void createWorkbook();
    void chooseFile();
    void open(const QString &path);
    void openFigure(const QString &path);
    void showFigure(const FigureRecord &record);
    /// Says when the figure that was opened does not show what it showed when it was exported.
    void compareRows(const ContentPtr &content);
    void fillRecent();
    void saveCopy();
    void importTables();
    void showExport();
    void exportPicture(const FigureSpec &figure);
    void tell(const Export &done);
    void refresh();

    Session &m_session;
    Settings &m_settings;
    QMainWindow &m_window;
    QAction *m_new;
    QAction *m_open;
    QMenu *m_recent;
    QAction *m_copy;
    QAction *m_import;
    QAction *m_export;
    QStringList m_waiting;                 ///< tables to import once the workbook is open
    QString m_waitingFigure;               ///< a file to show then
    std::optional<FigureRecord> m_shown;   ///< a figure from a file that is still being composed
    QPointer<ExportDialog> m_exportDialog; ///< null until it is first asked for
    LatestJob<Export> m_exporting;
    LatestJob<Result<FigureRecord>> m_reading;
};

} // namespace onset
