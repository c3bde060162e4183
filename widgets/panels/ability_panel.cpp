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
#include <chrono>

namespace onset {

namespace {

constexpr std::chrono::milliseconds kMoment{15}; ///< about a frame

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

    m_list->setModel(&m_model);
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
    m_list->viewport()->installEventFilter(this);
    m_seen.setSingleShot(true);
    m_seen.setInterval(kMoment);
    connect(&m_seen, &QTimer::timeout, this, &AbilityPanel::askForSparklines);
    connect(m_search, &QLineEdit::textChanged, this, &AbilityPanel::search);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AbilityPanel::chooseSelected);
}

void AbilityPanel::setCatalog(const CatalogPtr &catalog)
{
    const CatalogPtr before = m_model.catalog();
    const auto present = [&](int at) { // mostly where it was
        if (at < 0 || !before || !catalog)
            return -1;
        const CurveKey key = before->abilities[std::size_t(at)].key();
        const bool stays =
            std::size_t(at) < catalog->abilities.size() && (catalog->abilities[std::size_t(at)] <=> key) == 0;
        return stays ? at : catalog->indexOf(key);
    };
    auto [abilities, current] = selection();
    std::ranges::transform(abilities, abilities.begin(), present);

    const QScopedValueRollback following(m_following, true);
    m_model.setCatalog(catalog);
    select({abilities, present(current)});
    describe();
}

void AbilityPanel::showFigure(const FigureSpec &figure)
{
    const CatalogPtr catalog = m_model.catalog();
    if (!catalog)
        return;
    std::vector<int> abilities;
    if (!figure.selection.empty())
        for (const Ability *ability : selectedIn(*catalog, figure))
            abilities.push_back(int(ability - catalog->abilities.data()));
    for (const PanelSpec &panel : figure.selection.empty() ? figure.panels : std::vector<PanelSpec>()) {
        const int ability = panel.curves.empty() ? -1 : catalog->indexOf(panel.curves.front().key);
        if (ability >= 0 && panelOf(catalog->abilities[std::size_t(ability)], panel).curves == panel.curves)
            abilities.push_back(ability);
    }
    const QScopedValueRollback following(m_following, true);
    m_list->selectionModel()->clearSelection();
    const bool one = abilities.size() == 1 && (!figure.selection.empty() || figure.panels.size() == 1);
    select({abilities, one ? abilities.front() : -1});
    if (one)
        m_list->scrollTo(m_list->currentIndex());
}

std::vector<int> AbilityPanel::selectedRows() const
{
    std::vector<int> rows;
    for (const QItemSelectionRange &range : m_list->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    }
    std::ranges::sort(rows);
    return rows;
}

AbilityPanel::Selection AbilityPanel::selection() const
{
    Selection selection;
    for (const int row : selectedRows())
        selection.abilities.push_back(m_model.abilityOf(row));
    if (const QModelIndex index = m_list->currentIndex(); index.isValid())
        selection.current = m_model.abilityOf(index.row());
    return selection;
}

void AbilityPanel::select(const Selection &wanted)
{
    QItemSelection ranges;
    int first = -1, last = -1; // of the neighbours found so far
    const auto close = [&] {
        if (first >= 0)
            ranges.append(QItemSelectionRange(m_model.index(first), m_model.index(last)));
    };
    for (const int ability : wanted.abilities) {
        const int row = m_model.rowOf(ability);
        if (row < 0)
            continue;
        if (first < 0 || row != last + 1) {
            close();
            first = row;
        }
        last = row;
    }
    close();
    m_list->selectionModel()->select(ranges, QItemSelectionModel::Select);
    if (const int row = m_model.rowOf(wanted.current); row >= 0)
        m_list->selectionModel()->setCurrentIndex(m_model.index(row), QItemSelectionModel::NoUpdate);
}

void AbilityPanel::askForSparklines()
{
    const QRect seen = m_list->viewport()->rect();
    const QModelIndex first = m_list->indexAt(seen.topLeft()), last = m_list->indexAt(seen.bottomLeft());
    if (!first.isValid())
        return;
    const auto abilities =
        m_model.withoutSparkline(first.row(), last.isValid() ? last.row() : m_model.rowCount() - 1);
    if (!abilities.empty())
        emit sparklinesWanted(abilities);
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
    const Selection selected = selection();
    const QScopedValueRollback following(m_following, true); // what falls out stays drawn
    m_model.setSearch(words);
    select(selected);
    m_list->currentIndex().isValid() ? m_list->scrollTo(m_list->currentIndex()) : m_list->scrollToTop();
    describe();
}

void AbilityPanel::describe()
{
    const int shown = m_model.rowCount();
    const int all = m_model.catalog() ? int(m_model.catalog()->abilities.size()) : 0;
    if (!m_model.catalog())
        m_count->setText(tr("Reading the abilities…"));
    else if (all == 0)
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
    std::vector<const Ability *> abilities;
    for (const int row : selectedRows())
        abilities.push_back(&m_model.ability(row));
    if (!abilities.empty())
        emit abilitiesChosen(abilities);
}

bool AbilityPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && watched == m_list->viewport() && !m_seen.isActive())
        m_seen.start();
    if (event->type() == QEvent::ShortcutOverride && watched == m_list) {
        if (typesText(*static_cast<QKeyEvent *>(event)))
            event->accept(); // a letter is searched for, even when it is a shortcut elsewhere
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    if (isEnter(*key)) {
        if (!m_list->selectionModel()->hasSelection() && m_model.rowCount() > 0)
            m_list->setCurrentIndex(m_model.index(0));
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
