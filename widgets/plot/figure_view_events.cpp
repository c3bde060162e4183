#include "widgets/plot/figure_view.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace onset {
namespace {

constexpr double kWheelStep = 1.0015; // zoom for an eighth of a degree: 20 % a notch
constexpr double kKeyZoom = 1.25;

/// A baseline that others are compared with has no place among their differences.
bool isWalked(const PanelContent &panel, int curve)
{
    return panel.spec.plot != Plot::Differences ||
           std::ranges::find(panel.differences, curve, &Difference::curve) != panel.differences.end();
}

} // namespace

void FigureView::wheelEvent(QWheelEvent *event)
{
    const std::optional<Target> target = targetAt(event->position());
    const bool scrolls =
        parentWidget() && height() > parentWidget()->height() && !(event->modifiers() & Qt::ControlModifier);
    if (!target || scrolls)
        return event->ignore();
    const QRectF frame = frameOf(target->panel);
    const QPointF about = event->position();
    const QPointF share((about.x() - frame.left()) / frame.width(),
                        (frame.bottom() - about.y()) / frame.height());
    const double factor = std::pow(kWheelStep, event->angleDelta().y());
    move(target->panel, m_axes[std::size_t(target->panel)].zoomed(factor, share, target->x, target->y));
    event->accept();
}

void FigureView::mousePressEvent(QMouseEvent *event)
{
    const std::optional<Target> target = targetAt(event->position());
    if (event->button() != Qt::LeftButton || !target)
        return event->ignore();
    m_pressed = m_now = event->position();
    m_pressedPanel = target->panel;
    m_pressedAxes = m_axes[std::size_t(target->panel)];
    m_gesture = event->modifiers() & Qt::ShiftModifier ? Gesture::Rectangle : Gesture::Click;
    m_handle = handleAt(m_pressed);
    m_dragged = m_supposes ? pointAt(m_pressed) : std::nullopt;
    if (m_pattern) {
        if (target->x && target->y)
            beginAnnotation(target->panel, m_pressed);
    } else if (m_dragged && isSupposable(*m_dragged)) {
        m_gesture = Gesture::Suppose;
        hover(std::nullopt);
    } else if (m_gesture == Gesture::Click && m_handle) {
        m_gesture = Gesture::Handle;
        ++m_gestures;
        m_annotation = m_handle->kind == Handle::Kind::Annotation ? m_handle : std::nullopt;
        hover(std::nullopt);
    }
}

void FigureView::mouseMoveEvent(QMouseEvent *event)
{
    m_now = event->position();
    const QPointF moved = m_now - m_pressed;
    if (m_gesture == Gesture::Click && moved.manhattanLength() >= QApplication::startDragDistance()) {
        m_gesture = Gesture::Pan;
        hover(std::nullopt);
        setCursor(Qt::ClosedHandCursor);
    }
    if (m_gesture == Gesture::Pan) {
        const QRectF frame = frameOf(m_pressedPanel);
        const double x = -moved.x() / frame.width(), y = moved.y() / frame.height();
        move(m_pressedPanel, {m_pressedAxes.x.part(x, 1 + x), m_pressedAxes.y.part(y, 1 + y)});
    } else if (m_gesture == Gesture::Rectangle) {
        update();
    } else if (m_gesture == Gesture::Handle) {
        drag(*m_handle, m_now);
    } else if (m_gesture == Gesture::Suppose) {
        suppose(m_now);
    } else {
        hover(pointAt(m_now));
        const std::optional<Handle> handle = handleAt(m_now);
        if (m_pattern)
            setCursor(Qt::CrossCursor);
        else if (!handle)
            unsetCursor();
        else if (handle->kind == Handle::Kind::Annotation)
            setCursor(Qt::SizeAllCursor);
        else
            setCursor(handle->kind == Handle::Kind::Cutoff ? Qt::SplitHCursor : Qt::SplitVCursor);
    }
}

void FigureView::mouseReleaseEvent(QMouseEvent *event)
{
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    const bool adds = event->modifiers() & Qt::ControlModifier;
    std::vector<PointRef> points = adds ? m_selected : std::vector<PointRef>();
    if (gesture == Gesture::Pan) {
        unsetCursor();
    } else if (gesture == Gesture::Handle && m_pattern) {
        endAnnotation();
    } else if (gesture == Gesture::Handle) {
        emit figureDragged(m_content->spec, m_gestures);
    } else if (gesture == Gesture::Click) {
        if (const auto at = pointAt(event->position())) {
            if (std::erase(points, *at) == 0)
                points.push_back(*at);
        }
        if (!adds || points != m_selected)
            select(points);
    } else if (gesture == Gesture::Rectangle) {
        const QRectF area = QRectF(m_pressed, event->position()).normalized();
        const auto &curves = m_content->panels[std::size_t(m_pressedPanel)].curves;
        for (int c = 0; c < int(curves.size()); ++c)
            for (int p = 0; p < int(curves[std::size_t(c)].curve.points.size()); ++p) {
                const PointRef at{m_pressedPanel, c, p};
                const auto place = placeOf(at);
                if (place && area.contains(*place) && std::ranges::find(points, at) == points.end())
                    points.push_back(at);
            }
        select(points);
    }
}

void FigureView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const auto annotation = m_content ? annotationAt(event->position()) : std::nullopt) {
        m_annotation = annotation;
        askText();
    } else if (const std::optional<Target> target = targetAt(event->position())) {
        goHome(target->panel);
    }
}

void FigureView::leaveEvent(QEvent *) { hover(std::nullopt); }

std::vector<PointRef> FigureView::walkedPoints() const
{
    std::vector<PointRef> points;
    for (int p = 0; m_content && p < int(m_content->panels.size()); ++p) {
        const PanelContent &panel = m_content->panels[std::size_t(p)];
        for (int c = 0; c < int(panel.curves.size()); ++c)
            for (int i = 0; isWalked(panel, c) && i < int(panel.curves[std::size_t(c)].curve.points.size());
                 ++i) {
                points.push_back({p, c, i});
                if (points.size() == kMostTold)
                    return points;
            }
    }
    return points;
}

void FigureView::walk(int alongCurve, int acrossCurves)
{
    if (!m_content)
        return;
    std::vector<PointRef> stops; // the first point of every curve
    for (int p = 0; p < int(m_content->panels.size()); ++p)
        for (int c = 0; c < int(m_content->panels[std::size_t(p)].curves.size()); ++c)
            if (isWalked(m_content->panels[std::size_t(p)], c))
                stops.push_back({p, c, 0});
    if (stops.empty())
        return;
    PointRef at = stops.front();
    if (!m_selected.empty()) {
        at = m_selected.back();
        const auto here = std::ranges::find(stops, PointRef{at.panel, at.curve, 0}) - stops.begin();
        const PointRef &stop = stops[std::size_t(
            std::clamp<std::ptrdiff_t>(here + acrossCurves, 0, std::ptrdiff_t(stops.size()) - 1))];
        at.panel = stop.panel;
        at.curve = stop.curve;
        const auto count =
            int(m_content->panels[std::size_t(at.panel)].curves[std::size_t(at.curve)].curve.points.size());
        at.point = std::clamp(at.point + alongCurve, 0, count - 1);
    }
    select({at});
    tell(at);
    const std::vector<PointRef> told = walkedPoints();
    if (const auto found = std::ranges::find(told, at); found != told.end()) {
        QAccessibleEvent focused(this, QAccessible::Focus);
        focused.setChild(int(found - told.begin()));
        QAccessible::updateAccessibility(&focused);
    }
}

void FigureView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Left:
        return control ? stepCutoff(-1) : walk(-1, 0);
    case Qt::Key_Right:
        return control ? stepCutoff(1) : walk(1, 0);
    case Qt::Key_Up:
        return walk(0, -1);
    case Qt::Key_Down:
        return walk(0, 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(kKeyZoom);
    case Qt::Key_Minus:
        return zoom(1 / kKeyZoom);
    case Qt::Key_0:
        return showAll();
    case Qt::Key_L:
        return toggleLogX();
    case Qt::Key_Delete:
        return removeAnnotation();
    case Qt::Key_Escape:
        return m_text ? cancelText() : m_pattern ? callOffAnnotation() : select({});
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace onset
