#include "widgets/plot/figure_view.h"

#include "core/figure/captions.h"
#include "core/figure/panel_grid.h"
#include "widgets/plot/figure_accessible.h"
#include "widgets/plot/figure_painter.h"
#include "widgets/plot/palette.h"

#include <QAccessible>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace onset {
namespace {

constexpr double kPixelsPerPoint = 1.5; // on a screen, so that 8 pt text is read without leaning forward
constexpr double kReach = 9;            // pixels from a point at which the mouse means it
constexpr double kLeftReach = 48, kBelowReach = 34; // pixels beside a frame that belong to its axes
constexpr int kTallest = 1600;                      // pixels of a figure that is painted whole …
constexpr int kTile = 256;                          // … and of the pieces of one that is taller
constexpr int kRowsAtOnce = 5;   // rows of panels that share the window; of more each gets …
constexpr int kLeastPanel = 150; // pixels that a row of panels is high
constexpr int kSettleMs = 120;   // without movement until bands are painted smoothly again

/// True when a range of one panel means the same on the other.
bool sameAxes(const PanelContent &a, const PanelContent &b)
{
    return a.xTitle == b.xTitle && a.yTitle == b.yTitle && a.logX == b.logX && a.logY == b.logY &&
           a.spec.x == b.spec.x && a.reversedX == b.reversedX;
}

/// The point at this place, null when the figure has none there.
const CurvePoint *pointIn(const FigureContent *content, const PointRef &at)
{
    if (!content || at.panel < 0 || std::size_t(at.panel) >= content->panels.size())
        return nullptr;
    const std::vector<CurveContent> &curves = content->panels[std::size_t(at.panel)].curves;
    if (at.curve < 0 || std::size_t(at.curve) >= curves.size())
        return nullptr;
    const std::vector<CurvePoint> &points = curves[std::size_t(at.curve)].curve.points;
    return at.point < 0 || std::size_t(at.point) >= points.size() ? nullptr : &points[std::size_t(at.point)];
}

/// Whether both show the same curves in the same panels.
bool sameSubject(const FigureContent *a, const FigureContent *b)
{
    return a && b &&
           std::ranges::equal(a->spec.panels, b->spec.panels, {}, &PanelSpec::curves, &PanelSpec::curves);
}

/// @param at  a point of the content
const CurveKey &keyOf(const FigureContent &content, const PointRef &at)
{
    return content.panels[std::size_t(at.panel)].curves[std::size_t(at.curve)].curve.key;
}

} // namespace

FigureView::FigureView(QWidget *parent) : QWidget(parent)
{
    installFigureAccessibility(); // before anything is told of this view
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Figure"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, &FigureView::settle);
}

void FigureView::setContent(std::shared_ptr<const FigureContent> content)
{
    hover(std::nullopt); // while its point is there
    std::vector<PanelAxes> axes;
    for (std::size_t i = 0; content && i < content->panels.size(); ++i) {
        const PanelContent &panel = content->panels[i];
        axes.push_back(homeAxes(panel));
        if (m_content && m_content->panels.size() == content->panels.size() &&
            sameAxes(panel, m_content->panels[i]) && m_axes[i] != homeAxes(m_content->panels[i]))
            axes.back() = m_axes[i];
    }
    const auto isSamePoint = [this](const FigureContent *next, const PointRef &at) {
        const CurvePoint *before = pointIn(m_content.get(), at), *after = pointIn(next, at);
        return before && after && keyOf(*m_content, at) == keyOf(*next, at) &&
               before->import == after->import && before->model == after->model &&
               before->checkpoint == after->checkpoint;
    };
    std::erase_if(m_selected, [&](const PointRef &at) { return !isSamePoint(content.get(), at); });
    const bool same = sameSubject(m_content.get(), content.get());
    const bool goesOn = same && (m_gesture == Gesture::Handle ||
                                 (m_gesture == Gesture::Suppose && isSamePoint(content.get(), *m_dragged)));
    if (!same) {
        delete std::exchange(m_text, nullptr);
        m_annotation.reset();
    }
    m_content = withAnnotationsAtHand(content);
    m_axes = std::move(axes);
    link();
    if (goesOn) {
        goOn();
    } else {
        m_legend.reset();
        m_gesture = Gesture::None;
    }
    updateGeometry();
    setAccessibleDescription(m_content ? caption(*m_content) : QString());
    redraw();
}

void FigureView::fillIn(const ContentPtr &content)
{
    for (std::size_t i = 0; i < m_axes.size(); ++i)
        if (m_axes[i] == homeAxes(m_content->panels[i]))
            m_axes[i] = homeAxes(content->panels[i]);
    m_content = withAnnotationsAtHand(content);
    goOn();
    if (!m_hovered)
        setAccessibleDescription(caption(*m_content));
    redraw();
}

void FigureView::setTheme(Theme theme)
{
    m_theme = theme;
    redraw();
}

void FigureView::setSelected(std::vector<PointRef> points)
{
    std::erase_if(points, [this](const PointRef &at) { return !pointIn(m_content.get(), at); });
    m_selected = std::move(points);
    link();
    update();
}

void FigureView::link()
{
    m_linked.clear();
    if (!m_content || m_content->panels.size() < 2 || (m_selected.empty() && !m_hovered))
        return;
    using Model = std::tuple<QStringView, QStringView, QStringView>; // family, name, checkpoint
    const auto modelAt = [this](const PointRef &at) {
        const CurvePoint &point = *pointIn(m_content.get(), at);
        return Model(keyOf(*m_content, at).family, point.model, point.checkpoint);
    };
    constexpr int kSeveral = -1;
    std::map<Model, int> meant; // and the panel that it is meant in
    const auto mean = [&](const PointRef &at) {
        const auto [found, isNew] = meant.try_emplace(modelAt(at), at.panel);
        if (!isNew && found->second != at.panel)
            found->second = kSeveral;
    };
    std::ranges::for_each(m_selected, mean);
    if (m_hovered)
        mean(*m_hovered);
    for (int p = 0; p < int(m_content->panels.size()); ++p) {
        const std::vector<CurveContent> &curves = m_content->panels[std::size_t(p)].curves;
        for (int c = 0; c < int(curves.size()); ++c)
            for (int i = 0; i < int(curves[std::size_t(c)].curve.points.size()); ++i)
                if (const auto found = meant.find(modelAt({p, c, i}));
                    found != meant.end() && found->second != p)
                    m_linked.push_back({p, c, i});
    }
}

QSize FigureView::sizeHint() const { return {720, 480}; }

QSize FigureView::minimumSizeHint() const
{
    const int panels = m_content ? int(m_content->panels.size()) : 0;
    const int columns = panels > 0 ? columnsOf(panels, m_content->spec.columns) : 1;
    const int rows = (panels + columns - 1) / columns;
    return {240, rows > kRowsAtOnce ? rows * kLeastPanel : 180};
}

const DrawnFigure &FigureView::drawn() const
{
    if (m_stale) {
        m_drawn = {};
        if (m_content && !size().isEmpty())
            m_drawn = drawFigure(
                *m_content, QSizeF(size()) / kPixelsPerPoint,
                {.axes = m_axes, .legend = m_legend, .theme = m_theme, .moving = m_settle.isActive()});
        m_legend = m_drawn.legend;
        m_stale = false;
    }
    return m_drawn;
}

QRectF FigureView::frameOf(int panel) const
{
    if (panel < 0 || std::size_t(panel) >= drawn().panels.size())
        return {};
    const QRectF &frame = m_drawn.panels[std::size_t(panel)].frame;
    return {frame.topLeft() * kPixelsPerPoint, frame.size() * kPixelsPerPoint};
}

std::optional<QPointF> FigureView::placeOf(const PointRef &at) const
{
    const CurvePoint *point = pointIn(m_content.get(), at);
    if (!point || std::size_t(at.panel) >= drawn().panels.size())
        return std::nullopt;
    const PanelPlace &place = m_drawn.panels[std::size_t(at.panel)];
    const QPointF where =
        place.at(point->x, heightOf(m_content->panels[std::size_t(at.panel)], at.curve, at.point));
    if (!std::isfinite(where.x()) || !std::isfinite(where.y()) || !place.frame.contains(where))
        return std::nullopt;
    return where * kPixelsPerPoint;
}

std::optional<PointRef> FigureView::pointAt(QPointF place) const
{
    const std::optional<Target> target = targetAt(place);
    if (!target)
        return std::nullopt;
    std::optional<PointRef> nearest;
    double least = kReach;
    const std::vector<CurveContent> &curves = m_content->panels[std::size_t(target->panel)].curves;
    for (int c = 0; c < int(curves.size()); ++c)
        for (int p = 0; p < int(curves[std::size_t(c)].curve.points.size()); ++p) {
            const std::optional<QPointF> at = placeOf({target->panel, c, p});
            if (!at)
                continue;
            const double distance = std::hypot(at->x() - place.x(), at->y() - place.y());
            if (distance <= least) { // the later one is painted on top
                least = distance;
                nearest = PointRef{target->panel, c, p};
            }
        }
    return nearest;
}

QImage FigureView::picture() const { return m_content ? figureImage(*m_content, m_axes) : QImage(); }

std::optional<FigureView::Target> FigureView::targetAt(QPointF place) const
{
    for (int i = 0; i < int(drawn().panels.size()); ++i) {
        const QRectF frame = frameOf(i);
        if (frame.contains(place))
            return Target{i, true, true};
        if (frame.adjusted(0, 0, 0, kBelowReach).contains(place))
            return Target{i, true, false};
        if (frame.adjusted(-kLeftReach, 0, 0, 0).contains(place))
            return Target{i, false, true};
    }
    return std::nullopt;
}

void FigureView::redraw()
{
    m_stale = true;
    m_tiles.clear();
    update();
}

void FigureView::move(int panel, const PanelAxes &axes)
{
    m_axes[std::size_t(panel)] = axes;
    const std::vector<PanelContent> &panels = m_content->panels;
    const PanelContent &moved = panels[std::size_t(panel)];
    for (std::size_t i = 0; m_content->spec.sharedAxes && i < m_axes.size(); ++i) {
        if (panels[i].xTitle == moved.xTitle && panels[i].logX == moved.logX)
            m_axes[i].x = axes.x;
        if (panels[i].yTitle == moved.yTitle && panels[i].logY == moved.logY)
            m_axes[i].y = axes.y;
    }
    m_settle.start();
    redraw();
}

void FigureView::settle()
{
    redraw();
    if (!m_content)
        return;
    FigureSpec figure = m_content->spec;
    for (std::size_t i = 0; i < m_axes.size(); ++i) {
        const PanelAxes home = homeAxes(m_content->panels[i]);
        const auto [x, y] = m_axes[i];
        if (x != home.x)
            figure.panels[i].xRange = AxisRange{x.low, x.high};
        if (y != home.y)
            figure.panels[i].yRange = AxisRange{y.low, y.high};
    }
    if (figure != m_content->spec)
        emit rangesChanged(figure);
}

void FigureView::zoom(double factor)
{
    for (PanelAxes &axes : m_axes)
        axes = axes.zoomed(factor, {0.5, 0.5});
    m_settle.start();
    redraw();
}

void FigureView::showAll()
{
    for (int i = 0; i < int(m_axes.size()); ++i)
        goHome(i);
}

void FigureView::goHome(int panel)
{
    FigureSpec figure = m_content->spec;
    for (std::size_t i = 0; i < m_axes.size(); ++i) {
        if (int(i) != panel && !figure.sharedAxes)
            continue;
        m_axes[i] = homeAxes(m_content->panels[i]);
        figure.panels[i].xRange = figure.panels[i].yRange = std::nullopt;
    }
    redraw();
    if (figure != m_content->spec)
        emit rangesChanged(figure);
}

void FigureView::toggleLogX()
{
    if (!m_content || m_content->panels.empty())
        return;
    FigureSpec spec = m_content->spec;
    const bool logarithmic = !m_content->panels.front().logX;
    for (PanelSpec &panel : spec.panels)
        panel.logX = logarithmic == panel.x.logarithmic() ? std::nullopt : std::optional(logarithmic);
    emit figureEdited(spec);
}

void FigureView::select(std::vector<PointRef> points)
{
    setSelected(std::move(points));
    emit selectionChanged(m_selected);
}

void FigureView::hover(std::optional<PointRef> at)
{
    if (at == m_hovered)
        return;
    m_hovered = at;
    link();
    update();
    if (at) {
        tell(*at);
        emit pointHovered(*at);
    } else {
        QToolTip::hideText();
        emit hoverEnded();
    }
}

QString FigureView::readoutOf(const PointRef &at) const
{
    if (!pointIn(m_content.get(), at))
        return {};
    const PanelContent &panel = m_content->panels[std::size_t(at.panel)];
    return pointReadout(panel, panel.curves[std::size_t(at.curve)], std::size_t(at.point));
}

void FigureView::tell(const PointRef &at)
{
    const QString readout = readoutOf(at);
    if (const auto place = placeOf(at))
        QToolTip::showText(mapToGlobal(place->toPoint() + QPoint(8, 8)), readout, this);
    setAccessibleDescription(readout);
    QAccessibleEvent described(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&described);
}

void FigureView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    if (!m_content || m_content->panels.empty()) {
        const ThemeColors colors = colorsOf(m_theme);
        painter.fillRect(rect(), colors.background);
        painter.setPen(colors.muted);
        painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Nothing is drawn yet. Choose an ability from the list, or import a table."));
        return;
    }
    const int height = tileHeight();
    for (int i = event->rect().top() / height; i <= event->rect().bottom() / height; ++i)
        painter.drawPixmap(QPointF(0, i * height), tile(i));
    for (const PointRef &at : m_linked)
        paintRing(painter, at, Qt::DotLine);
    for (const PointRef &at : m_selected)
        paintRing(painter, at, Qt::SolidLine);
    if (m_hovered)
        paintRing(painter, *m_hovered, Qt::SolidLine);
    if (m_gesture == Gesture::Rectangle) {
        const ThemeColors colors = colorsOf(m_theme);
        QColor veil = colors.muted;
        veil.setAlpha(40);
        painter.setPen(QPen(colors.text, 1, Qt::DashLine));
        painter.setBrush(veil);
        painter.drawRect(QRectF(m_pressed, m_now).normalized());
    }
}

int FigureView::tileHeight() const { return height() <= kTallest ? std::max(1, height()) : kTile; }

const QPixmap &FigureView::tile(int number)
{
    constexpr std::size_t kMostTiles = 64;
    if (m_tileRatio != devicePixelRatioF() || m_tiles.size() > kMostTiles)
        m_tiles.clear();
    m_tileRatio = devicePixelRatioF();
    QPixmap &picture = m_tiles[number];
    if (!picture.isNull())
        return picture;
    const QRectF area(0, number * tileHeight(), width(), tileHeight());
    picture = QPixmap((area.size() * m_tileRatio).toSize());
    picture.setDevicePixelRatio(m_tileRatio);
    QPainter painter(&picture);
    painter.translate(-area.topLeft());
    painter.scale(kPixelsPerPoint, kPixelsPerPoint);
    onset::paint(drawn().drawing, painter, m_settle.isActive() ? Quality::Moving : Quality::Full,
                 QRectF(area.topLeft() / kPixelsPerPoint, area.size() / kPixelsPerPoint));
    return picture;
}

void FigureView::paintRing(QPainter &painter, const PointRef &at, Qt::PenStyle style) const
{
    const std::optional<QPointF> place = placeOf(at);
    if (!place)
        return;
    const ThemeColors colors = colorsOf(m_theme);
    const double radius = 0.28 * m_content->spec.style.fontPt * kPixelsPerPoint + 3.5;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.background, 4)); // seen on any colour, and in grey
    painter.drawEllipse(*place, radius, radius);
    painter.setPen(QPen(colors.text, 1.8, style));
    painter.drawEllipse(*place, radius, radius);
}

void FigureView::resizeEvent(QResizeEvent *)
{
    m_legend.reset();
    redraw();
}

void FigureView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange)
        redraw();
}

} // namespace onset
