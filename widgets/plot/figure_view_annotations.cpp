#include "core/figure/greek.h"
#include "widgets/plot/figure_view.h"

#include <QLineEdit>

#include <algorithm>
#include <cmath>

namespace onset {
namespace {

constexpr double kLineReach = 5, kPointReach = 9; // pixels from a line and from an end of an annotation

bool isWritten(const Annotation &annotation)
{
    return annotation.kind == Annotation::Kind::Text || annotation.kind == Annotation::Kind::Arrow;
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
            const QPointF away = (second ? placeIn(target->panel, annotation.x2, annotation.y2)
                                         : placeIn(target->panel, annotation.x, annotation.y)) -
                                 place;
            const bool hasX = std::isfinite(away.x()), hasY = std::isfinite(away.y());
            if (hasX && hasY ? std::hypot(away.x(), away.y()) <= kPointReach
                             : std::abs(hasX ? away.x() : away.y()) <= kLineReach) // NaN: it has neither
                return Handle{Handle::Kind::Annotation, target->panel, i, second};
        }
    return std::nullopt;
}

void FigureView::annotate(const Annotation &pattern)
{
    m_pattern = pattern;
    setCursor(Qt::CrossCursor);
    setFocus();
}

void FigureView::beginAnnotation(int panel, QPointF place)
{
    const auto with = std::make_shared<FigureContent>(*m_content);
    std::vector<Annotation> &all = with->panels[std::size_t(panel)].spec.annotations;
    all.push_back(*m_pattern);
    m_content = with;
    for (const bool second : {true, false})
        moveHandle({Handle::Kind::Annotation, panel, int(all.size()) - 1, second}, place);
    // A band goes on with its other end, an arrow with its tip.
    m_handle = m_annotation = Handle{Handle::Kind::Annotation, panel, int(all.size()) - 1,
                                     m_pattern->kind == Annotation::Kind::Band};
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

void FigureView::askText()
{
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
    FigureSpec figure = m_content ? m_content->spec : FigureSpec();
    if (!m_annotation || std::size_t(m_annotation->panel) >= figure.panels.size())
        return;
    std::vector<Annotation> &all = figure.panels[std::size_t(m_annotation->panel)].annotations;
    if (std::size_t(m_annotation->annotation) >= all.size())
        return;
    Annotation &annotation = all[std::size_t(m_annotation->annotation)];
    annotation.text = withGreek(text.trimmed());
    if (annotation.kind == Annotation::Kind::Text && annotation.text.isEmpty())
        all.erase(all.begin() + m_annotation->annotation);
    emit figureDragged(figure, ++m_gestures);
}

void FigureView::cancelText() { setText(m_before); }

void FigureView::removeAnnotation()
{
    FigureSpec figure = m_content ? m_content->spec : FigureSpec();
    if (!m_annotation || std::size_t(m_annotation->panel) >= figure.panels.size())
        return;
    std::vector<Annotation> &all = figure.panels[std::size_t(m_annotation->panel)].annotations;
    if (std::size_t(m_annotation->annotation) < all.size()) {
        all.erase(all.begin() + m_annotation->annotation);
        emit figureEdited(figure);
    }
    m_annotation.reset();
}

} // namespace onset
