#include "core/figure/captions.h"
#include "core/figure/greek.h"
#include "widgets/plot/figure_context.h"
#include "widgets/plot/figure_painter.h"
#include "widgets/plot/figure_view.h"

#include <QLineEdit>

#include <algorithm>
#include <cmath>

namespace onset {
namespace {

constexpr double kLineReach = 5, kPointReach = 9; // pixels from a line and from an end of an annotation

bool isWritten(const Annotation &annotation)
{
    return annotation.kind == Annotation::Kind::Text || annotation.kind == Annotation::Kind::Arrow ||
           annotation.kind == Annotation::Kind::Bracket;
}

/// Of the other end of an annotation.
const std::optional<double> &y2Of(const Annotation &annotation)
{
    return annotation.kind == Annotation::Kind::Bracket ? annotation.y : annotation.y2;
}

/// Where a text is to be beside a point of a panel: where nothing else is drawn, if there is such a place in
/// the frame.
QRectF besidePoint(const DrawnFigure &page, int panel, QPointF point, const QString &text, double font,
                   const std::vector<QRectF> &taken)
{
    const QRectF &frame = page.panels[std::size_t(panel)].frame;
    const double width = Typeface(page.drawing.fontFamily).width(text, font);
    QRectF box(0, 0, width + font / 2, 1.1 * font);
    const double aside = width / 2 + font, up = 1.2 * font;
    for (const int lines : {0, 1, 2, 3}) // from the point
        for (const QPointF away : {QPointF(0, -lines * up), QPointF(0, lines * up),
                                   QPointF(-aside, -lines * up), QPointF(aside, -lines * up)}) {
            box.moveCenter(point + away);
            // One that is not next to its point must not be next to another one.
            const double apart = lines > 1 ? font : 0;
            if (frame.contains(box) &&
                isFree(page.drawing, panel, box.adjusted(-apart, -apart / 2, apart, apart / 2)) &&
                std::ranges::none_of(taken, [&](const QRectF &other) { return other.intersects(box); }))
                return box;
        }
    box.moveCenter(point - QPointF(0, up));
    box.moveLeft(std::max(std::min(box.left(), frame.right() - box.width()), frame.left()));
    box.moveTop(std::max(box.top(), frame.top()));
    return box;
}

} // namespace

QPointF FigureView::placeIn(int panel, const std::optional<double> &x, const std::optional<double> &y) const
{
    const QRectF frame = frameOf(panel);
    const auto &[alongX, alongY] = m_axes[std::size_t(panel)];
    return {x ? frame.left() + alongX.fraction(*x) * frame.width() : std::nan(""),
            y ? frame.bottom() - alongY.fraction(*y) * frame.height() : std::nan("")};
}

std::optional<FigureView::Handle> FigureView::annotationAt(QPointF place) const
{
    const std::optional<Target> target = targetAt(place);
    if (!target || !target->x || !target->y)
        return std::nullopt;
    const std::vector<Annotation> &all = m_content->panels[std::size_t(target->panel)].spec.annotations;
    for (int i = int(all.size()) - 1; i >= 0; --i) // the later one is painted on top
        for (const bool second : {false, true}) {
            const Annotation &annotation = all[std::size_t(i)];
            const QPointF away = (second ? placeIn(target->panel, annotation.x2, y2Of(annotation))
                                         : placeIn(target->panel, annotation.x, annotation.y)) -
                                 place;
            const bool hasX = std::isfinite(away.x()), hasY = std::isfinite(away.y());
            if (hasX && hasY ? std::hypot(away.x(), away.y()) <= kPointReach
                             : std::abs(hasX ? away.x() : away.y()) <= kLineReach) // NaN: it has neither
                return Handle{Handle::Kind::Annotation, target->panel, i, second};
        }
    return std::nullopt;
}

bool FigureView::isThere(const Handle &annotation) const
{
    return m_content && std::size_t(annotation.panel) < m_content->panels.size() &&
           std::size_t(annotation.annotation) <
               m_content->panels[std::size_t(annotation.panel)].spec.annotations.size();
}

void FigureView::annotate(const Annotation &pattern)
{
    m_pattern = pattern;
    m_annotation.reset();
    setCursor(Qt::CrossCursor);
    setFocus();
}

std::vector<Annotation> FigureView::annotationsOf(int panel) const
{
    return m_content->panels[std::size_t(panel)].spec.annotations;
}

void FigureView::showAnnotations(int panel, const std::vector<Annotation> &annotations)
{
    const auto with = std::make_shared<FigureContent>(*m_content);
    with->panels[std::size_t(panel)].spec.annotations = annotations;
    with->spec.panels[std::size_t(panel)].annotations = annotations;
    m_content = with;
    redraw();
}

ContentPtr FigureView::withAnnotationsAtHand(const ContentPtr &content) const
{
    const bool atHand = m_text || (m_gesture == Gesture::Handle && m_pattern);
    if (!atHand || !m_annotation || !content || content->panels.size() != m_content->panels.size())
        return content;
    const auto with = std::make_shared<FigureContent>(*content);
    const auto panel = std::size_t(m_annotation->panel);
    with->panels[panel].spec.annotations = m_content->panels[panel].spec.annotations;
    with->spec.panels[panel].annotations = with->panels[panel].spec.annotations;
    return with;
}

bool FigureView::labelSelected()
{
    if (!m_content || m_selected.empty() || m_selected.size() > kMostNamed)
        return false;
    const DrawnFigure page = pageOf(*m_content, m_axes);
    FigureSpec figure = m_content->spec;
    std::vector<QRectF> taken;
    for (const PointRef &ref : m_selected) {
        const auto index = std::size_t(ref.panel);
        const PanelContent &panel = m_content->panels[index];
        const CurvePoint &point = panel.curves[std::size_t(ref.curve)].curve.points[std::size_t(ref.point)];
        const PanelPlace &place = page.panels[index];
        const QPointF at = place.at(point.x, heightOf(panel, ref.curve, ref.point));
        if (!place.frame.contains(at))
            continue;
        taken.push_back(
            besidePoint(page, ref.panel, at, pointName(point), m_content->spec.style.fontPt, taken));
        const QPointF middle = taken.back().center();
        figure.panels[index].annotations.push_back(
            {.kind = Annotation::Kind::Text,
             .text = pointName(point),
             .x = m_axes[index].x.value((middle.x() - place.frame.left()) / place.frame.width()),
             .y = m_axes[index].y.value((place.frame.bottom() - middle.y()) / place.frame.height())});
    }
    if (figure != m_content->spec)
        emit figureEdited(figure);
    return true;
}

void FigureView::beginAnnotation(int panel, QPointF place)
{
    std::vector<Annotation> all = annotationsOf(panel);
    all.push_back(*m_pattern);
    showAnnotations(panel, all);
    for (const bool second : {true, false})
        moveHandle({Handle::Kind::Annotation, panel, int(all.size()) - 1, second}, place);
    // Bands and brackets go on with their other end, an arrow with its tip.
    const bool second =
        m_pattern->kind == Annotation::Kind::Band || m_pattern->kind == Annotation::Kind::Bracket;
    m_handle = m_annotation = Handle{Handle::Kind::Annotation, panel, int(all.size()) - 1, second};
    m_gesture = Gesture::Handle;
    ++m_gestures;
}

void FigureView::endAnnotation()
{
    const bool placed = m_pattern && m_annotation;
    const bool written = placed && isWritten(*m_pattern);
    m_pattern.reset();
    unsetCursor();
    if (written)
        askText();
    else if (placed)
        emit figureDragged(m_content->spec, m_gestures);
}

void FigureView::callOffAnnotation()
{
    m_pattern.reset();
    unsetCursor();
    if (m_gesture != Gesture::Handle)
        return;
    m_gesture = Gesture::None;
    removeAnnotation();
}

void FigureView::askText()
{
    if (!isThere(*m_annotation)) // another content has come since
        return;
    const Annotation &annotation = m_content->panels[std::size_t(m_annotation->panel)]
                                       .spec.annotations[std::size_t(m_annotation->annotation)];
    const bool atTail = annotation.kind == Annotation::Kind::Arrow;
    const QPointF place = placeIn(m_annotation->panel, atTail ? annotation.x2 : annotation.x,
                                  atTail ? annotation.y2 : annotation.y);
    const QRectF frame = frameOf(m_annotation->panel);
    m_before = annotation.text;
    delete m_text;
    m_text = new QLineEdit(annotation.text, this);
    m_text->setAccessibleName(tr("Text of the annotation"));
    m_text->setPlaceholderText(tr("Text, \\alpha, 10^{23}, x_{0}"));
    QRect area(QPoint(), QSize(220, m_text->sizeHint().height()));
    area.moveCenter(QPointF(std::isfinite(place.x()) ? place.x() : frame.center().x(),
                            std::isfinite(place.y()) ? place.y() : frame.top() + area.height())
                        .toPoint());
    area.moveLeft(std::clamp(area.left(), 0, std::max(0, width() - area.width())));
    area.moveTop(std::clamp(area.top(), 0, std::max(0, height() - area.height())));
    m_text->setGeometry(area);
    connect(m_text, &QLineEdit::editingFinished, this, [this] {
        if (m_text)
            setText(m_text->text());
    });
    m_text->show();
    m_text->setFocus();
    m_text->selectAll();
}

void FigureView::setText(const QString &text)
{
    std::exchange(m_text, nullptr)->deleteLater();
    setFocus();
    if (!m_annotation || !isThere(*m_annotation))
        return;
    const int panel = m_annotation->panel;
    std::vector<Annotation> all = annotationsOf(panel);
    Annotation &annotation = all[std::size_t(m_annotation->annotation)];
    annotation.text = withGreek(text.trimmed());
    if (annotation.kind == Annotation::Kind::Text && annotation.text.isEmpty()) {
        all.erase(all.begin() + m_annotation->annotation);
        m_annotation.reset();
    }
    showAnnotations(panel, all);
    emit figureDragged(m_content->spec, ++m_gestures);
}

void FigureView::cancelText() { setText(m_before); }

void FigureView::removeAnnotation()
{
    const std::optional<Handle> annotation = std::exchange(m_annotation, std::nullopt);
    if (!annotation || !isThere(*annotation))
        return;
    std::vector<Annotation> all = annotationsOf(annotation->panel);
    all.erase(all.begin() + annotation->annotation);
    showAnnotations(annotation->panel, all);
    emit figureEdited(m_content->spec);
}

} // namespace onset
