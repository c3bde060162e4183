#include "widgets/models/joins_model.h"

#include "widgets/models/word_filter.h"

#include <algorithm>

namespace onset {

void JoinsModel::setRegistry(const Registry &registry)
{
    beginResetModel();
    m_joins.clear();
    for (const SameModel &join : registry.joined) {
        const bool said =
            std::ranges::find(registry.said, join.name, &SameModel::name) != registry.said.end();
        m_joins.push_back({join, said});
    }
    for (const SameModel &said : registry.said) {
        if (said.name == said.sameAs)
            m_joins.push_back({said, true});
    }
    endResetModel();
}

int JoinsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_joins.size());
}

int JoinsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant JoinsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Join &line = at(index.row());
    const ModelName &name = line.join.name, &same = line.join.sameAs;
    if (role == WordFilter::TextRole)
        return QStringList{name.family, name.model, same.family, same.model}.join(u' ');
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (static_cast<Column>(index.column())) {
    case Family:
        return name.family;
    case Model:
        return name.model;
    case SameAs:
        return line.apart()                 ? tr("a model of its own")
               : same.family == name.family ? same.model
                                            : same.family + QStringLiteral(": ") + same.model;
    case Why:
        return line.byUser ? tr("you") : tr("the rules");
    case ColumnCount:
        break;
    }
    return {};
}

QVariant JoinsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Family:
        return tr("Family");
    case Model:
        return tr("Name");
    case SameAs:
        return tr("Counts as");
    case Why:
        return tr("By");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace onset
