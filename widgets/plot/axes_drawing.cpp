#include "widgets/plot/figure_context.h"

#include <algorithm>

namespace onset {
namespace {

constexpr double kMinorLength = 0.6; // of a tick
constexpr double kMostYTicks = 6.5;  // more say nothing more
constexpr double kMostXTicks = 9;
constexpr double kRowLabelShare = 0.36; // of the figure's width, for the names of rows
constexpr double kSmallestLabel = 0.65; // of ordinary text

/// The names of rows, as far as they leave each other room.
std::vector<Tick> rowTicks(const FigureContext &context, const PanelContent &panel, const Axis &axis,
                           double length)
{
    const double size = yLabelSize(context, panel, axis, length);
    const double page = context.content.spec.style.widthMm * 72 / 25.4;
    QStringList labels;
    for (const CurveContent &curve : panel.curves)
        labels << curve.label;
    labels = context.type.elidedApart(labels, size, kRowLabelShare * page);
    std::vector<Tick> ticks;
    double last = -1e9; // place of the last label
    for (std::size_t i = 0; i < panel.curves.size(); ++i) {
        const double value = heightOf(panel, int(i), 0);
        const double place = (1 - axis.fraction(value)) * length;
        if (place < 0 || place > length)
            continue;
        Tick tick{.value = value};
        if (place - last >= 1.15 * size) {
            tick.label = labels[qsizetype(i)];
            last = place;
        }
        ticks.push_back(tick);
    }
    return ticks;
}

Shape lineItem(Tag tag, QPointF from, QPointF to, const Stroke &stroke)
{
    Shape shape{.tag = tag, .path = QPainterPath(from), .stroke = stroke};
    shape.path.lineTo(to);
    return shape;
}

} // namespace

std::vector<Tick> xTicks(const FigureContext &context, const PanelContent &panel, const Axis &axis,
                         double length)
{
    const Scale &scale = panel.spec.x;
    TickStyle style = scale.kind == Scale::Kind::Date ? TickStyle::Date : TickStyle::Number;
    if (scale.kind == Scale::Kind::Measure && metricNamed(scale.measure.metric).proportion)
        style = TickStyle::Percent;
    const double gap = axis.logarithmic
                           ? 0.7 * context.font
                           : std::max(0.9 * context.font, length / kMostXTicks - 2 * context.font);
    return ticks(axis, style, length, gap,
                 [&](const QString &label) { return context.type.width(label, context.font); });
}

std::vector<Tick> yTicks(const FigureContext &context, const PanelContent &panel, const Axis &axis,
                         double length)
{
    if (hasRows(panel.spec.plot))
        return rowTicks(context, panel, axis, length);
    const double height = context.type.capHeight(context.font);
    return ticks(axis, panel.percent ? TickStyle::Percent : TickStyle::Number, length,
                 std::max(context.font, length / kMostYTicks - height),
                 [&](const QString &) { return height; });
}

double yLabelSize(const FigureContext &context, const PanelContent &panel, const Axis &axis, double length)
{
    if (!hasRows(panel.spec.plot))
        return context.font;
    const double row = length / (axis.high - axis.low);
    return std::clamp(row / 1.2, kSmallestLabel * context.font, context.font);
}

void drawAxes(const FigureContext &context, int index, const PanelPlace &place, Drawing &drawing)
{
    const PanelContent &panel = context.content.panels[std::size_t(index)];
    const QRectF &frame = place.frame;
    const Stroke axis{context.colors.axis, context.axisWidth};
    const Stroke grid{context.colors.grid, context.axisWidth};
    const double capHeight = context.type.capHeight(context.font);

    const double ySize = yLabelSize(context, panel, place.axes.y, frame.height());
    for (const Tick &tick : yTicks(context, panel, place.axes.y, frame.height())) {
        const double y = frame.bottom() - place.axes.y.fraction(tick.value) * frame.height();
        const bool major = !tick.label.isEmpty();
        if (major)
            drawing.items.push_back(
                lineItem({Mark::Grid, index}, {frame.left(), y}, {frame.right(), y}, grid));
        drawing.items.push_back(lineItem({Mark::Tick, index},
                                         {frame.left() - context.tick * (major ? 1 : kMinorLength), y},
                                         {frame.left(), y}, axis));
        if (major && place.labelsY)
            drawing.items.push_back(
                context.text({Mark::TickLabel, index}, tick.label,
                             {frame.left() - 1.7 * context.tick, y + context.type.capHeight(ySize) / 2},
                             Qt::AlignRight, context.colors.text, ySize));
    }
    for (const Tick &tick : xTicks(context, panel, place.axes.x, frame.width())) {
        const double x = frame.left() + place.axes.x.fraction(tick.value) * frame.width();
        const bool major = !tick.label.isEmpty();
        drawing.items.push_back(lineItem({Mark::Tick, index}, {x, frame.bottom()},
                                         {x, frame.bottom() + context.tick * (major ? 1 : kMinorLength)},
                                         axis));
        if (major && place.labelsX)
            drawing.items.push_back(context.text({Mark::TickLabel, index}, tick.label,
                                                 {x, frame.bottom() + 1.7 * context.tick + 1.15 * capHeight},
                                                 Qt::AlignHCenter, context.colors.text));
    }
    Shape spines = lineItem({Mark::Axis, index}, frame.topLeft(), frame.bottomLeft(), axis);
    spines.path.lineTo(frame.bottomRight());
    drawing.items.push_back(spines);
}

} // namespace onset
