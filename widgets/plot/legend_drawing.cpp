#include "widgets/plot/figure_context.h"

#include "widgets/plot/plot_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace onset {
namespace {

constexpr double kKey = 2.2;      // width of a key, in text sizes
constexpr double kKeyGap = 0.5;   // between key and label
constexpr double kEntryGap = 1.5; // between entries of a strip
constexpr double kMargin = 0.5;   // between a legend and the frame
constexpr double kLongest = 0.7;  // of the room, for one label
constexpr int kSpots = 8;         // tried in each direction

/// The entries with labels that fit the room and still differ.
std::vector<LegendEntry> fitted(const FigureContext &context, std::vector<LegendEntry> entries, double room)
{
    QStringList labels;
    for (const LegendEntry &entry : entries)
        labels << entry.label;
    labels = context.type.elidedApart(labels, context.font, kLongest * room);
    for (std::size_t i = 0; i < entries.size(); ++i)
        entries[i].label = labels[qsizetype(i)];
    return entries;
}

double entryWidth(const FigureContext &context, const LegendEntry &entry)
{
    return (kKey + kKeyGap) * context.font + context.type.width(entry.label, context.font);
}

/// A key and its label, from `at`, the left end of the row's middle line.
void drawEntry(const FigureContext &context, int panel, const LegendEntry &entry, QPointF at,
               Drawing &drawing)
{
    const Tag tag{Mark::LegendKey, panel};
    const double width = kKey * context.font;
    if (entry.line || entry.chance) {
        Shape key{.tag = tag,
                  .path = QPainterPath(at),
                  .stroke = entry.chance ? Stroke{context.colors.muted, context.axisWidth * 1.2, {3, 2}}
                                         : Stroke{entry.look.color, context.curveWidth}};
        key.path.lineTo(at + QPointF(width, 0));
        drawing.items.push_back(key);
    }
    if (!entry.chance) {
        const double edge = 0.35 * context.curveWidth;
        const QColor paper = context.colors.background;
        Markers marker{tag,
                       markerOutline(entry.look.marker, context.markerRadius),
                       {at + QPointF(width / 2, 0)},
                       entry.look.hollow ? paper : entry.look.color,
                       {}};
        marker.stroke = entry.look.hollow ? Stroke{entry.look.color, 2 * edge} : Stroke{paper, edge};
        drawing.items.push_back(marker);
    }
    const QPointF baseline =
        at + QPointF(width + kKeyGap * context.font, context.type.capHeight(context.font) / 2);
    drawing.items.push_back(
        context.text({Mark::LegendText, panel}, entry.label, baseline, Qt::AlignLeft, context.colors.text));
}

/// How many entries, fitted, stand in each row of a strip.
std::vector<std::size_t> rowsOf(const FigureContext &context, const std::vector<LegendEntry> &entries,
                                double width)
{
    std::vector<std::size_t> rows;
    double used = 0;
    for (const LegendEntry &entry : entries) {
        const double own = entryWidth(context, entry) + kEntryGap * context.font;
        if (rows.empty() || used + own - kEntryGap * context.font > width) {
            rows.push_back(0);
            used = 0;
        }
        ++rows.back();
        used += own;
    }
    return rows;
}

bool oneFamily(const PanelContent &panel)
{
    return std::ranges::all_of(panel.curves, [&](const CurveContent &curve) {
        return curve.curve.key.family == panel.curves.front().curve.key.family;
    });
}

QSizeF columnSize(const FigureContext &context, const std::vector<LegendEntry> &entries)
{
    double width = 0;
    for (const LegendEntry &entry : entries)
        width = std::max(width, entryWidth(context, entry));
    return {width, context.line * double(entries.size())};
}

QRectF columnAt(const FigureContext &context, const QRectF &frame, QSizeF size, QPointF share)
{
    const double margin = kMargin * context.font;
    const QRectF room = frame.adjusted(margin, margin, -margin, -margin);
    return {room.topLeft() + QPointF((room.width() - size.width()) * share.x(),
                                     (room.height() - size.height()) * share.y()),
            size};
}

} // namespace

std::vector<LegendEntry> legendEntries(const FigureContext &context, int panel)
{
    const Layers &layers = context.content.spec.layers;
    std::vector<LegendEntry> entries;
    bool chance = false;
    for (std::size_t p = 0; p < context.content.panels.size(); ++p) {
        if (panel >= 0 && p != std::size_t(panel))
            continue;
        const PanelContent &content = context.content.panels[p];
        const bool rows = hasRows(content.spec.plot);
        if (rows && oneFamily(content))
            continue;
        for (std::size_t i = 0; i < content.curves.size(); ++i) {
            const CurveContent &curve = content.curves[i];
            if (content.spec.plot == Plot::Differences &&
                std::ranges::find(content.differences, int(i), &Difference::curve) ==
                    content.differences.end())
                continue;
            const LegendEntry entry{.label = rows ? curve.curve.key.family : curve.label,
                                    .look = context.looks[p][i],
                                    .line = !rows &&
                                            (layers.joinedPoints || (layers.fits && curve.fit.usable()))};
            const auto known = std::ranges::find_if(entries, [&](const LegendEntry &e) {
                return e.label == entry.label && e.look == entry.look;
            });
            if (known == entries.end())
                entries.push_back(entry);
            else
                known->line |= entry.line;
        }
        chance |= layers.chanceLine && std::isfinite(content.chance);
    }
    std::ranges::stable_sort(entries, {}, [](const LegendEntry &entry) { return entry.look.slot; });
    if (panel < 0 && chance && !context.labelsChance)
        entries.push_back({.label = PlotText::tr("chance"), .look = {}, .chance = true});
    return entries;
}

int stripRows(const FigureContext &context, const std::vector<LegendEntry> &entries, double width)
{
    return int(rowsOf(context, fitted(context, entries, width), width).size());
}

void drawStrip(const FigureContext &context, int panel, const std::vector<LegendEntry> &all,
               const QRectF &area, int rows, Drawing &drawing)
{
    const std::vector<LegendEntry> entries = fitted(context, all, area.width());
    std::vector<std::size_t> counts = rowsOf(context, entries, area.width());
    if (counts.size() > std::size_t(std::max(rows, 0)))
        counts.resize(std::size_t(std::max(rows - 1, 0))); // the last row counts the others
    auto entry = entries.begin();
    double y = area.top() + context.line / 2;
    for (const std::size_t count : counts) {
        double width = -kEntryGap * context.font;
        for (auto e = entry; e != entry + std::ptrdiff_t(count); ++e)
            width += entryWidth(context, *e) + kEntryGap * context.font;
        double x = area.center().x() - width / 2;
        for (std::size_t i = 0; i < count; ++i, ++entry) {
            drawEntry(context, panel, *entry, {x, y}, drawing);
            x += entryWidth(context, *entry) + kEntryGap * context.font;
        }
        y += context.line;
    }
    if (const auto left = entries.end() - entry; left > 0)
        drawing.items.push_back(
            context.text({Mark::LegendText, panel}, PlotText::tr("and %1 more").arg(left),
                         {area.center().x(), y + context.type.capHeight(context.font) / 2}, Qt::AlignHCenter,
                         context.colors.muted));
}

LegendSpot freeSpot(const FigureContext &context, int panel, const QRectF &frame, const Drawing &drawing)
{
    const QSizeF size = columnSize(context, fitted(context, legendEntries(context, panel), frame.width()));
    const double margin = kMargin * context.font;
    if (size.width() > frame.width() - 2 * margin || size.height() > frame.height() - 2 * margin)
        return {LegendSpot::Place::Above};

    std::vector<const Item *> obstacles;
    for (const Item &item : drawing.items)
        if (const Tag tag = std::visit([](const auto &i) { return i.tag; }, item);
            tag.panel == panel && tag.mark >= Mark::Band)
            obstacles.push_back(&item);

    std::vector<QPointF> shares; // the corners first, then whatever is nearest to one
    for (int x = 0; x <= kSpots; ++x)
        for (int y = 0; y <= kSpots; ++y)
            shares.emplace_back(double(x) / kSpots, double(y) / kSpots);
    const auto awkwardness = [](const QPointF &share) {
        const double x = std::min(share.x(), 1 - share.x()), y = std::min(share.y(), 1 - share.y());
        return 100 * (x + y) + share.x() + 2 * share.y(); // among corners: top left, top right, bottom left
    };
    std::ranges::stable_sort(shares, {}, awkwardness);
    for (const QPointF &share : shares) {
        const QRectF area = columnAt(context, frame, size, share).adjusted(-margin, -margin, margin, margin);
        if (std::ranges::none_of(obstacles, [&](const Item *item) { return touches(*item, area); }))
            return {LegendSpot::Place::Inside, share};
    }
    return {LegendSpot::Place::Above};
}

void drawColumn(const FigureContext &context, int panel, const QRectF &frame, const LegendSpot &spot,
                Drawing &drawing)
{
    const std::vector<LegendEntry> entries = fitted(context, legendEntries(context, panel), frame.width());
    const QRectF area = columnAt(context, frame, columnSize(context, entries), spot.free);
    double y = area.top() + context.line / 2;
    for (const LegendEntry &entry : entries) {
        drawEntry(context, panel, entry, {area.left(), y}, drawing);
        y += context.line;
    }
}

} // namespace onset
