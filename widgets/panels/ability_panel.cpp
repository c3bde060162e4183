#include "widgets/panels/ability_panel.h"

#include "widgets/models/ability_delegate.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include <algorithm>

namespace onset {

namespace {

bool movesInList(const QKeyEvent &key)
{
    return key.key() == Qt::Key_Up || key.key() == Qt::Key_Down || key.key() == Qt::Key_PageUp ||
           key.key() == Qt::Key_PageDown;
}

bool isEnter(const QKeyEvent &key) { return key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter; }

bool typesText(const QKeyEvent &key)
{
    return !key.text().isEmpty() && key.text().front().isPrint() &&
           (key.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
}

} // namespace

AbilityPanel::AbilityPanel(QWidget *parent)
    : QWidget(parent), m_delegate(new AbilityDelegate(this)), m_search(new QLineEdit), m_list(new QListView),
      m_count(new QLabel)
{
    m_search->setPlaceholderText(tr("Search task, benchmark, setting, family"));
    m_search->setAccessibleName(tr("Search abilities"));
    m_search->setToolTip(tr("Shows the abilities that hold every word (Ctrl+F)"));
    m_search->setClearButtonEnabled(true);

    m_filter.setSourceModel(&m_model);
    m_list->setModel(&m_filter);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Abilities"));
    m_count->setWordWrap(true);
    m_count->setContentsMargins(6, 0, 6, 0);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_count);
    setFocusProxy(m_search);

    m_search->installEventFilter(this);
    m_list->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &AbilityPanel::search);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AbilityPanel::chooseSelected);
}

void AbilityPanel::setCatalog(const CatalogPtr &catalog)
{
    std::vector<CurveKey> selected;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        selected.push_back(index.data(AbilityModel::AbilityRole).value<const Ability *>()->key());

    const QScopedValueRollback following(m_following, true);
    m_model.setCatalog(catalog);
    for (const CurveKey &key : selected) {
        const QModelIndex index = m_filter.mapFromSource(m_model.index(catalog->indexOf(key)));
        m_list->selectionModel()->select(index, QItemSelectionModel::Select);
    }
    describe();
}

void AbilityPanel::showFigure(const FigureSpec &figure)
{
    if (!m_model.catalog())
        return;
    const QScopedValueRollback following(m_following, true);
    m_list->selectionModel()->clearSelection();
    for (const PanelSpec &panel : figure.panels) {
        if (panel.curves.empty())
            continue;
        const int row = m_model.catalog()->indexOf(panel.curves.front().key);
        if (row < 0 || panelOf(m_model.catalog()->abilities[std::size_t(row)], panel).curves != panel.curves)
            continue;
        const QModelIndex index = m_filter.mapFromSource(m_model.index(row));
        m_list->selectionModel()->select(index, QItemSelectionModel::Select);
        if (figure.panels.size() == 1) {
            m_list->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
            m_list->scrollTo(index);
        }
    }
}

void AbilityPanel::setTheme(Theme theme)
{
    m_delegate->setTheme(theme);
    m_list->viewport()->update();
}

void AbilityPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void AbilityPanel::search(const QString &words)
{
    const QScopedValueRollback following(m_following, true); // what falls out stays drawn
    m_filter.setSearch(words);
    describe();
}

void AbilityPanel::describe()
{
    const int shown = m_filter.rowCount(), all = m_model.rowCount();
    if (all == 0)
        m_count->setText(tr("No abilities yet: import a table to see them here."));
    else if (shown == 0)
        m_count->setText(
            tr("Nothing holds all of these words. Try fewer of them, or Esc to see everything."));
    else if (shown == all)
        m_count->setText(tr("Abilities: %1").arg(all));
    else
        m_count->setText(tr("Abilities: %1 of %2").arg(shown).arg(all));
}

void AbilityPanel::chooseSelected()
{
    if (m_following)
        return;
    QModelIndexList selected = m_list->selectionModel()->selectedIndexes();
    std::ranges::sort(selected, {}, &QModelIndex::row);
    std::vector<const Ability *> abilities;
    for (const QModelIndex &index : selected)
        abilities.push_back(index.data(AbilityModel::AbilityRole).value<const Ability *>());
    if (!abilities.empty())
        emit abilitiesChosen(abilities);
}

bool AbilityPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && watched == m_list) {
        if (typesText(*static_cast<QKeyEvent *>(event)))
            event->accept(); // a letter is searched for, even when it is a shortcut elsewhere
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    if (isEnter(*key)) {
        if (!m_list->selectionModel()->hasSelection() && m_filter.rowCount() > 0)
            m_list->setCurrentIndex(m_filter.index(0, 0));
        emit accepted();
        return true;
    }
    if (watched == m_search && movesInList(*key)) {
        QCoreApplication::sendEvent(m_list, key);
        return true;
    }
    if (watched == m_search && key->key() == Qt::Key_Escape) {
        m_search->clear();
        return true;
    }
    if (watched == m_list && typesText(*key)) {
        m_search->setFocus();
        m_search->setText(key->text());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace onset
