#pragma once

#include "core/fit/curves/fit.h"
#include "core/fit/intervals/bootstrap.h"

#include <vector>

namespace onset::fit {

/// Loss to score, as a rival over −loss, so that more is better to the right.
enum class LossLink {
    Sigmoid, ///< the logistic: floor + (ceiling − floor)·σ(κ(L₀ − L))
    Decay, ///< error ε − k·e^(−γL), that is the power growth f + k·e^(−γL) with f = 1 − ε, γ = α·ln 10
           ///< [Gadre et al. 2024, arXiv 2403.08540; form as in the authors' code]
};

/// What one curve's models lost and scored. All vectors have shape (m); the models need not be all of those
/// with a loss.
struct LossAndScore
{
    Points loss;                      ///< over the scale; y in nats, falling
    Points score;                     ///< over the same scale
    std::vector<double> lossOfScored; ///< the measured loss of each model in `score`
};

struct TwoStage
{
    Fit loss;                      ///< Power over the scale: limit + A·10^(−αx), least squares
    Fit link;                      ///< over −loss
    Fit direct;                    ///< the logistic of score over scale, to hold it against
    std::vector<double> x;         ///< shape (k), as asked
    std::vector<double> mean;      ///< shape (k), link at the loss of the first stage; NaN: no usable fits,
                                   ///< or beyond the range of a double
    std::vector<double> low, high; ///< shape (k), pointwise percentile band of the mean; NaN: none
    int replicates = 0;            ///< 0: no band
    int failed = 0;                ///< replicates with a mean that is NaN, left out of the band

    [[nodiscard]] double at(double scale) const; ///< the mean at one scale
};

/// Scale → loss → score. The link is fitted to measured losses, the loss to the scale; a parametric bootstrap
/// redraws both (losses with σ² = rss/(m − k), scores by the request's noise law and scatter), fits both anew
/// and so carries the errors of either stage through. Losses are taken for exact in the second.
/// @param request  of the score: noise, chance, best, floor, ceiling and box of the direct fit; of the box,
///                 midpoint belongs to the scale, so that of the link is its default with losses ≥ 0
/// @return  without fits when sizes differ; without a band when cancelled or a stage has no freedom left
[[nodiscard]] TwoStage twoStage(const LossAndScore &models, LossLink link, Request request,
                                const std::vector<double> &at, const Bootstrap &options, Progress &progress);

} // namespace onset::fit
