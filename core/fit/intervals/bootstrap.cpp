#include "core/fit/intervals/bootstrap.h"

#include "core/fit/curves/rival.h"
#include "core/fit/intervals/redraw.h"
#include "core/fit/noise/draws.h"
#include "core/fit/parallel.h"
#include "core/fit/random.h"
#include "core/fit/solve/fitter.h"
#include "core/fit/solve/likelihood_solver.h"
#include "core/fit/solve/solver.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace onset::fit {
namespace {

constexpr std::uint32_t kScatterPlace = 0x7fffffff; ///< of random numbers; no model stands there
constexpr std::size_t kDraftRun = 4;
constexpr double kDraftGain = 0.01; ///< log-likelihood that a draft may leave to be gained

/// What the replicates found, quantity by quantity.
class Sample
{
public:
    Sample(const Fit &fit, std::size_t places, int replicates)
        : m_places(places), m_replicates(static_cast<std::size_t>(replicates)),
          m_values((places + static_cast<std::size_t>(fit.count)) * m_replicates), m_usable(m_replicates)
    {}

    void keep(std::size_t replicate, const Fit &fit, const Values &parameters, const Eigen::ArrayXd &curve)
    {
        m_usable[replicate] = 1;
        for (std::size_t k = 0; k < m_places; ++k)
            m_values[k * m_replicates + replicate] = curve[static_cast<Eigen::Index>(k)];
        for (std::size_t k = 0; k < static_cast<std::size_t>(fit.count); ++k)
            m_values[(m_places + k) * m_replicates + replicate] = parameters[k];
    }

    /// Drops the replicates that were not kept.
    void close()
    {
        const auto kept = static_cast<std::size_t>(std::count(m_usable.begin(), m_usable.end(), 1));
        if (kept == m_replicates)
            return;
        std::size_t to = 0;
        for (std::size_t from = 0; from < m_values.size(); ++from)
            if (m_usable[from % m_replicates])
                m_values[to++] = m_values[from];
        m_replicates = kept;
    }

    [[nodiscard]] std::size_t size() const { return m_replicates; }
    std::span<double> curves(std::size_t place)
    {
        return std::span(m_values).subspan(place * m_replicates, m_replicates);
    }
    std::span<double> parameter(std::size_t which) { return curves(m_places + which); }

private:
    std::size_t m_places;
    std::size_t m_replicates;
    std::vector<double> m_values; ///< shape (places + parameters, replicates)
    std::vector<char> m_usable;   ///< not bool: neighbours are written by different threads
};

/// The k-th smallest and k-th largest, k = ⌊(B + 1)(1 − level)/2⌋ [Efron & Tibshirani 1993, §12.5]; with too
/// few replicates for that, the extremes. Reorders the values.
Interval percentiles(std::span<double> low, std::span<double> high, double level)
{
    const double share = (1 - level) / 2;
    const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(low.size() + 1));
    const std::ptrdiff_t skip = std::max<std::ptrdiff_t>(rank, 1) - 1;
    std::nth_element(low.begin(), low.begin() + skip, low.end());
    const double least = low[static_cast<std::size_t>(skip)]; // both may be the same values
    std::nth_element(high.begin(), high.end() - 1 - skip, high.end());
    return {least, *(high.end() - 1 - skip)};
}

/// What the optima say about one parameter. One on the edge of the search, or without meaning because the
/// replicate is flat, may lie anywhere beyond: it counts as infinite where that widens the interval.
Interval parameterInterval(std::span<const double> optima, const Interval &searched, double level)
{
    std::vector<double> low(optima.begin(), optima.end());
    std::vector<double> high = low;
    for (std::size_t i = 0; i < optima.size(); ++i) {
        if (!(optima[i] > searched.low))
            low[i] = -kInfinity;
        if (!(optima[i] < searched.high))
            high[i] = kInfinity;
    }
    return percentiles(low, high, level);
}

/// Models drawn with replacement, in order of x; a function of (seed, replicate) alone.
Points resampled(const Points &points, std::uint64_t seed, std::uint64_t replicate)
{
    Draws draws(seed, replicate, 0);
    const auto m = static_cast<double>(points.size());
    std::vector<std::size_t> chosen(points.size());
    for (std::size_t &model : chosen)
        model = static_cast<std::size_t>(std::min(draws.uniform() * m, m - 1));
    std::sort(chosen.begin(), chosen.end());
    const auto pick = [&chosen](const std::vector<double> &values) {
        std::vector<double> picked;
        for (const std::size_t model : chosen)
            if (model < values.size())
                picked.push_back(values[model]);
        return picked;
    };
    return {pick(points.x), pick(points.y), pick(points.n), pick(points.se)};
}

/// The parameters of a replicate over other x, its amplitude stated where that of the fit is.
Values atReference(const Fit &replicate, double reference)
{
    Values found = values(replicate);
    if (replicate.reference == reference || found[1] == 0)
        return found;
    const double decades = found[2] * (reference - replicate.reference);
    const bool grows = rivalOf(replicate.request.model).reference == Reference::LargestX;
    found[1] *= std::pow(10, grows ? decades : -decades);
    return found;
}

/// Where the likelihood of a replicate leads from a fit.
class Climb
{
public:
    /// @param fit  of a curve with parameters
    Climb(const Points &points, const Fit &fit)
        : m_request(fit.request), m_start(optimumOf(fit)),
          m_solver(points.x, makeShape(fit.request, fit.reference), spaceOf(fit.request, points.x), {})
    {}

    /// @return printed parameters
    Values operator()(const Points &replicate)
    {
        const Likelihood likelihood(replicate, m_request.noise, m_request.chance, m_request.best);
        return printed(m_request, m_solver.polish(replicate, likelihood, m_start, kDraftGain).curve);
    }

private:
    Request m_request;
    Optimum m_start;
    LikelihoodSolver m_solver;
};

/// Not along steps, nor in the bent valley of powers, and not from where the shape has no meaning.
bool canClimb(const Fit &fit)
{
    const Model model = fit.request.model;
    return model != Model::Isotonic && model != Model::Step && model != Model::Power &&
           optimumOf(fit).curve.theta.isFinite().all();
}

/// Fits every replicate; false when cancelled.
bool fitReplicates(const Points &points, const Fit &fit, const std::vector<double> &at,
                   const Bootstrap &options, Progress &progress, Sample &sample)
{
    const auto count = static_cast<std::size_t>(options.replicates);
    const auto keep = [&](std::size_t replicate, const Fit &found) {
        if (found.usable())
            sample.keep(replicate, fit, atReference(found, fit.reference), means(found, values(found), at));
    };
    if (options.kind == Resampling::Case) {
        Request request = fit.request; // the box of the fit, not that of the models drawn
        request.box.midpoint = midpointBox(request.box, points.x);
        return forEachIndex(count, options.threads, progress, [&] {
            return [&, request](std::size_t replicate) {
                const Points drawn = resampled(points, options.seed, replicate);
                keep(replicate, Fitter(drawn.x, request).fit(drawn));
            };
        });
    }
    if (!isLeastSquares(fit.request)) {
        const Redraw redraw(points, fit);
        if (options.climbed && canClimb(fit))
            return forEachIndex(
                count, options.threads, progress,
                [&] {
                    return [&, climb = Climb(points, fit)](std::size_t replicate) mutable {
                        const Values optimum = climb(redraw(options.seed, replicate));
                        sample.keep(replicate, fit, optimum, means(fit, optimum, at));
                    };
                },
                kDraftRun);
        return forEachIndex(count, options.threads, progress, [&] {
            return [&, fitter = Fitter(points.x, fit.request)](std::size_t replicate) mutable {
                keep(replicate, fitter.fit(redraw(options.seed, replicate)));
            };
        });
    }
    const double sigma = std::sqrt(fit.rss / degreesLeft(fit));
    const Eigen::ArrayXd fitted = means(fit, values(fit), points.x);
    return forEachIndex(count, options.threads, progress, [&] {
        return [&, solver = makeSolver(points.x, fit.request),
                y = std::vector<double>(points.size())](std::size_t replicate) mutable {
            for (std::size_t i = 0; i < y.size(); i += 2) {
                const auto noise = normalPair(options.seed, replicate, i / 2);
                for (std::size_t j = i; j < std::min(i + 2, y.size()); ++j)
                    y[j] = fitted[static_cast<Eigen::Index>(j)] + sigma * noise[j - i];
            }
            const Values optimum = printed(fit.request, solver->solve(y));
            sample.keep(replicate, fit, optimum, means(fit, optimum, at));
        };
    });
}

/// Standard deviation; 0 where only rounding is left, infinite or NaN where values are.
double deviationOf(const Eigen::ArrayXd &values)
{
    const double mean = values.mean();
    const double deviation = std::sqrt((values - mean).square().mean());
    const double rounding = 8 * std::numeric_limits<double>::epsilon() * std::abs(mean);
    return deviation <= rounding ? 0 : deviation;
}

/// See Band. Before percentiles reorder the sample.
void setSimultaneous(Band &band, const Fit &fit, Sample &sample, const Bootstrap &options)
{
    const Eigen::ArrayXd fitted = means(fit, values(fit), band.x);
    const auto replicates = static_cast<Eigen::Index>(sample.size());
    Eigen::ArrayXd largest = Eigen::ArrayXd::Zero(replicates);
    std::vector<double> deviations;
    for (std::size_t k = 0; k < band.x.size(); ++k) {
        const Eigen::Map<const Eigen::ArrayXd> curves(sample.curves(k).data(), replicates);
        const double deviation = deviationOf(curves);
        if (deviation > 0 && std::isfinite(deviation))
            largest = largest.max((curves - fitted[static_cast<Eigen::Index>(k)]).abs() / deviation);
        deviations.push_back(deviation);
    }
    if (lawOf(fit) != Noise::Binomial) { // the sd stands on a scatter that few models fix
        const double half = degreesLeft(fit) / 2.0;
        for (Eigen::Index b = 0; b < replicates; ++b) {
            Draws draws(options.seed, static_cast<std::uint64_t>(b), kScatterPlace);
            largest[b] *= std::sqrt(half / std::exp(draws.logGamma(half)));
        }
    }
    // The ⌈level·(B + 1)⌉-th smallest: one more replicate stays below it with that probability.
    const auto rank =
        static_cast<Eigen::Index>(std::ceil(options.level * static_cast<double>(replicates + 1)));
    double *const critical = largest.data() + std::clamp<Eigen::Index>(rank, 1, replicates) - 1;
    std::nth_element(largest.data(), critical, largest.data() + replicates);
    for (std::size_t k = 0; k < band.x.size(); ++k) {
        const double half = std::isfinite(deviations[k]) ? *critical * deviations[k] : kInfinity;
        band.simultaneousLow[k] = fitted[static_cast<Eigen::Index>(k)] - half;
        band.simultaneousHigh[k] = fitted[static_cast<Eigen::Index>(k)] + half;
    }
}

} // namespace

Band bootstrapBand(const Points &points, const Fit &fit, const std::vector<double> &at,
                   const Bootstrap &options, Progress &progress)
{
    const std::vector<double> none(at.size(), std::numeric_limits<double>::quiet_NaN());
    Band band{at, none, none, none, none};
    if (!fit.usable() || degreesLeft(fit) < 1 || options.replicates < 1)
        return band;
    Sample sample(fit, at.size(), options.replicates);
    if (!fitReplicates(points, fit, at, options, progress, sample))
        return {};
    sample.close();
    band.replicates = options.replicates;
    band.failed = options.replicates - static_cast<int>(sample.size());
    if (sample.size() == 0)
        return band;

    setSimultaneous(band, fit, sample, options);
    for (std::size_t k = 0; k < at.size(); ++k) {
        const Interval interval = percentiles(sample.curves(k), sample.curves(k), options.level);
        band.low[k] = interval.low;
        band.high[k] = interval.high;
        band.simultaneousLow[k] = std::min(band.simultaneousLow[k], interval.low);
        band.simultaneousHigh[k] = std::max(band.simultaneousHigh[k], interval.high);
    }
    const auto searched = searchedRanges(fit.request, points.x);
    for (std::size_t k = 0; k < static_cast<std::size_t>(fit.count); ++k)
        if (fit.parameters[k].free)
            band.parameters[k] = parameterInterval(sample.parameter(k), searched[k], options.level);
    return band;
}

} // namespace onset::fit
