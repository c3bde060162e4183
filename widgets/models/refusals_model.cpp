#include "widgets/models/refusals_model.h"

namespace onset {

RefusalsModel::RefusalsModel(std::vector<Refusal> refusals, QObject *parent)
    : QAbstractTableModel(parent), m_refusals(std::move(refusals))
{}

int RefusalsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_refusals.size());
}

int RefusalsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RefusalsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) ||
        (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const Refusal &refusal = m_refusals[static_cast<std::size_t>(index.row())];
    switch (static_cast<Column>(index.column())) {
    case File:
        return refusal.file;
    case Where:
        return refusal.where;
    case Field:
        return refusal.column;
    case Reason:
        return refusal.reason;
    case ColumnCount:
        break;
    }
    return {};
}

QVariant RefusalsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case File:
        return tr("File");
    case Where:
        return tr("Where");
    case Field:
        return tr("Column");
    case Reason:
        return tr("Reason");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace onset
