#pragma once

#include "core/figure/figure_spec.h"

#include <QObject>

#include <functional>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QToolBar;
class QToolButton;
class QWidget;

namespace onset {

/// The choices of how a figure is drawn, for tool bar and menu: its scale, transform, fit and layers. They
/// show what holds of the present figure; each change by the user is a whole new figure.
class FigureControls : public QObject
{
    Q_OBJECT
public:
    /// Menus and buttons belong to `window`.
    explicit FigureControls(QWidget *window);

    void addTo(QMenu *menu) const;
    void addTo(QToolBar *bar) const;

    void showFigure(const FigureSpec &figure);
    /// Other measures that the present models can be ordered along.
    void offer(const std::vector<Scale> &measures);
    /// As the user's choice of this rival, with its floor as fits better.
    void chooseRival(fit::Model model);

signals:
    void figureEdited(const onset::FigureSpec &figure);

private:
    using Apply = std::function<void(FigureSpec &)>;
    using Holds = std::function<bool(const FigureSpec &)>;
    struct Control
    {
        QAction *action;
        Holds holds;
    };
    /// A menu of choices; its button shows the one that holds.
    struct Choice
    {
        QMenu *menu;
        QToolButton *button;
        QActionGroup *choices;
        QString title; ///< with %1 for the choice
    };

    Choice addChoice(QWidget *window, const QString &name, const QString &title, const QString &tip);
    QAction *add(QMenu *menu, const QString &text, const QString &tip, Apply apply, Holds holds);
    void addScale(const Scale &scale, const QString &text, const QString &tip);
    void addScales();
    void addTransforms();
    void addFits();
    void addLayers(QWidget *window);
    void refresh();

    FigureSpec m_figure;
    std::vector<Control> m_controls;
    Choice m_scales, m_transforms, m_fits;
    std::vector<QAction *> m_wholeFigure; ///< transforms of all panels alike
    QMenu *m_measures;                    ///< submenu of the scales
    std::vector<Scale> m_offered;
    QMenu *m_layers;
    QList<QAction *> m_toggles; ///< those of the tool bar
};

} // namespace onset
