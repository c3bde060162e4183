#include "widgets/plot/figure_drawing.h"

#include "core/figure/captions.h"
#include "widgets/plot/figure_context.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr double kTitleSize = 1.2; // of ordinary text
constexpr double kFooterSize = 0.8;
constexpr double kRight = 0.9; // of ordinary text, right of a frame: half of the last label may stand out
constexpr int kTitleLines = 2;
constexpr int kFooterLines = 6;
constexpr double kLegendShare = 0.33; // of the page's height, for a strip

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(onset::FigurePainter)
};

/// Where everything stands. All lengths in points.
struct Layout
{
    int columns = 1, rows = 1;
    QRectF inside; ///< page without its margin
    QStringList title, footer;
    QRectF legend; ///< of the shared strip
    int legendRows = 0;
    bool sharedX = false; ///< one x title under all panels
    double xTitleBaseline = 0;
    struct Panel
    {
        PanelPlace place;
        QStringList title, xTitle, yTitle;
        double yTitleRight = 0; ///< x of the last line's baseline
        int legendRows = 0;
    };
    std::vector<Panel> panels;
};

QString letterOf(std::size_t panel)
{
    QString letter;
    for (std::size_t n = panel + 1; n > 0; n = (n - 1) / 26)
        letter.prepend(QChar(u'A' + char16_t((n - 1) % 26)));
    return u"(%1)"_s.arg(letter);
}

/// Room that the letter of a panel takes before its title.
double letterRoom(const FigureContext &context, std::size_t panel)
{
    return context.content.spec.style.panelLetters
               ? context.type.width(letterOf(panel), context.font, true) + 0.4 * context.font
               : 0;
}

class FigureLayout
{
public:
    FigureLayout(const FigureContext &context, QSizeF size, const std::vector<PanelAxes> &axes,
                 const LegendPlan &legend)
        : m_context(context), m_panels(context.content.panels), m_axes(axes), m_legend(legend)
    {
        const double margin = 0.6 * context.font;
        m_layout.inside = QRectF({}, size).adjusted(margin, margin, -margin, -margin);
    }

    Layout make()
    {
        QRectF room = m_layout.inside;
        placeTitle(room);
        placeFooter(room);
        placeLegend(room);
        if (!m_panels.empty())
            placePanels(room);
        return std::move(m_layout);
    }

private:
    void placeTitle(QRectF &room)
    {
        const double size = kTitleSize * m_context.font;
        m_layout.title =
            m_context.type.wrapped(m_context.content.spec.title, size, room.width(), kTitleLines, true);
        room.setTop(room.top() + double(m_layout.title.size()) * m_context.type.lineHeight(size));
    }

    void placeFooter(QRectF &room)
    {
        if (!m_context.content.spec.style.footer)
            return;
        const double size = kFooterSize * m_context.font;
        m_layout.footer =
            m_context.type.wrapped(caption(m_context.content), size, room.width(), kFooterLines);
        room.setBottom(room.bottom() - double(m_layout.footer.size()) * m_context.type.lineHeight(size) -
                       0.4 * m_context.font);
    }

    void placeLegend(QRectF &room)
    {
        if (!m_legend.shared)
            return;
        const auto entries = legendEntries(m_context, -1);
        const int most = std::max(1, int(kLegendShare * room.height() / m_context.line));
        const int rows = stripRows(m_context, entries, room.width());
        m_layout.legendRows = rows > most ? most - 1 : rows; // the last row then counts the others
        m_layout.legend = {room.left(), room.top(), room.width(), std::min(rows, most) * m_context.line};
        room.setTop(m_layout.legend.bottom() + 0.35 * m_context.font);
    }

    void placePanels(QRectF room)
    {
        const int count = int(m_panels.size());
        const int asked = m_context.content.spec.columns;
        m_layout.columns = std::min(count, asked > 0 ? asked : int(std::ceil(std::sqrt(count))));
        m_layout.rows = (count + m_layout.columns - 1) / m_layout.columns;
        m_layout.panels.resize(m_panels.size());
        m_layout.sharedX = count > 1 && std::ranges::all_of(m_panels, [&](const PanelContent &panel) {
                               return panel.xTitle == m_panels.front().xTitle;
                           });
        if (m_layout.sharedX) {
            m_layout.xTitleBaseline = room.bottom() - m_context.type.descent(m_context.font);
            room.setBottom(room.bottom() - 1.3 * m_context.line);
        }
        placeRows(room);
        placeColumns(room);
    }

    [[nodiscard]] PanelAxes axesOf(std::size_t panel) const
    {
        return panel < m_axes.size() ? m_axes[panel] : homeAxes(m_panels[panel]);
    }

    [[nodiscard]] bool titled() const
    {
        return m_context.content.spec.style.panelLetters ||
               std::ranges::any_of(m_panels,
                                   [](const PanelContent &panel) { return !panel.title.isEmpty(); });
    }

    /// Heights: every row of panels has the same frame height; titles and legends above it share a line.
    void placeRows(const QRectF &room)
    {
        const double font = m_context.font, line = m_context.line;
        const double cellWidth = room.width() / m_layout.columns;
        std::vector<double> top(std::size_t(m_layout.rows), 0.5 * font),
            bottom(std::size_t(m_layout.rows), 0);
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            Layout::Panel &panel = m_layout.panels[i];
            const std::size_t row = i / std::size_t(m_layout.columns);
            const double titleWidth = std::max(cellWidth - 3 * font, 1.0);
            panel.title = m_context.type.wrapped(m_panels[i].title, font,
                                                 std::max(cellWidth - letterRoom(m_context, i) - font, 1.0),
                                                 kTitleLines);
            if (panel.title.isEmpty() && titled())
                panel.title << QString();
            if (i < m_legend.panels.size() && m_legend.panels[i].place == LegendSpot::Place::Above)
                panel.legendRows =
                    std::min(stripRows(m_context, legendEntries(m_context, int(i)), cellWidth - 3 * font),
                             std::max(1, int(kLegendShare * room.height() / m_layout.rows / line)));
            if (!m_layout.sharedX)
                panel.xTitle = m_context.type.wrapped(m_panels[i].xTitle, font, titleWidth, 2);
            const double above = double(panel.title.size()) * line + panel.legendRows * line +
                                 (panel.title.isEmpty() ? 0.5 : 0.35) * font;
            const double below = 1.7 * m_context.tick + 1.15 * m_context.type.capHeight(font) + 0.35 * font +
                                 double(panel.xTitle.size()) * line +
                                 (panel.xTitle.isEmpty() ? 0 : 0.15 * font);
            top[row] = std::max(top[row], above);
            bottom[row] = std::max(bottom[row], below);
        }
        double left = room.height() - 0.7 * font * (m_layout.rows - 1);
        for (std::size_t row = 0; row < top.size(); ++row)
            left -= top[row] + bottom[row];
        const double height = std::max(left / m_layout.rows, 1.0);
        double y = room.top();
        for (std::size_t row = 0; row < top.size(); ++row) {
            y += top[row];
            for (std::size_t i = row * std::size_t(m_layout.columns);
                 i < std::min((row + 1) * std::size_t(m_layout.columns), m_panels.size()); ++i) {
                m_layout.panels[i].place.frame.setTop(y);
                m_layout.panels[i].place.frame.setHeight(height);
                m_layout.panels[i].place.axes = axesOf(i);
            }
            y += height + bottom[row] + 0.7 * font;
        }
    }

    /// Widths: every column has the same frame width; labels and titles left of it share their margin. A y
    /// title that a whole row has in common stands once, at its left end.
    void placeColumns(const QRectF &room)
    {
        const double font = m_context.font;
        const auto columns = std::size_t(m_layout.columns);
        std::vector<double> labels(columns, 0), titles(columns, 0);
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            Layout::Panel &panel = m_layout.panels[i];
            const std::size_t column = i % columns;
            for (const Tick &tick :
                 yTicks(m_context, m_panels[i], panel.place.axes.y, panel.place.frame.height()))
                labels[column] = std::max(labels[column], m_context.type.width(tick.label, font));
            if (column == 0 || !rowShares(i / columns))
                panel.yTitle = m_context.type.wrapped(m_panels[i].yTitle, font,
                                                      panel.place.frame.height() + 2 * font, 2);
            titles[column] = std::max(titles[column], double(panel.yTitle.size()) * m_context.line);
        }
        const double right = kRight * font;
        double left = room.width() - right * m_layout.columns;
        for (std::size_t column = 0; column < columns; ++column)
            left -= marginOf(labels[column], titles[column]);
        const double width = std::max(left / m_layout.columns, 1.0);
        double x = room.left();
        for (std::size_t column = 0; column < columns; ++column) {
            x += marginOf(labels[column], titles[column]);
            for (std::size_t i = column; i < m_panels.size(); i += columns) {
                Layout::Panel &panel = m_layout.panels[i];
                panel.place.frame.setLeft(x);
                panel.place.frame.setWidth(width);
                panel.yTitleRight = x - 1.7 * m_context.tick - labels[column] - 0.75 * font;
            }
            x += width + right;
        }
    }

    [[nodiscard]] bool rowShares(std::size_t row) const
    {
        const std::size_t first = row * std::size_t(m_layout.columns);
        const std::size_t end = std::min(first + std::size_t(m_layout.columns), m_panels.size());
        return std::all_of(m_panels.begin() + std::ptrdiff_t(first), m_panels.begin() + std::ptrdiff_t(end),
                           [&](const PanelContent &panel) { return panel.yTitle == m_panels[first].yTitle; });
    }

    [[nodiscard]] double marginOf(double labels, double titles) const
    {
        return 1.7 * m_context.tick + labels +
               (titles > 0 ? titles + 0.45 * m_context.font : 0.9 * m_context.font);
    }

    const FigureContext &m_context;
    const std::vector<PanelContent> &m_panels;
    const std::vector<PanelAxes> &m_axes;
    const LegendPlan &m_legend;
    Layout m_layout;
};

void drawHeadings(const FigureContext &context, const Layout &layout, Drawing &drawing)
{
    const double size = kTitleSize * context.font;
    double y = layout.inside.top() + context.type.ascent(size);
    for (const QString &line : layout.title) {
        Text title = context.text({Mark::Title}, line, {layout.inside.center().x(), y}, Qt::AlignHCenter,
                                  context.colors.text, size);
        title.bold = true;
        title.box = context.boxOf(title);
        drawing.items.push_back(title);
        y += context.type.lineHeight(size);
    }
    const double small = kFooterSize * context.font;
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
    double y = frame.top() - 0.35 * context.font - context.type.descent(context.font) -
               panel.legendRows * context.line - double(panel.title.size() - 1) * context.line;
    const double room = letterRoom(context, index);
    double width = 0;
    for (const QString &line : panel.title)
        width = std::max(width, room + context.type.width(line, context.font));
    // A long title begins left of its frame, so as not to run into its neighbour.
    const double left = std::min(frame.left(), frame.right() + kRight * context.font - width);
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
    if (panel.legendRows > 0)
        drawStrip(context, number, legendEntries(context, number),
                  {frame.left(), frame.top() - 0.35 * context.font - panel.legendRows * context.line,
                   frame.width(), panel.legendRows * context.line},
                  panel.legendRows, drawing);
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
    drawing.items.push_back(context.text({Mark::Message}, Words::tr("This figure has no panels yet."),
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

LegendPlan planLegends(FigureContext &context, QSizeF size)
{
    LegendPlan plan;
    plan.panels.resize(context.content.panels.size());
    if (context.content.spec.style.legend == LegendPlace::None)
        return plan;
    context.labelsChance = true;
    plan.shared = sharesLegend(context);
    if (plan.shared)
        return plan;
    const Layout layout = FigureLayout(context, size, {}, plan).make();
    for (std::size_t i = 0; i < plan.panels.size(); ++i) {
        if (context.content.panels[i].curves.empty())
            continue;
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

    const Layout layout = FigureLayout(context, size, view.axes, drawn.legend).make();
    drawHeadings(context, layout, drawing);
    if (drawn.legend.shared)
        drawStrip(context, -1, legendEntries(context, -1), layout.legend, layout.legendRows, drawing);
    for (std::size_t i = 0; i < content.panels.size(); ++i) {
        const PanelPlace &place = layout.panels[i].place;
        drawAxes(context, int(i), place, drawing);
        drawMarks(context, int(i), place, drawing);
        if (drawn.legend.panels[i].place == LegendSpot::Place::Inside)
            drawColumn(context, int(i), place.frame, drawn.legend.panels[i], drawing);
        drawPanelHeadings(context, i, layout, drawing);
        drawn.panels.push_back(place);
    }
    return drawn;
}

} // namespace onset
