#include "core/fit/solver.h"

#include "core/fit/mean_curve.h"
#include "core/fit/separable_solver.h"

namespace onset::fit {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <typename Shape>
std::unique_ptr<Solver> linearSolver(const std::vector<double> &x, const Interval &rise)
{
    const LinearBox box{{-kInfinity, kInfinity}, rise};
    return std::make_unique<SeparableSolver<Shape>>(x, box, typename Shape::Theta(), typename Shape::Theta(),
                                                    Nodes());
}

template <typename Shape>
std::unique_ptr<Solver> slopeMidpointSolver(const std::vector<double> &x, const Request &request)
{
    const Box &box = request.box;
    const bool bound = !std::isnan(request.floor);
    const LinearBox linear{bound ? Interval{request.floor, request.floor} : box.floor, box.rise};
    const Interval midpoint = midpointBox(box, x);
    const typename Shape::Theta low(box.slope.low, midpoint.low);
    const typename Shape::Theta high(box.slope.high, midpoint.high);
    return std::make_unique<SeparableSolver<Shape>>(x, linear, low, high,
                                                    slopeMidpointNodes(x, box.slope, midpoint));
}

} // namespace

Interval midpointBox(const Box &box, const std::vector<double> &x)
{
    const auto [smallest, largest] = std::minmax_element(x.begin(), x.end());
    return {std::isnan(box.midpoint.low) ? *smallest - 2 : box.midpoint.low,
            std::isnan(box.midpoint.high) ? *largest + 3 : box.midpoint.high};
}

std::unique_ptr<Solver> makeSolver(const std::vector<double> &x, const Request &request)
{
    switch (request.model) {
    case Model::Flat:
        return linearSolver<FlatShape>(x, {0, 0});
    case Model::Line:
        return linearSolver<LineShape>(x, {-kInfinity, kInfinity});
    case Model::Logistic:
        break;
    }
    return slopeMidpointSolver<LogisticShape>(x, request);
}

} // namespace onset::fit
