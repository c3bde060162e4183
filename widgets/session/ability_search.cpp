#include "widgets/session/ability_search.h"

#include <algorithm>
#include <unordered_map>

namespace onset {

AbilitySearch::AbilitySearch(const std::vector<Ability> &abilities)
{
    std::unordered_map<QString, quint32> places;
    const auto add = [&](const QString &name) {
        const auto [place, isNew] = places.try_emplace(name, quint32(m_names.size()));
        if (isNew)
            m_names.push_back(name.toCaseFolded());
        m_places.push_back(place->second);
    };
    m_ends.reserve(abilities.size());
    for (const Ability &ability : abilities) {
        for (const QString &name : {ability.measure.task, ability.measure.benchmark, ability.measure.metric})
            add(name);
        if (ability.statesSetting())
            add(ability.setting);
        for (const AbilityFamily &family : ability.families)
            add(family.name);
        m_ends.push_back(m_places.size());
    }
}

std::vector<int> AbilitySearch::find(const QStringList &words) const
{
    std::vector<bool> left(m_ends.size(), true);
    std::vector<char> holds(m_names.size());
    for (const QString &word : words) {
        const QString folded = word.toCaseFolded();
        std::ranges::transform(m_names, holds.begin(),
                               [&](const QString &name) { return char(name.contains(folded)); });
        for (std::size_t row = 0, first = 0; row < m_ends.size(); first = m_ends[row++]) {
            const auto begin = m_places.begin() + std::ptrdiff_t(first),
                       end = m_places.begin() + std::ptrdiff_t(m_ends[row]);
            left[row] =
                left[row] && std::any_of(begin, end, [&](quint32 place) { return holds[place] != 0; });
        }
    }
    std::vector<int> rows;
    for (std::size_t row = 0; row < left.size(); ++row) {
        if (left[row])
            rows.push_back(int(row));
    }
    return rows;
}

} // namespace onset
