#include "core/fit/solve/solver.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/solve/linear_solver.h"
#include "core/fit/solve/separable_solver.h"

namespace onset::fit {
namespace {

std::unique_ptr<Solver> logisticSolver(const std::vector<double> &x, const Request &request,
                                       LogisticTableCache &tables)
{
    const Box &box = request.box;
    const bool bound = !std::isnan(request.floor);
    const LinearBox linear{bound ? Interval{request.floor, request.floor} : box.floor, box.rise};
    return std::make_unique<SeparableSolver>(tables(x, box.slope, midpointBox(box, x)), linear);
}

} // namespace

bool isLeastSquares(const Request &request)
{
    const bool known = request.model == Model::Line || request.model == Model::Logistic ||
                       (request.model == Model::Flat && std::isnan(request.floor));
    return known && request.noise == Noise::Gaussian && std::isnan(request.ceiling) &&
           request.box.slope.low < request.box.slope.high &&
           !(request.box.midpoint.low == request.box.midpoint.high);
}

std::array<double, kMaxParameters> printed(const Request &request, const Solution &solution)
{
    const auto &[level, rise, shape, rss, atBound] = solution;
    switch (request.model) {
    case Model::Flat:
        return {level};
    case Model::Line:
        return {level, rise};
    default:
        return {level, level + rise, rise == 0 ? kNone : shape[0], rise == 0 ? kNone : shape[1]};
    }
}

std::unique_ptr<Solver> makeSolver(const std::vector<double> &x, const Request &request,
                                   LogisticTableCache &tables)
{
    switch (request.model) {
    case Model::Flat:
        return std::make_unique<LinearSolver>(x, LinearBox{{-kInfinity, kInfinity}, {0, 0}});
    case Model::Line:
        return std::make_unique<LinearSolver>(x, LinearBox{{-kInfinity, kInfinity}, {-kInfinity, kInfinity}});
    default:
        return logisticSolver(x, request, tables);
    }
}

std::unique_ptr<Solver> makeSolver(const std::vector<double> &x, const Request &request)
{
    LogisticTableCache tables;
    return makeSolver(x, request, tables);
}

} // namespace onset::fit
