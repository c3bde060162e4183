#include "widgets/panels/rows_panel.h"

#include "core/figure/quantity_text.h"
#include "widgets/models/table_text.h"
#include "widgets/panels/plain_table.h"

#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>
#include <set>

namespace onset {

namespace {

/// Columns that say the same in every row, or nothing, only take room.
bool worthShowing(const RowsModel &model, int column)
{
    const auto text = [&](int row) { return model.index(row, column).data().toString(); };
    switch (column) {
    case RowsModel::Task:
    case RowsModel::Setting:
        for (int row = 1; row < model.rowCount(); ++row) {
            if (text(row) != text(0))
                return true;
        }
        return false;
    case RowsModel::ScaleValue: {
        if (model.rowCount() == 0)
            return false;
        const Scale::Kind kind = model.curveAt(0).curve.scale.kind;
        return kind == Scale::Kind::Date || kind == Scale::Kind::Measure;
    }
    default:
        return true;
    }
}

QList<int> upTo(int count)
{
    QList<int> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

} // namespace

RowsPanel::RowsPanel(QWidget *parent) : QWidget(parent), m_table(new QTableView), m_source(new QLabel)
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(RowsModel::ValueRole);
    m_sorted.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(&m_sorted);
    m_table->setAccessibleName(tr("Rows behind the figure"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // as drawn, until a header is clicked
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 8);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setResizeContentsPrecision(kMeasuredRows);
    m_source->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_source->setContentsMargins(6, 0, 6, 2);
    m_source->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_source->setAccessibleName(tr("Source of the selected row"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 0);
    layout->setSpacing(2);
    layout->addWidget(m_table);
    layout->addWidget(m_source);
    setFocusProxy(m_table);

    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        showSource();
        if (!m_following)
            emit selectionChanged(selected());
    });
    showSource();
}

void RowsPanel::setContent(const std::shared_ptr<const FigureContent> &content)
{
    const QScopedValueRollback following(m_following, true);
    m_model.setContent(content);
    for (int column = 0; column < RowsModel::ColumnCount; ++column) {
        m_table->setColumnHidden(column, !worthShowing(m_model, column));
        if (column != RowsModel::Note) // takes the room that is left
            m_table->resizeColumnToContents(column);
    }
    showSource();
}

QModelIndex RowsPanel::indexOf(const PointRef &point) const
{
    return m_sorted.mapFromSource(m_model.index(m_model.rowOf(point), 0));
}

void RowsPanel::select(const std::vector<PointRef> &points)
{
    const QScopedValueRollback following(m_following, true);
    QItemSelection selection;
    for (const PointRef &point : points) {
        if (const QModelIndex index = indexOf(point); index.isValid())
            selection.select(index, index);
    }
    m_table->selectionModel()->select(selection,
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (!selection.isEmpty())
        m_table->scrollTo(selection.indexes().front());
}

std::vector<PointRef> RowsPanel::selected() const
{
    QModelIndexList indexes = m_table->selectionModel()->selectedRows();
    std::ranges::sort(indexes, {}, &QModelIndex::row);
    std::vector<PointRef> points;
    for (const QModelIndex &index : indexes)
        points.push_back(m_model.pointAt(m_sorted.mapToSource(index).row()));
    return points;
}

QString RowsPanel::selectedText() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        rows += index.row();
    std::ranges::sort(rows);
    return tableText(m_sorted, rows.isEmpty() ? upTo(m_sorted.rowCount()) : rows,
                     upTo(RowsModel::ColumnCount), RowsModel::ValueRole, TextForm::Tabs);
}

QString RowsPanel::csv() const
{
    return tableText(m_sorted, upTo(m_sorted.rowCount()), upTo(RowsModel::ColumnCount), RowsModel::ValueRole,
                     TextForm::Csv);
}

void RowsPanel::showSource()
{
    const QModelIndexList indexes = m_table->selectionModel()->selectedRows(RowsModel::Source);
    std::set<QString> sources;
    for (const QModelIndex &index : indexes)
        sources.insert(index.data().toString());
    QString text = tr("Select a row or a point to see where its number comes from.");
    if (sources.size() == 1 && !sources.begin()->isEmpty())
        text = tr("Source: %1").arg(*sources.begin());
    else if (sources.size() == 1)
        text = tr("The import states no source for this number.");
    else if (sources.size() > 1)
        text = tr("Selected rows: %1, from sources: %2").arg(indexes.size()).arg(sources.size());
    if (indexes.size() == 1) {
        const int row = m_sorted.mapToSource(indexes.front()).row();
        for (const OtherScore &other : m_model.pointOf(row).others)
            text += tr(" · elsewhere %1: %2")
                        .arg(scoreText(m_model.curveAt(row).curve.metric, other.y), other.source);
    }
    m_source->setText(text);
    m_source->setToolTip(text);
}

} // namespace onset
