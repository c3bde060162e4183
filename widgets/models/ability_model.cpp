#include "widgets/models/ability_model.h"

namespace onset {

using namespace Qt::StringLiterals;

namespace {

QString detail(const Ability &ability)
{
    QStringList parts; // what differs most comes first
    if (ability.statesSetting())
        parts += ability.setting;
    parts += ability.measure.metric;
    if (ability.measure.benchmark != ability.measure.task)
        parts += ability.measure.benchmark;
    return parts.join(u" · "_s);
}

QStringList families(const Ability &ability)
{
    QStringList names;
    for (const Curve &curve : ability.curves)
        names += curve.key.family;
    return names;
}

QString searchText(const Ability &ability)
{
    return u"%1\n%2\n%3"_s.arg(ability.measure.task, detail(ability), families(ability).join(u'\n'));
}

QString spoken(const Ability &ability)
{
    return AbilityModel::tr("%1, %2, families: %3")
        .arg(ability.measure.task, detail(ability), families(ability).join(u", "_s));
}

} // namespace

void AbilityModel::setCatalog(CatalogPtr catalog)
{
    beginResetModel();
    m_catalog = std::move(catalog);
    endResetModel();
}

int AbilityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_catalog ? 0 : static_cast<int>(m_catalog->abilities.size());
}

QVariant AbilityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Ability &ability = m_catalog->abilities[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return ability.measure.task;
    case Qt::ToolTipRole:
        return families(ability).join(u", "_s);
    case Qt::AccessibleTextRole:
        return spoken(ability);
    case DetailRole:
        return detail(ability);
    case AbilityRole:
        return QVariant::fromValue(&ability);
    case SearchRole:
        return searchText(ability);
    default:
        return {};
    }
}

} // namespace onset
