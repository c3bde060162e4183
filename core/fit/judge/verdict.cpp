#include "core/fit/judge/verdict.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/intervals/profile.h"
#include "core/fit/judge/smooth_fit.h"
#include "core/fit/multiplicity.h"
#include "core/fit/noise/likelihood.h"
#include "core/fit/parallel.h"
#include "core/fit/solve/evidence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace onset::fit {
namespace {

const Fit &fitOf(const Verdict &verdict, int which)
{
    return verdict.comparison.fits[static_cast<std::size_t>(which)];
}

/// Whether the fitted mean gets better with scale.
bool rises(const Fit &fit, const Points &points, const Measure &measure)
{
    const double change = fit.mean(points.x.back()) - fit.mean(points.x.front());
    return measure.lowerIsBetter ? change < 0 : change > 0;
}

bool hasRise(Pattern pattern)
{
    return pattern == Pattern::Present || pattern == Pattern::Appears ||
           pattern == Pattern::AppearsOneBelow || pattern == Pattern::Mixed || pattern == Pattern::None;
}

/// AICc as the contest of shapes takes it. A smooth rival on the edge of its box has a likelihood too, though
/// no claim to its parameters, and an exact one cannot be beaten; that a threshold passes through every score
/// proves nothing. NaN: too few models, or none.
double contestAicc(const Fit &fit)
{
    if (fit.comparable == Comparable::Exact && isSmooth(fit.request.model))
        return -std::numeric_limits<double>::infinity();
    const bool scatters = fit.request.noise != Noise::Binomial;
    if (fit.comparable == Comparable::Unidentified && isSmooth(fit.request.model))
        return evidence(fit.logLikelihood, fit.m, fit.k + (scatters ? 1 : 0)).aicc;
    return fit.aicc;
}

/// The rival of smallest contest AICc among those that `wanted` accepts; −1: none.
template <typename Wanted>
int bestInContest(const std::vector<Fit> &fits, Wanted wanted)
{
    int found = -1;
    for (int i = 0; i < static_cast<int>(fits.size()); ++i) {
        const Fit &candidate = fits[static_cast<std::size_t>(i)];
        const double aicc = contestAicc(candidate);
        if (!std::isnan(aicc) && wanted(candidate) &&
            (found < 0 || aicc < contestAicc(fits[static_cast<std::size_t>(found)])))
            found = i;
    }
    return found;
}

/// AICc(smooth) − AICc(threshold); of two exact fits the smooth one is enough.
double advantageOf(const Verdict &verdict)
{
    if (verdict.smooth < 0 || verdict.threshold < 0)
        return kNone;
    const double smooth = contestAicc(fitOf(verdict, verdict.smooth));
    return std::isinf(smooth) ? smooth : smooth - contestAicc(fitOf(verdict, verdict.threshold));
}

Shape shapeOf(const Verdict &verdict)
{
    if (verdict.advantage >= kDecisiveAicc)
        return Shape::Threshold;
    if (verdict.power >= kEnoughPower)
        return Shape::Smooth;
    return Shape::CannotTell;
}

Headline headlineOf(Pattern pattern, Shape shape)
{
    switch (pattern) {
    case Pattern::None:
        break;
    case Pattern::Insufficient:
        return Headline::Insufficient;
    case Pattern::BelowChance:
        return Headline::BelowChance;
    case Pattern::Inverse:
        return Headline::Inverse;
    case Pattern::Flat:
        return Headline::Flat;
    case Pattern::Present:
        return Headline::PresentThroughout;
    case Pattern::Appears:
        if (shape == Shape::Threshold)
            return Headline::Emergent;
        return shape == Shape::Smooth ? Headline::SmoothOnset : Headline::EmergentByDefinition;
    case Pattern::AppearsOneBelow:
        return Headline::EmergentByDefinition;
    case Pattern::Mixed:
        return Headline::Unclear;
    }
    return Headline::None;
}

/// The power to see a jump of half the observed range, where a smooth rival is best or nearly so.
double powerOf(const Verdict &verdict, const Points &points, const std::vector<Request> &requests)
{
    if (verdict.smooth < 0 || verdict.advantage >= kDecisiveAicc)
        return kNone;
    const auto smooth = static_cast<std::size_t>(verdict.smooth);
    if (verdict.comparison.fits[smooth].comparable == Comparable::Exact)
        return 1; // no noise could have hidden a jump
    const auto [low, high] = std::minmax_element(points.y.begin(), points.y.end());
    const double jump = (verdict.measure.lowerIsBetter ? *low - *high : *high - *low) / 2;
    return powerToSee(points, verdict.comparison.fits[smooth], requests, jump);
}

/// What the break test needs of a smooth fit, turned so that better is up.
SmoothFit smoothFit(const Points &points, const Fit &fit, const Measure &measure)
{
    const double sign = measure.lowerIsBetter ? -1 : 1;
    const Eigen::ArrayXd mean = means(fit, values(fit), points.x);
    const Likelihood likelihood(points, fit.request.noise, fit.request.chance, fit.request.best);
    SmoothFit smooth;
    smooth.residual = sign * (Eigen::Map<const Eigen::ArrayXd>(points.y.data(), mean.size()) - mean).matrix();
    smooth.variance.resize(mean.size());
    for (Eigen::Index i = 0; i < mean.size(); ++i)
        smooth.variance[i] = likelihood.variance(static_cast<std::size_t>(i), mean[i], fit.phi());
    smooth.jacobian = sign * meanJacobian(fit, points.x);
    if (fit.comparable == Comparable::Exact) {
        smooth.residual.setZero();
        smooth.variance.setOnes();
    }
    // Flat at chance has its level granted; a power without a rise is flat, and its exponent is none.
    if (fit.k == 0 || !smooth.jacobian.allFinite())
        smooth.jacobian = Eigen::MatrixXd::Ones(mean.size(), 1);
    return smooth;
}

} // namespace

std::string_view name(Shape shape)
{
    switch (shape) {
    case Shape::None:
        return "";
    case Shape::Threshold:
        return "threshold";
    case Shape::Smooth:
        return "smooth";
    case Shape::CannotTell:
        break;
    }
    return "cannot tell";
}

std::string_view name(Headline headline)
{
    switch (headline) {
    case Headline::Emergent:
        return "emergent";
    case Headline::SmoothOnset:
        return "smooth onset";
    case Headline::EmergentByDefinition:
        return "emergent by definition";
    case Headline::PresentThroughout:
        return "present throughout";
    case Headline::Unclear:
        return "unclear";
    case Headline::Flat:
        return "flat";
    case Headline::Inverse:
        return "inverse";
    case Headline::BelowChance:
        return "below chance";
    case Headline::Insufficient:
        return "insufficient";
    case Headline::None:
        break;
    }
    return "no chance level";
}

Verdict Judge::operator()(const Points &points, const Measure &measure, const VerdictOptions &options)
{
    Verdict verdict;
    verdict.measure = measure;
    verdict.noise = options.defaultNoise ? defaultNoise(points, measure.counts) : options.noise;
    verdict.finding = findPattern(points, measure.rule());
    const std::vector<Request> requests =
        rivalRequests(points, measure, verdict.noise, options.floor, options.givenFloor);
    if (points.size() > 0)
        verdict.comparison = m_rivals(points, requests);
    const Comparison &rivals = verdict.comparison;
    verdict.smooth = bestInContest(rivals.fits, [](const Fit &fit) { return isSmooth(fit.request.model); });
    verdict.threshold = bestInContest(rivals.fits, [&](const Fit &fit) {
        return !isSmooth(fit.request.model) && rises(fit, points, measure);
    });
    verdict.sigmoid = rivals.bestOf([](const Fit &fit) { return hasMidpoint(fit.request.model); });
    verdict.advantage = advantageOf(verdict);
    if (options.breakTest && verdict.smooth >= 0)
        verdict.breakTest = testForBreak(points.x, smoothFit(points, fitOf(verdict, verdict.smooth), measure),
                                         options.breaks);
    if (options.midpoint && verdict.sigmoid >= 0)
        verdict.midpoint = profileInterval(points, fitOf(verdict, verdict.sigmoid), 3);
    if (hasRise(verdict.finding.pattern)) {
        verdict.power = powerOf(verdict, points, requests);
        verdict.shape = shapeOf(verdict);
    }
    verdict.headline = headlineOf(verdict.finding.pattern, verdict.shape);
    return verdict;
}

std::vector<Verdict> judgeAll(const std::vector<Points> &curves, const std::vector<Measure> &measures,
                              const VerdictOptions &options, int threads, Progress &progress)
{
    std::vector<Verdict> verdicts(curves.size());
    std::vector<std::size_t> order(
        curves.size()); // curves with the same rivals side by side: they share the grids
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const auto chance = [&](std::size_t i) {
            return std::isnan(measures[i].chance) ? -1 : measures[i].chance;
        };
        return chance(a) != chance(b) ? chance(a) < chance(b) : curves[a].x < curves[b].x;
    });
    constexpr std::size_t kRun = 1; // a curve takes long enough to be cancelled or shared out
    const bool finished = forEachIndex(
        order.size(), threads, progress,
        [&] {
            return [&, judge = Judge()](std::size_t index) mutable {
                const std::size_t curve = order[index];
                verdicts[curve] = judge(curves[curve], measures[curve], options);
            };
        },
        kRun);
    if (!finished)
        verdicts.clear();
    return verdicts;
}

std::vector<double> breakQ(const std::vector<Verdict> &verdicts)
{
    std::vector<double> p;
    for (const Verdict &verdict : verdicts)
        p.push_back(verdict.breakTest.tested ? verdict.breakTest.p : kNone);
    return benjaminiHochberg(p);
}

} // namespace onset::fit
