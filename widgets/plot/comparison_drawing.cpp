#include "core/figure/comparisons.h"
#include "widgets/plot/clip.h"
#include "widgets/plot/figure_context.h"
#include "widgets/plot/plot_text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr double kModelDot = 0.6; // of a marker's size, for the models of a row
constexpr double kMostShapes = 3; // gains whose common shapes are drawn
constexpr int kShapeSteps = 160;

/// What the drawings of comparisons share.
class Panel
{
public:
    Panel(const FigureContext &context, int index, const PanelPlace &place, Drawing &drawing)
        : m_context(context), m_content(context.content.panels[std::size_t(index)]), m_index(index),
          m_place(place), m_drawing(drawing)
    {}

protected:
    [[nodiscard]] const Look &look(int i) const
    {
        return m_context.looks[std::size_t(m_index)][std::size_t(i)];
    }

    void addLine(Tag tag, const std::vector<QPointF> &line, const Stroke &stroke)
    {
        const QPainterPath path = clippedLine(line, m_place.frame);
        if (!path.isEmpty())
            m_drawing.items.push_back(Shape{.tag = tag, .path = path, .stroke = stroke});
    }

    /// A line along x with a cap at each finite end; an open end runs out of the frame.
    void addInterval(Tag tag, double from, double to, double y, const Stroke &stroke)
    {
        const double cap = 0.2 * m_context.font;
        const auto [low, high] = std::minmax({inside(from, true), inside(to, false)});
        addLine(tag, {{low, y}, {high, y}}, {stroke.color, stroke.width, stroke.dashes});
        for (const double end : {from, to})
            if (std::isfinite(end) && end >= m_place.frame.left() && end <= m_place.frame.right())
                addLine(tag, {{end, y - cap}, {end, y + cap}}, {stroke.color, stroke.width});
    }

    /// Places of the page; NaN and infinity: an open end.
    [[nodiscard]] double inside(double x, bool left) const
    {
        return std::isfinite(x) ? x : left ? m_place.frame.left() - 1 : m_place.frame.right() + 1;
    }

    /// x of a place of the fits.
    [[nodiscard]] double across(const Scale &scale, double x) const
    {
        return m_place.at(scale.fromFit(x), m_place.axes.y.high).x();
    }

    /// Where nothing else is, and within the frame.
    bool addText(Tag tag, const QString &words, QPointF at, Qt::Alignment align, const QColor &color,
                 double size)
    {
        Text text = m_context.text(tag, words, at, align, color, size);
        const double margin = 0.3 * m_context.font;
        if (!m_place.frame.contains(text.box) ||
            !isFree(m_drawing, m_index, text.box.adjusted(-margin, 0, margin, 0)))
            return false;
        m_drawing.items.push_back(std::move(text));
        return true;
    }

    const FigureContext &m_context;
    const PanelContent &m_content;
    int m_index;
    const PanelPlace &m_place;
    Drawing &m_drawing;
};

class Rows : Panel
{
public:
    using Panel::Panel;

    void draw()
    {
        for (int i = 0; i < int(m_content.curves.size()); ++i) {
            const double y = m_place.at(m_place.axes.x.low, heightOf(m_content, i, 0)).y();
            if (y >= m_place.frame.top() && y <= m_place.frame.bottom())
                drawRow(i, y);
        }
        const double size = yLabelSize(m_context, m_content, m_place.axes.y, m_place.frame.height());
        double last = -1e9;
        for (int i = 0; i < int(m_content.curves.size()); ++i) {
            const double y = m_place.at(m_place.axes.x.low, heightOf(m_content, i, 0)).y();
            if (y - last < 1.15 * size)
                continue;
            const CurveContent &content = m_content.curves[std::size_t(i)];
            const QString words = rowText(m_content, content);
            const double base = y + m_context.type.capHeight(size) / 2, margin = 0.3 * m_context.font;
            const auto addAt = [&](double x, Qt::Alignment align) {
                return addText({Mark::RowText, m_index, i}, words, {x, base}, align, m_context.colors.text,
                               size);
            };
            const bool shown = content.onset && content.onset->exists; // the line tells it, too
            if (addAt(m_place.frame.right() - margin, Qt::AlignRight) ||
                (!shown && addAt(m_place.frame.left() + margin, Qt::AlignLeft)))
                last = y;
        }
    }

private:
    void drawRow(int i, double y)
    {
        const CurveContent &content = m_content.curves[std::size_t(i)];
        const std::vector<CurvePoint> &points = content.curve.points;
        const auto at = [&](const CurvePoint &point) { return m_place.at(point.x, m_place.axes.y.high).x(); };
        addLine({Mark::RowSpan, m_index, i}, {{at(points.front()), y}, {at(points.back()), y}},
                {m_context.colors.muted, m_context.axisWidth});
        const bool appears = content.onset && (content.onset->exists || content.onset->oneBelow);
        if (appears) {
            const fit::Interval &between = content.onset->between;
            Stroke stroke{look(i).color, 2 * m_context.curveWidth};
            if (content.onset->provisional || content.onset->oneBelow)
                stroke.dashes = {2, 1.5};
            addLine({Mark::Onset, m_index, i},
                    {{across(content.curve.scale, between.low), y},
                     {across(content.curve.scale, between.high), y}},
                    stroke);
        }
        const double edge = 0.35 * m_context.curveWidth;
        const QColor paper = m_context.colors.background;
        const QPainterPath dot = markerOutline(look(i).marker, kModelDot * m_context.markerRadius);
        const QPainterPath first = markerOutline(look(i).marker, m_context.markerRadius);
        const Tag tag{Mark::Point, m_index, i};
        Markers below{tag, dot, {}, paper, {look(i).color, 2 * edge}};
        Markers above{tag, dot, {}, look(i).color, {look(i).color, edge}};
        Markers onset{tag, first, {}, look(i).color, {paper, edge}};
        Markers aside{tag, dot, {}, paper, {m_context.colors.muted, 2 * edge}};
        for (const CurvePoint &point : points) {
            const QPointF place(at(point), y);
            if (!std::isfinite(place.x()) ||
                !m_place.frame.contains(
                    first.boundingRect().translated(place).adjusted(-edge, -edge, edge, edge)))
                continue;
            const double x = content.curve.scale.toFit(point.x);
            constexpr double kNever = std::numeric_limits<double>::infinity();
            const double begin = appears                                    ? content.onset->between.high
                                 : content.pattern == fit::Pattern::Present ? -kNever
                                                                            : kNever;
            Markers &lot = point.excluded ? aside : x < begin ? below : x > begin ? above : onset;
            lot.at.push_back(place);
        }
        for (const Markers &lot : {aside, below, above, onset})
            if (!lot.at.empty())
                m_drawing.items.push_back(lot);
    }
};

class Crossovers : Panel
{
public:
    using Panel::Panel;

    void draw()
    {
        if (!m_context.content.spec.layers.fits)
            return;
        for (const Difference &difference : m_content.differences) {
            const fit::Crossover &crossing = difference.crossing;
            if (!difference.settled || crossing.status != fit::Crossing::Crossover)
                continue;
            const Scale &scale = m_content.spec.x;
            const Tag tag{Mark::Crossover, m_index, difference.curve};
            const double x = across(scale, crossing.at);
            const QRectF &frame = m_place.frame;
            const double zero = m_place.at(m_place.axes.x.low, 0).y();
            addLine(tag, {{x, frame.top()}, {x, frame.bottom()}},
                    {m_context.colors.text, m_context.axisWidth, {1.5, 1.5}});
            if (std::isnan(crossing.interval.low) || zero < frame.top() || zero > frame.bottom())
                continue;
            const auto end = [&](double place) {
                return std::isfinite(place) ? across(scale, place) : kUnknown;
            };
            addInterval(tag, end(crossing.interval.low), end(crossing.interval.high), zero,
                        {m_context.colors.text, 1.6 * m_context.curveWidth});
        }
    }
};

class Gains : Panel
{
public:
    using Panel::Panel;

    void draw()
    {
        const auto count = double(
            std::ranges::count_if(m_content.gains, [](const GainContent &g) { return isTold(g.gain); }));
        if (count <= kMostShapes)
            for (const GainContent &gain : m_content.gains)
                if (isTold(gain.gain))
                    for (const auto &[fit, curve] :
                         {std::pair(&gain.gain.first, gain.first), {&gain.gain.second, gain.second}})
                        drawShape(*fit, curve);
        double turn = 0;
        for (const GainContent &gain : m_content.gains)
            if (isTold(gain.gain))
                drawGain(gain, (turn += 1) / (count + 1));
    }

private:
    /// The common shape that an arrow leads from or to, which is not the fit that is drawn of the curve
    /// alone.
    void drawShape(const fit::Fit &fit, int curve)
    {
        const CurveContent &content = m_content.curves[std::size_t(curve)];
        std::vector<QPointF> line;
        for (int i = 0; i <= kShapeSteps; ++i) {
            const double x = m_place.axes.x.value(double(i) / kShapeSteps);
            line.push_back(m_place.at(x, content.lens(fit.mean(content.curve.scale.toFit(x)))));
        }
        addLine({Mark::Gain, m_index, curve}, line, {look(curve).color, m_context.axisWidth, {2, 1.5}});
    }

    /// @param share  of the range of scores that both curves reach, at which the arrow lies
    void drawGain(const GainContent &content, double share)
    {
        const fit::Gain &gain = content.gain;
        const Scale &scale = m_content.spec.x;
        const auto score = scoreAt(content, share);
        const double from = placeOf(gain.first, content.first, score);
        if (!std::isfinite(from))
            return;
        const double y =
            m_place.at(m_place.axes.x.low, m_content.curves[std::size_t(content.first)].lens(score)).y();
        const double left = across(scale, from), right = across(scale, from - gain.shift);
        const Tag tag{Mark::Gain, m_index, content.second};
        const Stroke stroke{m_context.colors.text, m_context.curveWidth};
        const double head = 0.4 * m_context.font * (right < left ? 1 : -1);
        addLine(tag, {{left, y}, {right, y}}, stroke);
        if (std::abs(right - left) > std::abs(head))
            addLine(
                tag,
                {{right + head, y - std::abs(head) / 2}, {right, y}, {right + head, y + std::abs(head) / 2}},
                stroke);
        const auto end = [&](double shift) {
            return std::isfinite(shift) ? across(scale, from - shift) : kUnknown;
        };
        if (m_place.frame.top() <= y && y <= m_place.frame.bottom())
            addInterval(tag, end(gain.interval.high), end(gain.interval.low), y + 0.5 * m_context.font,
                        {m_context.colors.muted, m_context.curveWidth});
        label(content, {std::min(left, right), y}, {std::max(left, right), y});
    }

    /// Above the arrow, below its interval or beside it, where no other text and no point is.
    void label(const GainContent &content, QPointF left, QPointF right)
    {
        const double size = 0.9 * m_context.font, gap = 0.35 * m_context.font;
        const double high = m_context.type.capHeight(size), middle = (left.x() + right.x()) / 2;
        const QString words = PlotText::tr("× %1").arg(ratioText(std::pow(10, content.gain.shift)));
        const std::pair<QPointF, Qt::Alignment> places[] = {
            {{middle, left.y() - gap}, Qt::AlignHCenter},
            {{middle, left.y() + 0.9 * m_context.font + high}, Qt::AlignHCenter},
            {{right.x() + gap, right.y() + high / 2}, Qt::AlignLeft},
            {{left.x() - gap, left.y() + high / 2}, Qt::AlignRight}};
        for (const auto &[at, align] : places) {
            const Text text = m_context.text({Mark::GainLabel, m_index, content.second}, words, at, align,
                                             m_context.colors.text, size);
            const bool free = std::ranges::none_of(m_drawing.items, [&](const Item &item) {
                const Tag tag = std::visit([](const auto &i) { return i.tag; }, item);
                const bool covers = std::holds_alternative<Text>(item) || tag.mark == Mark::Point ||
                                    tag.mark == Mark::Gain || tag.mark == Mark::Onset;
                return tag.panel == m_index && covers && touches(item, text.box);
            });
            if (free && m_place.frame.contains(text.box)) {
                m_drawing.items.push_back(text);
                return;
            }
        }
    }

    [[nodiscard]] double scoreAt(const GainContent &content, double share) const
    {
        const auto reach = [&](const fit::Fit &fit, int curve) {
            const auto &points = m_content.curves[std::size_t(curve)].curve.points;
            const Scale &scale = m_content.spec.x;
            const auto [low, high] = std::minmax(
                {fit.mean(scale.toFit(points.front().x)), fit.mean(scale.toFit(points.back().x))});
            return fit::Interval{low, high};
        };
        const fit::Interval a = reach(content.gain.first, content.first),
                            b = reach(content.gain.second, content.second);
        double low = std::max(a.low, b.low), high = std::min(a.high, b.high);
        if (low >= high) // no score that both reach: between them
            std::swap(low, high);
        return low + share * (high - low);
    }

    /// x where a fit has this score, within the panel's axis and a decade more; NaN: nowhere.
    [[nodiscard]] double placeOf(const fit::Fit &fit, int curve, double score) const
    {
        const Scale &scale = m_content.curves[std::size_t(curve)].curve.scale;
        double low = scale.toFit(m_content.x.low) - 1, high = scale.toFit(m_content.x.high) + 1;
        if (!std::isfinite(low))
            low = scale.toFit(m_content.curves[std::size_t(curve)].curve.points.front().x) - 1;
        const double sign = fit.mean(high) > fit.mean(low) ? 1 : -1;
        if (sign * (fit.mean(low) - score) > 0 || sign * (fit.mean(high) - score) < 0)
            return kUnknown;
        constexpr int kHalvings = 60;
        for (int i = 0; i < kHalvings; ++i) {
            const double middle = (low + high) / 2;
            (sign * (fit.mean(middle) - score) < 0 ? low : high) = middle;
        }
        return (low + high) / 2;
    }
};

} // namespace

void drawRows(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing)
{
    Rows(context, panel, place, drawing).draw();
}

void drawCrossovers(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing)
{
    Crossovers(context, panel, place, drawing).draw();
}

void drawGains(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing)
{
    Gains(context, panel, place, drawing).draw();
}

} // namespace onset
