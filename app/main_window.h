#pragma once

#include "app/settings.h"
#include "widgets/session/session.h"

#include <QMainWindow>

class QLabel;
class QStackedWidget;

namespace onset {

class AbilityPanel;
class DataActions;
class FigureControls;
class FigureView;
class FigureActions;
class FileActions;
class FitPanel;
class HandActions;
class JobProgress;
class MessagePage;
class NumberActions;
class RowsPanel;
class ViewControls;

/// Builds the panels and connects them with the session.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// Opens a workbook, on the figure that was shown last, and imports tables into it once it is open.
    explicit MainWindow(OpenRequest workbook, const QStringList &tables = {});
    ~MainWindow() override;

    [[nodiscard]] Session &session() { return m_session; }

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildFigure();
    void buildDocks();
    void buildMenus();
    void buildEditMenu();
    void buildViewMenu();
    void buildToolBar();
    void buildStatusBar();
    void connectSession();
    void connectFigure();

    /// Shows a view of them, drawn like the pattern; nothing when there are none.
    void ask(View view, const std::vector<const Ability *> &abilities, const FigureSpec &pattern);
    void toggleExcluded();
    void saveAbilities();
    void offerScales();
    void showCatalog(const CatalogPtr &catalog);
    void showContent(const ContentPtr &content);
    void showHelp(const QString &term); ///< of the glossary; empty: from its beginning
    void showError(const Error &error);
    void setTheme(ThemeChoice choice);

    Settings m_settings;
    Session m_session;
    FigureSpec m_browsed; ///< how abilities are drawn: the last figure that was not a saved one
    Theme m_theme = Theme::Light;

    FigureView *m_view = nullptr;
    QWidget *m_figure = nullptr; ///< the view and what stands over it
    MessagePage *m_message = nullptr;
    QStackedWidget *m_centre = nullptr;
    AbilityPanel *m_abilities = nullptr;
    FitPanel *m_fits = nullptr;
    RowsPanel *m_rows = nullptr;
    FigureControls *m_controls = nullptr;
    ViewControls *m_views = nullptr;
    FileActions *m_files = nullptr;
    DataActions *m_data = nullptr;
    FigureActions *m_figures = nullptr;
    HandActions *m_hand = nullptr;
    NumberActions *m_numbers = nullptr;
    JobProgress *m_progress = nullptr;
    QLabel *m_place = nullptr;
    QMenu *m_panels = nullptr;
};

} // namespace onset
