#pragma once

#include "widgets/plot/figure_context.h"

#include <QStringList>

#include <vector>

namespace onset {

/// Where everything of a figure stands. All lengths in points.
struct Layout
{
    static constexpr double kTitleSize = 1.2; ///< of ordinary text
    static constexpr double kFooterSize = 0.8;
    static constexpr double kFindingSize = 0.9;
    static constexpr double kRight = 0.9; ///< of ordinary text, right of a frame: half a label may stand out

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
        QStringList title, findings, xTitle, yTitle;
        double yTitleRight = 0; ///< x of the last line's baseline
        int legendRows = 0;
        double legendWidth = 0; ///< that the rows were counted for
    };
    std::vector<Panel> panels = {};
};

/// Lays a figure out on a page: rows share heights and columns widths, so that axes line up; equal titles of
/// axes stand once.
/// @param axes  one for each panel; empty: all at home
[[nodiscard]] Layout layoutOf(const FigureContext &context, QSizeF size, const std::vector<PanelAxes> &axes,
                              const LegendPlan &legend);

/// "(A)" … "(Z)", "(AA)" …
[[nodiscard]] QString letterOf(std::size_t panel);

/// Room that the letter of a panel takes before its title; 0 without letters.
[[nodiscard]] double letterRoom(const FigureContext &context, std::size_t panel);

} // namespace onset
