#include "widgets/plot/figure_accessible.h"

#include "widgets/plot/figure_view.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <algorithm>
#include <map>

namespace onset {
namespace {

/// One point of a figure. It is asked for as long as Qt remembers it, maybe after its figure is gone.
class PointAccessible : public QAccessibleInterface
{
public:
    PointAccessible(FigureView &view, const PointRef &point) : m_view(&view), m_point(point) {}

    [[nodiscard]] bool isValid() const override { return m_view && !m_view->readoutOf(m_point).isEmpty(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QWindow *window() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text which) const override
    {
        const QString readout = m_view ? m_view->readoutOf(m_point) : QString();
        if (which == QAccessible::Name)
            return readout.section(u'\n', 0, 0);
        return which == QAccessible::Description ? readout.section(u'\n', 1) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    [[nodiscard]] QRect rect() const override
    {
        constexpr QRect kAround(-5, -5, 11, 11);
        const auto place = m_view ? m_view->placeOf(m_point) : std::nullopt;
        return place ? kAround.translated(m_view->mapToGlobal(place->toPoint())) : QRect();
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Graphic; }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = state.focusable = true;
        state.invalid = !isValid();
        if (m_view) {
            const std::vector<PointRef> &selected = m_view->selected();
            state.selected = std::ranges::find(selected, m_point) != selected.end();
            state.focused = m_view->hasFocus() && !selected.empty() && selected.back() == m_point;
            state.offscreen = !m_view->placeOf(m_point);
        }
        return state;
    }

private:
    QPointer<FigureView> m_view;
    PointRef m_point;
};

class FigureAccessible : public QAccessibleWidget
{
public:
    explicit FigureAccessible(FigureView *view) : QAccessibleWidget(view, QAccessible::Chart) {}
    ~FigureAccessible() override
    {
        for (const auto &[point, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] int childCount() const override { return int(view().walkedPoints().size()); }
    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        const std::vector<PointRef> points = view().walkedPoints();
        if (index < 0 || std::size_t(index) >= points.size())
            return nullptr;
        const PointRef &point = points[std::size_t(index)];
        const auto known = m_children.find(point);
        if (known != m_children.end())
            return QAccessible::accessibleInterface(known->second);
        auto *made = new PointAccessible(view(), point);
        m_children[point] = QAccessible::registerAccessibleInterface(made);
        return made;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (int i = 0; i < childCount(); ++i)
            if (this->child(i) == child)
                return i;
        return -1;
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        const auto point = view().pointAt(view().mapFromGlobal(QPointF(x, y)));
        const std::vector<PointRef> points = view().walkedPoints();
        const auto found = point ? std::ranges::find(points, *point) : points.end();
        return found == points.end() ? nullptr : child(int(found - points.begin()));
    }

private:
    [[nodiscard]] FigureView &view() const { return *static_cast<FigureView *>(widget()); }

    mutable std::map<PointRef, QAccessible::Id> m_children;
};

QAccessibleInterface *figureInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<FigureView *>(object);
    return view ? new FigureAccessible(view) : nullptr;
}

} // namespace

void installFigureAccessibility() { QAccessible::installFactory(figureInterface); }

} // namespace onset
