#include "widgets/models/chance_model.h"

#include "core/curve/metric.h"
#include "widgets/models/chance_text.h"
#include "widgets/models/word_filter.h"

#include <cmath>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

QString sourceText(const TaskInfo &task)
{
    if (!task.chanceFrom.isEmpty())
        return task.chanceFrom == QLatin1StringView(kFromUser) ? ChanceModel::tr("you") : task.chanceFrom;
    return metricNamed(task.metric).generated ? ChanceModel::tr("not stated; 0, as answers are generated")
                                              : ChanceModel::tr("not stated");
}

QVariant valueOf(const TaskInfo &task, int column)
{
    switch (column) {
    case ChanceModel::Benchmark:
        return task.benchmark;
    case ChanceModel::Task:
        return task.task;
    case ChanceModel::MetricName:
        return task.metric;
    case ChanceModel::Chance:
        return std::isnan(task.chance) ? QVariant() : QVariant(task.chance);
    case ChanceModel::From:
        return sourceText(task);
    case ChanceModel::Others:
        return task.otherChances.join(u"; "_s);
    case ChanceModel::Results:
        return task.results;
    default:
        return {};
    }
}

} // namespace

void ChanceModel::setRegistry(const RegistryPtr &registry)
{
    beginResetModel();
    m_registry = registry;
    endResetModel();
}

int ChanceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_registry ? 0 : static_cast<int>(m_registry->tasks.size());
}

int ChanceModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ChanceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TaskInfo &task = m_registry->tasks[static_cast<std::size_t>(index.row())];
    const QVariant value = valueOf(task, index.column());
    const bool isNumber = index.column() == Chance || index.column() == Results;
    switch (role) {
    case ValueRole:
        return value;
    case Qt::DisplayRole:
        return index.column() == Chance && value.isValid() ? QString::number(value.toDouble(), 'g', 4)
                                                           : value;
    case Qt::EditRole:
        return index.column() == Chance && value.isValid() ? QString::number(value.toDouble(), 'g', 17)
                                                           : value;
    case Qt::ToolTipRole:
        return index.column() == Chance
                   ? tr("Double-click to say otherwise: 0.25, 25% or 1/4; leave it empty to take that back.")
                   : value;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter) | int(isNumber ? Qt::AlignRight : Qt::AlignLeft);
    case WordFilter::TextRole:
        return QStringList{task.benchmark, task.task, task.metric}.join(u' ');
    case WordFilter::MarkedRole:
        return std::isnan(task.chance) && !metricNamed(task.metric).generated;
    default:
        return {};
    }
}

bool ChanceModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const TaskInfo &task = m_registry->tasks[static_cast<std::size_t>(index.row())];
    const MeasureKey key{task.benchmark, task.task, task.metric};
    const QString text = value.toString().trimmed();
    if (text == data(index, Qt::EditRole).toString())
        return false;
    if (text.isEmpty()) {
        emit chanceEdited(key, std::nan(""));
        return false;
    }
    const double chance = chanceIn(text);
    const Metric metric = metricNamed(task.metric);
    if (!(chance >= metric.low && chance <= metric.high)) {
        emit editRefused(tr("“%1” is no chance level of %2: write 0.25, 25% or 1/4.").arg(text, task.metric));
        return false;
    }
    emit chanceEdited(key, chance);
    return false; // the table shows it when it is so
}

Qt::ItemFlags ChanceModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    flags.setFlag(Qt::ItemIsEditable, index.isValid() && index.column() == Chance);
    return flags;
}

QVariant ChanceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Benchmark:
        return tr("Benchmark");
    case Task:
        return tr("Task");
    case MetricName:
        return tr("Metric");
    case Chance:
        return tr("Chance");
    case From:
        return tr("Where from");
    case Others:
        return tr("Others say");
    case Results:
        return tr("Results");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace onset
