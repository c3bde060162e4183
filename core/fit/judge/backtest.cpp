#include "core/fit/judge/backtest.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/intervals/redraw.h"
#include "core/fit/noise/draws.h"
#include "core/fit/parallel.h"
#include "core/fit/solve/fitter.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

/// The first `count` models.
Points firstOf(const Points &points, std::size_t count)
{
    const auto head = [count](const std::vector<double> &values) {
        return std::vector(values.begin(),
                           values.begin() + static_cast<std::ptrdiff_t>(std::min(count, values.size())));
    };
    return {head(points.x), head(points.y), head(points.n), head(points.se)};
}

/// Sizes of the heads that end between two scales; of many some, evenly spread.
std::vector<std::size_t> cuts(const Points &points, int fewest)
{
    std::vector<std::size_t> sizes;
    for (auto size = static_cast<std::size_t>(std::max(1, fewest)); size < points.size(); ++size)
        if (points.x[size - 1] < points.x[size])
            sizes.push_back(size);
    if (sizes.size() <= kMostCutoffs)
        return sizes;
    std::vector<std::size_t> spread;
    for (std::size_t i = 0; i < kMostCutoffs; ++i)
        spread.push_back(sizes[i * (sizes.size() - 1) / (kMostCutoffs - 1)]);
    return spread;
}

/// The scatter that the fitted models leave open: a few of them fix it badly. Gaussian: rss/χ²(m − k). Else
/// from the likelihood of √φ at the fitted mean, times m/(m − k) for the parameters of the mean.
class ScatterDraws
{
public:
    /// @param law  of the points that were fitted
    ScatterDraws(const Likelihood &law, const Fit &fit, const Eigen::ArrayXd &mean)
        : m_gaussian(law.law() == Noise::Gaussian), m_freedom(fit.m - fit.k), m_rss(fit.rss)
    {
        const Interval range = law.scatterRange();
        if (m_gaussian || range.low == range.high)
            return;
        double most = 0; // of the share of φ in a score's variance
        for (Eigen::Index i = 0; i < mean.size(); ++i) {
            const auto place = static_cast<std::size_t>(i);
            most = std::max(most, law.variance(place, mean[i], kUnit) - law.variance(place, mean[i], 0));
        }
        constexpr int kSteps = 24;
        const double top = most > 0 ? 3 * std::sqrt(fit.rss / m_freedom * kUnit / most) : 0;
        std::vector<double> logs;
        for (int j = 0; j <= kSteps; ++j) {
            const double root = std::min(top, std::sqrt(range.high)) * j / kSteps;
            m_scatters.push_back(std::min(range.high, root * root * fit.m / m_freedom));
            logs.push_back(0);
            for (Eigen::Index i = 0; i < mean.size(); ++i)
                logs.back() += law.value(static_cast<std::size_t>(i), mean[i], root * root);
        }
        const double best = *std::max_element(logs.begin(), logs.end());
        double sum = 0;
        for (const double log : logs)
            m_cumulated.push_back(sum += std::exp(log - best));
    }

    [[nodiscard]] double operator()(std::uint64_t seed, std::uint64_t replicate) const
    {
        Draws draws(seed, replicate, kPlace);
        if (m_gaussian)
            return m_rss / (2 * std::exp(draws.logGamma(m_freedom / 2.0)));
        if (m_cumulated.empty())
            return 0;
        const double at = draws.uniform() * m_cumulated.back();
        const auto place = std::lower_bound(m_cumulated.begin(), m_cumulated.end(), at);
        return m_scatters[static_cast<std::size_t>(place - m_cumulated.begin())];
    }

private:
    static constexpr std::uint32_t kPlace = 0x7fffffff; ///< a stream that no score has
    static constexpr double kUnit = 0.01;               ///< where the variance is still linear in φ

    bool m_gaussian;
    int m_freedom;
    double m_rss;
    std::vector<double> m_scatters, m_cumulated;
};

/// Percentile intervals of new scores.
/// @return false when cancelled
bool foretell(const Points &points, const Points &below, const Fit &fit, const BacktestOptions &asked,
              std::vector<Prediction> &predictions, Progress &progress)
{
    const Bootstrap &options = asked.bootstrap;
    const Request &request = fit.request;
    if (!fit.usable() || fit.m <= fit.k || options.replicates < 1 || request.model == Model::Isotonic ||
        !isDefined(request.noise, points))
        return !progress.cancelled();
    const std::size_t count = below.size();
    const std::size_t ahead = predictions.size();
    const auto replicates = static_cast<std::size_t>(options.replicates);
    const Likelihood law(points, request.noise, request.chance, request.best);
    const Eigen::ArrayXd mean = means(fit, values(fit), below.x);
    const ScatterDraws scatters(Likelihood(below, request.noise, request.chance, request.best), fit, mean);
    const std::vector<double> later(points.x.begin() + static_cast<std::ptrdiff_t>(count), points.x.end());
    std::vector<double> scores(ahead * replicates);
    const bool finished = forEachIndex(replicates, options.threads, progress, [&] {
        return [&, fitter = Fitter(below.x, request), redrawn = below](std::size_t replicate) mutable {
            const double phi = scatters(options.seed, replicate);
            for (std::size_t i = 0; i < count; ++i)
                redrawn.y[i] = law.draw(i, mean[static_cast<Eigen::Index>(i)], phi, options.seed, replicate);
            const Fit again = fitter.fit(redrawn);
            const Eigen::ArrayXd curve = means(again, values(again), later);
            for (std::size_t i = 0; i < ahead; ++i)
                scores[i * replicates + replicate] = std::clamp(
                    law.draw(count + i, curve[static_cast<Eigen::Index>(i)], phi, options.seed, replicate),
                    asked.range.low, asked.range.high);
        };
    });
    if (!finished)
        return false;
    for (std::size_t i = 0; i < ahead; ++i) {
        const auto foretold = std::span(scores).subspan(i * replicates, replicates);
        const bool finite =
            std::all_of(foretold.begin(), foretold.end(), [](double score) { return std::isfinite(score); });
        if (finite) // powers leave the range of a number
            predictions[i].interval = percentileInterval(foretold, options.level);
    }
    return true;
}

} // namespace

std::vector<Prediction> forecast(const Points &points, const Points &below, const Fit &fit,
                                 const BacktestOptions &options, Progress &progress)
{
    std::vector<Prediction> predictions;
    for (std::size_t i = below.size(); i < points.size(); ++i) {
        Prediction prediction{
            .x = points.x[i], .observed = points.y[i], .horizon = points.x[i] - below.x.back()};
        if (const double score = std::clamp(fit.mean(points.x[i]), options.range.low, options.range.high);
            std::isfinite(score))
            prediction.predicted = score;
        predictions.push_back(prediction);
    }
    if (!foretell(points, below, fit, options, predictions, progress))
        predictions.clear();
    return predictions;
}

std::vector<Cutoff> backtest(const Points &points, const Request &request, const BacktestOptions &options,
                             Progress &progress)
{
    const std::vector<std::size_t> sizes = cuts(points, options.fewestBelow);
    std::vector<Cutoff> cutoffs;
    for (const std::size_t size : sizes) {
        const Points below = firstOf(points, size);
        Cutoff cutoff{below.x.back(), fit(below, request), {}};
        const auto done = static_cast<double>(cutoffs.size()), all = static_cast<double>(sizes.size());
        Part part(progress, done / all, (done + 1) / all);
        cutoff.predictions = forecast(points, below, cutoff.fit, options, part);
        if (progress.cancelled())
            return {};
        cutoffs.push_back(std::move(cutoff));
    }
    return cutoffs;
}

ForecastScore score(std::span<const Prediction> predictions, const Interval &horizon)
{
    ForecastScore total;
    double errors = 0;
    int inside = 0;
    for (const Prediction &prediction : predictions) {
        const bool counted = prediction.horizon > horizon.low && prediction.horizon <= horizon.high;
        if (!counted || std::isnan(prediction.predicted))
            continue;
        ++total.predictions;
        errors += std::abs(prediction.predicted - prediction.observed);
        if (std::isnan(prediction.interval.low))
            continue;
        ++total.intervals;
        inside +=
            prediction.interval.low <= prediction.observed && prediction.observed <= prediction.interval.high;
    }
    if (total.predictions > 0)
        total.meanAbsoluteError = errors / total.predictions;
    if (total.intervals > 0)
        total.coverage = static_cast<double>(inside) / total.intervals;
    return total;
}

std::vector<Prediction> predictionsOf(std::span<const Cutoff> cutoffs)
{
    std::vector<Prediction> all;
    for (const Cutoff &cutoff : cutoffs)
        all.insert(all.end(), cutoff.predictions.begin(), cutoff.predictions.end());
    return all;
}

} // namespace onset::fit
