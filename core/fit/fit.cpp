#include "core/fit/fit.h"

#include "core/fit/likelihood.h"
#include "core/fit/parallel.h"
#include "core/fit/parameters.h"
#include "core/fit/solver.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>

namespace onset::fit {
namespace {

bool allFinite(const std::vector<double> &values)
{
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

std::size_t countDistinct(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin());
}

/// The fit without its numbers: names of the parameters, which of them are free, and why it cannot be made.
Fit prepared(const Points &points, const Request &request)
{
    Fit fit;
    fit.request = request;
    fit.m = static_cast<int>(points.size());
    declareParameters(fit);

    const std::size_t distinct = countDistinct(points.x);
    const auto free = static_cast<std::size_t>(freeParameters(fit));
    if (!allFinite(points.x) || !allFinite(points.y) || (distinct == 1 && points.size() >= free && free > 1))
        fit.status = Status::NotFinite;
    else
        fit.status = distinct < free ? Status::TooFewPoints : Status::Converged;
    return fit;
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

/// Whether slope and midpoint lie inside what was searched; without a rise they have no meaning.
bool identified(const Fit &fit, const std::vector<double> &x)
{
    const auto searched = searchedRanges(fit.request, x);
    for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i) {
        const double value = fit.parameters[i].value;
        if (!(value > searched[i].low && value < searched[i].high))
            return false;
    }
    return true;
}

void conclude(Fit &fit, const Points &points, Solver &solver)
{
    const Solution solution = solver.solve(points.y);
    if (!std::isfinite(solution.rss)) { // scores whose squares are out of range
        fit.status = Status::NotFinite;
        return;
    }
    fit.rss = withoutRounding(solution.rss, points.y);
    fit.status = solution.atBound ? Status::AtBound : Status::Converged;
    const auto optimum = printed(fit.request.model, solution);
    for (int i = 0; i < fit.count; ++i)
        fit.parameters[static_cast<std::size_t>(i)].value = optimum[static_cast<std::size_t>(i)];
    if (!identified(fit, points.x))
        return;
    const Evidence evidence = gaussianEvidence(fit.rss, fit.m, freeParameters(fit));
    fit.logLikelihood = evidence.logLikelihood;
    fit.aicc = evidence.aicc;
    fit.bic = evidence.bic;
}

} // namespace

std::string_view name(Model model)
{
    switch (model) {
    case Model::Flat:
        return "flat";
    case Model::Line:
        return "line";
    case Model::Logistic:
        break;
    }
    return "logistic";
}

std::string_view name(Status status)
{
    switch (status) {
    case Status::Converged:
        return "converged";
    case Status::AtBound:
        return "at-bound";
    case Status::TooFewPoints:
        return "too-few-points";
    case Status::NotFinite:
        break;
    }
    return "not-finite";
}

double Fit::parameter(std::string_view which) const
{
    for (int i = 0; i < count; ++i) {
        const Parameter &candidate = parameters[static_cast<std::size_t>(i)];
        if (candidate.name == which)
            return candidate.value;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

double Fit::mean(double x) const
{
    if (!usable())
        return std::numeric_limits<double>::quiet_NaN();
    return means(request.model, values(*this), {&x, 1})[0];
}

Fit fit(const Points &points, const Request &request)
{
    assert(points.x.size() == points.y.size());
    Fit fit = prepared(points, request);
    if (fit.usable())
        conclude(fit, points, *makeSolver(points.x, request));
    return fit;
}

std::vector<Fit> fitAll(const std::vector<Points> &curves, const Request &request, int threads,
                        Progress &progress)
{
    std::vector<Fit> fits;
    fits.reserve(curves.size());
    std::vector<std::size_t> order; // curves over the same x side by side: they share a solver
    for (const Points &points : curves) {
        assert(points.x.size() == points.y.size());
        fits.push_back(prepared(points, request));
        if (fits.back().usable())
            order.push_back(fits.size() - 1);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return curves[a].x < curves[b].x; });

    const bool finished = forEachIndex(order.size(), threads, progress, [&] {
        return [&, solver = std::unique_ptr<Solver>(),
                x = static_cast<const std::vector<double> *>(nullptr)](std::size_t index) mutable {
            const Points &points = curves[order[index]];
            if (!x || *x != points.x)
                solver = makeSolver(points.x, request);
            x = &points.x;
            conclude(fits[order[index]], points, *solver);
        };
    });
    if (!finished)
        fits.clear();
    return fits;
}

Box boxFor(const Points &points, const Interval &range, double floor, bool falls)
{
    std::vector<double> scores = points.y;
    if (!std::isnan(floor))
        scores.push_back(floor);
    if (scores.empty())
        return {};
    const auto [smallest, largest] = std::minmax_element(scores.begin(), scores.end());
    const double air = *largest - *smallest;
    const double low = std::isfinite(range.low) ? range.low : *smallest - air;
    const double high = std::isfinite(range.high) ? range.high : *largest + air;
    const double span = high - low;
    Box box;
    box.floor = {low, high};
    box.rise = falls ? Interval{-span, 0} : Interval{0, span};
    return box;
}

} // namespace onset::fit
