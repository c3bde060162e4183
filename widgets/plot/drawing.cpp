#include "widgets/plot/drawing.h"

#include "widgets/plot/typeface.h"

#include <QPainter>

#include <algorithm>

namespace onset {
namespace {

constexpr double kMiterLimit = 2; // sharper corners are cut off; svg.cpp has the same

QPen penOf(const Stroke &stroke)
{
    if (stroke.width <= 0)
        return Qt::NoPen;
    QPen pen(stroke.color, stroke.width);
    pen.setCosmetic(false);
    pen.setJoinStyle(Qt::MiterJoin);
    pen.setMiterLimit(kMiterLimit);
    pen.setCapStyle(Qt::FlatCap);
    if (!stroke.dashes.isEmpty()) {
        QList<qreal> pattern; // Qt counts dashes in line widths
        for (const double dash : stroke.dashes)
            pattern << dash / stroke.width;
        pen.setDashPattern(pattern);
    }
    return pen;
}

QBrush brushOf(const QColor &fill) { return fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush); }

QFont fontOf(const Text &text, const TextRun &run, const Typeface &typeface)
{
    QFont font = typeface.font(text.bold, text.italic);
    font.setPixelSize(qRound(Typeface::kPixels * run.scale));
    return font;
}

double widthOf(const Text &text, const TextRun &run, const Typeface &typeface)
{
    return typeface.width(run.text, Typeface::kPixels * run.scale, text.bold, text.italic);
}

/// From a text of Typeface::kPixels that begins at the origin to its place on the page.
QTransform placeOf(const Text &text)
{
    QTransform place = QTransform::fromTranslate(text.at.x(), text.at.y());
    if (text.upwards)
        place.rotate(-90);
    const double width = text.upwards ? text.box.height() : text.box.width();
    if (text.align & Qt::AlignHCenter)
        place.translate(-width / 2, 0);
    else if (text.align & Qt::AlignRight)
        place.translate(-width, 0);
    const double scale = text.size / Typeface::kPixels;
    return place.scale(scale, scale);
}

QPainterPath outlineOf(const Text &text, const Typeface &typeface)
{
    QPainterPath path;
    double x = 0;
    for (const TextRun &run : textRuns(text.text)) {
        path.addText({x, -run.rise * Typeface::kPixels}, fontOf(text, run, typeface), run.text);
        x += widthOf(text, run, typeface);
    }
    return placeOf(text).map(path);
}

class Painting
{
public:
    Painting(QPainter &painter, const Typeface &typeface, Quality quality)
        : m_painter(painter), m_typeface(typeface), m_quality(quality)
    {}

    void operator()(const Shape &shape) const
    {
        m_painter.setRenderHint(QPainter::Antialiasing,
                                m_quality == Quality::Full || shape.tag.mark != Mark::Band);
        m_painter.setPen(penOf(shape.stroke));
        m_painter.setBrush(brushOf(shape.fill));
        m_painter.drawPath(shape.path);
    }

    void operator()(const Markers &markers) const
    {
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(penOf(markers.stroke));
        m_painter.setBrush(brushOf(markers.fill));
        for (const QPointF &at : markers.at)
            m_painter.drawPath(markers.outline.translated(at));
    }

    void operator()(const Text &text) const
    {
        m_painter.save();
        m_painter.setTransform(placeOf(text), true);
        m_painter.setPen(text.color);
        const std::vector<TextRun> runs = textRuns(text.text);
        for (const TextRun &run : runs) {
            m_painter.setFont(fontOf(text, run, m_typeface));
            m_painter.drawText(QPointF(0, -run.rise * Typeface::kPixels), run.text);
            if (&run != &runs.back())
                m_painter.translate(widthOf(text, run, m_typeface), 0);
        }
        m_painter.restore();
    }

private:
    QPainter &m_painter;
    const Typeface &m_typeface;
    Quality m_quality;
};

/// False only when no part of the item is in `area`.
struct MayTouch
{
    QRectF area;

    bool operator()(const Shape &shape) const
    {
        const double edge = std::max(shape.stroke.width, 1.0); // a line alone has no extent across
        return area.intersects(shape.path.controlPointRect().adjusted(-edge, -edge, edge, edge));
    }
    bool operator()(const Markers &markers) const
    {
        const double edge = std::max(markers.stroke.width, 1.0);
        const QRectF outline = markers.outline.controlPointRect().adjusted(-edge, -edge, edge, edge);
        return std::ranges::any_of(
            markers.at, [&](const QPointF &at) { return area.intersects(outline.translated(at)); });
    }
    bool operator()(const Text &text) const { return area.intersects(text.box.adjusted(-2, -2, 2, 2)); }
};

} // namespace

void paint(const Drawing &drawing, QPainter &painter, Quality quality, const QRectF &area)
{
    painter.save();
    painter.setRenderHint(QPainter::TextAntialiasing);
    if (drawing.background.isValid())
        painter.fillRect(QRectF({}, drawing.size), drawing.background);
    const Typeface typeface(drawing.fontFamily);
    const Painting painting(painter, typeface, quality);
    for (const Item &item : drawing.items)
        if (area.isEmpty() || std::visit(MayTouch{area}, item))
            std::visit(painting, item);
    painter.restore();
}

Drawing outlined(Drawing drawing)
{
    const Typeface typeface(drawing.fontFamily);
    for (Item &item : drawing.items)
        if (const Text *text = std::get_if<Text>(&item))
            item = Shape{.tag = text->tag, .path = outlineOf(*text, typeface), .fill = text->color};
    return drawing;
}

} // namespace onset
