#include "core/figure/captions.h"
#include "widgets/plot/clip.h"
#include "widgets/plot/figure_context.h"
#include "widgets/plot/plot_text.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr double kSame = 0.2;    // points between markers that are one to the eye
constexpr double kCovered = 1.5; // of their radius, between markers that leave no gap
constexpr double kBandAlpha = 0.2;
constexpr int kLeastSamples = 8;     // of a fitted curve …
constexpr int kMostHalvings = 9;     // … each halved so often …
constexpr double kFlatEnough = 0.04; // … until its middle is this close to its chord, in points

QColor faded(QColor color, double alpha)
{
    color.setAlphaF(float(alpha));
    return color;
}

/// A place of a curve that is drawn.
struct Place
{
    double along;
    QPointF at;
};

/// Appends the curve from `left`, which stands at the end of `line`, to `right`: halved until two places in
/// between are on the chord; one alone would miss a curve that is symmetric about it.
/// @param middle  of left and right
/// @param place   the Place that stands so far along
template <typename PlaceAt>
void sample(const PlaceAt &place, const Place &left, const Place &middle, const Place &right, int halvings,
            std::vector<QPointF> &line)
{
    const Place quarter = place((left.along + middle.along) / 2);
    const auto onChord = [&](const Place &between, double share) {
        const double chord = left.at.y() + share * (right.at.y() - left.at.y());
        return std::abs(between.at.y() - chord) < kFlatEnough;
    };
    if (halvings == 0 || (onChord(middle, 0.5) && onChord(quarter, 0.25))) {
        line.push_back(right.at);
        return;
    }
    sample(place, left, quarter, middle, halvings - 1, line);
    sample(place, middle, place((middle.along + right.along) / 2), right, halvings - 1, line);
}

/// QRectF::contains, many times.
bool isWithin(QPointF at, const QRectF &area)
{
    return at.x() >= area.left() && at.x() <= area.right() && at.y() >= area.top() && at.y() <= area.bottom();
}

/// Of many markers that stand on each other, one is enough.
class Crowd
{
public:
    /// @param cell  in points; markers that share one are the same to the eye
    Crowd(const QRectF &frame, double cell, std::size_t markers) : m_frame(frame), m_cell(cell)
    {
        if (markers < kCrowd)
            return;
        m_columns = std::size_t(frame.width() / cell) + 1;
        m_taken.resize(m_columns * (std::size_t(frame.height() / cell) + 1) * kLots);
    }

    bool isFirst(std::size_t lot, QPointF at)
    {
        if (m_taken.empty())
            return true;
        const auto column = std::size_t(std::clamp(at.x() - m_frame.left(), 0.0, m_frame.width()) / m_cell);
        const auto row = std::size_t(std::clamp(at.y() - m_frame.top(), 0.0, m_frame.height()) / m_cell);
        const std::size_t place = (row * m_columns + column) * kLots + lot;
        const bool first = !m_taken[place];
        m_taken[place] = true;
        return first;
    }

    [[nodiscard]] bool isDense() const { return !m_taken.empty(); }

    static constexpr std::size_t kLots = 4;

private:
    static constexpr std::size_t kCrowd = 2000; // markers from which on it matters

    QRectF m_frame;
    double m_cell;
    std::size_t m_columns = 0;
    std::vector<bool> m_taken; ///< shape (rows, columns, lots); empty: nothing is left out
};

/// Draws the marks of one panel, back to front.
class PanelMarks
{
public:
    PanelMarks(const FigureContext &context, int index, const PanelPlace &place, Drawing &drawing)
        : m_context(context), m_panel(context.content.panels[std::size_t(index)]), m_index(index),
          m_place(place), m_drawing(drawing)
    {}

    /// @return  whether there is anything to label
    bool draw()
    {
        const Layers &layers = m_context.content.spec.layers;
        const bool differs = m_panel.spec.plot == Plot::Differences;
        if (m_panel.curves.empty() || (differs && m_panel.differences.empty())) {
            drawMessage();
            return false;
        }
        if (hasRows(m_panel.spec.plot)) {
            drawRows(m_context, m_index, m_place, m_drawing);
            return false;
        }
        if (differs) {
            drawLevel({Mark::Zero, m_index}, 0, {m_context.colors.muted, m_context.axisWidth * 1.2, {3, 2}});
        }
        if (layers.chanceLine && std::isfinite(m_panel.chance))
            drawLevel({Mark::Chance, m_index}, m_panel.chance,
                      {m_context.colors.muted, m_context.axisWidth * 1.2, {3, 2}});
        if (layers.references)
            for (const Reference &reference : m_panel.references)
                drawLevel({Mark::Reference, m_index}, reference.value,
                          {m_context.colors.muted, m_context.axisWidth});
        if (layers.fits && m_panel.spec.plot == Plot::Scores)
            for (const std::optional<double> level : {m_panel.spec.floor, m_panel.spec.ceiling})
                if (level)
                    drawLevel({Mark::Level, m_index}, m_panel.curves.front().lens(*level),
                              {m_context.colors.text, m_context.axisWidth * 1.2, {1, 2}});
        for (int i = 0; i < int(m_panel.curves.size()); ++i)
            if (isDrawn(i))
                drawBand(i);
        for (int i = 0; i < int(m_panel.curves.size()); ++i)
            if (isDrawn(i))
                drawForecast(i);
        for (int i = 0; i < int(m_panel.curves.size()); ++i)
            if (isDrawn(i))
                drawLines(i);
        for (int i = 0; i < int(m_panel.curves.size()); ++i)
            if (isDrawn(i))
                drawBars(i);
        for (int i = 0; i < int(m_panel.curves.size()); ++i)
            if (isDrawn(i))
                drawPoints(i);
        if (!differs && layers.onset)
            drawOnsets();
        drawCutoff();
        return true;
    }

    /// Where there is room beside what was drawn before.
    void label()
    {
        if (m_panel.spec.plot == Plot::Differences)
            drawCrossovers(m_context, m_index, m_place, m_drawing);
        labelOnsets();
        drawGains(m_context, m_index, m_place, m_drawing);
        drawLevelLabels();
        labelCutoff();
    }

private:
    [[nodiscard]] const CurveContent &curve(int i) const { return m_panel.curves[std::size_t(i)]; }
    [[nodiscard]] const Look &look(int i) const
    {
        return m_context.looks[std::size_t(m_index)][std::size_t(i)];
    }
    [[nodiscard]] const Layers &layers() const { return m_context.content.spec.layers; }

    void add(Shape shape)
    {
        if (!shape.path.isEmpty())
            m_drawing.items.push_back(std::move(shape));
    }

    void addLine(Tag tag, const std::vector<QPointF> &line, const Stroke &stroke)
    {
        add({.tag = tag, .path = clippedLine(line, m_place.frame), .stroke = stroke});
    }

    void drawMessage()
    {
        const QRectF &frame = m_place.frame;
        const QString words = m_panel.missing.isEmpty() ? PlotText::tr("This panel has no curves yet.")
                                                        : m_panel.missing.join(u' ');
        double y = frame.center().y();
        for (const QString &line : m_context.type.wrapped(
                 words, m_context.font, std::max(frame.width() - 2 * m_context.font, 1.0), 4)) {
            m_drawing.items.push_back(m_context.text({Mark::Message, m_index}, line, {frame.center().x(), y},
                                                     Qt::AlignHCenter, m_context.colors.muted));
            y += m_context.line;
        }
    }

    void drawLevel(Tag tag, double level, const Stroke &stroke)
    {
        const double y = m_place.at(m_place.axes.x.low, level).y();
        addLine(tag, {{m_place.frame.left(), y}, {m_place.frame.right(), y}}, stroke);
    }

    /// What curve `i` gains over the baseline; null where scores are drawn, and for the baseline itself.
    [[nodiscard]] const Difference *difference(int i) const
    {
        const auto found = std::ranges::find(m_panel.differences, i, &Difference::curve);
        return found == m_panel.differences.end() ? nullptr : &*found;
    }

    /// Of differences, the baseline is the line at zero.
    [[nodiscard]] bool isDrawn(int i) const { return m_panel.spec.plot == Plot::Scores || difference(i); }

    void drawBand(int i)
    {
        const CurveContent &content = curve(i);
        const fit::Band &drawn = difference(i) ? difference(i)->band : content.band;
        if (!layers().fits || !layers().bands || drawn.x.empty() ||
            std::isnan(drawn.low.front())) // no replicate could be fitted
            return;
        std::vector<QPointF> polygon;
        polygon.reserve(2 * drawn.x.size());
        const Scale &scale = content.curve.scale;
        const auto band = [&](std::size_t k) {
            return content.lens(fit::Interval{drawn.low[k], drawn.high[k]});
        };
        for (std::size_t k = 0; k < drawn.x.size(); ++k)
            polygon.push_back(levelled(scale.fromFit(drawn.x[k]), band(k).low));
        for (std::size_t k = drawn.x.size(); k-- > 0;)
            polygon.push_back(levelled(scale.fromFit(drawn.x[k]), band(k).high));
        add({.tag = {Mark::Band, m_index, i},
             .path = clippedPolygon(polygon, m_place.frame),
             .fill = faded(look(i).color, kBandAlpha)});
    }

    /// The place of the end of a bar or of a band's edge; an infinite one, or one at or below zero on a
    /// logarithmic axis, lies beyond the frame.
    [[nodiscard]] QPointF levelled(double x, double y) const
    {
        constexpr double kBeyond = 10; // lengths of the axis
        const Axis &axis = m_place.axes.y;
        if (axis.logarithmic && y <= 0)
            y = axis.low * 1e-3;
        else if (std::isinf(y))
            y = axis.value(y > 0 ? kBeyond : -kBeyond);
        return m_place.at(x, y);
    }

    [[nodiscard]] QPointF placeOf(int i, int k) const
    {
        return m_place.at(curve(i).curve.points[std::size_t(k)].x, heightOf(m_panel, i, k));
    }

    [[nodiscard]] bool hasLine(int i) const
    {
        if (m_panel.spec.plot == Plot::Scores)
            return curve(i).fit.usable();
        return difference(i) && difference(i)->crossing.shared.low < difference(i)->crossing.shared.high;
    }

    /// Where a fitted line is drawn: over the panel, a difference between the models that both have.
    [[nodiscard]] AxisRange lineRange(int i) const
    {
        if (!difference(i))
            return m_panel.x;
        const Scale &scale = curve(i).curve.scale;
        const fit::Interval &shared = difference(i)->crossing.shared;
        const auto [low, high] = std::minmax({scale.fromFit(shared.low), scale.fromFit(shared.high)});
        return {low, high};
    }

    [[nodiscard]] double mean(int i, double x) const
    {
        if (const Difference *d = difference(i))
            return d->crossing.strategy.mean(x) - d->crossing.baseline.mean(x);
        return curve(i).fit.mean(x);
    }

    void drawLines(int i)
    {
        const CurveContent &content = curve(i);
        const Stroke stroke{look(i).color, m_context.curveWidth};
        if (layers().joinedPoints) {
            std::vector<QPointF> line;
            for (int k = 0; k < int(content.curve.points.size()); ++k)
                if (!content.curve.points[std::size_t(k)].excluded)
                    line.push_back(placeOf(i, k));
            addLine({Mark::Join, m_index, i}, line, stroke);
        }
        if (!layers().fits || !hasLine(i))
            return;
        const AxisRange range = lineRange(i);
        const Axis &axis = m_place.axes.x;
        const double from = std::clamp(axis.fraction(range.low), 0.0, 1.0);
        const double to = std::clamp(axis.fraction(range.high), 0.0, 1.0);
        const double seen = m_panel.spec.cutoff ? std::clamp(axis.fraction(*m_panel.spec.cutoff),
                                                             std::min(from, to), std::max(from, to))
                                                : to;
        drawFit(i, from, seen, stroke);
        drawFit(i, seen, to, {stroke.color, stroke.width, {3, 2}}); // no model that was fitted stands there
    }

    /// Between two fractions of the x axis.
    void drawFit(int i, double from, double to, const Stroke &stroke)
    {
        const CurveContent &content = curve(i);
        const Axis &axis = m_place.axes.x;
        if (from == to)
            return;
        const auto place = [&](double fraction) {
            const double x = axis.value(fraction);
            return Place{fraction, m_place.at(x, content.lens(mean(i, content.curve.scale.toFit(x))))};
        };
        Place left = place(from);
        std::vector<QPointF> line{left.at};
        for (int k = 1; k <= kLeastSamples; ++k) {
            const Place right = place(from + (to - from) * k / kLeastSamples);
            sample(place, left, place((left.along + right.along) / 2), right, kMostHalvings, line);
            left = right;
        }
        addLine({Mark::Fit, m_index, i}, line, stroke);
    }

    /// Beside each model held out, where its score was to fall.
    void drawForecast(int i)
    {
        if (!layers().fits || !layers().bands)
            return;
        const CurveContent &content = curve(i);
        Shape bars{.tag = {Mark::Forecast, m_index, i},
                   .path = {},
                   .stroke = {faded(look(i).color, 0.3), 1.6 * m_context.markerRadius}};
        for (const fit::Prediction &prediction : content.forecast) {
            const fit::Interval bar = content.lens(prediction.interval);
            const double x = content.curve.scale.fromFit(prediction.x);
            if (std::isfinite(bar.low) && std::isfinite(bar.high))
                bars.path.addPath(clippedLine({levelled(x, bar.low), levelled(x, bar.high)}, m_place.frame));
        }
        add(bars);
    }

    /// The end of what the fits have seen, and how far off they were beyond.
    void drawCutoff()
    {
        const std::optional<double> cutoff = m_panel.spec.cutoff;
        if (!cutoff || !std::isfinite(m_place.at(*cutoff, m_place.axes.y.low).x()))
            return;
        const QRectF &frame = m_place.frame;
        const double x = m_place.at(*cutoff, m_place.axes.y.low).x();
        addLine({Mark::Cutoff, m_index}, {{x, frame.top()}, {x, frame.bottom()}},
                {m_context.colors.text, m_context.curveWidth, {4, 2, 1, 2}});
    }

    void labelCutoff()
    {
        const std::optional<double> cutoff = m_panel.spec.cutoff;
        const QRectF &frame = m_place.frame;
        const double x = cutoff ? m_place.at(*cutoff, m_place.axes.y.low).x() : std::nan("");
        const QString error = layers().fits ? forecastError(m_panel) : QString();
        if (error.isEmpty() || !(x >= frame.left() && x <= frame.right()))
            return;
        const QString words = PlotText::tr("forecast off by %1").arg(error);
        const double size = 0.85 * m_context.font, gap = 0.4 * m_context.font;
        for (double y = frame.top() + gap + m_context.type.capHeight(size); y < frame.bottom() - gap;
             y += 1.4 * size)
            for (const bool right : {true, false}) {
                Text label =
                    m_context.text({Mark::CutoffLabel, m_index}, words, {right ? x + gap : x - gap, y},
                                   right ? Qt::AlignLeft : Qt::AlignRight, m_context.colors.text, size);
                label.italic = true;
                label.box = m_context.boxOf(label);
                if (frame.contains(label.box) && isFree(m_drawing, m_index, label.box)) {
                    m_drawing.items.push_back(label);
                    return;
                }
            }
    }

    void drawBars(int i)
    {
        const CurveContent &content = curve(i);
        if (!layers().errorBars)
            return;
        Shape bars{.tag = {Mark::Bar, m_index, i},
                   .path = {},
                   .stroke = {faded(look(i).color, 0.75), 0.75 * m_context.curveWidth}};
        const std::vector<fit::Interval> &all = difference(i) ? difference(i)->bars : content.bars;
        for (std::size_t k = 0; k < std::min(all.size(), content.curve.points.size()); ++k) {
            if (std::isnan(all[k].low) && std::isnan(all[k].high))
                continue;
            const fit::Interval bar = content.lens(all[k]);
            const CurvePoint &point = content.curve.points[k];
            if (!point.excluded && std::isfinite(heightOf(m_panel, i, int(k))))
                bars.path.addPath(
                    clippedLine({levelled(point.x, bar.low), levelled(point.x, bar.high)}, m_place.frame));
        }
        add(bars);
    }

    /// Points in lots that look alike: set aside, with estimated compute, held out, plain.
    void drawPoints(int i)
    {
        const CurveContent &content = curve(i);
        const Look &look = this->look(i);
        const Tag tag{Mark::Point, m_index, i};
        const double edge = 0.35 * m_context.curveWidth;
        const QPainterPath outline = markerOutline(look.marker, m_context.markerRadius);
        const QRectF extent = outline.boundingRect();
        const QColor paper = m_context.colors.background;
        const double reach = 1.3 * m_context.markerRadius;
        QPainterPath crossed = outline; // a baseline is hollow and grey, too
        for (const double side : {-1.0, 1.0}) {
            crossed.moveTo(-reach, -side * reach);
            crossed.lineTo(reach, side * reach);
        }
        const Markers open{tag, outline, {}, paper, {look.color, 2 * edge}};
        enum Lot { Aside, Estimated, HeldOut, Plain };
        std::array<Markers, Crowd::kLots> lots{
            Markers{tag, crossed, {}, paper, {m_context.colors.muted, 2 * edge}}, open, open,
            look.hollow ? open : Markers{tag, outline, {}, look.color, {paper, edge}}};
        lots[HeldOut].fill = faded(look.color, 0.35);
        std::vector<Shape> cut;
        Crowd crowd(m_place.frame, m_context.moving ? kCovered * m_context.markerRadius : kSame,
                    content.curve.points.size());
        if (m_context.moving && crowd.isDense() && !look.hollow)
            lots[Plain].stroke = {}; // half of the time goes into these edges
        const QRectF &frame = m_place.frame;
        const QRectF inner = frame.adjusted(-extent.left(), -extent.top(), -extent.right(), -extent.bottom());
        const QRectF near = frame.adjusted(-extent.right(), -extent.bottom(), -extent.left(), -extent.top());
        const Fractions alongX(m_place.axes.x), alongY(m_place.axes.y);
        for (int k = 0; k < int(content.curve.points.size()); ++k) {
            const CurvePoint &point = content.curve.points[std::size_t(k)];
            const QPointF at(frame.left() + alongX(point.x) * frame.width(),
                             frame.bottom() - alongY(heightOf(m_panel, i, k)) * frame.height());
            if (!isWithin(at, near)) // nor a number that is none
                continue;
            const Lot lot = point.excluded                     ? Aside
                            : xEstimated(content.curve, point) ? Estimated
                            : point.heldOut                    ? HeldOut
                                                               : Plain;
            if (!crowd.isFirst(lot, at))
                continue;
            if (isWithin(at, inner)) {
                lots[lot].at.push_back(at);
            } else {
                QPainterPath inside;
                inside.addRect(frame);
                cut.push_back(
                    {tag, outline.translated(at).intersected(inside), lots[lot].fill, lots[lot].stroke});
            }
        }
        drawSupposed(i);
        for (Markers &lot : lots)
            if (!lot.at.empty())
                m_drawing.items.push_back(std::move(lot));
        for (Shape &shape : cut)
            add(std::move(shape));
    }

    /// From where a score was measured to where it is supposed.
    void drawSupposed(int i)
    {
        for (int k = 0; k < int(curve(i).curve.points.size()); ++k) {
            const CurvePoint &point = curve(i).curve.points[std::size_t(k)];
            if (!point.measured || m_panel.spec.plot != Plot::Scores)
                continue;
            const QPointF from = m_place.at(point.x, curve(i).lens(*point.measured));
            const Tag tag{Mark::Supposed, m_index, i};
            addLine(tag, {from, placeOf(i, k)}, {m_context.colors.text, m_context.axisWidth, {1, 2}});
            if (m_place.frame.contains(from))
                add({.tag = tag,
                     .path = markerOutline(look(i).marker, m_context.markerRadius).translated(from),
                     .stroke = {m_context.colors.muted, m_context.axisWidth}});
        }
    }

    /// Brackets under the upper edge, one row for each curve, from the largest model below to the onset.
    void drawOnsets()
    {
        const double row = 0.55 * m_context.font, cap = 0.16 * m_context.font;
        double y = m_place.frame.top() + 0.4 * m_context.font;
        for (int i = 0; i < int(m_panel.curves.size()); ++i) {
            const CurveContent &content = curve(i);
            if (!content.onset || !content.onset->exists)
                continue;
            const Scale &scale = content.curve.scale;
            const double below =
                m_place.at(scale.fromFit(content.onset->between.low), m_place.axes.y.high).x();
            const double first =
                m_place.at(scale.fromFit(content.onset->between.high), m_place.axes.y.high).x();
            const Tag tag{Mark::Onset, m_index, i};
            const Stroke stroke{look(i).color, 1.2 * m_context.curveWidth};
            Stroke span = stroke;
            if (content.onset->provisional)
                span.dashes = {2, 1.5};
            addLine(tag, {{below, y}, {first, y}}, span);
            for (const double x : {below, first})
                addLine(tag, {{x, y - cap}, {x, y + cap}}, stroke);
            m_onsets.push_back({i, std::min(below, first), std::max(below, first), y});
            y += row;
        }
    }

    /// The word beside the first bracket that has room for it.
    void labelOnsets()
    {
        for (const auto &[i, left, right, y] : m_onsets)
            if (labelOnset(i, left, right, y))
                return;
    }

    bool labelOnset(int i, double left, double right, double y)
    {
        const double size = 0.85 * m_context.font, gap = 0.4 * m_context.font;
        const double baseline = y + m_context.type.capHeight(size) / 2;
        for (const bool before : {true, false}) {
            Text label = m_context.text({Mark::OnsetLabel, m_index, i}, PlotText::tr("onset"),
                                        {before ? left - gap : right + gap, baseline},
                                        before ? Qt::AlignRight : Qt::AlignLeft, m_context.colors.text, size);
            label.italic = true;
            label.box = m_context.boxOf(label);
            if (m_place.frame.contains(label.box) && isFree(m_drawing, m_index, label.box)) {
                m_drawing.items.push_back(label);
                return true;
            }
        }
        return false;
    }

    void drawLevelLabels()
    {
        if (layers().chanceLine && std::isfinite(m_panel.chance) && m_context.labelsChance)
            labelLevel({Mark::ChanceLabel, m_index}, PlotText::tr("chance"), m_panel.chance);
        if (layers().references)
            for (const Reference &reference : m_panel.references)
                labelLevel({Mark::ReferenceLabel, m_index}, reference.label, reference.value);
    }

    /// At an end of its line, above it or below, where nothing else is.
    void labelLevel(Tag tag, const QString &words, double level)
    {
        const double size = 0.85 * m_context.font, gap = 0.3 * m_context.font;
        const QRectF &frame = m_place.frame;
        const double y = m_place.at(m_place.axes.x.low, level).y();
        const QString shown = m_context.type.elided(words, size, frame.width() * 0.6);
        for (const bool above : {true, false})
            for (const Qt::Alignment side : {Qt::AlignRight, Qt::AlignLeft}) {
                const double x = side == Qt::AlignRight ? frame.right() - gap : frame.left() + gap;
                const double baseline = above ? y - 1.2 * gap : y + gap + m_context.type.capHeight(size);
                Text label = m_context.text(tag, shown, {x, baseline}, side, m_context.colors.muted, size);
                label.italic = true;
                label.box = m_context.boxOf(label);
                if (frame.contains(label.box) && isFree(m_drawing, m_index, label.box)) {
                    m_drawing.items.push_back(label);
                    return;
                }
            }
    }

    const FigureContext &m_context;
    const PanelContent &m_panel;
    int m_index;
    const PanelPlace &m_place;
    Drawing &m_drawing;

    struct OnsetBracket
    {
        int curve;
        double left, right, y;
    };
    std::vector<OnsetBracket> m_onsets; ///< that were drawn
};

} // namespace

void drawMarks(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing)
{
    PanelMarks marks(context, panel, place, drawing);
    const bool labelled = marks.draw();
    drawAnnotations(context, panel, place, false, drawing); // they stand where their author wants them
    if (labelled)
        marks.label();
}

} // namespace onset
