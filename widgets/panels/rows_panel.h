#pragma once

#include "widgets/models/rows_model.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLabel;
class QTableView;

namespace onset {

/// The rows behind the figure: sortable, copyable, selected together with the figure's points.
class RowsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit RowsPanel(QWidget *parent = nullptr);

    void setContent(const std::shared_ptr<const FigureContent> &content);
    /// Selects the rows of these points and scrolls to the first; signals nothing.
    void select(const std::vector<PointRef> &points);
    [[nodiscard]] std::vector<PointRef> selected() const; ///< in the order of the table

    /// The selected rows, or all when none is, with a header line, as tab-separated text.
    [[nodiscard]] QString selectedText() const;

    /// All rows as CSV, in the order of the table.
    [[nodiscard]] QString csv() const;

signals:
    void selectionChanged(const std::vector<onset::PointRef> &points); ///< by the user

private:
    void showSource();
    [[nodiscard]] QModelIndex indexOf(const PointRef &point) const;

    RowsModel m_model;
    QSortFilterProxyModel m_sorted;
    QTableView *m_table;
    QLabel *m_source;
    bool m_following = false; ///< the selection follows the figure, not the user
};

} // namespace onset
