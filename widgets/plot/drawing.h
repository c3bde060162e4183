#pragma once

#include <QByteArray>
#include <QColor>
#include <QList>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <variant>
#include <vector>

class QPainter;

namespace onset {

/// What an item of a drawing stands for; tests and the view ask by it.
enum class Mark {
    Message,
    Title,
    Footer,
    PanelTitle,
    Finding,
    Grid,
    AnnotatedBand,
    Axis,
    Tick,
    TickLabel,
    AxisTitle,
    Band,
    Chance,
    ChanceLabel,
    Reference,
    ReferenceLabel,
    Join,
    Fit,
    Bar,
    Point,
    Onset,
    OnsetLabel,
    Cutoff, ///< beyond it models are held out
    CutoffLabel,
    Forecast,  ///< 95 % interval of the score that is foretold of a model held out
    Supposed,  ///< where a score was measured that is drawn elsewhere
    Level,     ///< floor or ceiling set by hand
    Zero,      ///< where a difference is none
    Crossover, ///< where a difference begins, with its interval
    Gain,      ///< arrow from one curve to another, with its interval
    GainLabel,
    RowSpan, ///< the models of a row
    RowText,
    Annotation,
    AnnotationText,
    LegendKey,
    LegendText,
    LegendLeader, ///< from the end of a curve to its name
};

struct Tag
{
    Mark mark;
    int panel = -1; ///< −1: belongs to the figure
    int curve = -1; ///< −1: belongs to no single curve
};

/// A line, its lengths in points (1/72 inch).
struct Stroke
{
    QColor color = {};
    double width = 0; ///< 0: none
    QList<double> dashes = {};
};

/// An outline, filled, stroked or both.
struct Shape
{
    Tag tag;
    QPainterPath path;
    QColor fill = {}; ///< invalid: none
    Stroke stroke = {};
};

/// The same small outline at many places.
struct Markers
{
    Tag tag;
    QPainterPath outline; ///< about (0, 0)
    std::vector<QPointF> at;
    QColor fill = {};
    Stroke stroke = {};
};

/// One line of text. Digits in Unicode superscript are set as small raised digits.
struct Text
{
    Tag tag;
    QString text;
    QPointF at; ///< on the baseline: its left end, middle or right end as `align` says
    Qt::Alignment align = Qt::AlignLeft;
    double size = 8; ///< points
    bool bold = false;
    bool italic = false;
    bool upwards = false; ///< turned to read from bottom to top
    QColor color = {};
    QRectF box = {}; ///< what it covers on the page, in points
};

using Item = std::variant<Shape, Markers, Text>;

/// A picture as a value: items in painting order on a page measured in points (1/72 inch), y downwards.
/// Screen, PDF, PNG, SVG and TikZ are made of the same one.
struct Drawing
{
    QSizeF size;
    QColor background;
    QString fontFamily;
    QString title;          ///< for the metadata of a file
    QByteArray record = {}; ///< the same: `recordText` of the figure; empty: none
    std::vector<Item> items;
};

enum class Quality {
    Full,
    Moving, ///< while the reader drags: bands without antialiasing
};

/// Paints with a painter whose unit is one point; real line widths, nothing cosmetic.
/// @param area  in points; what does not touch it may be left out; empty: all
void paint(const Drawing &drawing, QPainter &painter, Quality quality = Quality::Full,
           const QRectF &area = {});

/// The drawing as an SVG 1.1 document of the same size in millimetres: text as text, no clip paths, no links.
/// The same with its texts as shapes.
[[nodiscard]] Drawing outlined(Drawing drawing);
[[nodiscard]] QByteArray toSvg(const Drawing &drawing);

/// The drawing as a tikzpicture of the same size, for \input into a paper: colours and text style are defined
/// once at its head, text is LaTeX's own.
[[nodiscard]] QByteArray toTikz(const Drawing &drawing);

} // namespace onset
