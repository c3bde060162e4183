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
        const double scale = text.size / Typeface::kPixels;
        m_painter.save();
        m_painter.translate(text.at);
        if (text.upwards)
            m_painter.rotate(-90);
        double x = 0;
        const double width = text.upwards ? text.box.height() : text.box.width();
        if (text.align & Qt::AlignHCenter)
            x = -width / 2;
        else if (text.align & Qt::AlignRight)
            x = -width;
        m_painter.translate(x, 0);
        m_painter.scale(scale, scale);
        m_painter.setPen(text.color);
        const std::vector<TextRun> runs = textRuns(text.text);
        for (const TextRun &run : runs) {
            QFont font = m_typeface.font(text.bold, text.italic);
            font.setPixelSize(qRound(Typeface::kPixels * run.scale));
            m_painter.setFont(font);
            m_painter.drawText(QPointF(0, -run.rise * Typeface::kPixels), run.text);
            if (&run != &runs.back())
                m_painter.translate(
                    m_typeface.width(run.text, Typeface::kPixels * run.scale, text.bold, text.italic), 0);
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

} // namespace onset
