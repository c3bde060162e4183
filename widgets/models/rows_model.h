#pragma once

#include "core/figure/figure_content.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace onset {

/// The results behind a figure, one a row, in the order of its panels, curves and points.
class RowsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        Family,
        Model,
        Task,
        Setting,
        Parameters,
        Tokens,
        Compute,
        Origin,
        ScaleValue, ///< x, when it is neither of the three before
        Score,
        Interval,
        Questions,
        Source,
        Note,
        ColumnCount
    };
    enum Role {
        ValueRole = Qt::UserRole, ///< numbers as double (unknown: no value), texts as they are
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setContent(std::shared_ptr<const FigureContent> content);

    [[nodiscard]] PointRef pointAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowOf(const PointRef &point) const; ///< −1 when it is not there
    [[nodiscard]] const CurveContent &curveAt(int row) const;
    [[nodiscard]] const CurvePoint &pointOf(int row) const { return point(pointAt(row)); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const PointRef &row, Column column) const;
    [[nodiscard]] QVariant value(const PointRef &row, Column column) const;
    [[nodiscard]] const CurveContent &curve(const PointRef &row) const;
    [[nodiscard]] const CurvePoint &point(const PointRef &row) const;

    std::shared_ptr<const FigureContent> m_content;
    std::vector<PointRef> m_rows; ///< increasing
};

} // namespace onset
