#include "widgets/models/ability_model.h"

#include <algorithm>
#include <ranges>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kMostSparklines = 5000; ///< kept, some hundred bytes each

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

/// Of many, the first.
QString families(const Ability &ability)
{
    constexpr std::size_t most = 24; // a tool tip has room for
    QStringList names;
    for (const AbilityFamily &family : ability.families | std::views::take(most))
        names += family.name;
    if (ability.families.size() > most)
        names += AbilityModel::tr("and %L1 more").arg(ability.families.size() - most);
    return names.join(u", "_s);
}

QString spoken(const Ability &ability)
{
    return AbilityModel::tr("%1, %2, families: %3")
        .arg(ability.measure.task, detail(ability), families(ability));
}

} // namespace

void AbilityModel::setCatalog(CatalogPtr catalog)
{
    beginResetModel();
    m_catalog = std::move(catalog);
    ++m_generation;
    filter();
    endResetModel();
}

void AbilityModel::setSearch(const QString &search)
{
    const QStringList words = search.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    beginResetModel();
    m_words = words;
    filter();
    endResetModel();
}

void AbilityModel::filter() { m_shown = m_catalog ? m_catalog->search.find(m_words) : std::vector<int>(); }

int AbilityModel::rowOf(int ability) const
{
    const auto found = std::ranges::lower_bound(m_shown, ability);
    return found == m_shown.end() || *found != ability ? -1 : static_cast<int>(found - m_shown.begin());
}

const Ability &AbilityModel::ability(int row) const
{
    return m_catalog->abilities[static_cast<std::size_t>(abilityOf(row))];
}

void AbilityModel::setSparklines(const std::vector<Sparkline> &sparklines)
{
    if (!m_catalog)
        return;
    if (m_sparklines.size() > kMostSparklines)
        m_sparklines.clear(); // those that are seen will be read again
    int first = rowCount(), last = -1;
    for (const Sparkline &sparkline : sparklines) {
        m_sparklines.insert_or_assign(sparkline.ability, Drawn{sparkline.lines, m_generation});
        if (const int row = rowOf(m_catalog->indexOf(sparkline.ability)); row >= 0) {
            first = std::min(first, row);
            last = std::max(last, row);
        }
    }
    if (first <= last)
        emit dataChanged(index(first), index(last), {SparklineRole});
}

std::vector<CurveKey> AbilityModel::withoutSparkline(int first, int last) const
{
    std::vector<CurveKey> keys;
    for (int row = std::max(first, 0); row <= std::min(last, rowCount() - 1); ++row) {
        const auto drawn = m_sparklines.find(ability(row).key());
        if (drawn == m_sparklines.end() || drawn->second.generation != m_generation)
            keys.push_back(ability(row).key());
    }
    return keys;
}

int AbilityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant AbilityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Ability &ability = this->ability(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return ability.measure.task;
    case Qt::ToolTipRole:
        return families(ability);
    case Qt::AccessibleTextRole:
        return spoken(ability);
    case DetailRole:
        return detail(ability);
    case AbilityRole:
        return QVariant::fromValue(&ability);
    case SparklineRole: {
        const auto drawn = m_sparklines.find(ability.key());
        return QVariant::fromValue(drawn == m_sparklines.end() ? QList<QPolygonF>() : drawn->second.lines);
    }
    default:
        return {};
    }
}

} // namespace onset
