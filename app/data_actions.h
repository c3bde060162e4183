#pragma once

#include "core/base/result.h"
#include "core/import/preview.h"

#include <QObject>
#include <QPointer>

class QAction;
class QMainWindow;
class QMenu;

namespace onset {

class ChanceDialog;
class ImportReportDialog;
class ModelsDialog;
class Session;

/// The Data menu: what came of the last import, the models and the chance levels of the workbook; and the
/// look at tables before they are imported.
class DataActions : public QObject
{
    Q_OBJECT
public:
    DataActions(Session &session, QMainWindow &window);

    void addTo(QMenu *menu);

signals:
    void failed(const onset::Error &error);

private:
    void askForMappings(const QStringList &files, const std::vector<TablePreview> &previews);
    void takeReport(const ImportReport &report);
    void showReport();
    void showModels(bool unplaced);
    void showChances();
    void refresh();

    Session &m_session;
    QMainWindow &m_window;
    std::shared_ptr<const ImportReport> m_report; ///< of the last import; null: none yet
    QPointer<ImportReportDialog> m_reportDialog;  ///< null until they are first asked for
    QPointer<ModelsDialog> m_models;
    QPointer<ChanceDialog> m_chances;
    QAction *m_showReport, *m_showModels, *m_showChances;
};

} // namespace onset
