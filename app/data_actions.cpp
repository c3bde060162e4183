#include "app/data_actions.h"

#include "widgets/dialogs/chance_dialog.h"
#include "widgets/dialogs/import_report_dialog.h"
#include "widgets/dialogs/mapping_dialog.h"
#include "widgets/dialogs/models_dialog.h"
#include "widgets/session/session.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QStatusBar>

namespace onset {

namespace {

/// Shows a dialog that stays beside the window.
void present(QDialog &dialog)
{
    dialog.show();
    dialog.raise();
    dialog.activateWindow();
}

bool isShown(const QWidget *widget) { return widget && widget->isVisible(); }

} // namespace

DataActions::DataActions(Session &session, QMainWindow &window)
    : QObject(&window), m_session(session), m_window(window),
      m_showReport(new QAction(tr("Import &report"), this)), m_showModels(new QAction(tr("&Models…"), this)),
      m_showChances(new QAction(tr("&Chance levels…"), this))
{
    m_showReport->setToolTip(tr("What the last import took and refused"));
    m_showModels->setToolTip(tr("Sizes, training compute and names of the models"));
    m_showChances->setToolTip(tr("What guessing scores on each task"));
    m_showModels->setShortcut(Qt::CTRL | Qt::Key_M);
    connect(m_showReport, &QAction::triggered, this, &DataActions::showReport);
    connect(m_showModels, &QAction::triggered, this, [this] { showModels(false); });
    connect(m_showChances, &QAction::triggered, this, &DataActions::showChances);
    connect(&session, &Session::tablesPreviewed, this, &DataActions::askForMappings);
    connect(&session, &Session::filesImported, this, &DataActions::takeReport);
    connect(&session, &Session::catalogLoaded, this, &DataActions::refresh);
    connect(&session, &Session::registryLoaded, this, [this](const RegistryPtr &registry) {
        if (m_models)
            m_models->setRegistry(registry);
        if (m_chances)
            m_chances->setRegistry(registry);
    });
    refresh();
}

void DataActions::addTo(QMenu *menu) { menu->addActions({m_showModels, m_showChances, m_showReport}); }

/// After every edit and reload: the open dialogs show what the workbook has.
void DataActions::refresh()
{
    m_showReport->setEnabled(m_report != nullptr);
    m_showModels->setEnabled(m_session.isOpen());
    m_showChances->setEnabled(m_session.isOpen());
    if (m_session.isOpen() && (isShown(m_models) || isShown(m_chances)))
        m_session.loadRegistry();
}

void DataActions::askForMappings(const QStringList &files, const std::vector<TablePreview> &previews)
{
    if (previews.empty())
        return m_session.importFiles(files);
    auto *dialog = new MappingDialog(previews, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &MappingDialog::failed, this, &DataActions::failed);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, files] { m_session.importFiles(files, dialog->maps(), dialog->remembers()); });
    dialog->open();
}

void DataActions::takeReport(const ImportReport &report)
{
    m_report = std::make_shared<const ImportReport>(report);
    m_showReport->setEnabled(true);
    if (needsReading(report))
        showReport();
    else
        m_window.statusBar()->showMessage(summary(report), 5000);
}

void DataActions::showReport()
{
    if (!m_reportDialog) {
        m_reportDialog = new ImportReportDialog(&m_window);
        connect(m_reportDialog, &ImportReportDialog::failed, this, &DataActions::failed);
        connect(m_reportDialog, &ImportReportDialog::modelsWanted, this, [this] { showModels(true); });
    }
    m_reportDialog->setReport(m_report);
    present(*m_reportDialog);
}

void DataActions::showModels(bool unplaced)
{
    if (!m_models) {
        m_models = new ModelsDialog(&m_window);
        connect(m_models, &ModelsDialog::scaleEdited, &m_session, &Session::setScale);
        connect(m_models, &ModelsDialog::modelSaid, &m_session, &Session::sayModel);
        connect(m_models, &ModelsDialog::ruleSwitched, &m_session, &Session::useRule);
    }
    if (unplaced)
        m_models->showUnplaced();
    present(*m_models);
    m_session.loadRegistry();
}

void DataActions::showChances()
{
    if (!m_chances) {
        m_chances = new ChanceDialog(&m_window);
        connect(m_chances, &ChanceDialog::chanceEdited, &m_session, &Session::setChance);
    }
    present(*m_chances);
    m_session.loadRegistry();
}

} // namespace onset
