#pragma once

#include "widgets/plot/drawing.h"
#include "widgets/plot/figure_drawing.h"
#include "widgets/plot/palette.h"
#include "widgets/plot/typeface.h"

namespace onset {

/// What all parts of one drawing share. Lengths in points.
struct FigureContext
{
    FigureContext(const FigureContent &figure, Theme theme);

    const FigureContent &content;
    Typeface type;
    ThemeColors colors;
    std::vector<std::vector<Look>> looks; ///< shape (panels, curves)
    double font;                          ///< size of all ordinary text
    double line;                          ///< from one baseline to the next
    double curveWidth;
    double axisWidth;
    double markerRadius;
    double tick;              ///< length of a tick
    bool moving = false;      ///< drawn for a moment, while the reader drags
    bool labelsChance = true; ///< at its line; false: the shared legend lists it

    /// A text with the box that it covers.
    [[nodiscard]] Text text(Tag tag, const QString &text, QPointF at, Qt::Alignment align,
                            const QColor &color, double size = 0) const;
    /// The box of a text that was changed.
    [[nodiscard]] QRectF boxOf(const Text &text) const;
};

/// True when the item paints somewhere in `area`.
[[nodiscard]] bool touches(const Item &item, const QRectF &area);

/// Axes, ticks and their labels, grid; titles of the axes are up to the layout.
void drawAxes(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing);

/// Ticks of a panel's axes, as `drawAxes` draws them.
[[nodiscard]] std::vector<Tick> xTicks(const FigureContext &context, const PanelContent &panel,
                                       const Axis &axis, double length);
[[nodiscard]] std::vector<Tick> yTicks(const FigureContext &context, const PanelContent &panel,
                                       const Axis &axis, double length);
/// The size of the labels of the y axis: names of rows shrink where they have little room.
[[nodiscard]] double yLabelSize(const FigureContext &context, const PanelContent &panel, const Axis &axis,
                                double length);

/// Everything inside the axes: chance and reference lines, bands, curves, bars, points, annotations over
/// them, and labels that find their places beside all that.
void drawMarks(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing);

/// The rows of a panel: the models of each curve, where its ability appears, what is said of it.
void drawRows(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing);

/// Where a difference begins, with its interval.
void drawCrossovers(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing);

/// What the author has drawn into a panel: bands, which go behind the data, or the rest, which goes over it.
void drawAnnotations(const FigureContext &context, int panel, const PanelPlace &place, bool behind,
                     Drawing &drawing);

/// Arrows from curve to curve, with their intervals and, where there is room, their ratios.
void drawGains(const FigureContext &context, int panel, const PanelPlace &place, Drawing &drawing);

/// True when nothing of a panel's data, nor its labels, paints in `area`.
[[nodiscard]] bool isFree(const Drawing &drawing, int panel, const QRectF &area);

/// One line of a legend.
struct LegendEntry
{
    QString label;
    Look look;
    bool line = false;   ///< the curve is drawn as a line, too
    bool chance = false; ///< the chance line
    bool operator==(const LegendEntry &) const = default;
};

/// What the legend of one panel lists; −1: of all panels together.
[[nodiscard]] std::vector<LegendEntry> legendEntries(const FigureContext &context, int panel);

/// Rows of a strip of at most `width`.
[[nodiscard]] int stripRows(const FigureContext &context, const std::vector<LegendEntry> &entries,
                            double width);
/// Entries side by side, centred in `area`, row by row from its top; what has no room in `rows` rows is
/// counted.
void drawStrip(const FigureContext &context, int panel, const std::vector<LegendEntry> &entries,
               const QRectF &area, int rows, Drawing &drawing);

/// A place in the panel where a column of entries touches nothing that is drawn; Place::Above without one.
[[nodiscard]] LegendSpot freeSpot(const FigureContext &context, int panel, const QRectF &frame,
                                  const Drawing &drawing);
void drawColumn(const FigureContext &context, int panel, const QRectF &frame, const LegendSpot &spot,
                Drawing &drawing);

/// Room that the names of a panel's curves take right of its frame.
[[nodiscard]] double directLabelRoom(const FigureContext &context, int panel);
/// Names the curves at their right ends, which are those of the lines and points in the drawing; so this comes
/// after the marks.
void drawDirectLabels(const FigureContext &context, int panel, const QRectF &frame, Drawing &drawing);

} // namespace onset
