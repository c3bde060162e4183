#include "app/main_window.h"

#include "app/data_actions.h"
#include "app/figure_actions.h"
#include "app/file_actions.h"
#include "app/hand_actions.h"
#include "app/number_actions.h"
#include "app/start_trace.h"
#include "core/base/write_file.h"
#include "widgets/dialogs/command_palette.h"
#include "widgets/dialogs/help_dialog.h"
#include "widgets/dialogs/save_name.h"
#include "widgets/dialogs/shortcuts_dialog.h"
#include "widgets/panels/ability_panel.h"
#include "widgets/panels/figure_controls.h"
#include "widgets/panels/fit_panel.h"
#include "widgets/panels/job_progress.h"
#include "widgets/panels/message_page.h"
#include "widgets/panels/rows_panel.h"
#include "widgets/panels/view_controls.h"
#include "widgets/plot/figure_scroll.h"
#include "widgets/plot/figure_view.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

QStringList droppedFiles(const QMimeData *data)
{
    QStringList files;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            files += url.toLocalFile();
    }
    return files;
}

} // namespace

MainWindow::MainWindow(OpenRequest workbook, const QStringList &tables)
{
    workbook.figure = m_settings.figure();
    m_session.open(workbook); // works while the window is built
    setWindowTitle(tr("Onset"));
    setAcceptDrops(true);
    resize(1280, 800);
    m_controls = new FigureControls(this);
    m_views = new ViewControls(this);
    m_files = new FileActions(m_session, m_settings, *this);
    m_data = new DataActions(m_session, *this);
    m_figures = new FigureActions(m_session, *this);
    m_numbers = new NumberActions(m_session, *this);
    buildFigure();
    buildDocks();
    buildToolBar();
    buildMenus();
    buildStatusBar();
    connectSession();
    connectFigure();
    setTheme(m_settings.theme());
    restoreGeometry(m_settings.geometry());
    restoreState(m_settings.layout());
    m_abilities->setFocus();
    m_files->take(tables);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildFigure()
{
    auto *scroll = new FigureScroll;
    m_view = &scroll->view();
    m_message = new MessagePage;
    m_centre = new QStackedWidget;
    m_hand = new HandActions(m_session, *m_view, *this);
    m_figure = new QWidget;
    auto *column = new QVBoxLayout(m_figure);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_hand->banner());
    column->addWidget(scroll, 1);
    m_centre->addWidget(m_message);
    m_centre->addWidget(m_figure);
    m_message->say(tr("Opening the workbook…"), {}, {});
    traceFirstPaint(m_view);
}

void MainWindow::buildDocks()
{
    m_panels = new QMenu(tr("&Panels"), this);
    const auto dock = [this](const QString &title, const QString &name, QWidget *panel,
                             Qt::DockWidgetArea area) {
        auto *frame = new QDockWidget(title, this);
        frame->setObjectName(name);
        frame->setWidget(panel);
        addDockWidget(area, frame);
        m_panels->addAction(frame->toggleViewAction());
        return frame;
    };
    m_abilities = new AbilityPanel;
    m_fits = new FitPanel;
    m_rows = new RowsPanel;
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    auto *abilities = dock(tr("Abilities"), u"abilities"_s, m_abilities, Qt::LeftDockWidgetArea);
    setCentralWidget(m_centre); // here, for the order of Tab
    auto *fits = dock(tr("Fit"), u"fit"_s, m_fits, Qt::RightDockWidgetArea);
    auto *rows = dock(tr("Data"), u"data"_s, m_rows, Qt::BottomDockWidgetArea);
    resizeDocks({abilities, fits}, {390, 270}, Qt::Horizontal);
    resizeDocks({rows}, {210}, Qt::Vertical);
}

void MainWindow::buildToolBar()
{
    QToolBar *bar = addToolBar(tr("Figure"));
    bar->setObjectName("figure"_L1);
    bar->setMovable(false);
    m_views->addTo(bar);
    m_controls->addTo(bar);
    m_views->addAnswerLengthTo(bar);
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    auto *figures = new QToolButton;
    figures->setText(tr("Figures"));
    figures->setAccessibleName(tr("Saved figures"));
    figures->setToolTip(tr("Figures kept in this workbook"));
    figures->setMenu(m_figures->menu());
    figures->setPopupMode(QToolButton::InstantPopup);
    figures->setFocusPolicy(Qt::TabFocus);
    bar->addWidget(figures);
    bar->addAction(m_files->exportAction());
}

void MainWindow::buildMenus()
{
    m_files->addTo(menuBar()->addMenu(tr("&File")));
    buildEditMenu();
    buildViewMenu();
    QMenu *figure = menuBar()->addMenu(tr("F&igure"));
    m_views->addTo(figure);
    m_controls->addTo(figure);
    figure->addSeparator();
    m_hand->addTo(figure);
    figure->addSeparator();
    figure->addMenu(m_figures->menu());
    QMenu *tables = menuBar()->addMenu(tr("&Data"));
    m_data->addTo(tables);
    tables->addSeparator();
    tables->addAction(tr("&Save the list of abilities…"), this, &MainWindow::saveAbilities)
        ->setToolTip(tr("Those that are listed, with their verdicts, as CSV"));
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&Commands…"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, this,
                    [this] { (new CommandPalette(*menuBar(), this))->open(); });
    help->addAction(tr("What the &words mean"), this, [this] { showHelp({}); });
    help->addAction(tr("&Shortcuts"), QKeySequence::HelpContents, this,
                    [this] { (new ShortcutsDialog(this))->open(); });
    help->addAction(tr("&About Onset"), this, [this] {
        QMessageBox::about(
            this, tr("About Onset"),
            tr("<h3>Onset %1</h3><p>How abilities of language models appear with scale.</p>"
               "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                .arg(QApplication::applicationVersion()));
    });
}

void MainWindow::buildEditMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Edit"));
    QAction *undo = m_session.undoStack()->createUndoAction(this, tr("Undo"));
    QAction *redo = m_session.undoStack()->createRedoAction(this, tr("Redo"));
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcut(QKeySequence::Redo);
    menu->addActions({undo, redo});
    menu->addSeparator();
    QAction *copy = menu->addAction(tr("&Copy"), QKeySequence::Copy, this, [this] {
        if (m_rows->isAncestorOf(QApplication::focusWidget()))
            QApplication::clipboard()->setText(m_rows->selectedText());
        else if (m_abilities->isAncestorOf(QApplication::focusWidget()))
            QApplication::clipboard()->setText(m_abilities->selectedText());
        else if (m_session.content())
            QApplication::clipboard()->setImage(m_view->picture());
    });
    copy->setToolTip(tr("The figure as a picture, or the selected rows when a table is active"));
    menu->addAction(tr("Copy &numbers"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, this,
                    [this] { QApplication::clipboard()->setText(m_rows->csv()); });
    menu->addMenu(m_numbers->menu());
    menu->addSeparator();
    menu->addAction(tr("E&xclude or include the selected points"), Qt::Key_X, this,
                    &MainWindow::toggleExcluded);
    menu->addSeparator();
    menu->addAction(tr("&Find an ability"), QKeySequence::Find, this, [this] {
        m_abilities->parentWidget()->show();
        m_abilities->focusSearch();
    });
}

void MainWindow::buildViewMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&View"));
    menu->addMenu(m_panels);
    const QByteArray layout = saveState();
    menu->addAction(tr("&Reset layout"), this, [this, layout] { restoreState(layout); });
    menu->addSeparator();
    QMenu *themes = menu->addMenu(tr("&Theme"));
    auto *group = new QActionGroup(themes);
    for (const auto &[choice, name] :
         {std::pair(ThemeChoice::System, tr("As the &system")), std::pair(ThemeChoice::Light, tr("&Light")),
          std::pair(ThemeChoice::Dark, tr("&Dark"))}) {
        QAction *action = themes->addAction(name, this, [this, choice = choice] {
            m_settings.keepTheme(choice);
            setTheme(choice);
        });
        action->setCheckable(true);
        action->setChecked(m_settings.theme() == choice);
        group->addAction(action);
    }
}

void MainWindow::buildStatusBar()
{
    m_progress = new JobProgress;
    m_place = new QLabel;
    m_place->setContentsMargins(6, 0, 6, 0);
    statusBar()->addWidget(m_place, 1);
    statusBar()->addPermanentWidget(m_progress);
    connect(m_progress, &JobProgress::cancelled, &m_session, &Session::cancelEdit);
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::openingProgressed, m_progress, [this](double fraction) {
        if (fraction == 0)
            m_progress->begin(tr("Filling the workbook with published tables"), false);
        m_progress->advance(fraction);
    });
    connect(&m_session, &Session::opened, this, [this] {
        m_progress->end();
        const QString path = m_session.path();
        setWindowTitle(tr("%1 – Onset").arg(QFileInfo(path).completeBaseName()));
        m_place->setText(m_session.readOnly() ? tr("%1 (read-only)").arg(path) : path);
    });
    connect(&m_session, &Session::openingFailed, this, [this](const Error &error) {
        m_progress->end();
        if (m_session.isOpen())
            return showError(error);
        m_message->say(tr("The workbook could not be opened"), error.what,
                       {m_files->openAction(), m_files->newAction()});
        m_centre->setCurrentWidget(m_message);
    });
    connect(&m_session, &Session::catalogLoaded, this, &MainWindow::showCatalog);
    connect(&m_session, &Session::figureChanged, this, [this](const FigureSpec &figure) {
        if (figure.name.isEmpty())
            m_browsed = figure;
        m_controls->showFigure(figure);
        m_views->showFigure(figure);
        offerScales();
        m_abilities->showFigure(figure);
    });
    connect(&m_session, &Session::figureComposed, this, &MainWindow::showContent);
    connect(&m_session, &Session::figureJudged, m_fits, &FitPanel::setContent);
    connect(&m_session, &Session::figureBanded, m_view, &FigureView::fillIn);
    connect(&m_session, &Session::figureFinished, m_fits, &FitPanel::setContent);
    connect(&m_session, &Session::editStarted, m_progress,
            [this](const QString &what) { m_progress->begin(what, true); });
    connect(&m_session, &Session::editProgressed, m_progress, &JobProgress::advance);
    connect(&m_session, &Session::editEnded, m_progress, &JobProgress::end);
    connect(&m_session, &Session::failed, this, &MainWindow::showError);
    connect(m_files, &FileActions::failed, this, &MainWindow::showError);
    connect(m_data, &DataActions::failed, this, &MainWindow::showError);
    connect(m_figures, &FigureActions::failed, this, &MainWindow::showError);
    const auto tell = [this](const QString &sentence) { statusBar()->showMessage(sentence, 5000); };
    connect(m_hand, &HandActions::told, this, tell);
    connect(m_numbers, &NumberActions::told, this, tell);
    connect(m_numbers, &NumberActions::failed, this, &MainWindow::showError);
}

void MainWindow::connectFigure()
{
    connect(m_abilities, &AbilityPanel::abilitiesChosen, this,
            [this](const auto &abilities) { ask(m_browsed.view, abilities, m_browsed); });
    connect(m_abilities, &AbilityPanel::sparklinesWanted, &m_session, &Session::loadSparklines);
    connect(&m_session, &Session::sparklinesLoaded, m_abilities, &AbilityPanel::setSparklines);
    connect(&m_session, &Session::abilitiesJudged, m_abilities, &AbilityPanel::setFindings);
    connect(m_abilities, &AbilityPanel::accepted, m_view, [this] { m_view->setFocus(); });
    const auto show = [this](const FigureSpec &figure) { m_session.show(figure); };
    connect(m_controls, &FigureControls::figureEdited, this, show);
    connect(m_views, &ViewControls::figureEdited, this, show);
    connect(m_views, &ViewControls::viewChosen, this, [this](View view) {
        if (m_session.catalog())
            ask(view, selectedIn(*m_session.catalog(), m_session.figure()), m_session.figure());
    });
    connect(m_abilities, &AbilityPanel::termAsked, this, &MainWindow::showHelp);
    connect(m_fits, &FitPanel::termAsked, this, &MainWindow::showHelp);
    connect(m_fits, &FitPanel::rivalChosen, m_controls, &FigureControls::chooseRival);
    connect(m_view, &FigureView::figureEdited, this, show);
    connect(m_view, &FigureView::figureDragged, &m_session, &Session::show);
    connect(m_view, &FigureView::rangesChanged, &m_session, &Session::look);
    connect(m_rows, &RowsPanel::selectionChanged, m_view, &FigureView::setSelected);
    connect(m_view, &FigureView::selectionChanged, m_rows, &RowsPanel::select);
}

void MainWindow::ask(View view, const std::vector<const Ability *> &abilities, const FigureSpec &pattern)
{
    if (const std::size_t most = mostAbilities(view); most < abilities.size())
        statusBar()->showMessage(tr("Only the first %1 of the selected abilities are drawn.").arg(most),
                                 5000);
    if (!abilities.empty())
        m_session.show(viewOf(view, abilities, m_session.catalog()->abilities, pattern));
}

void MainWindow::toggleExcluded()
{
    const ContentPtr content = m_session.content();
    std::vector<Exclusions::Key> included, excluded;
    for (const PointRef &at : m_rows->selected()) {
        const Curve &curve = content->panels[std::size_t(at.panel)].curves[std::size_t(at.curve)].curve;
        const CurvePoint &point = curve.points[std::size_t(at.point)];
        (point.excluded ? excluded : included).push_back(exclusionKey(curve, point));
    }
    if (!included.empty())
        m_session.setExcluded(included, true);
    else if (!excluded.empty())
        m_session.setExcluded(excluded, false);
    else
        statusBar()->showMessage(tr("Select points of the figure or rows of the table first."), 5000);
}

void MainWindow::saveAbilities()
{
    const QString path =
        askSaveName(this, tr("Save the list of abilities"), u"abilities.csv"_s, tr("CSV (*.csv)"));
    if (path.isEmpty())
        return;
    if (const auto written = writeFile(path, m_abilities->csv().toUtf8()); !written)
        showError(written.error());
}

void MainWindow::offerScales()
{
    if (m_session.catalog())
        m_controls->offer(measureScales(*m_session.catalog(), m_session.figure()));
}

void MainWindow::showCatalog(const CatalogPtr &catalog)
{
    m_abilities->setCatalog(catalog);
    m_abilities->showFigure(m_session.figure());
    offerScales();
    m_figures->setCatalog(catalog);
}

void MainWindow::showContent(const ContentPtr &content)
{
    m_view->setContent(content);
    m_fits->setContent(content);
    m_rows->setContent(content);
    m_rows->select(m_view->selected()); // which stay over an edit of the same figure
    if (content) {
        m_centre->setCurrentWidget(m_figure);
        return;
    }
    m_message->say(tr("This workbook is empty"),
                   tr("Import a table, or drop a file here: CSV with one row for each score of a model."),
                   {m_files->importAction(), m_files->openAction()});
    m_centre->setCurrentWidget(m_message);
}

void MainWindow::showHelp(const QString &term)
{
    auto *dialog = findChild<HelpDialog *>();
    if (!dialog)
        dialog = new HelpDialog(this);
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
    dialog->showTerm(term);
}

void MainWindow::showError(const Error &error)
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Onset"), error.what, QMessageBox::Ok, this);
    box->setTextFormat(Qt::PlainText); // it quotes files
    box->setDetailedText(error.detail);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::setTheme(ThemeChoice choice)
{
    m_theme = applyTheme(choice);
    m_view->setTheme(m_theme);
    m_fits->setTheme(m_theme);
    m_abilities->setTheme(m_theme);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_session.isOpen())
        m_session.checkElsewhere();
    if (event->type() == QEvent::ThemeChange)
        setTheme(m_settings.theme());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.keepWindow(saveGeometry(), saveState());
    if (m_session.content())
        m_settings.keepFigure(m_session.figure());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    m_files->take(droppedFiles(event->mimeData()));
}

} // namespace onset
