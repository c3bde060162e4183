#include "widgets/models/rows_model.h"

#include "core/figure/quantity_text.h"

#include <QFont>

#include <algorithm>
#include <cmath>

namespace onset {

namespace {

/// Unknown numbers are no value, which sorts last and copies as nothing.
QVariant known(double number) { return std::isnan(number) ? QVariant() : QVariant(number); }

} // namespace

void RowsModel::setContent(std::shared_ptr<const FigureContent> content)
{
    beginResetModel();
    m_content = std::move(content);
    m_rows.clear();
    for (int p = 0; m_content && p < int(m_content->panels.size()); ++p) {
        if (m_content->panels[std::size_t(p)].spec.plot == Plot::Differences)
            continue; // the same results as in the panel above
        const auto &curves = m_content->panels[std::size_t(p)].curves;
        for (int c = 0; c < int(curves.size()); ++c) {
            for (int i = 0; i < int(curves[std::size_t(c)].curve.points.size()); ++i)
                m_rows.push_back({p, c, i});
        }
    }
    endResetModel();
}

int RowsModel::rowOf(const PointRef &point) const
{
    const auto found = std::ranges::lower_bound(m_rows, point);
    return found == m_rows.end() || *found != point ? -1 : static_cast<int>(found - m_rows.begin());
}

const CurveContent &RowsModel::curveAt(int row) const { return curve(pointAt(row)); }

const CurveContent &RowsModel::curve(const PointRef &row) const
{
    return m_content->panels[std::size_t(row.panel)].curves[std::size_t(row.curve)];
}

const CurvePoint &RowsModel::point(const PointRef &row) const
{
    return curve(row).curve.points[std::size_t(row.point)];
}

int RowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RowsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RowsModel::value(const PointRef &row, Column column) const
{
    const Curve &curve = this->curve(row).curve;
    const CurvePoint &point = this->point(row);
    switch (column) {
    case Parameters:
        return known(point.parameters);
    case Tokens:
        return known(point.tokens);
    case Compute:
        return known(point.flops);
    case ScaleValue:
        return known(point.x);
    case Score:
        return known(point.y);
    case Questions:
        return known(point.n);
    case Family:
        return curve.key.family;
    case Model:
        return point.checkpoint.isEmpty() ? point.model : tr("%1 @ %2").arg(point.model, point.checkpoint);
    case Task:
        return curve.key.task;
    case Setting:
        return curve.key.setting;
    case Source:
        return point.source;
    case Note:
        return point.measured ? tr("Supposed; measured: %1").arg(scoreText(curve.metric, *point.measured))
                              : point.note;
    case Origin:
    case Interval:
        return text(row, column);
    case ColumnCount:
        break;
    }
    return {};
}

QString RowsModel::text(const PointRef &row, Column column) const
{
    const CurveContent &content = curve(row);
    const CurvePoint &point = this->point(row);
    const Metric &metric = content.curve.metric;
    switch (column) {
    case Parameters:
        return shortCountText(point.parameters);
    case Tokens:
        return shortCountText(point.tokens);
    case Compute:
        return powerText(point.flops);
    case Origin:
        return point.flopsEstimated ? tr("estimated") : tr("reported");
    case ScaleValue:
        return scaleText(content.curve.scale, point.x);
    case Score:
        return scoreText(metric, point.y);
    case Interval:
        if (std::size_t(row.point) >= content.bars.size())
            return {};
        return intervalText(content.bars[std::size_t(row.point)],
                            [&metric](double score) { return scoreText(metric, score); });
    case Questions:
        return std::isnan(point.n) ? QString() : QString::number(point.n, 'f', 0);
    default:
        return value(row, column).toString();
    }
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PointRef row = pointAt(index.row());
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case ValueRole:
        return value(row, column);
    case Qt::ToolTipRole:
        return point(row).excluded ? tr("Set aside: drawn hollow and left out of the fits.")
                                   : text(row, column);
    case Qt::TextAlignmentRole:
        if (column >= Parameters && column <= Questions && column != Origin)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case Qt::FontRole: {
        QFont font;
        font.setStrikeOut(point(row).excluded);
        return font;
    }
    default:
        return {};
    }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    struct Header
    {
        QString title, tip;
    };
    const auto header = [section]() -> Header {
        switch (static_cast<Column>(section)) {
        case Family:
            return {tr("Family"), tr("Models that were trained alike and differ in scale.")};
        case Model:
            return {tr("Model"), tr("The model, and its checkpoint where there are several.")};
        case Task:
            return {tr("Task"), tr("What the models were asked to do.")};
        case Setting:
            return {tr("Setting"), tr("How the models were asked: examples shown, strategy and decoding.")};
        case Parameters:
            return {tr("Parameters"), tr("Number of weights, N.")};
        case Tokens:
            return {tr("Tokens"), tr("Tokens seen in training, D.")};
        case Compute:
            return {tr("FLOPs"), tr("Compute spent in training, C.")};
        case Origin:
            return {tr("Compute is"), tr("Stated by the authors, or estimated, for example as 6 N D.")};
        case ScaleValue:
            return {tr("x"), tr("Place along the horizontal axis.")};
        case Score:
            return {tr("Score"), tr("As drawn, in the unit of the metric.")};
        case Interval:
            return {tr("95 % interval"),
                    tr("Range that the true score lies in, as the number of questions allows.")};
        case Questions:
            return {tr("Questions"), tr("Number of questions behind the score.")};
        case Source:
            return {tr("Source"), tr("Paper and table, or file, that the number was taken from.")};
        case Note:
            return {tr("Note"), tr("What the source or the import says of this number.")};
        case ColumnCount:
            break;
        }
        return {};
    };
    switch (role) {
    case Qt::DisplayRole:
        return header().title;
    case Qt::ToolTipRole:
        return header().tip;
    default:
        return {};
    }
}

} // namespace onset
