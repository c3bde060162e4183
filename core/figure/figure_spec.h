#pragma once

#include "core/base/result.h"
#include "core/curve/ability.h"
#include "core/curve/lens.h"
#include "core/fit/curves/fit.h"

#include <QJsonObject>

#include <cstdint>
#include <optional>
#include <vector>

namespace onset {

/// One curve of a panel, by name.
struct CurveSpec
{
    CurveKey key;
    QString source = {};   ///< import that its numbers come from; empty: the newest
    QString label = {};    ///< legend text; empty: made of what differs between the curves of the panel
    bool baseline = false; ///< what the other curves are compared with: drawn grey and hollow
    bool operator==(const CurveSpec &) const = default;
};

struct AxisRange
{
    double low = 0, high = 1; ///< in the unit of the axis, low < high
    bool operator==(const AxisRange &) const = default;
};

/// Something that the author writes or draws into a panel; places in the units of its axes.
struct Annotation
{
    enum class Kind {
        Text,   ///< with its middle at (x, y)
        Arrow,  ///< from (x2, y2) to (x, y), the text at its tail
        Line,   ///< upright at x, or level at y
        Band,   ///< from x to x2, or from y to y2
        Bracket ///< from x to x2 at the height y, the text above it
    };

    Kind kind = Kind::Text;
    QString text = {}; ///< ^{…} is raised, _{…} lowered
    std::optional<double> x = std::nullopt, y = std::nullopt, x2 = std::nullopt, y2 = std::nullopt;
    bool operator==(const Annotation &) const = default;
};

/// What a panel draws of its curves.
enum class Plot {
    Scores,      ///< the curves themselves
    Differences, ///< what each curve gains over the baseline of the panel, and from where on
    Onsets,      ///< a row for each curve: between which models its ability appears, in that order
    Flat,        ///< a row for each curve without any rise: how surely one would have been seen
};

/// Whether a panel has a row for each curve.
[[nodiscard]] inline bool hasRows(Plot plot) { return plot == Plot::Onsets || plot == Plot::Flat; }

/// One pair of axes and what is drawn on it.
struct PanelSpec
{
    Plot plot = Plot::Scores;
    QString title = {};
    std::vector<CurveSpec> curves = {};
    Scale x = {};
    std::optional<bool> logX = std::nullopt; ///< empty: as the scale prefers
    bool logY = false;
    Transform transform = Transform::Raw;
    double answerLength = 1; ///< tokens or steps of an answer, 0.01..10,000, for Power and Root
    std::optional<AxisRange> xRange = std::nullopt, yRange = std::nullopt; ///< empty: fits the data
    std::optional<double> cutoff = std::nullopt; ///< in the unit of the x axis; models beyond it are held
                                                 ///< out: not fitted, but foretold
    /// Levels that the drawn curves are held at where they have them, in the metric's unit; empty: as FitSpec
    /// asks, and a free ceiling. The verdict knows nothing of them.
    std::optional<double> floor = std::nullopt, ceiling = std::nullopt;
    std::vector<Annotation> annotations = {};
    bool gains = false; ///< how much less of the scale other families need for the same scores, as arrows
    bool operator==(const PanelSpec &) const = default;
};

/// What is drawn of every curve.
struct Layers
{
    bool joinedPoints = false; ///< points joined by lines, as in the paper's figures
    bool errorBars = true;
    bool fits = true; ///< fitted curves with their bands
    bool bands = true;
    bool chanceLine = true;
    bool references = true; ///< human raters and the like
    bool onset = true;      ///< bracket from the largest model below to the onset by definition
    bool operator==(const Layers &) const = default;
};

struct FitSpec
{
    enum class Floor { Auto, Chance, Free };

    /// Empty ("auto"): the comparable rival of smallest AICc; where too few models leave none that rises,
    /// the logistic curve, which is then said.
    std::optional<fit::Model> model = fit::Model::Logistic;
    /// Empty ("auto"): as the scores allow, see fit::defaultNoise. A curve that does not allow the law takes
    /// that one too, and says so.
    std::optional<fit::Noise> noise = std::nullopt;
    Floor floor = Floor::Chance; ///< auto: whichever has the smaller AICc. Chance unknown: 0 for generated
                                 ///< answers, else free
    int replicates = 1000;
    std::uint64_t seed = 1;
    bool operator==(const FitSpec &) const = default;
};

enum class Theme { Light, Dark };
enum class LegendPlace {
    Auto,
    Outside,
    Direct, ///< names at the right ends of the curves; as Auto where there is no room for them
    None
};

struct FigureStyle
{
    double widthMm = 140; ///< of the page, 20..2000
    double heightMm = 90;
    QString fontFamily = {}; ///< empty: the bundled font
    double fontPt = 8;
    double linePt = 1;
    Theme theme = Theme::Light;
    LegendPlace legend = LegendPlace::Auto;
    bool panelLetters = false;
    bool footer = false; ///< data, fit, exclusions and version in small print
    bool operator==(const FigureStyle &) const = default;
};

/// The question that a figure asks of a selection of abilities; see `viewOf`.
enum class View { Curve, SmallMultiples, Strategies, Scales, Metrics, Families, Onsets, Frontier };

/// A figure as a value: screen, export and batch paint the same.
struct FigureSpec
{
    QString name = {};
    QString title = {};
    View view = View::Curve;
    std::vector<AbilityKey> selection =
        {};                  ///< that the view was made of, shown or not; empty: those of the curves
    int columns = 0;         ///< panels per row; 0: as square as possible
    bool sharedAxes = false; ///< axes of the same title have the same range in all panels
    std::vector<PanelSpec> panels = {};
    Layers layers = {};
    FitSpec fit = {};
    FigureStyle style = {};
    bool operator==(const FigureSpec &) const = default;
};

/// The JSON form, readable and stable: keys are the members' names, a scale is its command-line name or, for
/// a measure, an object {benchmark, task, metric, setting}. what differs from the defaults is written;
/// reading fills the rest.
[[nodiscard]] QJsonObject toJson(const FigureSpec &spec);

/// @error BadInput naming the path of the first bad value ("panels[2].curves[0].family"): unknown key or
/// enum,
///        wrong type, not a finite number, a number outside its range (sizes 20..2000 mm), an empty or
///        reversed range, a text over 1,000 characters, more than 400 panels, 10,000 curves or
///        10,000 annotations
[[nodiscard]] Result<FigureSpec> figureFromJson(const QJsonObject &json);
/// The same from the bytes of a file of at most 16 MiB.
[[nodiscard]] Result<FigureSpec> figureFromJson(const QByteArray &json);

} // namespace onset
