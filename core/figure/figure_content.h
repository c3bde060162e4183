#pragma once

#include "core/figure/figure_spec.h"
#include "core/fit/across/crossover.h"
#include "core/fit/across/gain.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/judge/backtest.h"
#include "core/fit/judge/big_bench.h"
#include "core/fit/judge/verdict.h"

#include <functional>
#include <limits>
#include <memory>
#include <optional>

namespace onset {

/// One curve that is flat: how surely a rise would have been seen.
struct Sight
{
    double power = kUnknown; ///< to see a jump of kFrontierJump; NaN: not known
    double jump = kUnknown;  ///< the smallest seen with a power of 80 %, in the metric's unit; ∞: none
};
inline constexpr double kFrontierJump = 0.1; ///< share of the way from chance to the best score

/// One curve ready to paint.
struct CurveContent
{
    CurveSpec spec;
    Curve curve;                     ///< scores, fit and band as measured …
    Lens lens;                       ///< … and drawn through this
    std::vector<fit::Interval> bars; ///< shape (points), as measured; NaN: none
    QString label;
    fit::Measure measure; ///< what the fits know of the curve's metric
    fit::Fit fit;         ///< the rival that is drawn; not usable: nothing to draw, `fitNote` says why
    fit::Band band;       ///< x in fit units; empty when not asked for, not there yet (see `sketch`), or none
    std::optional<fit::Verdict> verdict;          ///< on all rivals; see `judged`
    std::optional<fit::BigBenchFinding> bigBench; ///< see `judged`
    QString fitNote; ///< what a reader must know: floor left free because chance is unknown, too few models …
    std::optional<fit::Onset> onset;           ///< none: chance is not known, so nothing was tested
    std::vector<fit::Prediction> forecast;     ///< of the models held out; intervals come with the whole band
    fit::Pattern pattern = fit::Pattern::None; ///< of rows only
    std::optional<Sight> sight;                ///< Plot::Flat only
};

/// What one curve gains over the baseline of its panel, in the metric's unit.
struct Difference
{
    int curve = 0;                   ///< of the panel
    std::vector<double> values = {}; ///< shape (points of the curve); NaN: the baseline has not this model
    std::vector<fit::Interval> bars = {}; ///< shape (points of the curve), 95 %; NaN: none
    fit::Points before = {}, after = {};  ///< of the baseline and of the curve, as fitted
    fit::Crossover crossing = {};         ///< its fits at once, what needs replicates with the bands
    fit::Band band = {};                  ///< 95 % about the difference of the fits; empty as a curve's
    bool settled = false;                 ///< nothing more will be known of the crossing
};

/// How much less of the scale one curve of a panel needs than another for the same scores.
struct GainContent
{
    int first = 0, second = 0; ///< curves of the panel
    fit::Gain gain = {};       ///< shift > 0: the second needs less
};

struct PanelContent
{
    PanelSpec spec;
    QString title; ///< the spec's, else what the curves have in common when there are several panels
    std::vector<CurveContent> curves;    ///< those of the spec that have points, in its order; rows from the
                                         ///< top, those that appear first before the others
    std::vector<Difference> differences; ///< Plot::Differences only
    std::vector<GainContent> gains;      ///< of PanelSpec::gains
    QStringList findings;                ///< what comes out of a comparison, one plain sentence each
    double chance = kUnknown;            ///< as drawn: one chance line when all curves agree
    std::vector<Reference> references;   ///< as drawn, each once
    QString xTitle, yTitle;              ///< with units
    AxisRange wholeX;                    ///< that shows all that was loaded, rows left out included
    AxisRange x, y;                      ///< in the units of the curves; the spec's, else what the data need
    bool logX = false;                   ///< resolved: never with a range that reaches zero
    bool logY = false;
    bool reversedX = false; ///< a measure of which less is better runs to the right
    bool percent = false;   ///< scores are proportions and are labelled in percent
    QStringList gone;       ///< curves of the spec that the workbook does not hold, or cannot place, in words
    QStringList missing;    ///< the same, and what else is not shown, with the reason
};

/// What a figure shows: the spec with its curves, fits and bands. Immutable once made, shared with the
/// painter.
struct FigureContent
{
    FigureSpec spec;
    std::vector<PanelContent> panels;
};

/// A point of a figure by its place: indices into `panels`, its `curves`, and their `points`.
struct PointRef
{
    int panel = 0, curve = 0, point = 0;
    auto operator<=>(const PointRef &) const = default;
};

/// Gives the curve of a spec along a scale; the store's `Curves::one`, or a test's table.
using CurveSource = std::function<Result<Curve>(const CurveSpec &, const Scale &)>;

using ContentPtr = std::shared_ptr<const FigureContent>;

/// Loads, transforms and fits everything that the spec names: all that is painted. A missing curve is listed,
/// not an error.
/// @param threads  ≥ 1, for fits and bands
/// @error Cancelled; whatever `source` fails with other than NotFound
[[nodiscard]] Result<ContentPtr> compose(const FigureSpec &spec, const CurveSource &source, int threads,
                                         Progress &progress);

/// The same at once: bands are of few replicates, and those are missing that take long, up to a second a
/// curve. `banded` adds them, and moves nothing else.
[[nodiscard]] Result<ContentPtr> sketch(const FigureSpec &spec, const CurveSource &source, int threads,
                                        Progress &progress);

/// The cut-offs of a backtest that a figure knows: the middles between neighbouring models along a scale,
/// from the weakest model up, in the unit of the scale.
[[nodiscard]] std::vector<double> cutoffsOf(const FigureContent &content, const Scale &scale);

/// Where a point stands on the y axis of its panel: its score as drawn, its difference from the baseline, or
/// the middle of its row, which are one apart. NaN: nowhere.
[[nodiscard]] double heightOf(const PanelContent &panel, int curve, int point);

/// Whether the curve's fit is drawn with a band, be it there yet or not. There is none with as many
/// parameters as models, nor about a monotone curve, whose bootstrap is not consistent at a point (see
/// fit::bootstrapBand).
[[nodiscard]] bool hasBand(const FigureSpec &spec, Plot plot, const CurveContent &curve);

/// The same figure where every band is there, if only of few replicates: so that it follows the mouse.
/// @return `content` itself when none was missing
/// @error Cancelled
[[nodiscard]] Result<ContentPtr> drafted(const ContentPtr &content, int threads, Progress &progress);

/// The same figure with the bands of further curves that lack theirs, or have a draft or one over another
/// range, in its order.
/// @param content  not null
/// @param most     curves whose bands are added, ≥ 1; the others wait for another call
/// @return `content` itself when no band is missing
/// @error Cancelled
[[nodiscard]] Result<ContentPtr> banded(const ContentPtr &content, int most, int threads, Progress &progress);
inline constexpr int kAllBands = std::numeric_limits<int>::max();

/// The same figure with other ranges of its axes and annotations. Bands are those of before until `banded`
/// makes them anew.
/// @param spec  the figure's own but for xRange, yRange and annotations of its panels
[[nodiscard]] ContentPtr ranged(const ContentPtr &content, const FigureSpec &spec);

/// The same figure with the verdict on every curve, BIG-bench's two numbers, and the 95 % profile intervals
/// of the fits that are drawn: what a reader of numbers wants and the painter can do without.
/// @param content  not null; without the layer of fits it comes back as it is
/// @error Cancelled
[[nodiscard]] Result<ContentPtr> judged(const ContentPtr &content, int threads, Progress &progress);

} // namespace onset
