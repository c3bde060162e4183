#include "widgets/plot/figure_context.h"

#include "widgets/plot/clip.h"

#include <algorithm>
#include <cmath>

namespace onset {

FigureContext::FigureContext(const FigureContent &figure, Theme theme)
    : content(figure),
      type(figure.spec.style.fontFamily.isEmpty() ? figureFontFamily() : figure.spec.style.fontFamily),
      colors(colorsOf(theme)), looks(looksOf(figure, theme)), font(figure.spec.style.fontPt),
      line(type.lineHeight(font)), curveWidth(figure.spec.style.linePt), axisWidth(0.6 * curveWidth),
      markerRadius(0.28 * font), tick(0.36 * font)
{}

QRectF FigureContext::boxOf(const Text &text) const
{
    const double width = type.width(text.text, text.size, text.bold, text.italic);
    double left = 0;
    if (text.align & Qt::AlignHCenter)
        left = -width / 2;
    else if (text.align & Qt::AlignRight)
        left = -width;
    const double up = type.capHeight(text.size) * 1.05, down = type.descent(text.size);
    if (text.upwards)
        return {text.at.x() - up, text.at.y() - left - width, up + down, width};
    return {text.at.x() + left, text.at.y() - up, width, up + down};
}

Text FigureContext::text(Tag tag, const QString &words, QPointF at, Qt::Alignment align, const QColor &color,
                         double size) const
{
    Text text{
        .tag = tag, .text = words, .at = at, .align = align, .size = size > 0 ? size : font, .color = color};
    text.box = boxOf(text);
    return text;
}

namespace {

struct Touches
{
    QRectF area;

    bool operator()(const Shape &shape) const
    {
        if (shape.fill.isValid())
            return shape.path.intersects(area);
        for (int i = 1; i < shape.path.elementCount(); ++i) {
            if (shape.path.elementAt(i).isMoveTo())
                continue;
            if (!clippedLine({shape.path.elementAt(i - 1), shape.path.elementAt(i)}, area).isEmpty())
                return true;
        }
        return false;
    }

    bool operator()(const Markers &markers) const
    {
        const QRectF outline = markers.outline.boundingRect();
        return std::ranges::any_of(
            markers.at, [&](const QPointF &at) { return area.intersects(outline.translated(at)); });
    }

    bool operator()(const Text &text) const { return area.intersects(text.box); }
};

} // namespace

bool touches(const Item &item, const QRectF &area) { return std::visit(Touches{area}, item); }

bool isFree(const Drawing &drawing, int panel, const QRectF &area)
{
    return std::ranges::none_of(drawing.items, [&](const Item &item) {
        const Tag tag = std::visit([](const auto &i) { return i.tag; }, item);
        return tag.panel == panel && tag.mark >= Mark::Band && touches(item, area);
    });
}

PanelAxes homeAxes(const PanelContent &panel)
{
    return {.x = {panel.x.low, panel.x.high, panel.logX, panel.reversedX},
            .y = {panel.y.low, panel.y.high, panel.logY, false}};
}

PanelAxes PanelAxes::zoomed(double factor, QPointF about, bool alongX, bool alongY) const
{
    const auto along = [factor](const Axis &axis, double f) {
        return axis.part(f - f / factor, f + (1 - f) / factor);
    };
    return {.x = alongX ? along(x, about.x()) : x, .y = alongY ? along(y, about.y()) : y};
}

QPointF PanelPlace::at(double x, double y) const
{
    return {frame.left() + axes.x.fraction(x) * frame.width(),
            frame.bottom() - axes.y.fraction(y) * frame.height()};
}

} // namespace onset
