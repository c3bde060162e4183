#pragma once

#include "core/figure/figure_content.h"
#include "widgets/plot/axis.h"
#include "widgets/plot/drawing.h"

#include <optional>
#include <vector>

namespace onset {

/// Where the legend of a panel stands.
struct LegendSpot
{
    enum class Place {
        None,
        Above,
        Inside,
        AtEnds ///< beside the right ends of the curves
    };

    Place place = Place::None;
    QPointF free = {}; ///< inside: share of the room left over to its left and above it, 0..1
};

/// Where all legends stand: one strip over the figure, or one in each panel.
struct LegendPlan
{
    bool shared = false;
    std::vector<LegendSpot> panels = {};
};

/// The axes of a panel: those of its content, or what a reader has zoomed to.
struct PanelAxes
{
    Axis x, y;

    /// Magnified by `factor` about a place given as fractions of both axes, along either of them or both.
    [[nodiscard]] PanelAxes zoomed(double factor, QPointF about, bool alongX = true,
                                   bool alongY = true) const;
    bool operator==(const PanelAxes &) const = default;
};

[[nodiscard]] PanelAxes homeAxes(const PanelContent &panel);

/// A panel on the page.
struct PanelPlace
{
    QRectF frame; ///< of the axes, in points
    PanelAxes axes;
    bool labelsX = true, labelsY = true; ///< false: a neighbour with the same axis has the labels

    [[nodiscard]] QPointF at(double x, double y) const; ///< NaN where an axis has no place for it
};

struct DrawnFigure
{
    Drawing drawing;
    std::vector<PanelPlace> panels;
    LegendPlan legend;
};

/// What a reader on a screen sees differently from the page.
struct ViewOptions
{
    std::vector<PanelAxes> axes = {}; ///< one for each panel; empty: all at home
    std::optional<LegendPlan> legend =
        {};                          ///< where the legends were, so that they stay while the reader zooms
    std::optional<Theme> theme = {}; ///< instead of the figure's own
    bool moving = false;             ///< of crowded markers only as many as cover their place
};

/// The one picture of a figure, for screen and export. Legends find places that leave the data free.
/// @param size  of the page in points; text and lines keep the sizes of the style on any page
[[nodiscard]] DrawnFigure drawFigure(const FigureContent &content, QSizeF size, const ViewOptions &view = {});

} // namespace onset
