#pragma once

#include <QSortFilterProxyModel>

namespace onset {

/// Keeps the rows whose text holds every word, and of these, when asked, only those that the model marks.
class WordFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    /// Roles that the source model answers in column 0.
    enum Role { TextRole = Qt::UserRole + 50, MarkedRole };

    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setFilter(const QString &words, bool onlyMarked);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    bool m_onlyMarked = false;
};

} // namespace onset
