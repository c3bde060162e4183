#pragma once

#include "core/fit/curves/fit.h"
#include "core/fit/judge/onset.h"

#include <vector>

namespace onset::fit {

/// By how much a threshold rival's AICc must beat that of every smooth rival. Under straight lines, pure
/// growth and saturation it keeps the false "emergent" at 1–3 % of curves, where AICc alone reaches 17 %.
inline constexpr double kDecisiveAicc = 4;

inline constexpr std::size_t kMostScales = 64; ///< as many as the break test looks at singly

/// How surely a jump would have been seen: the probability that, had the ability stayed at its start and then
/// jumped between two neighbouring models, a threshold rival would beat every smooth rival by
/// kDecisiveAicc. The mean over the gaps with at least two scales on either side, of many over 32 that are
/// evenly spread; 0 where there is none.
///
/// A rival with k free parameters, of which l are not the place of a break, explains the mean μ of the jump
/// by its weighted least-squares curve μ_r and its own scatter φ; its residuals have the variance S_i =
/// V_i(μ, φ₀)(1 − l/m) + (μ_i − μ_r,i)². Its expected deviance is
///     D_r = min over φ of Σ ln V_i(μ_r, φ) + S_i/V_i(μ_r, φ),    A_r = D_r + 2K + 2K(K + 1)/(m − K − 1).
/// For counts the noise of the questions in V is taken at (2μ_r + μ_i)/3: there S/V follows the deviance of
/// Poisson counts as the third-order expansion does [McCullagh & Nelder 1989, §2.3], where a rival near 0
/// meets a few right answers.
///
/// The difference between a smooth rival s and the best threshold rival t is taken for normal with the mean
/// A_s − A_t, as ratios of likelihoods that are not nested are [Vuong 1989, Econometrica 57:307], and the
/// variance Σ 4(μ_i − μ_s,i)²V_i/V_s,i² + 2V_i²(1/V_t,i − 1/V_s,i)² + 2(l_s + l_t − 2). The power is that
/// against the smooth rival that is hardest to beat.
///
/// More than `mostScales` scales are pooled first, neighbours together, so that the cost is bounded: K models
/// pooled have the questions of all and 1/K of the scatter between models. Of 100 models it moves the power
/// by less than 0.01 (tst_power).
///
/// Approximations: the scores are taken for normal with the variance of the law; rivals with more than one
/// shape parameter are left out, as a step describes a jump between models as well; the rivals' chance to fit
/// the noise is that of linear curves. Within some ten points of simulation (tst_power), for six models
/// fifteen; where the whole jump is some twenty right answers or fewer, 20 to 35 points too high.
///
/// @param smooth  a usable fit of a smooth rival: its mean at the smallest x is the start, its noise law and
///                scatter (of gaussian noise with the variance rss/(m − k)) are those of the scores
/// @param rivals  smooth ones and a step at least, with the noise of `smooth`
/// @param jump    in the metric's unit, signed; μ stays below the best score of the noise law
/// @return  in 0..1; NaN without a usable fit or a step
[[nodiscard]] double powerToSee(const Points &points, const Fit &smooth, const std::vector<Request> &rivals,
                                double jump, std::size_t mostScales = kMostScales);

/// The smallest jump, in 0..most, seen with the target power; infinite where even `most` is not.
/// @param most  the largest jump that the metric allows, signed as the jump
[[nodiscard]] double smallestJump(const Points &points, const Fit &smooth, const std::vector<Request> &rivals,
                                  double most, double target = 0.8);

/// One more model that would tell most.
struct UsefulModel
{
    double x = std::numeric_limits<double>::quiet_NaN(); ///< its scale, in the units of Points::x
    double narrowing =
        std::numeric_limits<double>::quiet_NaN(); ///< expected share by which the interval gets shorter
};

/// For the onset by definition: the middle of the gap that it lies in, which halves the gap.
[[nodiscard]] UsefulModel modelForOnset(const Onset &onset);

/// For the midpoint (break): the scale between one decade below the smallest and one above the largest x that
/// leaves it the smallest variance, (J + ∇μ∇μᵀ/V)⁻¹, J = Σ ∇μ_i∇μ_iᵀ/V_i the expected information of the
/// mean's free parameters [Fedorov 1972, Theory of Optimal Experiments]. Rather cautious: the profile
/// interval of few models also gains a degree of freedom (eight models, simulated: 0.36 where this says
/// 0.27).
/// @param questions  of the new model; NaN: as many as the median of the others, or their noise
/// @return  NaN where the fit has no free midpoint, or the points do not identify its parameters
[[nodiscard]] UsefulModel modelForMidpoint(const Points &points, const Fit &fit, double questions);

} // namespace onset::fit
