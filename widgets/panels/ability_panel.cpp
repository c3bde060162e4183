#include "widgets/panels/ability_panel.h"

#include "core/figure/verdict_text.h"
#include "widgets/models/ability_delegate.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <chrono>
#include <numeric>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kMoment{15}; ///< about a frame
constexpr std::chrono::milliseconds kWhile{500};

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

/// A button with a menu that is made when it is opened.
QToolButton *facet(const QString &tip)
{
    auto *button = new QToolButton;
    button->setMenu(new QMenu(button));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoRaise(true);
    return button;
}

} // namespace

AbilityPanel::AbilityPanel(QWidget *parent)
    : QWidget(parent), m_delegate(new AbilityDelegate(this)), m_search(new QLineEdit), m_list(new QTreeView),
      m_benchmarks(facet(tr("Shows one benchmark"))), m_verdicts(facet(tr("Shows one verdict"))),
      m_count(new QLabel)
{
    m_search->setPlaceholderText(tr("Search task, benchmark, setting, family"));
    m_search->setAccessibleName(tr("Search abilities"));
    m_search->setToolTip(tr("Shows the abilities that hold every word (Ctrl+F)"));
    m_search->setClearButtonEnabled(true);

    m_list->setModel(&m_model);
    m_list->setItemDelegate(m_delegate);
    m_list->setUniformRowHeights(true);
    m_list->setRootIsDecorated(false);
    m_list->setAllColumnsShowFocus(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAccessibleName(tr("Abilities"));
    m_list->header()->setSortIndicator(-1, Qt::AscendingOrder);
    m_list->header()->setSortIndicatorShown(true);
    m_list->header()->setSectionsClickable(true);
    m_list->header()->setSortIndicatorClearable(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setContextMenuPolicy(Qt::CustomContextMenu);
    const std::array widths{176, 76, 116, 190, 70, 60, 140, 260};
    for (int column = 0; column < int(widths.size()); ++column)
        m_list->setColumnWidth(column, widths[std::size_t(column)]);
    m_count->setWordWrap(true);
    m_count->setContentsMargins(6, 0, 6, 0);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    auto *facets = new QHBoxLayout;
    facets->addWidget(m_benchmarks);
    facets->addWidget(m_verdicts);
    facets->addStretch();
    layout->addWidget(m_search);
    layout->addLayout(facets);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_count);
    setFocusProxy(m_search);

    m_search->installEventFilter(this);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    m_seen.setSingleShot(true);
    m_seen.setInterval(kMoment);
    connect(&m_seen, &QTimer::timeout, this, &AbilityPanel::askForSparklines);
    m_arriving.setSingleShot(true);
    m_arriving.setInterval(kWhile);
    connect(&m_arriving, &QTimer::timeout, this, [this] {
        if (m_model.isOutOfDate())
            rearrange([this] { m_model.arrange(); });
    });
    connect(m_search, &QLineEdit::textChanged, this,
            [this](const QString &words) { rearrange([&] { m_model.setSearch(words); }); });
    connect(m_list->header(), &QHeaderView::sortIndicatorChanged, this,
            [this](int column, Qt::SortOrder order) { // the view itself would lose the selection
                rearrange([&] { m_model.sort(column, order); });
            });
    connect(m_list->header(), &QWidget::customContextMenuRequested, this, &AbilityPanel::offerTerm);
    connect(m_benchmarks->menu(), &QMenu::aboutToShow, this, &AbilityPanel::offerBenchmarks);
    connect(m_verdicts->menu(), &QMenu::aboutToShow, this, &AbilityPanel::offerVerdicts);
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
            ranges.append(QItemSelectionRange(m_model.index(first, 0),
                                              m_model.index(last, AbilityModel::ColumnCount - 1)));
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
        m_list->selectionModel()->setCurrentIndex(m_model.index(row, 0), QItemSelectionModel::NoUpdate);
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

void AbilityPanel::rearrange(const std::function<void()> &change)
{
    const Selection selected = selection();
    const QScopedValueRollback following(m_following, true); // what falls out stays drawn
    change();
    select(selected);
    m_list->currentIndex().isValid() ? m_list->scrollTo(m_list->currentIndex()) : m_list->scrollToTop();
    describe();
}

void AbilityPanel::setFindings(const std::vector<AbilityFindings> &findings)
{
    m_model.setFindings(findings);
    if (m_model.isOutOfDate() && !m_arriving.isActive())
        m_arriving.start();
    describe();
}

void AbilityPanel::offerBenchmarks()
{
    QMenu *menu = m_benchmarks->menu();
    menu->clear();
    const auto offer = [&](const QString &text, const QString &benchmark) {
        QAction *action = menu->addAction(
            text, this, [this, benchmark] { rearrange([&] { m_model.setBenchmark(benchmark); }); });
        action->setCheckable(true);
        action->setChecked(benchmark == m_model.benchmark());
    };
    offer(tr("All benchmarks"), {});
    for (const auto &[benchmark, count] : m_model.benchmarkCounts())
        offer(tr("%1 (%2)").arg(QString(benchmark).replace(u'&', u"&&"_s)).arg(count), benchmark);
}

void AbilityPanel::offerVerdicts()
{
    QMenu *menu = m_verdicts->menu();
    menu->clear();
    const auto offer = [&](const QString &text, std::optional<fit::Headline> verdict) {
        QAction *action =
            menu->addAction(text, this, [this, verdict] { rearrange([&] { m_model.setVerdict(verdict); }); });
        action->setCheckable(true);
        action->setChecked(verdict == m_model.verdict());
    };
    offer(tr("All verdicts"), std::nullopt);
    for (const auto &[verdict, count] : m_model.verdictCounts())
        offer(tr("%1 (%2)").arg(headlineInWords(verdict)).arg(count), verdict);
}

void AbilityPanel::offerTerm(QPoint where)
{
    QHeaderView *header = m_list->header();
    const int column = header->logicalIndexAt(where);
    const QString term = m_model.headerData(column, Qt::Horizontal, AbilityModel::TermRole).toString();
    if (term.isEmpty())
        return;
    auto *menu = new QMenu(header);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(
        tr("What “%1” means").arg(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()),
        this, [this, term] { emit termAsked(term); });
    menu->popup(header->mapToGlobal(where));
}

QString AbilityPanel::text(const QList<int> &rows, TextForm form) const
{
    const QList<int> columns{AbilityModel::Name,     AbilityModel::Verdict, AbilityModel::Onset,
                             AbilityModel::Evidence, AbilityModel::Models,  AbilityModel::Benchmark,
                             AbilityModel::Source};
    return tableText(m_model, rows, columns, AbilityModel::ValueRole, form);
}

QString AbilityPanel::selectedText() const
{
    const std::vector<int> rows = selectedRows();
    return text(QList<int>(rows.begin(), rows.end()), TextForm::Tabs);
}

QString AbilityPanel::csv() const
{
    QList<int> rows(m_model.rowCount());
    std::iota(rows.begin(), rows.end(), 0);
    return text(rows, TextForm::Csv);
}

void AbilityPanel::describe()
{
    const int shown = m_model.rowCount();
    const int all = m_model.catalog() ? int(m_model.catalog()->abilities.size()) : 0;
    m_benchmarks->setText(m_model.benchmark().isEmpty() ? tr("Benchmark") : m_model.benchmark());
    m_verdicts->setText(m_model.verdict() ? headlineInWords(*m_model.verdict()) : tr("Verdict"));
    if (!m_model.catalog())
        m_count->setText(tr("Reading the abilities…"));
    else if (all == 0)
        m_count->setText(tr("No abilities yet: import a table to see them here."));
    else if (shown == 0)
        m_count->setText(
            m_model.benchmark().isEmpty() && !m_model.verdict()
                ? tr("Nothing holds all of these words. Try fewer of them, or Esc to see everything.")
                : tr("Nothing fits. Esc in the search shows everything."));
    else
        m_count->setText(
            (shown == all ? tr("Abilities: %1").arg(all) : tr("Abilities: %1 of %2").arg(shown).arg(all)) +
            (m_model.judged() < all && m_model.judged() > 0 ? tr(" · verdicts: %1").arg(m_model.judged())
                                                            : QString()));
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
            m_list->setCurrentIndex(m_model.index(0, 0));
        emit accepted();
        return true;
    }
    if (watched == m_search && movesInList(*key)) {
        QCoreApplication::sendEvent(m_list, key);
        return true;
    }
    if (watched == m_search && key->key() == Qt::Key_Escape) {
        m_search->clear();
        rearrange([this] {
            m_model.setBenchmark({});
            m_model.setVerdict({});
        });
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
