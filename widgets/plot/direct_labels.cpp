#include "widgets/plot/figure_context.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace onset {
namespace {

constexpr double kGap = 0.5; // between frame and name, in text sizes

/// The right end of what is drawn of a curve: of its line, else of its points.
class EndOfCurve
{
public:
    EndOfCurve(int panel, int curve) : m_panel(panel), m_curve(curve) {}

    [[nodiscard]] std::optional<QPointF> in(const Drawing &drawing)
    {
        for (const Item &item : drawing.items)
            std::visit(*this, item);
        return m_line ? m_line : m_point;
    }

    void operator()(const Shape &shape)
    {
        if (isOf(shape.tag, Mark::Fit) || isOf(shape.tag, Mark::Join))
            for (int i = 0; i < shape.path.elementCount(); ++i)
                take(m_line, shape.path.elementAt(i));
    }
    void operator()(const Markers &markers)
    {
        if (isOf(markers.tag, Mark::Point))
            for (const QPointF &at : markers.at)
                take(m_point, at);
    }
    void operator()(const Text &) {}

private:
    [[nodiscard]] bool isOf(const Tag &tag, Mark mark) const
    {
        return tag.mark == mark && tag.panel == m_panel && tag.curve == m_curve;
    }
    static void take(std::optional<QPointF> &end, QPointF at)
    {
        if (!end || at.x() > end->x())
            end = at;
    }

    int m_panel, m_curve;
    std::optional<QPointF> m_line, m_point;
};

struct Name
{
    int curve;
    QPointF end; ///< of the curve
    double y;    ///< of the name's middle
};

/// Moves names apart to `step` from each other, in their order and each as little as it can be, between
/// `top` and `bottom`: least squares under an order, by pooling neighbours [Ayer et al. 1955].
/// @param names  by y
void spread(std::vector<Name> &names, double step, double top, double bottom)
{
    struct Block
    {
        double sum;
        int count;
        [[nodiscard]] double mean() const { return sum / count; }
    };
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < names.size(); ++i) {
        blocks.push_back({names[i].y - step * double(i), 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().count += last.count;
        }
    }
    const double lowest = std::max(top, bottom - step * double(names.size() - 1));
    auto name = names.begin();
    for (const Block &block : blocks)
        for (int i = 0; i < block.count; ++i, ++name)
            name->y = std::clamp(block.mean(), top, lowest) + step * double(name - names.begin());
}

} // namespace

double directLabelRoom(const FigureContext &context, int panel)
{
    double width = 0;
    for (const LegendEntry &entry : legendEntries(context, panel))
        width = std::max(width, context.type.width(entry.label, context.font));
    return width + kGap * context.font;
}

void drawDirectLabels(const FigureContext &context, int panel, const QRectF &frame, Drawing &drawing)
{
    const std::vector<CurveContent> &curves = context.content.panels[std::size_t(panel)].curves;
    std::vector<Name> names;
    for (int i = 0; i < int(curves.size()); ++i)
        if (const auto end = EndOfCurve(panel, i).in(drawing))
            names.push_back({i, *end, end->y()});
    if (names.empty())
        return;
    std::ranges::stable_sort(names, {}, &Name::y);
    const double half = context.line / 2;
    spread(names, context.line, frame.top() + half, frame.bottom() - half);

    const double left = frame.right() + kGap * context.font;
    for (const Name &name : names) {
        const Look &look = context.looks[std::size_t(panel)][std::size_t(name.curve)];
        const QPointF middle(left, name.y);
        // Where the eye would not find from the curve to its name by itself.
        if (left - name.end.x() > 1.5 * context.font || std::abs(name.y - name.end.y()) > half) {
            QColor faint = look.color;
            faint.setAlphaF(0.5F);
            Shape leader{.tag = {Mark::LegendLeader, panel, name.curve},
                         .path = QPainterPath(name.end),
                         .stroke = {faint, 0.5 * context.axisWidth, {1, 1}}};
            leader.path.lineTo(middle - QPointF(0.15 * context.font, 0));
            drawing.items.push_back(leader);
        }
        drawing.items.push_back(context.text({Mark::LegendText, panel, name.curve},
                                             curves[std::size_t(name.curve)].label,
                                             middle + QPointF(0, context.type.capHeight(context.font) / 2),
                                             Qt::AlignLeft, readable(look.color, context.colors.background)));
    }
}

} // namespace onset
