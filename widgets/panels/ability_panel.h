#pragma once

#include "widgets/models/ability_model.h"
#include "widgets/models/table_text.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QToolButton;
class QTreeView;

namespace onset {

class AbilityDelegate;

/// The abilities of the workbook with what was found of them, an instant search, and menus that narrow it to
/// a benchmark or a verdict. Typing in the list goes to the search field, arrows in the search field move in
/// the list, Enter hands the focus on to the figure.
class AbilityPanel : public QWidget
{
    Q_OBJECT
public:
    explicit AbilityPanel(QWidget *parent = nullptr);

    /// Keeps the selection of the abilities that are still there; chooses none by itself.
    void setCatalog(const CatalogPtr &catalog);
    /// Selects what a figure is about, when that is whole abilities, else nothing; signals nothing.
    void showFigure(const FigureSpec &figure);
    void setSparklines(const std::vector<Sparkline> &sparklines) { m_model.setSparklines(sparklines); }
    void setFindings(const std::vector<AbilityFindings> &findings);
    void setTheme(Theme theme);
    void focusSearch();

    [[nodiscard]] QString selectedText() const; ///< rows for a spreadsheet, after a header line
    [[nodiscard]] QString csv() const;          ///< all that are listed, in their order

signals:
    /// By the user, in the order of the list. Never empty.
    void abilitiesChosen(const std::vector<const onset::Ability *> &abilities);
    /// Rows are seen whose sparklines were not read yet; the newest request is the one that counts.
    void sparklinesWanted(const std::vector<onset::CurveKey> &abilities);
    void accepted();                     ///< Enter: on to the figure
    void termAsked(const QString &term); ///< of the glossary

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] std::vector<int> selectedRows() const; ///< ascending
    /// As rows of the catalog.
    struct Selection
    {
        std::vector<int> abilities = {};
        int current = -1; ///< −1: none
    };
    [[nodiscard]] Selection selection() const;
    void select(const Selection &wanted);                ///< as far as it is shown; takes nothing out
    void rearrange(const std::function<void()> &change); ///< the rows; the selection stays
    void offerBenchmarks();
    void offerVerdicts();
    void offerTerm(QPoint where);
    [[nodiscard]] QString text(const QList<int> &rows, TextForm form) const;
    void askForSparklines();
    void chooseSelected();
    void describe();

    AbilityModel m_model;
    AbilityDelegate *m_delegate;
    QLineEdit *m_search;
    QTreeView *m_list;
    QToolButton *m_benchmarks, *m_verdicts;
    QLabel *m_count;
    QTimer m_seen;            ///< runs out a moment after rows were painted
    QTimer m_arriving;        ///< runs while verdicts arrive that change the order
    bool m_following = false; ///< the selection follows the figure, not the user
};

} // namespace onset
