#include "app/figure_actions.h"

#include "widgets/session/session.h"

#include <QAction>
#include <QInputDialog>
#include <QMainWindow>
#include <QMenu>

#include <algorithm>

namespace onset {

FigureActions::FigureActions(Session &session, QMainWindow &window)
    : QObject(&window), m_session(session), m_window(window),
      m_menu(new QMenu(tr("&Saved figures"), &window)), m_keep(new QAction(tr("&Keep this figure…"), this)),
      m_remove(new QAction(tr("&Remove this figure"), this))
{
    m_keep->setShortcut(QKeySequence::Save);
    m_keep->setToolTip(tr("Keeps what is shown in the workbook, under a name"));
    m_remove->setToolTip(tr("Takes the figure out of the workbook; the results stay"));
    connect(m_keep, &QAction::triggered, this, &FigureActions::keep);
    connect(m_remove, &QAction::triggered, this, [this] { m_session.removeFigure(m_session.figure().name); });
    connect(&m_session, &Session::figureChanged, this, &FigureActions::follow);
    window.addAction(m_keep); // its key works before the menu was opened
    setCatalog(nullptr);
}

void FigureActions::setCatalog(const CatalogPtr &catalog)
{
    m_catalog = catalog;
    m_menu->clear();
    m_menu->addActions({m_keep, m_remove});
    m_menu->addSeparator();
    for (const SavedFigure &figure : catalog ? catalog->figures : std::vector<SavedFigure>()) {
        QString text = figure.name;
        QAction *action = m_menu->addAction(text.replace(u'&', QStringLiteral("&&")), this, [this, figure] {
            const auto spec = figureFromJson(figure.json);
            if (spec)
                m_session.show(*spec);
            else
                emit failed(spec.error());
        });
        action->setCheckable(true);
        action->setData(figure.name);
    }
    if (!catalog || catalog->figures.empty())
        m_menu->addAction(tr("None in this workbook"))->setEnabled(false);
    follow();
}

void FigureActions::follow()
{
    const QString &name = m_session.figure().name;
    m_keep->setEnabled(m_session.isOpen() && !m_session.readOnly() && !m_session.figure().panels.empty());
    m_remove->setEnabled(m_catalog && !m_session.readOnly() &&
                         std::ranges::find(m_catalog->figures, name, &SavedFigure::name) !=
                             m_catalog->figures.end());
    for (QAction *action : m_menu->actions())
        action->setChecked(!name.isEmpty() && action->data().toString() == name);
}

void FigureActions::keep()
{
    FigureSpec figure = m_session.figure();
    const QString suggested = !figure.name.isEmpty()    ? figure.name
                              : !figure.title.isEmpty() ? figure.title
                                                        : figure.panels.front().title;
    const QString name =
        QInputDialog::getText(&m_window, tr("Keep this figure"),
                              tr("Name; a figure that has it is replaced:"), QLineEdit::Normal, suggested)
            .trimmed();
    if (name.isEmpty())
        return;
    figure.name = name;
    m_session.keepFigure(figure);
}

} // namespace onset
