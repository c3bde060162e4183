#include "tests/support/fit_faults.h"

#include "core/fit/across/crossover.h"
#include "core/fit/across/gain.h"
#include "core/fit/curves/parameters.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/intervals/profile.h"
#include "core/fit/judge/backtest.h"
#include "core/fit/judge/big_bench.h"
#include "core/fit/judge/power.h"
#include "core/fit/solve/fitter.h"

#include <algorithm>
#include <cmath>

using namespace onset::fit;

namespace onset::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kRounding = 1e-9; ///< of a number, as a share of the largest that it is made of

std::string describe(const Request &request)
{
    std::string text = std::string(name(request.model)) + ", " + std::string(name(request.noise));
    if (!std::isnan(request.floor))
        text += ", floor " + std::to_string(request.floor);
    if (!std::isnan(request.ceiling))
        text += ", ceiling " + std::to_string(request.ceiling);
    return text;
}

double largest(const std::vector<double> &values)
{
    double most = 0;
    for (const double value : values)
        if (std::isfinite(value))
            most = std::max(most, std::abs(value));
    return most;
}

/// Keeps the first fault.
class Faults
{
public:
    explicit Faults(std::string where) : m_where(std::move(where)) {}

    void expect(bool holds, const std::string &what)
    {
        if (!holds && m_first.empty())
            m_first = m_where + ": " + what;
    }
    void share(double value, const std::string &what)
    {
        expect(value >= 0 && value <= 1, numbered(value, what));
    }
    void shareOrNone(double value, const std::string &what)
    {
        expect(std::isnan(value) || (value >= 0 && value <= 1), numbered(value, what));
    }
    void finite(double value, const std::string &what)
    {
        expect(std::isfinite(value), numbered(value, what));
    }

    /// In order, open at most outwards.
    void ordered(const Interval &found, const std::string &what)
    {
        if (std::isnan(found.low) && std::isnan(found.high))
            return;
        expect(found.low <= found.high && found.low < kInfinity && found.high > -kInfinity,
               what + " runs from " + std::to_string(found.low) + " to " + std::to_string(found.high));
    }

    /// @param slack  rounding of the estimate
    void around(const Interval &found, double estimate, double slack, const std::string &what)
    {
        ordered(found, what);
        expect(!(found.low > estimate + slack) && !(found.high < estimate - slack),
               what + " from " + std::to_string(found.low) + " to " + std::to_string(found.high) +
                   " leaves out " + std::to_string(estimate));
    }

    void add(std::string fault)
    {
        if (m_first.empty())
            m_first = std::move(fault);
    }
    [[nodiscard]] const std::string &first() const { return m_first; }

private:
    static std::string numbered(double value, const std::string &what)
    {
        return what + " is " + std::to_string(value);
    }

    std::string m_where, m_first;
};

/// The parameters of a usable fit.
void checkParameters(Faults &faults, const Points &points, const Fit &fit)
{
    const auto searched = searchedRanges(fit.request, points.x);
    for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i) {
        const auto &[label, value, interval, free] = fit.parameters[i];
        const std::string which(label);
        const double largestEnd = std::max(std::abs(searched[i].low), std::abs(searched[i].high));
        const double slack = // where both are held, the floor is the ceiling less the rise
            kRounding * std::fmax(largestEnd, std::abs(fit.request.ceiling));
        const bool shape = i >= 2 || fit.request.model == Model::Bnsl;
        faults.expect(std::isfinite(value) || (shape && std::isnan(value)),
                      which + " is " + std::to_string(value));
        faults.expect(std::isnan(value) || (value >= searched[i].low - (std::isfinite(slack) ? slack : 0) &&
                                            value <= searched[i].high + (std::isfinite(slack) ? slack : 0)),
                      which + " leaves its box: " + std::to_string(value));
    }
}

/// Sigmoids and steps stay between floor and ceiling, which stay in the box.
void checkMean(Faults &faults, const Points &points, const Fit &fit)
{
    const double size = std::max(largest(points.y), 1e-300);
    const double cancelled = 1e-15 * std::max(std::abs(fit.parameter("intercept")), 0.0); // of a line
    double rss = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double mean = fit.mean(points.x[i]);
        faults.finite(mean, "the mean at x = " + std::to_string(points.x[i]));
        rss += (points.y[i] - mean) * (points.y[i] - mean);
        if (hasCeiling(fit.request.model)) {
            const double floor = fit.parameter("floor"), ceiling = fit.parameter("ceiling");
            const double slack = kRounding * (std::abs(floor) + std::abs(ceiling));
            faults.expect(mean >= std::min(floor, ceiling) - slack &&
                              mean <= std::max(floor, ceiling) + slack,
                          "a mean of " + std::to_string(mean) + " outside floor and ceiling");
        }
    }
    const double off = kRounding * size + (std::isnan(cancelled) ? 0 : cancelled);
    const double rounding = static_cast<double>(points.size()) * off * (size + off);
    faults.expect(std::abs(rss - fit.rss) <= 1e-6 * rss + rounding,
                  "rss " + std::to_string(fit.rss) + " where the mean leaves " + std::to_string(rss));
    if (hasFloor(fit.request.model) && std::isnan(fit.request.floor) && std::isnan(fit.request.ceiling)) {
        const Interval box = fit.request.box.floor;
        const double slack = kRounding * std::max(std::abs(box.low), std::abs(box.high));
        const double floor = fit.parameter("floor");
        faults.expect(floor >= box.low - slack && floor <= box.high + slack,
                      "the floor " + std::to_string(floor) + " leaves its box");
    }
}

void checkFit(Faults &faults, const Points &points, const Fit &fit)
{
    if (!fit.usable()) {
        faults.expect(fit.comparable == Comparable::NotFitted, "comparable without a fit");
        faults.expect(std::isnan(fit.rss) && std::isnan(fit.logLikelihood) && std::isnan(fit.aicc) &&
                          std::isnan(fit.mean(points.x.empty() ? 0 : points.x[0])),
                      "numbers without a fit");
        return;
    }
    faults.expect(fit.m == static_cast<int>(points.size()) && fit.m > 0, "m is not the number of points");
    faults.expect(std::isfinite(fit.rss) && fit.rss >= 0, "rss is " + std::to_string(fit.rss));
    checkMean(faults, points, fit);
    if (fit.request.model == Model::Isotonic)
        return;
    checkParameters(faults, points, fit);
    faults.expect(std::isfinite(fit.logLikelihood) ||
                      (fit.logLikelihood == kInfinity && fit.rss == 0 && fit.comparable != Comparable::Yes),
                  "the log-likelihood is " + std::to_string(fit.logLikelihood));
    faults.expect(fit.request.noise == Noise::Binomial ? std::isnan(fit.scatter)
                                                       : std::isfinite(fit.scatter) && fit.scatter >= 0,
                  "the scatter is " + std::to_string(fit.scatter));
    if (fit.comparable == Comparable::Yes)
        faults.expect(std::isfinite(fit.aicc) && std::isfinite(fit.bic), "comparable without evidence");
    else
        faults.expect(std::isnan(fit.aicc) && std::isnan(fit.bic), "evidence without comparison");
}

void checkIntervals(Faults &faults, const Fit &fit, const std::array<Interval, kMaxParameters> &found,
                    const std::string &kind)
{
    for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i) {
        const Parameter &parameter = fit.parameters[i];
        const std::string what = kind + " of " + std::string(parameter.name);
        const Interval &interval = found[i];
        const double slack = kRounding * std::abs(parameter.value);
        faults.around(interval, parameter.value, std::isnan(slack) ? 0 : slack, what);
        if (!parameter.free || !fit.usable())
            faults.expect(std::isnan(interval.low) && std::isnan(interval.high),
                          what + ", which is not free");
    }
}

void checkBand(Faults &faults, const FitCase &tried, const Fit &fit, int replicates)
{
    Progress progress;
    std::vector<double> at;
    for (const double x : tried.points.x)
        if (at.size() < 3)
            at.push_back(x);
    const Band band = bootstrapBand(tried.points, fit, at, {.replicates = replicates}, progress);
    faults.expect(band.low.size() == at.size() && band.high.size() == at.size(),
                  "the band has another shape");
    faults.expect(band.failed >= 0 && band.failed <= std::max(0, band.replicates),
                  "more failed than were drawn");
    faults.expect(band.replicates > 0 || !fit.usable() || fit.m <= fit.k ||
                      fit.request.model == Model::Isotonic,
                  "no band of a usable fit");
    for (std::size_t i = 0; i < at.size() && i < band.low.size(); ++i) {
        const Interval here{band.low[i], band.high[i]};
        if (fit.rss == 0 && fit.request.noise == Noise::Gaussian)
            faults.around(here, fit.mean(at[i]), kRounding * largest(tried.points.y), "the band");
        faults.ordered(here, "the band");
        if (band.replicates > band.failed)
            faults.expect(std::isfinite(here.low) && std::isfinite(here.high), "the band has no end");
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i) {
        const Interval &interval = band.parameters[i];
        faults.ordered(interval, "bootstrap of " + std::string(fit.parameters[i].name));
        if (!fit.parameters[i].free || band.replicates == 0)
            faults.expect(std::isnan(interval.low), "bootstrap of what is not free");
    }
}

void checkComparison(Faults &faults, const Comparison &comparison)
{
    double sum = 0, least = kInfinity;
    for (std::size_t i = 0; i < comparison.fits.size(); ++i) {
        const bool comparable = comparison.fits[i].comparable == Comparable::Yes;
        faults.expect(comparable != std::isnan(comparison.weight[i]), "a weight without comparison");
        faults.expect(comparable != std::isnan(comparison.delta[i]), "a difference without comparison");
        if (!comparable)
            continue;
        faults.share(comparison.weight[i], "a weight");
        faults.expect(comparison.delta[i] >= 0 && std::isfinite(comparison.delta[i]), "a negative ΔAICc");
        sum += comparison.weight[i];
        least = std::min(least, comparison.delta[i]);
    }
    faults.expect(comparison.best < 0 ? sum == 0 : std::abs(sum - 1) < 1e-12 && least == 0,
                  "the weights sum to " + std::to_string(sum));
}

void checkPattern(Faults &faults, const PatternFinding &found, std::size_t m)
{
    const auto &[above, below, isAbove, isBelow, provisional] = found.tests;
    faults.expect(above.size() == m && below.size() == m && isAbove.size() == m && isBelow.size() == m,
                  "the tests have another shape");
    for (std::size_t i = 0; i < m && i < above.size(); ++i) {
        faults.shareOrNone(above[i], "p above");
        faults.shareOrNone(below[i], "p below");
    }
    faults.share(found.trend.pRise, "p of a rise");
    faults.share(found.trend.pFall, "p of a fall");
    faults.finite(found.trend.change, "the change");
    const Interval &between = found.onset.between;
    faults.expect(found.onset.exists || found.onset.oneBelow ? between.low < between.high
                                                             : std::isnan(between.low),
                  "the onset is no interval");
}

Points everySecond(const Points &points, std::size_t first)
{
    const auto half = [&](const std::vector<double> &values) {
        std::vector<double> kept;
        for (std::size_t i = first; i < values.size(); i += 2)
            kept.push_back(values[i]);
        return kept;
    };
    return {half(points.x), half(points.y), half(points.n), half(points.se)};
}

Request requestOf(const FitCase &tried, Model model)
{
    const Measure &measure = tried.measure;
    return {.model = model,
            .floor = hasFloor(model) ? measure.chance : std::numeric_limits<double>::quiet_NaN(),
            .noise = tried.noise,
            .chance = measure.chance,
            .best = measure.best,
            .box = boxFor(tried.points, measure.range, measure.chance, measure.lowerIsBetter)};
}

} // namespace

std::string faultOfRival(const FitCase &tried, const Request &request, int replicates)
{
    Faults faults(describe(request));
    const Fit found = fit::fit(tried.points, request);
    checkFit(faults, tried.points, found);
    if (!faults.first().empty())
        return faults.first();
    std::array<Interval, kMaxParameters> profiles;
    for (int i = 0; i < found.count; ++i)
        profiles[static_cast<std::size_t>(i)] = profileInterval(tried.points, found, i);
    checkIntervals(faults, found, profiles, "the profile");
    checkIntervals(faults, found, waldIntervals(tried.points, found), "the Wald interval");
    checkBand(faults, tried, found, replicates);
    const UsefulModel useful =
        modelForMidpoint(tried.points, found, std::numeric_limits<double>::quiet_NaN());
    faults.expect(std::isnan(useful.x) == std::isnan(useful.narrowing), "half of a useful model");
    faults.shareOrNone(useful.narrowing, "the narrowing");
    return faults.first();
}

std::vector<Request> requestsOf(const FitCase &tried)
{
    std::vector<Request> requests = rivalRequests(tried.points, tried.measure, tried.noise);
    requests.push_back(requestOf(tried, Model::Isotonic));
    return requests;
}

std::string faultOfRivals(const FitCase &tried, int replicates)
{
    for (const Request &request : requestsOf(tried))
        if (std::string fault = faultOfRival(tried, request, replicates); !fault.empty())
            return fault;
    return {};
}

std::string faultOfVerdict(const FitCase &tried, int replicates)
{
    Faults faults("verdict, " + std::string(name(tried.noise)));
    VerdictOptions options;
    options.breaks.replicates = replicates;
    options.noise = tried.noise;
    options.defaultNoise = false;
    const Verdict verdict = Judge()(tried.points, tried.measure, options);
    const auto fitOf = [&](int which) -> const Fit & {
        return verdict.comparison.fits[static_cast<std::size_t>(which)];
    };
    checkPattern(faults, verdict.finding, tried.points.size());
    checkComparison(faults, verdict.comparison);
    faults.expect(!std::isinf(verdict.advantage) ||
                      (verdict.advantage < 0 && fitOf(verdict.smooth).comparable == Comparable::Exact),
                  "an infinite advantage");
    faults.shareOrNone(verdict.power, "the power");
    faults.share(verdict.breakTest.p, "p of the break");
    faults.shareOrNone(verdict.breakTest.davies, "the bound of p of the break");
    faults.expect(!verdict.breakTest.tested || !std::isnan(verdict.breakTest.statistic),
                  "a break test of nothing");
    faults.expect(!verdict.breakTest.tested || verdict.breakTest.statistic == 0 ||
                      std::isfinite(verdict.breakTest.at),
                  "a break nowhere");
    faults.expect(!name(verdict.headline).empty() || verdict.headline == Headline::None, "no headline");
    if (verdict.sigmoid >= 0) {
        const double midpoint = fitOf(verdict.sigmoid).parameter("midpoint");
        faults.around(verdict.midpoint, midpoint, kRounding * std::abs(midpoint), "the midpoint");
    }
    if (verdict.smooth >= 0) {
        const std::vector<Request> requests = rivalRequests(tried.points, tried.measure, tried.noise);
        const auto [low, high] = std::minmax_element(tried.points.y.begin(), tried.points.y.end());
        const double most = tried.measure.lowerIsBetter ? *low - *high : *high - *low;
        const Fit &smooth = fitOf(verdict.smooth);
        faults.shareOrNone(powerToSee(tried.points, smooth, requests, most), "the power of the whole range");
        const double jump = smallestJump(tried.points, smooth, requests, most);
        faults.expect(std::isnan(jump) || std::isinf(jump) || std::abs(jump) <= std::abs(most),
                      "the smallest jump is " + std::to_string(jump));
    }
    const BigBenchFinding bench =
        bigBenchAgainstNull(tried.points, tried.measure.rule(), {.replicates = replicates});
    faults.expect(!std::isinf(bench.seen.linearity), "an infinite linearity");
    faults.shareOrNone(bench.chance.p, "p of breakthroughness at chance");
    faults.shareOrNone(bench.line.p, "p of breakthroughness of a line");
    return faults.first();
}

std::string faultOfGain(const FitCase &tried, Model model)
{
    Faults faults("gain, " + describe(requestOf(tried, model)));
    const Gain gain = computeEquivalentGain(everySecond(tried.points, 0), everySecond(tried.points, 1),
                                            requestOf(tried, model));
    faults.expect(gain.usable() || std::isnan(gain.shift), "a shift without a fit");
    if (gain.usable()) {
        faults.around(gain.interval, gain.shift, 1e-9, "the shift");
        faults.shareOrNone(gain.pCommonShape, "p of the common shape");
        faults.expect(!std::isnan(gain.logLikelihood), "no likelihood");
    }
    return faults.first();
}

std::string faultOfForecasts(const FitCase &tried, Model model, int replicates)
{
    Progress progress;
    const Bootstrap bootstrap{.replicates = replicates};
    const Request request = requestOf(tried, model);
    Faults faults("pair, " + describe(request));
    const Crossover crossover =
        findCrossover(everySecond(tried.points, 0), everySecond(tried.points, 1), request,
                      tried.measure.smallestGain, tried.measure.lowerIsBetter, bootstrap, progress);
    faults.ordered(crossover.interval, "the crossover");
    faults.shareOrNone(crossover.agreeing, "the share that agrees");
    faults.expect(std::isnan(crossover.at) ||
                      (crossover.at >= crossover.shared.low && crossover.at <= crossover.shared.high),
                  "a crossover outside the shared scales");
    for (const Cutoff &cutoff : backtest(tried.points, request, {.bootstrap = bootstrap}, progress)) {
        for (const Prediction &prediction : cutoff.predictions) {
            faults.expect(std::isnan(prediction.predicted) ||
                              (cutoff.fit.usable() && std::isfinite(prediction.predicted)),
                          "a prediction of " + std::to_string(prediction.predicted));
            faults.ordered(prediction.interval, "the prediction");
            faults.expect(!std::isinf(prediction.interval.low) && !std::isinf(prediction.interval.high),
                          "an open prediction");
        }
    }
    return faults.first();
}

std::string faultOfStages(const FitCase &tried, LossLink link, int replicates)
{
    Progress progress;
    const Request request = requestOf(tried, Model::Logistic);
    const Points points = everySecond(tried.points, 0);
    Points loss = points;
    for (double &y : loss.y)
        y = 3 - y;
    Faults faults("two stages, " + describe(request));
    const TwoStage stages =
        twoStage({loss, points, loss.y}, link, request, loss.x, {.replicates = replicates}, progress);
    for (std::size_t i = 0; i < stages.x.size(); ++i) {
        faults.ordered({stages.low[i], stages.high[i]}, "the band");
        faults.expect(!std::isinf(stages.mean[i]), "an infinite mean");
    }
    return faults.first();
}

std::string faultOfPairs(const FitCase &tried, int replicates)
{
    Faults faults("pairs");
    for (const Model model : {Model::Logistic, Model::Gompertz, Model::Richards})
        faults.add(faultOfGain(tried, model));
    for (const Model model : {Model::Flat, Model::Line, Model::Growth, Model::Step, Model::Logistic})
        faults.add(faultOfForecasts(tried, model, replicates));
    for (const LossLink link : {LossLink::Sigmoid, LossLink::Decay})
        faults.add(faultOfStages(tried, link, replicates));
    return faults.first();
}

} // namespace onset::test
