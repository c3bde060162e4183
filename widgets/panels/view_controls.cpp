#include "widgets/panels/view_controls.h"

#include <QAction>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

namespace onset {

namespace {

constexpr int kMostColumns = 6;
constexpr int kLongestAnswer = 30; // steps that the slider offers

QString tipOf(View view)
{
    switch (view) {
    case View::Curve:
        return ViewControls::tr("Each ability on axes of its own");
    case View::SmallMultiples:
        return ViewControls::tr("The abilities side by side on the same axes");
    case View::Strategies:
        return ViewControls::tr("What a way of prompting gains over the plain one, and from which scale on");
    case View::Scales:
        return ViewControls::tr("The same scores against compute, parameters and perplexity");
    case View::Metrics:
        return ViewControls::tr(
            "Whether the metric makes the jump: the same answers by step, as log-odds, in "
            "other metrics");
    case View::Families:
        return ViewControls::tr("How much less compute one family needs than another for the same scores");
    case View::Onsets:
        return ViewControls::tr("Where each ability appears, in order");
    case View::Frontier:
        return ViewControls::tr("What is still flat, and how surely a rise would have been seen");
    }
    return {};
}

bool isLens(const PanelSpec &panel)
{
    return panel.transform == Transform::Root || panel.transform == Transform::Power;
}

} // namespace

QString viewTitle(View view)
{
    switch (view) {
    case View::Curve:
        return ViewControls::tr("Curves");
    case View::SmallMultiples:
        return ViewControls::tr("Small multiples");
    case View::Strategies:
        return ViewControls::tr("Strategies");
    case View::Scales:
        return ViewControls::tr("Scales");
    case View::Metrics:
        return ViewControls::tr("Metrics");
    case View::Families:
        return ViewControls::tr("Families");
    case View::Onsets:
        return ViewControls::tr("Onsets");
    case View::Frontier:
        return ViewControls::tr("Frontier");
    }
    return {};
}

ViewControls::ViewControls(QWidget *window)
    : QObject(window), m_menu(new QMenu(tr("&View of the abilities"), window)),
      m_button(new QToolButton(window)), m_choices(new QActionGroup(m_menu)),
      m_columns(new QMenu(tr("Columns"), m_menu)), m_columnChoices(new QActionGroup(m_columns)),
      m_lens(new QWidget(window)), m_length(new QSlider(Qt::Horizontal)), m_steps(new QLabel)
{
    m_menu->setToolTipsVisible(true);
    m_button->setMenu(m_menu);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setToolTip(tr("What the figure asks of the selected abilities"));
    m_button->setAccessibleName(tr("View"));
    m_button->setFocusPolicy(Qt::TabFocus);
    addViews();
    addLayout();

    m_length->setRange(1, kLongestAnswer);
    m_length->setFixedWidth(110);
    m_length->setAccessibleName(tr("Answer length"));
    m_length->setToolTip(tr("Steps or tokens that must all be right for an answer to be right"));
    m_steps->setBuddy(m_length);
    auto *layout = new QHBoxLayout(m_lens);
    layout->setContentsMargins(6, 0, 6, 0);
    m_lens->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    layout->addWidget(m_steps);
    layout->addWidget(m_length);
    connect(m_length, &QSlider::valueChanged, this, &ViewControls::setAnswerLength);
    window->addActions(m_menu->actions()); // their shortcuts work without the menu
    showFigure({});
}

void ViewControls::addViews()
{
    for (const View view : kViews) {
        QAction *action = m_menu->addAction(viewTitle(view));
        action->setCheckable(true);
        action->setToolTip(tipOf(view));
        action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + int(m_views.size()))));
        m_choices->addAction(action);
        m_views[view] = action;
        connect(action, &QAction::triggered, this, [this, view] {
            m_views[m_figure.view]->setChecked(true); // until the figure has changed
            emit viewChosen(view);
        });
    }
}

void ViewControls::addLayout()
{
    m_menu->addSeparator();
    m_shared = m_menu->addAction(tr("Shared axes"));
    m_shared->setCheckable(true);
    m_shared->setToolTip(tr("Axes of the same title have the same range in all panels"));
    connect(m_shared, &QAction::triggered, this, [this](bool shared) {
        FigureSpec figure = m_figure;
        figure.sharedAxes = shared;
        emit figureEdited(figure);
    });
    m_menu->addMenu(m_columns);
    for (int columns = 0; columns <= kMostColumns; ++columns) {
        QAction *action =
            m_columns->addAction(columns == 0 ? tr("As square as possible") : QString::number(columns));
        action->setCheckable(true);
        action->setData(columns);
        m_columnChoices->addAction(action);
        connect(action, &QAction::triggered, this, [this, columns] {
            FigureSpec figure = m_figure;
            figure.columns = columns;
            emit figureEdited(figure);
        });
    }
}

void ViewControls::addTo(QMenu *menu) const { menu->addMenu(m_menu); }

void ViewControls::addTo(QToolBar *bar) { bar->addWidget(m_button); }

void ViewControls::addAnswerLengthTo(QToolBar *bar)
{
    m_lensShown = bar->addWidget(m_lens);
    showFigure(m_figure);
}

void ViewControls::showFigure(const FigureSpec &figure)
{
    m_figure = figure;
    const bool any = !figure.panels.empty();
    for (const auto &[view, action] : m_views)
        action->setEnabled(any);
    m_views[figure.view]->setChecked(true);
    m_button->setText(tr("View: %1").arg(viewTitle(figure.view)));
    const bool grid = any && (figure.view == View::Curve || figure.view == View::SmallMultiples ||
                              figure.view == View::Families);
    m_shared->setEnabled(grid);
    m_shared->setChecked(figure.sharedAxes);
    m_columns->menuAction()->setEnabled(grid);
    for (QAction *action : m_columnChoices->actions())
        action->setChecked(action->data().toInt() == figure.columns);

    const auto lens = std::ranges::find_if(figure.panels, isLens);
    const bool shown = figure.view == View::Metrics && lens != figure.panels.end();
    if (m_lensShown)
        m_lensShown->setVisible(shown);
    if (!shown)
        return;
    const QSignalBlocker blocked(m_length);
    m_length->setValue(qRound(lens->answerLength));
    m_steps->setText(tr("Steps: %1").arg(lens->answerLength));
}

void ViewControls::setAnswerLength(int length)
{
    FigureSpec figure = m_figure;
    for (PanelSpec &panel : figure.panels)
        if (isLens(panel)) {
            panel.answerLength = length;
            panel.yRange = std::nullopt;
        }
    if (figure != m_figure)
        emit figureEdited(figure);
}

} // namespace onset
