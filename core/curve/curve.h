#pragma once

#include "core/base/ids.h"
#include "core/curve/metric.h"
#include "core/curve/scale.h"
#include "core/fit/curves/fit.h"
#include "core/fit/judge/measure.h"

#include <QString>

#include <limits>
#include <optional>
#include <vector>

namespace onset {

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Names a curve by its words, so that figures, exclusions and annotations survive a re-import.
struct CurveKey
{
    QString family;
    QString model =
        {}; ///< empty: a family curve (last checkpoint of each model); else a run (its checkpoints)
    QString benchmark = {};
    QString task = {};
    QString metric = {};
    QString setting = {};

    std::strong_ordering operator<=>(const CurveKey &) const = default;
};

/// What another import says of the same result.
struct OtherScore
{
    double y = kUnknown;
    QString source; ///< paper and table, or file and row

    bool operator==(const OtherScore &) const = default;
};

/// One model's result on the curve's measure. Unknown numbers are NaN.
struct CurvePoint
{
    QString model;
    QString checkpoint;
    double x = kUnknown; ///< the scale as stated (FLOPs, not their logarithm), > 0 on a logarithmic scale
    double xStandardError = kUnknown; ///< of x, when it is another measure's score
    double y = kUnknown;              ///< score in the metric's unit
    double standardError = kUnknown;  ///< of y, in its unit
    double n = kUnknown;              ///< questions behind the score
    double parameters = kUnknown;
    double tokens = kUnknown;
    double flops = kUnknown;
    bool flopsEstimated = false;                   ///< compute not reported by the authors: 6ND or inferred
    bool excluded = false;                         ///< set aside by the user: drawn hollow, left out of fits
    std::optional<double> measured = std::nullopt; ///< the score where y is only supposed
    bool heldOut = false; ///< beyond the cut-off of a backtest: left out of fits, and foretold by them
    ImportId import;
    QString source; ///< paper and table, or file and row
    QString note;
    std::vector<OtherScore> others = {}; ///< that disagree; the newest first

    bool operator==(const CurvePoint &) const = default; // NaN ≠ NaN: for tests on complete points
};

/// A level to compare with that is no model: human raters, a random baseline.
struct Reference
{
    QString label;
    double value = kUnknown; ///< in the metric's unit

    bool operator==(const Reference &) const = default;
};

/// The results of one family, or of one run, on one measure in one setting, ordered along a scale.
struct Curve
{
    CurveKey key;
    Scale scale;
    Metric metric;
    double chance = kUnknown; ///< score of guessing, in the metric's unit
    double best = kUnknown;   ///< best possible score
    std::vector<CurvePoint>
        points; ///< in order of Scale::toFit(x); models without this scale are counted in `unplaced`
    std::vector<Reference> references;
    int unplaced = 0;  ///< results left out because the scale of their model is unknown
    int conflicts = 0; ///< results of other imports that disagree with those shown
};

/// The score of guessing as far as it is known: as stated, 0 where answers are generated, else NaN.
[[nodiscard]] double guessingScore(const Curve &curve);

/// The compute on this curve's axis is an estimate of ours or taken from another model; drawn differently.
[[nodiscard]] bool xEstimated(const Curve &curve, const CurvePoint &point);

/// A score that some model might have had.
struct Supposition
{
    CurveKey curve;
    QString model, checkpoint;
    double score = 0; ///< in the metric's unit

    bool operator==(const Supposition &) const = default;
};

/// The curve with that score in place of the measured one: within the metric's range, and a count of the
/// questions where the measured one is. As it is when it has not this point.
[[nodiscard]] Curve supposed(Curve curve, const Supposition &supposition);

/// The points that fits may see, in their units: x per Scale::toFit, y as is.
[[nodiscard]] fit::Points fitPoints(const Curve &curve);
/// The same, followed by those that are held out.
[[nodiscard]] fit::Points backtestPoints(const Curve &curve);

/// How the curve's ability is measured, as the verdicts need it: chance as in `guessingScore`, the smallest
/// gain 5 points of a proportion and 5 % of another metric's range; NaN, so no pattern, where that is
/// unbounded.
[[nodiscard]] fit::Measure measureOf(const Curve &curve);

/// The fit to ask for: its box follows the metric's range and direction.
/// @param floor  in the unit of the scores; NaN: free
[[nodiscard]] fit::Request fitRequest(const Curve &curve, fit::Model model, double floor);

/// The 95 % interval of one score: Wilson [1927] when it is a mean of 0/1 outcomes with known n and y·n a
/// count as far as the printed digits tell, ±1.96 se when a standard error is stated, otherwise {NaN, NaN}.
[[nodiscard]] fit::Interval scoreInterval(const Metric &metric, const CurvePoint &point);

} // namespace onset
