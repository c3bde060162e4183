#include "widgets/plot/clip.h"
#include "widgets/plot/figure_context.h"

#include <cmath>

namespace onset {
namespace {

constexpr double kRegionAlpha = 0.13;

/// Draws the annotations of one panel.
class Annotations
{
public:
    Annotations(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing)
        : m_context(context), m_panel(panel), m_place(place), m_drawing(drawing)
    {}

    void drawBand(const Annotation &annotation)
    {
        const QRectF &frame = m_place.frame;
        const bool upright = annotation.x && annotation.x2;
        if (!upright && !(annotation.y && annotation.y2))
            return;
        const QPointF a = at(annotation.x, annotation.y), b = at(annotation.x2, annotation.y2);
        const QRectF area = upright ? QRectF(QPointF(a.x(), frame.top()), QPointF(b.x(), frame.bottom()))
                                    : QRectF(QPointF(frame.left(), a.y()), QPointF(frame.right(), b.y()));
        const QRectF seen = area.normalized() & frame;
        if (seen.isEmpty())
            return;
        QPainterPath path;
        path.addRect(seen);
        QColor fill = m_context.colors.text;
        fill.setAlphaF(float(kRegionAlpha));
        m_drawing.items.push_back(Shape{.tag = {Mark::AnnotatedBand, m_panel}, .path = path, .fill = fill});
    }

    void drawLine(const Annotation &annotation)
    {
        const QRectF &frame = m_place.frame;
        const QPointF place = at(annotation.x, annotation.y);
        if (annotation.x)
            add({{place.x(), frame.top()}, {place.x(), frame.bottom()}}, {4, 2});
        else if (annotation.y)
            add({{frame.left(), place.y()}, {frame.right(), place.y()}}, {4, 2});
    }

    void drawArrow(const Annotation &annotation)
    {
        const QPointF tip = at(annotation.x, annotation.y), tail = at(annotation.x2, annotation.y2);
        const QPointF along = tip - tail;
        const double length = std::hypot(along.x(), along.y());
        if (!annotation.x || !annotation.y || !annotation.x2 || !annotation.y2 || !(length > 0))
            return;
        const QPointF unit = along / length, across(-unit.y(), unit.x());
        const double head = 0.7 * m_context.font, half = 0.22 * m_context.font;
        const QPointF neck = tip - unit * std::min(head, length);
        add({tail, neck}, {});
        if (QPainterPath path =
                clippedPolygon({tip, neck + across * half, neck - across * half}, m_place.frame);
            !path.isEmpty())
            m_drawing.items.push_back(Shape{
                .tag = {Mark::Annotation, m_panel}, .path = std::move(path), .fill = m_context.colors.text});
    }

    void drawBracket(const Annotation &annotation)
    {
        if (!annotation.x || !annotation.y || !annotation.x2)
            return;
        const QPointF from = at(annotation.x, annotation.y), to = at(annotation.x2, annotation.y);
        const QPointF down(0, 0.4 * m_context.font);
        add({from + down, from, to, to + down}, {});
    }

    /// Beside the place that the annotation has for it, inside of the frame.
    void drawText(const Annotation &annotation)
    {
        if (annotation.text.isEmpty() || (annotation.kind == Annotation::Kind::Bracket && !annotation.x2))
            return;
        const QRectF &frame = m_place.frame;
        const double gap = 0.35 * m_context.font, cap = m_context.type.capHeight(m_context.font);
        QPointF place = at(annotation.x, annotation.y);
        Qt::Alignment align = Qt::AlignHCenter;
        double baseline = place.y() + cap / 2;
        switch (annotation.kind) {
        case Annotation::Kind::Text:
            break;
        case Annotation::Kind::Arrow: {
            const QPointF tail = at(annotation.x2, annotation.y2);
            const bool above = tail.y() <= place.y();
            place = tail;
            baseline = above ? tail.y() - gap : tail.y() + gap + cap;
            break;
        }
        case Annotation::Kind::Bracket:
            place.setX((place.x() + at(annotation.x2, annotation.y).x()) / 2);
            baseline = place.y() - gap;
            break;
        case Annotation::Kind::Line:
        case Annotation::Kind::Band:
            if (annotation.x) {
                align = Qt::AlignLeft;
                place.rx() += gap;
                baseline = frame.top() + gap + cap;
            } else {
                align = Qt::AlignRight;
                place.setX(frame.right() - gap);
                baseline = place.y() - gap;
            }
        }
        if (!std::isfinite(place.x()) || !std::isfinite(baseline))
            return; // the axis has no such place
        Text text = m_context.text({Mark::AnnotationText, m_panel}, annotation.text, {place.x(), baseline},
                                   align, m_context.colors.text);
        const QRectF &box = text.box;
        const double right = std::min(0.0, frame.right() - gap - box.right());
        const double left = std::max(0.0, frame.left() + gap - box.left());
        text.at.rx() += left > 0 ? left : right;
        text.box = m_context.boxOf(text);
        if (frame.contains(text.box)) // a place that the reader has zoomed away from
            m_drawing.items.push_back(text);
    }

private:
    [[nodiscard]] QPointF at(const std::optional<double> &x, const std::optional<double> &y) const
    {
        return m_place.at(x.value_or(m_place.axes.x.low), y.value_or(m_place.axes.y.low));
    }

    void add(const std::vector<QPointF> &line, const QList<double> &dashes)
    {
        if (QPainterPath path = clippedLine(line, m_place.frame); !path.isEmpty())
            m_drawing.items.push_back(
                Shape{.tag = {Mark::Annotation, m_panel},
                      .path = std::move(path),
                      .stroke = {m_context.colors.text, 0.8 * m_context.curveWidth, dashes}});
    }

    const FigureContext &m_context;
    int m_panel;
    const PanelPlace &m_place;
    Drawing &m_drawing;
};

} // namespace

void drawAnnotations(const FigureContext &context, int panel, const PanelPlace &place, bool behind,
                     Drawing &drawing)
{
    Annotations annotations(context, panel, place, drawing);
    for (const Annotation &annotation : context.content.panels[std::size_t(panel)].spec.annotations) {
        if (behind) {
            if (annotation.kind == Annotation::Kind::Band)
                annotations.drawBand(annotation);
            continue;
        }
        if (annotation.kind == Annotation::Kind::Line)
            annotations.drawLine(annotation);
        else if (annotation.kind == Annotation::Kind::Arrow)
            annotations.drawArrow(annotation);
        else if (annotation.kind == Annotation::Kind::Bracket)
            annotations.drawBracket(annotation);
        annotations.drawText(annotation);
    }
}

} // namespace onset
