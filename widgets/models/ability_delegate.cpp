#include "widgets/models/ability_delegate.h"

#include "widgets/models/ability_model.h"
#include "widgets/plot/palette.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace onset {

namespace {

constexpr int kMargin = 6;
constexpr int kSparkWidth = 64;

QFont smallPrint(const QFont &font)
{
    QFont smaller = font;
    smaller.setPointSizeF(font.pointSizeF() * 0.88);
    return smaller;
}

/// As the figure of the ability draws its families.
std::vector<Look> looksOf(const Ability &ability, Theme theme)
{
    FigureContent figure;
    PanelContent &panel = figure.panels.emplace_back();
    for (const AbilityFamily &family : ability.families)
        panel.curves.emplace_back().spec.key.family = family.name;
    return onset::looksOf(figure, theme).front();
}

} // namespace

QSize AbilityDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int lines = QFontMetrics(option.font).height() + QFontMetrics(smallPrint(option.font)).height();
    return {kSparkWidth * 3, lines + 2 * kMargin};
}

void AbilityDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const auto *ability = index.data(AbilityModel::AbilityRole).value<const Ability *>();
    if (!ability)
        return;
    painter->save();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);

    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRect row = option.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    const QFont small = smallPrint(option.font);
    const QFontMetrics taskMetrics(option.font), smallMetrics(small);

    const QRect spark(row.right() - kSparkWidth + 1, row.top() + 2, kSparkWidth, row.height() - 4);
    const int countWidth = smallMetrics.horizontalAdvance(QStringLiteral("00"));
    const QRect count(spark.left() - kMargin - countWidth, row.top(), countWidth, taskMetrics.height());
    const int taskWidth = count.left() - kMargin - row.left();
    const int detailWidth = spark.left() - kMargin - row.left();

    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(option.font);
    painter->drawText(row.left(), row.top() + taskMetrics.ascent(),
                      taskMetrics.elidedText(ability->measure.task, Qt::ElideRight, taskWidth));
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
    painter->setFont(small);
    painter->drawText(row.left(), row.top() + taskMetrics.height() + smallMetrics.ascent(),
                      smallMetrics.elidedText(index.data(AbilityModel::DetailRole).toString(), Qt::ElideRight,
                                              detailWidth));
    painter->drawText(count, Qt::AlignRight | Qt::AlignVCenter, QString::number(ability->families.size()));

    if (selected) // the colours of the families stand out from the base, not from the highlight
        painter->fillRect(spark, option.palette.color(QPalette::Base));
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(spark).adjusted(2, 2, -2, -2);
    const QTransform place(frame.width(), 0, 0, frame.height(), frame.left(), frame.top());
    const auto lines = index.data(AbilityModel::SparklineRole).value<QList<QPolygonF>>();
    const std::vector<Look> looks = lines.isEmpty() ? std::vector<Look>() : looksOf(*ability, m_theme);
    for (std::size_t i = 0; i < std::min(looks.size(), std::size_t(lines.size())); ++i) {
        const QPolygonF line = place.map(lines[qsizetype(i)]);
        if (line.isEmpty())
            continue;
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(looks[i].color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(line);
        painter->setPen(Qt::NoPen);
        painter->setBrush(looks[i].color);
        painter->drawEllipse(line.last(), 1.8, 1.8);
    }
    painter->restore();
}

} // namespace onset
