#include "widgets/panels/filtered_table.h"

#include "widgets/panels/plain_table.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace onset {

FilteredTable::FilteredTable(const QString &name, const QString &hint, const QString &onlyMarked,
                             QAbstractItemModel *model, int sortRole, QWidget *parent)
    : QWidget(parent), m_search(new QLineEdit), m_onlyMarked(new QCheckBox(onlyMarked)),
      m_view(plainTable(name)), m_count(new QLabel)
{
    m_search->setPlaceholderText(hint);
    m_search->setAccessibleName(hint);
    m_search->setClearButtonEnabled(true);
    m_onlyMarked->setVisible(!onlyMarked.isEmpty());
    m_filter.setSourceModel(model);
    m_filter.setSortRole(sortRole);
    m_filter.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(&m_filter);
    m_view->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(-1, Qt::AscendingOrder);

    auto *searching = new QHBoxLayout;
    searching->addWidget(m_search, 1);
    searching->addWidget(m_onlyMarked);
    searching->addWidget(m_count);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addLayout(searching);
    layout->addWidget(m_view, 1);
    setFocusProxy(m_search);

    connect(m_search, &QLineEdit::textChanged, this, &FilteredTable::filter);
    connect(m_onlyMarked, &QCheckBox::toggled, this, &FilteredTable::filter);
    connect(&m_filter, &QAbstractItemModel::modelReset, this, &FilteredTable::count);
    count();
}

void FilteredTable::setOnlyMarked(bool only) { m_onlyMarked->setChecked(only); }

void FilteredTable::filter()
{
    m_filter.setFilter(m_search->text(), m_onlyMarked->isChecked());
    count();
}

void FilteredTable::count()
{
    const int all = m_filter.sourceModel()->rowCount(), shown = m_filter.rowCount();
    m_count->setText(shown == all ? tr("%L1 listed").arg(all) : tr("%L1 of %L2 listed").arg(shown).arg(all));
}

} // namespace onset
