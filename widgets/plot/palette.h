#pragma once

#include "core/figure/figure_content.h"

#include <QColor>
#include <QPainterPath>

#include <vector>

namespace onset {

enum class MarkerShape { Circle, Square, TriangleUp, Diamond, TriangleDown, Pentagon, Hexagon, Star };

/// How one curve looks: told apart by colour, and by shape where colour is lost.
struct Look
{
    QColor color;
    MarkerShape marker = MarkerShape::Circle;
    bool hollow = false; ///< a baseline
    int slot = 0;        ///< its turn in a legend
    bool operator==(const Look &) const = default;
};

/// Colours of everything that is no curve.
struct ThemeColors
{
    QColor background, text, axis, grid, muted;
};

[[nodiscard]] ThemeColors colorsOf(Theme theme);

[[nodiscard]] double contrast(const QColor &a, const QColor &b); ///< 1..21 [WCAG 2.1]
/// Of a text on this ground: the colour itself, or a mixture of it with black or white that stands out by 4.5.
[[nodiscard]] QColor readable(const QColor &color, const QColor &ground);

/// One look for each curve of each panel. The families of the published figures have fixed looks, so that
/// they are recognised from figure to figure; the others follow in order of appearance. When some panel
/// compares curves of one family, and in the view of strategies, looks go by label instead; rows keep those of their families. Baselines are
/// grey and hollow. Colours: Okabe & Ito, Color Universal Design, 2008.
[[nodiscard]] std::vector<std::vector<Look>> looksOf(const FigureContent &content, Theme theme);

/// About (0, 0), all shapes of the same area as a circle of this radius.
[[nodiscard]] QPainterPath markerOutline(MarkerShape shape, double radius);

} // namespace onset
