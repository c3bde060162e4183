#pragma once

#include "core/fit/curves/fit.h"
#include "core/fit/intervals/bootstrap.h"

#include <span>
#include <vector>

namespace onset::fit {

/// What a fit to smaller models said of a larger one.
struct Prediction
{
    double x = 0;
    double observed = 0;
    double horizon = 0; ///< > 0: x beyond the largest fitted model; decades on a logarithmic scale
    double predicted = std::numeric_limits<double>::quiet_NaN(); ///< NaN: no usable fit, or beyond every
                                                                 ///< number where the range has no end
    /// Where the new score should fall: uncertainty of the curve, scatter between models and noise of its own
    /// questions. NaN: as many parameters as models, a model whose noise is not known, no replicates, or some
    /// of them beyond every number where the range has no end.
    Interval interval = {};
};

/// A fit to the models up to a cut-off, tried on those above.
struct Cutoff
{
    double x = 0; ///< of the largest fitted models
    Fit fit;
    std::vector<Prediction> predictions; ///< in the order of the points
};

struct BacktestOptions
{
    int fewestBelow = 4; ///< models fitted; at least one stands above
    Bootstrap bootstrap = {.replicates = 400};
    /// Of the metric: a fit whose mean leaves it foretells its end, as no model can score beyond. Infinite
    /// ends are open.
    Interval range{-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
};

/// One cut-off: what a fit to the first models says of the others. Intervals as of `backtest`.
/// @param points  x increasing
/// @param below   its first ones, those that were fitted
/// @param options  of 0 replicates: no intervals
/// @return  empty when cancelled
[[nodiscard]] std::vector<Prediction> forecast(const Points &points, const Points &below, const Fit &fit,
                                               const BacktestOptions &options, Progress &progress);

inline constexpr std::size_t kMostCutoffs = 64;

/// Fits below every cut-off between neighbouring scales, of many below kMostCutoffs that are evenly spread,
/// and predicts above.
/// Intervals are percentiles of a parametric bootstrap: scores redrawn from the fitted mean and scatter, the
/// rival fitted anew, a new score drawn from it [Davison & Hinkley 1997, Bootstrap Methods, §6.3.3]. Each
/// replicate draws its scatter, too, as a few models leave it open: of gaussian noise rss/χ²(m − k), else
/// from the likelihood of √φ at the fitted mean. They know nothing of rivals that the smaller models do not
/// suggest: where no rise is seen, none is foreseen.
/// @param points  x increasing
/// @return  empty when cancelled, or with too few models
[[nodiscard]] std::vector<Cutoff> backtest(const Points &points, const Request &request,
                                           const BacktestOptions &options, Progress &progress);

/// How good predictions were.
struct ForecastScore
{
    int predictions = 0;                                                 ///< that a usable fit made
    double meanAbsoluteError = std::numeric_limits<double>::quiet_NaN(); ///< in the metric's unit
    int intervals = 0;
    double coverage = std::numeric_limits<double>::quiet_NaN(); ///< share of the intervals with the score
                                                                ///< inside
};

/// @param horizon  the predictions counted: above its low end, up to its high end
[[nodiscard]] ForecastScore score(std::span<const Prediction> predictions, const Interval &horizon);

/// Of all cut-offs, in order.
[[nodiscard]] std::vector<Prediction> predictionsOf(std::span<const Cutoff> cutoffs);

/// The horizons of a summary: up to half a decade, one, two, and beyond.
inline constexpr std::array kHorizons{Interval{0, 0.5}, Interval{0.5, 1}, Interval{1, 2},
                                      Interval{2, std::numeric_limits<double>::infinity()}};

} // namespace onset::fit
