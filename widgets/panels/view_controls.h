#pragma once

#include "core/figure/views.h"

#include <QObject>

#include <map>

class QAction;
class QActionGroup;
class QLabel;
class QMenu;
class QSlider;
class QToolBar;
class QToolButton;
class QWidget;

namespace onset {

[[nodiscard]] QString viewTitle(View view); ///< "Small multiples"

/// Which question the figure asks of the selected abilities, how small multiples are laid out, and how long
/// an answer is taken to be where metrics are compared.
class ViewControls : public QObject
{
    Q_OBJECT
public:
    /// Menu, button and slider belong to `window`.
    explicit ViewControls(QWidget *window);

    void addTo(QMenu *menu) const;
    void addTo(QToolBar *bar);
    void addAnswerLengthTo(QToolBar *bar); ///< seen while it has a meaning
    void showFigure(const FigureSpec &figure);

signals:
    void viewChosen(onset::View view);
    void figureEdited(const onset::FigureSpec &figure);

private:
    void addViews();
    void addLayout();
    void setAnswerLength(int length);

    FigureSpec m_figure;
    QMenu *m_menu;
    QToolButton *m_button;
    QActionGroup *m_choices;
    std::map<View, QAction *> m_views;
    QAction *m_shared;
    QMenu *m_columns;
    QActionGroup *m_columnChoices;
    QWidget *m_lens; ///< the slider and its label
    QSlider *m_length;
    QLabel *m_steps;
    QAction *m_lensShown = nullptr; ///< in the tool bar
};

} // namespace onset
