#include "widgets/plot/figure_layout.h"

#include "core/figure/captions.h"
#include "core/figure/panel_grid.h"
#include "widgets/plot/plot_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr int kTitleLines = 2;
constexpr int kFooterLines = 6;
constexpr int kFindingLines = 2;      // each
constexpr double kLegendShare = 0.33; // of the page's height, for a strip

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
        const double size = Layout::kTitleSize * m_context.font;
        m_layout.title =
            m_context.type.wrapped(m_context.content.spec.title, size, room.width(), kTitleLines, true);
        room.setTop(room.top() + double(m_layout.title.size()) * m_context.type.lineHeight(size));
    }

    void placeFooter(QRectF &room)
    {
        if (!m_context.content.spec.style.footer)
            return;
        const double size = Layout::kFooterSize * m_context.font;
        QString words = caption(m_context.content);
        if (const QString version = QCoreApplication::applicationVersion(); !version.isEmpty())
            words += u' ' + PlotText::tr("Drawn by Onset %1.").arg(version);
        m_layout.footer = m_context.type.wrapped(words, size, room.width(), kFooterLines);
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
        m_layout.legendRows = std::min(rows, most);
        m_layout.legend = {room.left(), room.top(), room.width(), m_layout.legendRows * m_context.line};
        room.setTop(m_layout.legend.bottom() + 0.35 * m_context.font);
    }

    void placePanels(QRectF room)
    {
        const int count = int(m_panels.size());
        m_layout.columns = columnsOf(count, m_context.content.spec.columns);
        m_layout.rows = (count + m_layout.columns - 1) / m_layout.columns;
        m_layout.panels.resize(m_panels.size());
        m_layout.sharedX = count > 1 && std::ranges::all_of(m_panels, [&](const PanelContent &panel) {
                               return panel.xTitle == m_panels.front().xTitle;
                           });
        if (m_layout.sharedX) {
            m_layout.xTitleBaseline = room.bottom() - m_context.type.descent(m_context.font);
            room.setBottom(room.bottom() - 1.3 * m_context.line);
        }
        shareLabels();
        placeRows(room);
        placeColumns(room);
    }

    [[nodiscard]] PanelAxes axesOf(std::size_t panel) const
    {
        return panel < m_axes.size() ? m_axes[panel] : homeAxes(m_panels[panel]);
    }

    [[nodiscard]] bool titled(std::size_t row) const
    {
        bool some = m_context.content.spec.style.panelLetters;
        for (std::size_t i = row * std::size_t(m_layout.columns);
             i < std::min((row + 1) * std::size_t(m_layout.columns), m_panels.size()); ++i)
            some |= !m_panels[i].title.isEmpty();
        return some;
    }

    /// Whether a neighbour has the same axis, so that this panel needs no labels of its own.
    void shareLabels()
    {
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            PanelPlace &place = m_layout.panels[i].place;
            place.axes = axesOf(i);
            if (!m_context.content.spec.sharedAxes || hasRows(m_panels[i].spec.plot))
                continue;
            if (const std::size_t below = i + std::size_t(m_layout.columns); below < m_panels.size())
                place.labelsX =
                    !(axesOf(below).x == place.axes.x && m_panels[below].xTitle == m_panels[i].xTitle);
            if (i % std::size_t(m_layout.columns) != 0)
                place.labelsY =
                    !(axesOf(i - 1).y == place.axes.y && m_panels[i - 1].yTitle == m_panels[i].yTitle &&
                      m_panels[i - 1].percent == m_panels[i].percent);
        }
    }

    [[nodiscard]] QStringList findingsOf(const PanelContent &panel, double width) const
    {
        QStringList lines;
        for (const QString &finding : panel.findings)
            lines +=
                m_context.type.wrapped(finding, Layout::kFindingSize * m_context.font, width, kFindingLines);
        if (panel.spec.plot == Plot::Differences) // so that nothing moves when it becomes known
            while (lines.size() < kFindingLines * qsizetype(panel.differences.size()))
                lines << QString();
        return lines;
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
            if (panel.title.isEmpty() && titled(row))
                panel.title << QString();
            panel.findings = findingsOf(m_panels[i], std::max(cellWidth - 3 * font, 1.0));
            if (i < m_legend.panels.size() && m_legend.panels[i].place == LegendSpot::Place::Above) {
                panel.legendWidth = titleWidth;
                panel.legendRows =
                    std::min(stripRows(m_context, legendEntries(m_context, int(i)), panel.legendWidth),
                             std::max(1, int(kLegendShare * room.height() / m_layout.rows / line)));
            }
            if (!m_layout.sharedX)
                panel.xTitle = m_context.type.wrapped(m_panels[i].xTitle, font, titleWidth, 2);
            const double above =
                double(panel.title.size()) * line +
                double(panel.findings.size()) * m_context.type.lineHeight(Layout::kFindingSize * font) +
                panel.legendRows * line + (panel.title.isEmpty() ? 0.5 : 0.35) * font;
            const double labels = panel.place.labelsX ? 1.15 * m_context.type.capHeight(font) : 0;
            const double below = 1.7 * m_context.tick + labels + 0.35 * font +
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
        std::vector<double> labels(columns, 0), titles(columns, 0), right(columns, Layout::kRight * font);
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            Layout::Panel &panel = m_layout.panels[i];
            const std::size_t column = i % columns;
            const double height = panel.place.frame.height();
            const double size = yLabelSize(m_context, m_panels[i], panel.place.axes.y, height);
            if (panel.place.labelsY)
                for (const Tick &tick : yTicks(m_context, m_panels[i], panel.place.axes.y, height))
                    labels[column] = std::max(labels[column], m_context.type.width(tick.label, size));
            if (column == 0 || !rowShares(i / columns))
                panel.yTitle = m_context.type.wrapped(m_panels[i].yTitle, font,
                                                      panel.place.frame.height() + 2 * font, 2);
            titles[column] = std::max(titles[column], double(panel.yTitle.size()) * m_context.line);
            if (i < m_legend.panels.size() && m_legend.panels[i].place == LegendSpot::Place::AtEnds)
                right[column] =
                    std::max(right[column], directLabelRoom(m_context, int(i)) +
                                                (column + 1 < columns ? Layout::kRight * font : 0));
        }
        double left = room.width();
        for (std::size_t column = 0; column < columns; ++column)
            left -= marginOf(labels[column], titles[column]) + right[column];
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
            x += width + right[column];
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

} // namespace

QString letterOf(std::size_t panel)
{
    QString letter;
    for (std::size_t n = panel + 1; n > 0; n = (n - 1) / 26)
        letter.prepend(QChar(u'A' + char16_t((n - 1) % 26)));
    return u"(%1)"_s.arg(letter);
}

double letterRoom(const FigureContext &context, std::size_t panel)
{
    return context.content.spec.style.panelLetters
               ? context.type.width(letterOf(panel), context.font, true) + 0.4 * context.font
               : 0;
}

Layout layoutOf(const FigureContext &context, QSizeF size, const std::vector<PanelAxes> &axes,
                const LegendPlan &legend)
{
    return FigureLayout(context, size, axes, legend).make();
}

} // namespace onset
