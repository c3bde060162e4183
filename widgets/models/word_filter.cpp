#include "widgets/models/word_filter.h"

#include <algorithm>

namespace onset {

void WordFilter::setFilter(const QString &words, bool onlyMarked)
{
    m_words = words.split(u' ', Qt::SkipEmptyParts);
    m_onlyMarked = onlyMarked;
    invalidateFilter();
}

bool WordFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_onlyMarked && !index.data(MarkedRole).toBool())
        return false;
    const QString text = m_words.isEmpty() ? QString() : index.data(TextRole).toString();
    return std::ranges::all_of(
        m_words, [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace onset
