#pragma once

#include "widgets/models/word_filter.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace onset {

/// A table with a search field, a box for the marked rows and a line that says how many there are.
class FilteredTable : public QWidget
{
    Q_OBJECT
public:
    /// @param model     answers WordFilter's roles; sorted by `sortRole`
    /// @param onlyMarked  the text of the box; empty: none
    FilteredTable(const QString &name, const QString &hint, const QString &onlyMarked,
                  QAbstractItemModel *model, int sortRole, QWidget *parent = nullptr);

    [[nodiscard]] QTableView *view() const { return m_view; }
    [[nodiscard]] QModelIndex sourceIndex(const QModelIndex &shown) const
    {
        return m_filter.mapToSource(shown);
    }
    void setOnlyMarked(bool only);

private:
    void filter();
    void count();

    WordFilter m_filter;
    QLineEdit *m_search;
    QCheckBox *m_onlyMarked;
    QTableView *m_view;
    QLabel *m_count;
};

} // namespace onset
