#include "widgets/panels/figure_controls.h"

#include "core/figure/captions.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QToolBar>
#include <QToolButton>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

Scale scaleOf(const FigureSpec &figure) { return figure.panels.empty() ? Scale{} : figure.panels.front().x; }

bool isSteps(Transform transform) { return transform == Transform::Root || transform == Transform::Power; }

/// Whether a choice of the transform means this panel: beside others, only the one of steps.
bool takesTransform(const FigureSpec &figure, const PanelSpec &panel)
{
    return figure.view != View::Metrics || isSteps(panel.transform);
}

/// The panel whose transform the choice shows; a plain one when there is none.
PanelSpec lensPanel(const FigureSpec &figure)
{
    for (const PanelSpec &panel : figure.panels)
        if (takesTransform(figure, panel))
            return panel;
    return {};
}

bool isLogX(const FigureSpec &figure)
{
    const Scale scale = scaleOf(figure);
    return figure.panels.empty() ? scale.logarithmic()
                                 : figure.panels.front().logX.value_or(scale.logarithmic());
}

QString measureText(const Scale &scale)
{
    const MeasureKey &measure = scale.measure;
    return measure.task == measure.benchmark
               ? FigureControls::tr("%1 %2, %3").arg(measure.task, measure.metric, scale.setting)
               : FigureControls::tr("%1, %2, %3").arg(measure.task, measure.metric, scale.setting);
}

} // namespace

FigureControls::FigureControls(QWidget *window)
    : QObject(window), m_scales(addChoice(window, tr("Horizontal axis"), tr("x: %1"),
                                          tr("What the models are ordered along"))),
      m_transforms(addChoice(window, tr("Vertical axis"), tr("y: %1"), tr("How the scores are drawn"))),
      m_fits(addChoice(window, tr("Fit"), tr("Fit: %1"), tr("The curve fitted to each family"))),
      m_measures(new QMenu(tr("Another measure"), window)), m_layers(new QMenu(tr("Layers"), window))
{
    addScales();
    addTransforms();
    addFits();
    addLayers(window);
    refresh();
}

FigureControls::Choice FigureControls::addChoice(QWidget *window, const QString &name, const QString &title,
                                                 const QString &tip)
{
    auto *menu = new QMenu(name, window);
    menu->setToolTipsVisible(true);
    auto *button = new QToolButton(window);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolTip(tip);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    auto *choices = new QActionGroup(menu);
    choices->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    return {menu, button, choices, title};
}

QAction *FigureControls::add(QMenu *menu, const QString &text, const QString &tip, Apply apply, Holds holds)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setToolTip(tip);
    connect(action, &QAction::triggered, this, [this, apply = std::move(apply)] {
        FigureSpec figure = m_figure;
        apply(figure);
        refresh(); // a choice that holds already stays checked
        emit figureEdited(figure);
    });
    m_controls.push_back({action, std::move(holds)});
    return action;
}

void FigureControls::addScale(const Scale &scale, const QString &text, const QString &tip)
{
    QMenu *menu = scale.kind == Scale::Kind::Measure ? m_measures : m_scales.menu;
    QAction *action = add(
        menu, text, tip,
        [scale](FigureSpec &figure) {
            for (PanelSpec &panel : figure.panels) {
                if (panel.x != scale)
                    panel.cutoff = std::nullopt;
                panel.x = scale;
                panel.logX = std::nullopt;
                panel.xRange = std::nullopt;
            }
        },
        [scale](const FigureSpec &figure) { return scaleOf(figure) == scale; });
    if (scale.kind != Scale::Kind::Measure)
        action->setShortcut(QKeySequence(Qt::Key_1 + m_scales.choices->actions().size()));
    m_scales.choices->addAction(action);
}

void FigureControls::addScales()
{
    addScale({Scale::Kind::Compute}, tr("Compute"), tr("Floating-point operations spent in training"));
    addScale({Scale::Kind::Parameters}, tr("Parameters"), tr("Number of weights of the model"));
    addScale({Scale::Kind::Tokens}, tr("Tokens"), tr("Tokens seen in training"));
    addScale({Scale::Kind::Date}, tr("Date"), tr("When the model was published"));
    m_scales.menu->addSeparator();
    m_scales.menu->addMenu(m_measures);
    m_scales.menu->addSeparator();
    QAction *log = add(
        m_scales.menu, tr("Logarithmic"), tr("Equal ratios take equal room"),
        [](FigureSpec &figure) {
            const bool logX = !isLogX(figure);
            for (PanelSpec &panel : figure.panels)
                panel.logX = logX;
        },
        isLogX);
    log->setShortcut(Qt::Key_L);
}

void FigureControls::addTransforms()
{
    const auto addTransform = [this](QMenu *menu, Transform transform, double length, const QString &text,
                                     const QString &tip) {
        QAction *action = add(
            menu, text, tip,
            [transform, length](FigureSpec &figure) {
                for (PanelSpec &panel : figure.panels) {
                    if (!takesTransform(figure, panel))
                        continue;
                    panel.transform = transform;
                    panel.answerLength = length;
                    panel.yRange = std::nullopt;
                }
            },
            [transform, length](const FigureSpec &figure) {
                const PanelSpec panel = lensPanel(figure);
                return panel.transform == transform && panel.answerLength == length;
            });
        m_transforms.choices->addAction(action);
        if (!isSteps(transform))
            m_wholeFigure.push_back(action);
    };
    QMenu *menu = m_transforms.menu;
    addTransform(menu, Transform::Raw, 1, tr("Score"), tr("In the unit of the metric"));
    addTransform(menu, Transform::ChanceNormalised, 1, tr("Chance-normalised"),
                 tr("Guessing is 0 and the best possible score is 1"));
    addTransform(menu, Transform::ErrorRate, 1, tr("Error rate"), tr("1 less the share right"));
    addTransform(menu, Transform::Logit, 1, tr("Logit"), tr("Logarithm of the odds of being right"));
    addTransform(menu, Transform::LogMinusLog, 1, tr("Log(−log)"),
                 tr("A power law of the log-probability becomes a line"));
    menu->addSeparator();
    QMenu *root = menu->addMenu(tr("One step of several"));
    QMenu *power = menu->addMenu(tr("Several steps at once"));
    for (const int steps : {2, 3, 5, 10}) {
        addTransform(root, Transform::Root, steps, tr("One step of %1").arg(steps),
                     tr("The share right of each step or token, if all must be right"));
        addTransform(power, Transform::Power, steps, tr("%1 steps at once").arg(steps),
                     tr("The share of answers with every step or token right"));
    }
}

void FigureControls::addFits()
{
    QAction *none = add(
        m_fits.menu, tr("None"), tr("Only the points"),
        [](FigureSpec &figure) { figure.layers.fits = false; },
        [](const FigureSpec &figure) { return !figure.layers.fits; });
    m_fits.choices->addAction(none);
    const auto addModel = [this](std::optional<fit::Model> model, const QString &text, const QString &tip) {
        QAction *action = add(
            m_fits.menu, text, tip,
            [model](FigureSpec &figure) {
                figure.layers.fits = true;
                figure.fit.model = model;
            },
            [model](const FigureSpec &figure) { return figure.layers.fits && figure.fit.model == model; });
        m_fits.choices->addAction(action);
    };
    addModel(std::nullopt, tr("Auto"), tr("Of each curve the rival that explains it best, by AICc"));
    m_fits.menu->addSeparator();
    for (const fit::Model model : fit::kModels)
        addModel(model, modelTitle(model), modelTip(model));
    m_fits.menu->addSeparator();
    auto *floors = new QActionGroup(m_fits.menu);
    floors->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    const auto addFloor = [this, floors](FitSpec::Floor floor, const QString &text, const QString &tip) {
        QAction *action = add(
            m_fits.menu, text, tip, [floor](FigureSpec &figure) { figure.fit.floor = floor; },
            [floor](const FigureSpec &figure) { return figure.fit.floor == floor; });
        floors->addAction(action);
    };
    addFloor(FitSpec::Floor::Auto, tr("Floor as fits better"),
             tr("At chance or free, whichever has the smaller AICc"));
    addFloor(FitSpec::Floor::Chance, tr("Floor at chance"), tr("Curves start at the score of guessing"));
    addFloor(FitSpec::Floor::Free, tr("Free floor"), tr("The floor of the curves is fitted too"));
}

void FigureControls::chooseRival(fit::Model model)
{
    FigureSpec figure = m_figure;
    figure.layers.fits = true;
    figure.fit.model = model;
    figure.fit.floor = FitSpec::Floor::Auto;
    if (figure != m_figure)
        emit figureEdited(figure);
}

void FigureControls::addLayers(QWidget *window)
{
    const auto addLayer = [this](bool Layers::*layer, const QString &text, const QString &tip) {
        return add(
            m_layers, text, tip,
            [layer](FigureSpec &figure) { figure.layers.*layer = !(figure.layers.*layer); },
            [layer](const FigureSpec &figure) { return figure.layers.*layer; });
    };
    QAction *bands = addLayer(&Layers::bands, tr("Bands"), tr("95 % bands of the fitted curves"));
    bands->setShortcut(Qt::Key_B);
    QAction *joined = addLayer(&Layers::joinedPoints, tr("Lines"), tr("Joins the points of each family"));
    joined->setShortcut(Qt::Key_J);
    addLayer(&Layers::errorBars, tr("Error bars"), tr("95 % intervals of the scores"));
    addLayer(&Layers::chanceLine, tr("Chance line"), tr("The score of guessing"));
    addLayer(&Layers::references, tr("Reference lines"), tr("Human raters and the like"));
    addLayer(&Layers::onset, tr("Onset"),
             tr("Bracket from the largest model at chance to the first above it"));
    m_toggles = {bands, joined};
    window->addActions(m_layers->actions());
}

void FigureControls::addTo(QMenu *menu) const
{
    for (const Choice *choice : {&m_scales, &m_transforms, &m_fits})
        menu->addMenu(choice->menu);
    menu->addMenu(m_layers);
}

void FigureControls::addTo(QToolBar *bar) const
{
    for (const Choice *choice : {&m_scales, &m_transforms, &m_fits})
        bar->addWidget(choice->button);
    bar->addSeparator();
    bar->addActions(m_toggles);
}

void FigureControls::showFigure(const FigureSpec &figure)
{
    m_figure = figure;
    refresh();
}

void FigureControls::offer(const std::vector<Scale> &measures)
{
    if (measures == m_offered)
        return;
    m_offered = measures;
    for (const QAction *action : m_measures->actions())
        std::erase_if(m_controls, [action](const Control &control) { return control.action == action; });
    m_measures->clear();
    for (const Scale &scale : measures)
        addScale(scale, measureText(scale), {});
    refresh();
}

void FigureControls::refresh()
{
    for (const Control &control : m_controls) {
        control.action->setChecked(control.holds(m_figure));
        control.action->setEnabled(!m_figure.panels.empty());
    }
    // What makes the panels of a view is not a choice in it.
    const bool rows = !m_figure.panels.empty() && hasRows(m_figure.panels.front().plot);
    for (QAction *action : m_wholeFigure)
        action->setEnabled(action->isEnabled() && m_figure.view != View::Metrics);
    for (QAction *action : m_scales.choices->actions())
        action->setEnabled(action->isEnabled() && m_figure.view != View::Scales);
    m_scales.button->setEnabled(m_figure.view != View::Scales);
    m_transforms.button->setEnabled(!rows);
    m_measures->menuAction()->setEnabled(!m_offered.empty() && m_figure.view != View::Scales);
    for (const Choice *choice : {&m_scales, &m_transforms, &m_fits}) {
        const QAction *chosen = choice->choices->checkedAction();
        if (chosen)
            choice->button->setText(choice->title.arg(chosen->text()));
        else if (choice == &m_scales) // a measure that is offered no more
            choice->button->setText(choice->title.arg(measureText(scaleOf(m_figure))));
    }
}

} // namespace onset
