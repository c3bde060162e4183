#include "widgets/plot/figure_drawing.h"

#include "widgets/plot/figure_context.h"
#include "widgets/plot/figure_layout.h"
#include "widgets/plot/plot_text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

void drawHeadings(const FigureContext &context, const Layout &layout, Drawing &drawing)
{
    const double size = Layout::kTitleSize * context.font;
    double y = layout.inside.top() + context.type.ascent(size);
    for (const QString &line : layout.title) {
        Text title = context.text({Mark::Title}, line, {layout.inside.center().x(), y}, Qt::AlignHCenter,
                                  context.colors.text, size);
        title.bold = true;
        title.box = context.boxOf(title);
        drawing.items.push_back(title);
        y += context.type.lineHeight(size);
    }
    const double small = Layout::kFooterSize * context.font;
    y = layout.inside.bottom() - context.type.descent(small) -
        double(layout.footer.size() - 1) * context.type.lineHeight(small);
    for (const QString &line : layout.footer) {
        drawing.items.push_back(context.text({Mark::Footer}, line, {layout.inside.left(), y}, Qt::AlignLeft,
                                             context.colors.muted, small));
        y += context.type.lineHeight(small);
    }
    if (layout.sharedX) {
        const double left = layout.panels.front().place.frame.left();
        const double right = layout.panels[std::size_t(layout.columns) - 1].place.frame.right();
        drawing.items.push_back(context.text({Mark::AxisTitle}, context.content.panels.front().xTitle,
                                             {(left + right) / 2, layout.xTitleBaseline}, Qt::AlignHCenter,
                                             context.colors.text));
    }
}

/// Panel title with its letter, legend strip above the frame, titles of the axes.
void drawPanelHeadings(const FigureContext &context, std::size_t index, const Layout &layout,
                       Drawing &drawing)
{
    const Layout::Panel &panel = layout.panels[index];
    const QRectF &frame = panel.place.frame;
    const int number = int(index);
    const double small = Layout::kFindingSize * context.font;
    double y = frame.top() - 0.35 * context.font - context.type.descent(context.font) -
               panel.legendRows * context.line -
               double(panel.findings.size()) * context.type.lineHeight(small) -
               double(panel.title.size() - 1) * context.line;
    const double room = letterRoom(context, index);
    double width = 0;
    for (const QString &line : panel.title)
        width = std::max(width, room + context.type.width(line, context.font));
    for (const QString &line : panel.findings)
        width = std::max(width, context.type.width(line, small));
    // A long title begins left of its frame, so as not to run into its neighbour.
    const double left = std::min(frame.left(), frame.right() + Layout::kRight * context.font - width);
    for (qsizetype i = 0; i < panel.title.size(); ++i) {
        if (i == 0 && room > 0) {
            Text letter = context.text({Mark::PanelTitle, number}, letterOf(index), {left, y}, Qt::AlignLeft,
                                       context.colors.text);
            letter.bold = true;
            letter.box = context.boxOf(letter);
            drawing.items.push_back(letter);
        }
        if (!panel.title[i].isEmpty())
            drawing.items.push_back(context.text({Mark::PanelTitle, number}, panel.title[i],
                                                 {i == 0 ? left + room : left, y}, Qt::AlignLeft,
                                                 context.colors.text));
        y += context.line;
    }
    y += context.type.lineHeight(small) - context.line;
    for (const QString &line : panel.findings) {
        if (!line.isEmpty())
            drawing.items.push_back(context.text({Mark::Finding, number}, line, {left, y}, Qt::AlignLeft,
                                                 context.colors.text, small));
        y += context.type.lineHeight(small);
    }
    if (panel.legendRows > 0) {
        const std::vector<LegendEntry> entries = legendEntries(context, number);
        const double height = panel.legendRows * context.line;
        const bool fits = stripRows(context, entries, frame.width()) <= panel.legendRows;
        // Else over the labels beside the frame, as far as the neighbour.
        const double cell =
            index % std::size_t(layout.columns) == 0
                ? 0
                : layout.panels[index - 1].place.frame.right() + Layout::kRight * context.font;
        const double from =
            fits ? frame.left() : std::min(frame.left(), std::max(cell, frame.right() - panel.legendWidth));
        drawStrip(context, number, entries,
                  {from, frame.top() - 0.35 * context.font - height, frame.right() - from, height},
                  panel.legendRows, drawing);
    }
    y = frame.bottom() + 1.7 * context.tick + 1.15 * context.type.capHeight(context.font) +
        0.5 * context.font + context.type.ascent(context.font);
    for (const QString &line : panel.xTitle) {
        drawing.items.push_back(context.text({Mark::AxisTitle, number}, line, {frame.center().x(), y},
                                             Qt::AlignHCenter, context.colors.text));
        y += context.line;
    }
    double x = panel.yTitleRight - double(panel.yTitle.size() - 1) * context.line;
    for (const QString &line : panel.yTitle) {
        Text title = context.text({Mark::AxisTitle, number}, line, {x, frame.center().y()}, Qt::AlignHCenter,
                                  context.colors.text);
        title.upwards = true;
        title.box = context.boxOf(title);
        drawing.items.push_back(title);
        x += context.line;
    }
}

void drawNothing(const FigureContext &context, QSizeF size, Drawing &drawing)
{
    drawing.items.push_back(context.text({Mark::Message}, PlotText::tr("This figure has no panels yet."),
                                         QRectF({}, size).center(), Qt::AlignHCenter, context.colors.muted));
}

/// One strip when a label comes back in several panels, or when the style wants the legend outside.
bool sharesLegend(const FigureContext &context)
{
    const FigureContent &content = context.content;
    if (content.spec.style.legend == LegendPlace::Outside)
        return true;
    if (content.panels.size() < 2)
        return false;
    std::size_t listed = 0;
    for (std::size_t i = 0; i < content.panels.size(); ++i)
        listed += legendEntries(context, int(i)).size();
    return legendEntries(context, -1).size() < listed;
}

constexpr double kLeastFrame = 0.55; // of the width of a frame, that direct labels leave of it

/// Names at the ends of the curves, when every panel has room for those of its curves.
std::optional<LegendPlan> planDirectLabels(const FigureContext &context, QSizeF size)
{
    LegendPlan plan;
    for (const PanelContent &panel : context.content.panels)
        plan.panels.push_back({hasRows(panel.spec.plot) ? LegendSpot::Place::Above
                               : panel.curves.empty()   ? LegendSpot::Place::None
                                                        : LegendSpot::Place::AtEnds});
    const Layout layout = layoutOf(context, size, {}, plan), without = layoutOf(context, size, {}, {});
    for (std::size_t i = 0; i < plan.panels.size(); ++i) {
        const QRectF &frame = layout.panels[i].place.frame;
        const double names = context.line * double(context.content.panels[i].curves.size());
        if (plan.panels[i].place == LegendSpot::Place::AtEnds &&
            (names > frame.height() || frame.width() < kLeastFrame * without.panels[i].place.frame.width()))
            return std::nullopt;
    }
    return plan;
}

LegendPlan planLegends(FigureContext &context, QSizeF size)
{
    LegendPlan plan;
    plan.panels.resize(context.content.panels.size());
    if (context.content.spec.style.legend == LegendPlace::None)
        return plan;
    context.labelsChance = true;
    if (context.content.spec.style.legend == LegendPlace::Direct)
        if (const auto direct = planDirectLabels(context, size))
            return *direct;
    plan.shared = sharesLegend(context);
    if (plan.shared)
        return plan;
    const Layout layout = layoutOf(context, size, {}, plan);
    for (std::size_t i = 0; i < plan.panels.size(); ++i) {
        if (context.content.panels[i].curves.empty())
            continue;
        if (hasRows(context.content.panels[i].spec.plot)) { // each of its rows is full
            plan.panels[i] = {LegendSpot::Place::Above};
            continue;
        }
        Drawing marks;
        drawMarks(context, int(i), layout.panels[i].place, marks);
        plan.panels[i] = freeSpot(context, int(i), layout.panels[i].place.frame, marks);
    }
    return plan;
}

} // namespace

DrawnFigure drawFigure(const FigureContent &content, QSizeF size, const ViewOptions &view)
{
    FigureContext context(content, view.theme.value_or(content.spec.style.theme));
    context.moving = view.moving;
    DrawnFigure drawn;
    drawn.legend = view.legend && view.legend->panels.size() == content.panels.size()
                       ? *view.legend
                       : planLegends(context, size);
    context.labelsChance = !(drawn.legend.shared && content.panels.size() > 1);

    Drawing &drawing = drawn.drawing;
    drawing.size = size;
    drawing.background = context.colors.background;
    drawing.fontFamily = context.type.family();
    drawing.title = content.spec.title.isEmpty() ? content.spec.name : content.spec.title;
    if (content.panels.empty()) {
        drawNothing(context, size, drawing);
        return drawn;
    }

    const Layout layout = layoutOf(context, size, view.axes, drawn.legend);
    drawHeadings(context, layout, drawing);
    if (drawn.legend.shared)
        drawStrip(context, -1, legendEntries(context, -1), layout.legend, layout.legendRows, drawing);
    for (std::size_t i = 0; i < content.panels.size(); ++i) {
        const PanelPlace &place = layout.panels[i].place;
        drawAxes(context, int(i), place, drawing);
        drawAnnotations(context, int(i), place, true, drawing);
        drawMarks(context, int(i), place, drawing);
        if (drawn.legend.panels[i].place == LegendSpot::Place::Inside)
            drawColumn(context, int(i), place.frame, drawn.legend.panels[i], drawing);
        if (drawn.legend.panels[i].place == LegendSpot::Place::AtEnds)
            drawDirectLabels(context, int(i), place.frame, drawing);
        drawPanelHeadings(context, i, layout, drawing);
        drawn.panels.push_back(place);
    }
    return drawn;
}

} // namespace onset
