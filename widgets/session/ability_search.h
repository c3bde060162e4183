#pragma once

#include "core/store/abilities.h"

#include <QStringList>

#include <vector>

namespace onset {

/// Finds abilities by words that their names hold: task, benchmark, metric, setting and families. Each name
/// is kept once and each word looked for in it once, however many abilities share it.
class AbilitySearch
{
public:
    AbilitySearch() = default; ///< of no abilities
    explicit AbilitySearch(const std::vector<Ability> &abilities);

    /// Rows of the abilities that hold every word, in any order, ignoring case; ascending.
    [[nodiscard]] std::vector<int> find(const QStringList &words) const;

private:
    std::vector<QString> m_names;    ///< distinct, folded
    std::vector<quint32> m_places;   ///< in m_names, of the first ability, then of the second …
    std::vector<std::size_t> m_ends; ///< in m_places, of each ability
};

} // namespace onset
