#include "core/fit/solve/search_space.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/points.h"
#include "core/fit/solve/grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace onset::fit {
namespace {

Interval common(const Interval &a, const Interval &b)
{
    return {std::max(a.low, b.low), std::min(a.high, b.high)};
}
/// The product of grids along each parameter; neighbours one step along an axis.
StartGrid product(const std::vector<std::vector<double>> &axes)
{
    StartGrid grid;
    Eigen::Index nodes = 1;
    for (const auto &axis : axes)
        nodes *= static_cast<Eigen::Index>(axis.size());
    grid.theta.resize(static_cast<Eigen::Index>(axes.size()), nodes);
    grid.neighbours.resize(static_cast<std::size_t>(nodes));
    for (Eigen::Index node = 0; node < nodes; ++node) {
        auto &near = grid.neighbours[static_cast<std::size_t>(node)];
        near.fill(static_cast<int>(node));
        Eigen::Index stride = 1;
        for (std::size_t axis = 0; axis < axes.size(); ++axis) {
            const auto size = static_cast<Eigen::Index>(axes[axis].size());
            const Eigen::Index place = node / stride % size;
            grid.theta(static_cast<Eigen::Index>(axis), node) = axes[axis][static_cast<std::size_t>(place)];
            if (2 * axis + 1 < near.size()) {
                near[2 * axis] = static_cast<int>(place > 0 ? node - stride : node);
                near[2 * axis + 1] = static_cast<int>(place + 1 < size ? node + stride : node);
            }
            stride *= size;
        }
    }
    return grid;
}

std::vector<double> evenly(const Interval &range, int steps)
{
    if (isHeld(range))
        return {range.low};
    std::vector<double> places;
    for (int i = 0; i <= steps; ++i)
        places.push_back(range.low + (range.high - range.low) * i / steps);
    return places;
}

Interval logarithm(const Interval &interval) { return {std::log(interval.low), std::log(interval.high)}; }

/// Between neighbouring x.
std::vector<double> gaps(const std::vector<double> &x, const Interval &box)
{
    const std::vector<double> places = distinctValues(x);
    std::vector<double> middles;
    for (std::size_t i = 0; i + 1 < places.size(); ++i)
        if (const double middle = (places[i] + places[i + 1]) / 2; middle >= box.low && middle <= box.high)
            middles.push_back(middle);
    if (middles.empty())
        middles.push_back(std::clamp(places.front(), box.low, box.high));
    return middles;
}

/// Slope and midpoint as the least-squares search has them, with slopes as logarithms.
StartGrid slopeMidpoint(const std::vector<double> &x, const Interval &slope, const Interval &midpoint)
{
    if (isHeld(slope) || isHeld(midpoint))
        return product({evenly(logarithm(slope), 15), evenly(midpoint, 64)});
    const Nodes nodes = slopeMidpointNodes(x, slope, midpoint);
    StartGrid grid;
    grid.theta = nodes.theta;
    grid.theta.row(0) = nodes.theta.row(0).log();
    grid.neighbours.resize(nodes.neighbours.size());
    for (std::size_t node = 0; node < grid.neighbours.size(); ++node) {
        grid.neighbours[node].fill(static_cast<int>(node));
        std::copy(nodes.neighbours[node].begin(), nodes.neighbours[node].end(),
                  grid.neighbours[node].begin());
    }
    return grid;
}

/// Places of a kink: in each gap between neighbouring x, of many x of some of them, at the given shares of
/// its width; and outside, ever farther apart.
std::vector<double> kinks(const std::vector<double> &x, const Interval &box, std::size_t mostGaps,
                          std::initializer_list<double> shares)
{
    std::vector<double> places = distinctValues(x);
    const std::size_t gaps = std::min(places.size() - 1, mostGaps);
    std::vector<double> found;
    const auto add = [&](double place) { found.push_back(std::clamp(place, box.low, box.high)); };
    const double first =
        std::max(1e-3, (places.back() - places.front()) / (2 * static_cast<double>(gaps) + 1));
    for (double away = places.front() - box.low; away > first / 4; away /= 2)
        add(places.front() - away);
    for (std::size_t gap = 0; gap < gaps; ++gap) {
        const double left = places[gap * (places.size() - 1) / gaps];
        const double right = places[(gap + 1) * (places.size() - 1) / gaps];
        for (const double share : shares)
            add(left + (right - left) * share);
    }
    add(places.back());
    for (double away = first / 16; places.back() + away < box.high; away *= 2)
        add(places.back() + away);
    add(box.high);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

/// Every so many nodes are asked for sure.
StartGrid withSure(StartGrid grid, int stride)
{
    for (int node = 0; node < static_cast<int>(grid.neighbours.size()); node += stride)
        grid.sure.push_back(node);
    return grid;
}

/// Kinks of the open hinge, and pairs of them of the one that ends at its ceiling.
/// @param width  between the two; NaN: open
StartGrid hingeStarts(const std::vector<double> &x, const Interval &width, const Interval &midpoint)
{
    constexpr std::size_t kMostGaps = 64, kMostPaired = 16;
    StartGrid grid;
    if (std::isnan(width.low)) {
        grid = product({kinks(x, midpoint, kMostGaps, {0, 0.33, 0.67, 0.95})});
        return withSure(std::move(grid), 1);
    }
    const StartGrid all = product({kinks(x, midpoint, kMostPaired, {0, 0.33, 0.67, 0.95}),
                                   kinks(x, {midpoint.low + width.low, midpoint.high + width.high},
                                         kMostPaired, {0, 0.05, 0.33, 0.67})});
    std::vector<int> place(all.neighbours.size(), -1); // of those that rise
    std::vector<Eigen::Index> kept;
    for (Eigen::Index node = 0; node < all.theta.cols(); ++node) {
        if (all.theta(1, node) > all.theta(0, node)) {
            place[static_cast<std::size_t>(node)] = static_cast<int>(kept.size());
            kept.push_back(node);
        }
    }
    grid.theta = all.theta(Eigen::all, kept);
    for (const Eigen::Index node : kept) {
        auto near = all.neighbours[static_cast<std::size_t>(node)];
        for (int &other : near) {
            const int there = place[static_cast<std::size_t>(other)];
            other = there < 0 ? place[static_cast<std::size_t>(node)] : there;
        }
        grid.neighbours.push_back(near);
    }
    return withSure(std::move(grid), 7); // some in each pair of gaps
}

} // namespace

SearchSpace spaceOf(const Request &request, const std::vector<double> &x)
{
    const Box &box = request.box;
    const Interval anything{-kInfinity, kInfinity};
    const Interval floor = std::isnan(request.floor) ? box.floor : held(request.floor);
    const Interval midpoint = midpointBox(box, x);
    SearchSpace space{{floor, box.rise}};
    const auto search = [&space](std::initializer_list<Interval> ranges) {
        space.low.resize(static_cast<Eigen::Index>(ranges.size()));
        space.high.resize(static_cast<Eigen::Index>(ranges.size()));
        Eigen::Index i = 0;
        for (const Interval &range : ranges) {
            space.low[i] = range.low;
            space.high[i++] = range.high;
        }
    };
    if ((hasCeiling(request.model) || isCapped(request)) && !std::isnan(request.ceiling)) {
        space.offset = 1;
        space.linear.level = held(request.ceiling);
        space.linear.rise = common({request.ceiling - floor.high, request.ceiling - floor.low}, box.rise);
    }
    switch (request.model) {
    case Model::Flat:
        space.linear = {std::isnan(request.floor) ? anything : floor, held(0)};
        break;
    case Model::Line:
        space.linear = {anything, anything};
        break;
    case Model::Power:
        space.linear = {std::isnan(request.ceiling) ? box.floor : held(request.ceiling),
                        {-box.rise.high, -box.rise.low}};
        space.offset = 0;
        search({logarithm(box.exponent)});
        break;
    case Model::Growth:
        search({logarithm(box.exponent)});
        break;
    case Model::Hinge:
        if (isCapped(request)) {
            const Interval width = hingeWidth(box);
            search({midpoint, {midpoint.low + width.low, midpoint.high + width.high}});
        } else {
            const double steepest = 1 / hingeWidth(box).low;
            space.linear.rise = {box.rise.low * steepest, box.rise.high * steepest};
            search({midpoint});
        }
        break;
    case Model::Step:
        search({midpoint});
        break;
    case Model::Logistic:
    case Model::Gompertz:
        search({logarithm(box.slope), midpoint});
        break;
    case Model::Richards:
        search({logarithm(box.slope), midpoint, logarithm(box.asymmetry)});
        break;
    case Model::Bnsl: {
        const double most = std::max(std::abs(box.rise.low), std::abs(box.rise.high));
        space.linear = {box.floor, {-most, most}};
        search({box.exponentBefore, box.exponentChange, midpoint, logarithm(box.sharpness)});
        break;
    }
    case Model::Isotonic:
        break;
    }
    return space;
}

std::optional<SearchSpace> heldAt(SearchSpace space, const Request &request, int parameter, double value)
{
    const auto shape = [&](Eigen::Index i, double at) {
        space.low[i] = space.high[i] = at;
        return space;
    };
    const auto rise = [&](double at) {
        space.linear.rise = held(at);
        return space;
    };
    if (parameter == 0 && space.offset == 0) { // a level: floor, ceiling of a power, intercept, limit
        space.linear.level = held(value);
        return space;
    }
    if (parameter == 0) // the floor under a given ceiling
        return rise(space.linear.level.low - value);
    switch (request.model) {
    case Model::Flat:
    case Model::Isotonic:
        break;
    case Model::Line:
        return rise(value);
    case Model::Power:
    case Model::Growth:
        return parameter == 1 ? rise(request.model == Model::Power ? -value : value)
                              : shape(0, std::log(value));
    case Model::Hinge:
        if (isCapped(request))
            return parameter == 2 ? std::optional(shape(0, value)) : std::nullopt;
        return parameter == 1 ? rise(value) : shape(0, value);
    case Model::Step:
        if (parameter == 2)
            return shape(0, value);
        [[fallthrough]];
    case Model::Logistic:
    case Model::Gompertz:
    case Model::Richards:
        if (parameter == 1) { // the ceiling: it becomes the level
            space.offset = 1;
            const Interval floor = space.linear.level;
            space.linear = {held(value), {value - floor.high, value - floor.low}};
            return space;
        }
        return shape(parameter - 2, parameter == 3 ? value : std::log(value));
    case Model::Bnsl:
        if (parameter == 1)
            return rise(value);
        return shape(parameter - 2, parameter == 5 ? std::log(value) : value);
    }
    return std::nullopt;
}

StartGrid startsOf(const Request &request, const std::vector<double> &x)
{
    const Box &box = request.box;
    const Interval midpoint = midpointBox(box, x);
    const auto [smallest, largest] = std::minmax_element(x.begin(), x.end());
    switch (request.model) {
    case Model::Flat:
    case Model::Line:
    case Model::Isotonic:
        break;
    case Model::Power:
    case Model::Growth:
        return withSure(product({evenly(logarithm(box.exponent), 60)}), 4);
    case Model::Hinge:
        return hingeStarts(x, isCapped(request) ? hingeWidth(box) : Interval{}, midpoint);
    case Model::Step:
        return product({gaps(x, midpoint)});
    case Model::Logistic:
    case Model::Gompertz:
        return withSure(slopeMidpoint(x, box.slope, midpoint), 11);
    case Model::Richards:
        return withSure(stacked(slopeMidpoint(x, box.slope, midpoint), evenly(logarithm(box.asymmetry), 4)),
                        31);
    case Model::Bnsl:
        return withSure(product({evenly(box.exponentBefore, 4), evenly(box.exponentChange, 8),
                                 evenly(isHeld(midpoint) ? midpoint : Interval{*smallest, *largest}, 8),
                                 evenly(logarithm(box.sharpness), 2)}),
                        2);
    }
    StartGrid none;
    none.theta.resize(0, 1);
    none.neighbours.resize(1, {});
    return none;
}

StartGrid stacked(const StartGrid &grid, const std::vector<double> &values)
{
    const Eigen::Index nodes = grid.theta.cols();
    const auto layers = static_cast<Eigen::Index>(values.size());
    StartGrid result;
    result.theta.resize(grid.theta.rows() + 1, nodes * layers);
    for (Eigen::Index layer = 0; layer < layers; ++layer) {
        result.theta.block(0, layer * nodes, grid.theta.rows(), nodes) = grid.theta;
        result.theta.block(grid.theta.rows(), layer * nodes, 1, nodes) =
            values[static_cast<std::size_t>(layer)];
        for (Eigen::Index node = 0; node < nodes; ++node) {
            auto near = grid.neighbours[static_cast<std::size_t>(node)];
            for (int &other : near)
                other += static_cast<int>(layer * nodes);
            const Eigen::Index self = layer * nodes + node;
            near[StartGrid::kNeighbours - 2] = static_cast<int>(layer > 0 ? self - nodes : self);
            near[StartGrid::kNeighbours - 1] = static_cast<int>(layer + 1 < layers ? self + nodes : self);
            result.neighbours.push_back(near);
        }
    }
    return result;
}

} // namespace onset::fit
