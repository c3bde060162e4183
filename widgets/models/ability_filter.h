#pragma once

#include <QSortFilterProxyModel>

namespace onset {

/// The abilities that hold every word of a search, in any order, ignoring case.
class AbilityFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setSearch(const QString &search);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
};

} // namespace onset
