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

/// Colours of the bar before a verdict: the words say it too.
QColor verdictColor(fit::Headline headline)
{
    switch (headline) {
    case fit::Headline::Emergent:
        return {0xd5, 0x5e, 0x00};
    case fit::Headline::EmergentByDefinition:
        return {0xe6, 0x9f, 0x00};
    case fit::Headline::SmoothOnset:
        return {0x00, 0x72, 0xb2};
    case fit::Headline::PresentThroughout:
        return {0x00, 0x9e, 0x73};
    case fit::Headline::Inverse:
    case fit::Headline::BelowChance:
        return {0xcc, 0x79, 0xa7};
    case fit::Headline::Unclear:
    case fit::Headline::Flat:
    case fit::Headline::Insufficient:
    case fit::Headline::None:
        break;
    }
    return {0x99, 0x99, 0x99};
}

QColor textColor(const QStyleOptionViewItem &option, QPalette::ColorRole role)
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    return option.palette.color(selected ? QPalette::HighlightedText : role);
}

} // namespace

QSize AbilityDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int lines = QFontMetrics(option.font).height() + QFontMetrics(smallPrint(option.font)).height();
    return {kSparkWidth, lines + 2 * kMargin};
}

void AbilityDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    if (index.column() > AbilityModel::Verdict)
        return QStyledItemDelegate::paint(painter, option, index);
    painter->save();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
    const QRect cell = option.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    switch (index.column()) {
    case AbilityModel::Name:
        paintName(*painter, cell, option, index);
        break;
    case AbilityModel::Lines:
        paintLines(*painter, cell, option, index);
        break;
    default:
        paintVerdict(*painter, cell, option, index);
    }
    painter->restore();
}

void AbilityDelegate::paintName(QPainter &painter, const QRect &cell, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const QFont small = smallPrint(option.font);
    const QFontMetrics metrics(option.font), smallMetrics(small);
    painter.setPen(textColor(option, QPalette::Text));
    painter.setFont(option.font);
    painter.drawText(cell.left(), cell.top() + metrics.ascent(),
                     metrics.elidedText(index.data().toString(), Qt::ElideRight, cell.width()));
    painter.setPen(textColor(option, QPalette::PlaceholderText));
    painter.setFont(small);
    painter.drawText(cell.left(), cell.top() + metrics.height() + smallMetrics.ascent(),
                     smallMetrics.elidedText(index.data(AbilityModel::DetailRole).toString(), Qt::ElideRight,
                                             cell.width()));
}

void AbilityDelegate::paintLines(QPainter &painter, const QRect &cell, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const auto *ability = index.data(AbilityModel::AbilityRole).value<const Ability *>();
    const auto lines = index.data(AbilityModel::SparklineRole).value<QList<QPolygonF>>();
    if (!ability || lines.isEmpty())
        return;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(cell).adjusted(2, 2, -2, -2);
    const QTransform place(frame.width(), 0, 0, frame.height(), frame.left(), frame.top());
    const std::vector<Look> looks = looksOf(*ability, m_theme);
    for (std::size_t i = 0; i < std::min(looks.size(), std::size_t(lines.size())); ++i) {
        const QPolygonF line = place.map(lines[qsizetype(i)]);
        if (line.isEmpty())
            continue;
        // the colours of the families stand out from the base, not from the highlight
        const QColor color = selected ? option.palette.color(QPalette::HighlightedText) : looks[i].color;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(line);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(line.last(), 1.8, 1.8);
    }
}

void AbilityDelegate::paintVerdict(QPainter &painter, const QRect &cell, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    constexpr int kBar = 4;
    const QVariant headline = index.data(AbilityModel::HeadlineRole);
    if (!headline.isNull())
        painter.fillRect(QRect(cell.left(), cell.top() + 2, kBar, cell.height() - 4),
                         verdictColor(static_cast<fit::Headline>(headline.toInt())));
    painter.setPen(textColor(option, headline.isNull() ? QPalette::PlaceholderText : QPalette::Text));
    painter.setFont(option.font);
    const QRect text = cell.adjusted(kBar + kMargin, -kMargin, kMargin, kMargin);
    painter.drawText(text, Qt::AlignVCenter | Qt::TextWordWrap, index.data().toString());
}

} // namespace onset
