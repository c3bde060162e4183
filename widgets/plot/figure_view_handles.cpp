#include "core/curve/hold_out.h"
#include "widgets/plot/figure_view.h"

#include <algorithm>
#include <cmath>

namespace onset {
namespace {

constexpr double kHandleReach = 5; // pixels from a line at which the mouse means it

std::optional<double> levelOf(const PanelSpec &panel, bool floor)
{
    return floor ? panel.floor : panel.ceiling;
}

} // namespace

std::optional<double> FigureView::placeOf(const Handle &handle) const
{
    const PanelContent &panel = m_content->panels[std::size_t(handle.panel)];
    const PanelAxes &axes = m_axes[std::size_t(handle.panel)];
    const QRectF frame = frameOf(handle.panel);
    const bool cutoff = handle.kind == Handle::Kind::Cutoff;
    const std::optional<double> value =
        cutoff ? panel.spec.cutoff : levelOf(panel.spec, handle.kind == Handle::Kind::Floor);
    // A level is dragged where it is drawn as it is measured.
    if (!value || panel.spec.plot != Plot::Scores || (!cutoff && panel.spec.transform != Transform::Raw))
        return std::nullopt;
    const double share = cutoff ? axes.x.fraction(*value) : axes.y.fraction(*value);
    if (!(share >= 0 && share <= 1))
        return std::nullopt;
    return cutoff ? frame.left() + share * frame.width() : frame.bottom() - share * frame.height();
}

std::optional<FigureView::Handle> FigureView::handleAt(QPointF place) const
{
    const std::optional<Target> target = targetAt(place);
    if (!target || !target->x || !target->y || pointAt(place))
        return std::nullopt;
    if (const std::optional<Handle> annotation = annotationAt(place))
        return annotation;
    for (const Handle::Kind kind : {Handle::Kind::Cutoff, Handle::Kind::Floor, Handle::Kind::Ceiling}) {
        const Handle handle{kind, target->panel};
        const std::optional<double> at = placeOf(handle);
        if (at && std::abs(*at - (kind == Handle::Kind::Cutoff ? place.x() : place.y())) <= kHandleReach)
            return handle;
    }
    return std::nullopt;
}

bool FigureView::moveHandle(const Handle &handle, QPointF place)
{
    const auto moved = std::make_shared<FigureContent>(*m_content);
    const auto index = std::size_t(handle.panel);
    const QRectF frame = frameOf(handle.panel);
    const PanelAxes &axes = m_axes[index];
    bool changed = false;
    if (handle.kind == Handle::Kind::Cutoff) {
        const double at = axes.x.value(std::clamp((place.x() - frame.left()) / frame.width(), 0.0, 1.0));
        for (std::size_t i = 0; i < moved->panels.size(); ++i) {
            PanelContent &panel = moved->panels[i];
            if (!panel.spec.cutoff || panel.spec.x != moved->panels[index].spec.x)
                continue;
            panel.spec.cutoff = moved->spec.panels[i].cutoff = at;
            for (CurveContent &content : panel.curves)
                changed |= holdOut(content.curve, at);
        }
    } else if (handle.kind == Handle::Kind::Annotation) {
        std::vector<Annotation> &all = moved->panels[index].spec.annotations;
        if (std::size_t(handle.annotation) >= all.size())
            return false;
        Annotation &annotation = all[std::size_t(handle.annotation)];
        const double x = axes.x.value(std::clamp((place.x() - frame.left()) / frame.width(), 0.0, 1.0));
        const double y = axes.y.value(std::clamp((frame.bottom() - place.y()) / frame.height(), 0.0, 1.0));
        if (std::optional<double> &at = handle.second ? annotation.x2 : annotation.x)
            at = x;
        const bool level = annotation.kind == Annotation::Kind::Bracket; // both ends at one height
        if (std::optional<double> &at = handle.second && !level ? annotation.y2 : annotation.y)
            at = y;
        moved->spec.panels[index].annotations = all; // told when the drag ends
    } else {
        const double at = axes.y.value(std::clamp((frame.bottom() - place.y()) / frame.height(), 0.0, 1.0));
        const auto level = handle.kind == Handle::Kind::Floor ? &PanelSpec::floor : &PanelSpec::ceiling;
        if (!(moved->panels[index].spec.*level))
            return false;
        changed = moved->panels[index].spec.*level != at;
        moved->panels[index].spec.*level = moved->spec.panels[index].*level = at;
    }
    m_content = moved;
    redraw();
    return changed;
}

void FigureView::drag(const Handle &handle, QPointF place)
{
    if (moveHandle(handle, place))
        emit figureDragged(m_content->spec, m_gestures);
}

void FigureView::stepCutoff(int models)
{
    if (!m_content)
        return;
    FigureSpec figure = m_content->spec;
    for (PanelSpec &panel : figure.panels) {
        if (!panel.cutoff)
            continue;
        const std::vector<double> all = cutoffsOf(*m_content, panel.x);
        const auto below = std::ranges::count_if(
            all, [&](double cutoff) { return panel.x.toFit(cutoff) < panel.x.toFit(*panel.cutoff); });
        const bool between = std::size_t(below) < all.size() && all[std::size_t(below)] != *panel.cutoff;
        const auto next = below + models - (between && models > 0);
        if (!all.empty())
            panel.cutoff =
                all[std::size_t(std::clamp<std::ptrdiff_t>(next, 0, std::ptrdiff_t(all.size()) - 1))];
    }
    if (figure != m_content->spec)
        emit figureEdited(figure);
}

bool FigureView::isSupposable(const PointRef &at) const
{
    const PanelSpec &panel = m_content->panels[std::size_t(at.panel)].spec;
    return panel.plot == Plot::Scores && panel.transform == Transform::Raw;
}

void FigureView::moveScore(QPointF place)
{
    const auto moved = std::make_shared<FigureContent>(*m_content);
    const auto index = std::size_t(m_dragged->panel);
    const QRectF frame = frameOf(m_dragged->panel);
    const double share = std::clamp((frame.bottom() - place.y()) / frame.height(), 0.0, 1.0);
    Curve &curve = moved->panels[index].curves[std::size_t(m_dragged->curve)].curve;
    const CurvePoint &point = curve.points[std::size_t(m_dragged->point)];
    const Supposition there{curve.key, point.model, point.checkpoint, m_axes[index].y.value(share)};
    curve = onset::supposed(std::move(curve), there);
    m_content = moved;
    redraw();
}

void FigureView::suppose(QPointF place)
{
    moveScore(place);
    const Curve &curve =
        m_content->panels[std::size_t(m_dragged->panel)].curves[std::size_t(m_dragged->curve)].curve;
    const CurvePoint &point = curve.points[std::size_t(m_dragged->point)];
    emit supposed({curve.key, point.model, point.checkpoint, point.y});
}

void FigureView::goOn()
{
    if (m_gesture == Gesture::Handle)
        moveHandle(*m_handle, m_now);
    else if (m_gesture == Gesture::Suppose)
        moveScore(m_now);
}

} // namespace onset
