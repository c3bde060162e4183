#include "widgets/models/ability_filter.h"

#include "widgets/models/ability_model.h"

#include <algorithm>

namespace onset {

void AbilityFilter::setSearch(const QString &search)
{
    m_words = search.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool AbilityFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QString text = sourceModel()->index(row, 0, parent).data(AbilityModel::SearchRole).toString();
    return std::ranges::all_of(
        m_words, [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace onset
