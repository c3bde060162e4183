#include "core/fit/solve/fitter.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/parallel.h"
#include "core/fit/solve/evidence.h"
#include "core/fit/solve/isotonic.h"
#include "core/fit/solve/likelihood_solver.h"
#include "core/fit/solve/shared_work.h"
#include "core/fit/solve/solver.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

namespace onset::fit {
namespace {

bool allFinite(const std::vector<double> &values)
{
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

/// Sums of squares that rounding alone leaves behind count as none.
double withoutRounding(double rss, const std::vector<double> &y)
{
    double largest = 0;
    for (const double value : y)
        largest = std::max(largest, std::abs(value));
    const double rounding = 8 * std::numeric_limits<double>::epsilon() * largest;
    return rss <= static_cast<double>(y.size()) * rounding * rounding ? 0 : rss;
}

/// Whether the free shape parameters lie inside what was searched; without a rise they have no meaning.
bool identified(const Fit &fit, const std::vector<double> &x)
{
    const auto searched = searchedRanges(fit.request, x);
    for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i) {
        const double value = fit.parameters[i].value;
        const double edge = 1e-9 * std::abs(value); // of rounding: positive ones are searched as logarithms
        if (fit.parameters[i].free && !(value > searched[i].low + edge && value < searched[i].high - edge))
            return false;
    }
    return true;
}

} // namespace

Fitter::Fitter(const std::vector<double> &x, const Request &request, std::shared_ptr<SharedWork> shared)
{
    m_prepared.request = request;
    m_prepared.m = static_cast<int>(x.size());
    m_prepared.status = Status::TooFewPoints;
    if (x.empty())
        return;
    if (!allFinite(x)) {
        m_prepared.status = Status::NotFinite;
        return;
    }
    declareParameters(m_prepared, x);
    const std::size_t distinct = distinctValues(x).size();
    const auto free = static_cast<std::size_t>(m_prepared.k);
    if (distinct == 1 && x.size() >= free && free > 1)
        m_prepared.status = Status::NotFinite;
    else if (distinct >= free)
        m_prepared.status = Status::Converged;
    if (!m_prepared.usable() || request.model == Model::Isotonic)
        return;
    if (const Interval rise = spaceOf(request, x).linear.rise; rise.low > rise.high) {
        m_prepared.status = Status::EmptyBox;
        return;
    }
    if (!shared)
        shared = std::make_shared<SharedWork>();
    if (isLeastSquares(request))
        m_leastSquares = makeSolver(x, request, shared->logistic);
    else
        m_solver = std::make_unique<LikelihoodSolver>(
            x, request, std::shared_ptr<RoughLikelihood>(shared, &shared->rough));
}

Fitter::Fitter(Fitter &&) noexcept = default;
Fitter &Fitter::operator=(Fitter &&) noexcept = default;
Fitter::~Fitter() = default;

Fit Fitter::fit(const Points &points)
{
    assert(points.x.size() == points.y.size());
    Fit fit = m_prepared;
    const Request &request = fit.request;
    if (fit.usable() && !allFinite(points.y))
        fit.status = Status::NotFinite;
    else if (fit.usable() && request.model != Model::Isotonic && !isDefined(request.noise, points))
        fit.status = Status::UnsuitedNoise;
    if (!fit.usable())
        return fit;
    if (request.model == Model::Isotonic) {
        const Order order = request.box.rise.low < 0 ? Order::Decreasing : Order::Increasing;
        Isotonic steps = isotonic(points.x, points.y, {}, order);
        fit.rss = withoutRounding(steps.wss, points.y);
        fit.stepX = std::move(steps.x);
        fit.stepY = std::move(steps.mean);
        return fit;
    }
    Values found;
    double logLikelihood = 0;
    if (m_leastSquares) {
        const Solution solution = m_leastSquares->solve(points.y);
        fit.rss = solution.rss;
        fit.status = solution.atBound ? Status::AtBound : Status::Converged;
        found = printed(request, solution);
    } else {
        const Likelihood likelihood(points, request.noise, request.chance, request.best);
        const Optimum optimum = m_solver->solve(points, likelihood);
        fit.status = optimum.atBound ? Status::AtBound : Status::Converged;
        found = printed(request, optimum.curve);
        logLikelihood = optimum.value;
        if (request.noise != Noise::Binomial)
            fit.scatter = request.noise == Noise::BetaBinomial ? optimum.scatter : std::sqrt(optimum.scatter);
    }
    for (int i = 0; i < fit.count; ++i)
        fit.parameters[static_cast<std::size_t>(i)].value = found[static_cast<std::size_t>(i)];
    if (!m_leastSquares) {
        const Eigen::ArrayXd mean = means(fit, found, points.x);
        fit.rss = (Eigen::Map<const Eigen::ArrayXd>(points.y.data(), mean.size()) - mean).square().sum();
    }
    if (!std::isfinite(fit.rss) || !std::isfinite(logLikelihood)) { // squares out of range
        fit = m_prepared;
        fit.status = Status::NotFinite;
        return fit;
    }
    fit.rss = withoutRounding(fit.rss, points.y);
    if (request.noise == Noise::Gaussian) {
        logLikelihood = gaussianLogLikelihood(fit.rss, fit.m);
        fit.scatter = std::sqrt(fit.rss / fit.m);
    }
    conclude(fit, points, logLikelihood);
    return fit;
}

void Fitter::conclude(Fit &fit, const Points &points, double logLikelihood) const
{
    const int k = fit.k + (fit.request.noise == Noise::Binomial ? 0 : 1);
    const Evidence worth = evidence(logLikelihood, fit.m, k);
    fit.logLikelihood = logLikelihood;
    if (std::isfinite(logLikelihood) && std::isnan(worth.aicc))
        fit.comparable = Comparable::TooFewModels;
    else if (!identified(fit, points.x))
        fit.comparable = Comparable::Unidentified;
    else if (!std::isfinite(logLikelihood))
        fit.comparable = Comparable::Exact;
    else
        fit.comparable = Comparable::Yes;
    if (fit.comparable == Comparable::Yes) {
        fit.aicc = worth.aicc;
        fit.bic = worth.bic;
    }
}

Fit fit(const Points &points, const Request &request) { return Fitter(points.x, request).fit(points); }

std::vector<Fit> fitAll(const std::vector<Points> &curves, const Request &request, int threads,
                        Progress &progress)
{
    std::vector<Fit> fits(curves.size());
    std::vector<std::size_t> order(curves.size()); // curves over the same x side by side: they share a fitter
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return curves[a].x < curves[b].x; });

    const bool finished = forEachIndex(order.size(), threads, progress, [&] {
        return [&, fitter = std::unique_ptr<Fitter>(),
                x = static_cast<const std::vector<double> *>(nullptr)](std::size_t index) mutable {
            const Points &points = curves[order[index]];
            if (!x || *x != points.x)
                fitter = std::make_unique<Fitter>(points.x, request);
            x = &points.x;
            fits[order[index]] = fitter->fit(points);
        };
    });
    if (!finished)
        fits.clear();
    return fits;
}

} // namespace onset::fit
