#include "app/file_actions.h"

#include "app/settings.h"
#include "widgets/dialogs/export_dialog.h"
#include "widgets/dialogs/save_name.h"
#include "widgets/session/session.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QStandardPaths>
#include <QStatusBar>
#include <QThread>

#include <algorithm>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

QString documents()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(folder).exists() ? folder : QDir::homePath();
}

bool isWorkbook(const QString &path) { return path.endsWith(".onset"_L1, Qt::CaseInsensitive); }

bool isJson(const QString &path) { return path.endsWith(".json"_L1, Qt::CaseInsensitive); }

QString withEnding(const QString &path, QLatin1StringView ending)
{
    return QFileInfo(path).suffix().isEmpty() ? path + ending : path;
}

/// A file name made of a figure's title.
QString fileNameOf(const FigureSpec &figure)
{
    QString name = !figure.name.isEmpty()      ? figure.name
                   : figure.panels.size() == 1 ? figure.panels.front().title
                                               : u"figure"_s;
    for (QChar &c : name) {
        if (!c.isLetterOrNumber() && c != u'-' && c != u'.')
            c = u' ';
    }
    return name.simplified() + ".pdf"_L1;
}

} // namespace

FileActions::FileActions(Session &session, Settings &settings, QMainWindow &window)
    : QObject(&window), m_session(session), m_settings(settings), m_window(window),
      m_new(new QAction(tr("&New…"), this)), m_open(new QAction(tr("&Open…"), this)),
      m_recent(new QMenu(tr("Open &recent"), &window)), m_copy(new QAction(tr("Save a &copy…"), this)),
      m_import(new QAction(tr("&Import…"), this)), m_export(new QAction(tr("&Export…"), this)),
      m_exporting([this](const Export &done) { tell(done); }),
      m_reading([this](const Result<FigureRecord> &record) {
          if (record)
              showFigure(*record);
          else
              emit failed(record.error());
      })
{
    m_new->setShortcut(QKeySequence::New);
    m_open->setShortcut(QKeySequence::Open);
    m_copy->setShortcut(QKeySequence::SaveAs);
    m_import->setShortcut(Qt::CTRL | Qt::Key_I);
    m_export->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_E); // Ctrl+E is the end of line in a text field
    m_new->setToolTip(tr("Makes an empty workbook"));
    m_open->setToolTip(tr("Opens another workbook, or the figure of a PDF, SVG, PNG, TeX or JSON file"));
    m_import->setToolTip(tr("Imports tables into this workbook"));
    m_export->setToolTip(tr("Writes the figure as PDF, SVG, PNG or TikZ"));
    connect(m_new, &QAction::triggered, this, &FileActions::createWorkbook);
    connect(m_open, &QAction::triggered, this, &FileActions::chooseFile);
    connect(m_recent, &QMenu::aboutToShow, this, &FileActions::fillRecent);
    connect(m_copy, &QAction::triggered, this, &FileActions::saveCopy);
    connect(m_import, &QAction::triggered, this, &FileActions::importTables);
    connect(m_export, &QAction::triggered, this, &FileActions::showExport);
    connect(&session, &Session::figureComposed, this, &FileActions::refresh);
    connect(&session, &Session::figureComposed, this, &FileActions::compareRows);
    connect(&session, &Session::opened, this, [this] {
        m_settings.keepRecentFile(m_session.path());
        if (const QStringList tables = std::exchange(m_waiting, {}); !tables.isEmpty())
            m_session.preview(tables);
        if (const QString figure = std::exchange(m_waitingFigure, {}); !figure.isEmpty())
            openFigure(figure);
        refresh();
    });
    connect(&session, &Session::openingFailed, this, [this] {
        m_waiting.clear();
        m_waitingFigure.clear();
    });
    connect(&session, &Session::copySaved, this, [this](const QString &path) {
        m_window.statusBar()->showMessage(tr("Copy saved as %1").arg(path), 5000);
    });
    refresh();
}

void FileActions::addTo(QMenu *menu)
{
    menu->addActions({m_new, m_open});
    menu->addMenu(m_recent);
    menu->addAction(m_copy);
    menu->addSeparator();
    menu->addActions({m_import, m_export});
    menu->addSeparator();
    QAction *quit = menu->addAction(tr("&Quit"), &m_window, &QWidget::close);
    quit->setShortcut(QKeySequence::Quit);
}

void FileActions::refresh()
{
    m_copy->setEnabled(m_session.isOpen());
    m_import->setEnabled(m_session.isOpen() && !m_session.readOnly());
    // What is only supposed does not leave the window.
    m_export->setEnabled(m_session.content() && !m_session.supposition() &&
                         !m_exporting.watcher().isRunning());
}

void FileActions::take(const QStringList &files)
{
    QStringList tables;
    QString workbook, figure;
    const bool oneJson = std::ranges::count_if(files, isJson) == 1; // many are results, and long to look at
    for (const QString &file : files) {
        if (isWorkbook(file))
            workbook = file;
        else if ((oneJson || !isJson(file)) && isFigureFile(file))
            figure = file;
        else
            tables += file;
    }
    if (!workbook.isEmpty()) {
        m_waiting = tables;
        m_waitingFigure = figure;
        open(workbook);
        return;
    }
    if (!m_session.isOpen())
        m_waiting += tables;
    else if (!tables.isEmpty())
        m_session.preview(tables);
    if (!figure.isEmpty())
        openFigure(figure);
}

void FileActions::open(const QString &path)
{
    m_session.open({.path = QFileInfo(path).absoluteFilePath(), .figure = m_session.figure()});
}

void FileActions::createWorkbook()
{
    const QString chosen =
        QFileDialog::getSaveFileName(&m_window, tr("New workbook"), documents(), tr("Workbooks (*.onset)"),
                                     nullptr, QFileDialog::DontConfirmOverwrite);
    if (chosen.isEmpty())
        return;
    const QString path = withEnding(chosen, ".onset"_L1);
    if (QFileInfo::exists(path))
        emit failed({Code::BadInput, tr("%1 exists already: choose another name, or open it.").arg(path)});
    else
        m_session.open({.path = path, .mode = Workbook::Mode::Create});
}

void FileActions::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(
        &m_window, tr("Open a workbook or a figure"), documents(),
        tr("Workbooks and figures (*.onset *.pdf *.svg *.png *.tex *.json);;All files (*)"));
    if (isFigureFile(path) || isJson(path))
        openFigure(path);
    else if (!path.isEmpty())
        open(path);
}

void FileActions::openFigure(const QString &path)
{
    if (m_session.isOpen())
        m_reading.start([path](Progress &) { return readFigureFile(path); });
    else
        m_waitingFigure = path;
}

void FileActions::showFigure(const FigureRecord &record)
{
    m_shown = record;
    if (m_session.figure() == record.figure)
        compareRows(m_session.content());
    else
        m_session.show(record.figure);
}

void FileActions::compareRows(const ContentPtr &content)
{
    if (!m_shown || !content || content->spec != m_shown->figure)
        return;
    if (!m_shown->rows.isEmpty() && m_shown->rows != rowsHash(*content))
        m_window.statusBar()->showMessage(
            tr("The rows behind this figure are others than when Onset %1 exported it.")
                .arg(m_shown->version),
            10'000);
    m_shown.reset();
}

void FileActions::fillRecent()
{
    m_recent->clear();
    for (const QString &path : m_settings.recentFiles())
        m_recent->addAction(QDir::toNativeSeparators(path), this, [this, path] { open(path); });
    if (m_recent->isEmpty())
        m_recent->addAction(tr("None yet"))->setEnabled(false);
}

void FileActions::saveCopy()
{
    const QString chosen =
        QFileDialog::getSaveFileName(&m_window, tr("Save a copy"), documents(), tr("Workbooks (*.onset)"),
                                     nullptr, QFileDialog::DontConfirmOverwrite);
    if (!chosen.isEmpty())
        m_session.saveCopy(withEnding(chosen, ".onset"_L1));
}

void FileActions::importTables()
{
    const QStringList files =
        QFileDialog::getOpenFileNames(&m_window, tr("Import tables"), documents(),
                                      tr("Results (*.csv *.tsv *.txt *.json *.jsonl);;All files (*)"));
    if (!files.isEmpty())
        m_session.preview(files);
}

void FileActions::showExport()
{
    if (!m_exportDialog) {
        m_exportDialog = new ExportDialog(&m_window);
        connect(m_exportDialog, &ExportDialog::saveWanted, this, &FileActions::exportPicture);
        for (const auto changed : {&Session::figureComposed, &Session::figureBanded})
            connect(&m_session, changed, m_exportDialog, [this](const ContentPtr &content) {
                if (m_exportDialog->isVisible())
                    m_exportDialog->setContent(content);
            });
    }
    m_exportDialog->setContent(m_session.content());
    m_exportDialog->show();
    m_exportDialog->raise();
    m_exportDialog->activateWindow();
}

void FileActions::exportPicture(const FigureSpec &figure)
{
    if (m_session.supposition())
        return emit failed(
            {Code::BadInput, tr("A score of this figure is only supposed, so it is not exported. "
                                "Leave “What if” (W) first.")});
    const ContentPtr content = m_session.content(); // as it was looked at, whatever comes meanwhile
    if (!content)
        return;
    if (m_exporting.watcher().isRunning())
        return m_window.statusBar()->showMessage(tr("The figure before is still being written."), 5000);
    const QString finePng = tr("PNG, 600 dpi (*.png)"), outlinedSvg = tr("SVG, text as outlines (*.svg)");
    const QStringList kinds{tr("PDF (*.pdf)"),          tr("SVG (*.svg)"), outlinedSvg,
                            tr("PNG, 300 dpi (*.png)"), finePng,           tr("TikZ for LaTeX (*.tex)")};
    QString kind;
    const QString path =
        askSaveName(m_exportDialog, tr("Export figure"), documents() + u'/' + fileNameOf(m_session.figure()),
                    kinds.join(u";;"_s), &kind);
    if (path.isEmpty())
        return;
    const auto format = exportFormat(path);
    if (!format)
        return emit failed(format.error());
    m_window.statusBar()->showMessage(tr("Writing the figure…"));
    const ExportForm form{.dpi = kind == finePng ? 600 : 300, .outlines = kind == outlinedSvg};
    m_exporting.start([figure, path, format = *format, form, content](Progress &progress) {
        const auto written = banded(content, kAllBands, QThread::idealThreadCount(), progress)
                                 .and_then([&](const ContentPtr &whole) -> Result<> {
                                     if (progress.cancelled())
                                         return failure(Code::Cancelled, {});
                                     return exportFigure(*restyled(whole, figure), path, format, form);
                                 });
        return Export{path, written, charactersWithoutFont(*content)};
    });
    refresh();
}

void FileActions::tell(const Export &done)
{
    refresh();
    m_window.statusBar()->clearMessage();
    if (!done.written)
        return emit failed(done.written.error());
    if (!done.lacking.isEmpty())
        return m_window.statusBar()->showMessage(
            tr("Figure written to %1; no installed font has “%2”, which are boxes in it")
                .arg(done.path, done.lacking));
    m_window.statusBar()->showMessage(tr("Figure written to %1").arg(done.path), 5000);
}

} // namespace onset
