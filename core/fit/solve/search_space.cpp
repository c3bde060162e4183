#include "core/fit/solve/search_space.h"

#include "core/fit/curves/rival.h"
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
/// @param stride  0: none
StartGrid withSure(StartGrid grid, int stride)
{
    for (int node = 0; stride > 0 && node < static_cast<int>(grid.neighbours.size()); node += stride)
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
    const Rival &rival = rivalOf(request.model);
    const Box &box = request.box;
    const Interval floor = std::isnan(request.floor) ? box.floor : held(request.floor);
    SearchSpace space{{floor, box.rise}};
    if ((hasCeiling(request.model) || isCapped(request)) && !std::isnan(request.ceiling)) {
        space.offset = 1;
        space.linear.level = held(request.ceiling);
        space.linear.rise = common({request.ceiling - floor.high, request.ceiling - floor.low}, box.rise);
    }
    if (rival.confine)
        rival.confine(request, space);
    std::vector<Interval> shapes;
    for (const RivalParameter &parameter : rival.parameters)
        if (parameter.role == Role::Shape) {
            const Interval range = boxOf(parameter, box, x);
            shapes.push_back(parameter.logarithmic ? logarithm(range) : range);
        }
    if (isCapped(request)) {
        const Interval width = hingeWidth(box);
        shapes.push_back({shapes.front().low + width.low, shapes.front().high + width.high});
    }
    space.low.resize(static_cast<Eigen::Index>(shapes.size()));
    space.high.resize(space.low.size());
    for (Eigen::Index i = 0; i < space.low.size(); ++i) {
        space.low[i] = shapes[static_cast<std::size_t>(i)].low;
        space.high[i] = shapes[static_cast<std::size_t>(i)].high;
    }
    return space;
}

std::optional<SearchSpace> heldAt(SearchSpace space, const Request &request, int parameter, double value)
{
    const RivalParameter &chosen = rivalOf(request.model).parameters[static_cast<std::size_t>(parameter)];
    switch (chosen.role) {
    case Role::Level:
        if (space.offset == 0)
            space.linear.level = held(value);
        else // the floor under a given ceiling
            space.linear.rise = held(space.linear.level.low - value);
        break;
    case Role::Rise:
    case Role::Fall:
        if (isCapped(request)) // its slope is no coordinate
            return std::nullopt;
        space.linear.rise = held(chosen.role == Role::Fall ? -value : value);
        break;
    case Role::Top: { // it becomes the level
        space.offset = 1;
        const Interval floor = space.linear.level;
        space.linear = {held(value), {value - floor.high, value - floor.low}};
        break;
    }
    case Role::Shape:
        space.low[parameter - 2] = space.high[parameter - 2] = chosen.logarithmic ? std::log(value) : value;
        break;
    }
    return space;
}

StartGrid startsOf(const Request &request, const std::vector<double> &x)
{
    const Rival &rival = rivalOf(request.model);
    const Box &box = request.box;
    const Interval midpoint = midpointBox(box, x);
    const auto [smallest, largest] = std::minmax_element(x.begin(), x.end());
    StartGrid grid;
    std::vector<std::vector<double>> axes;
    std::size_t place = 2; // of the parameter
    for (const StartAxis &axis : rival.starts) {
        const RivalParameter &parameter = rival.parameters[place++];
        const Interval range = boxOf(parameter, box, x);
        switch (axis.along) {
        case StartAxis::Kinks:
            return hingeStarts(x, isCapped(request) ? hingeWidth(box) : Interval{}, midpoint);
        case StartAxis::SlopeMidpoint:
            grid = slopeMidpoint(x, box.slope, midpoint);
            ++place;
            break;
        case StartAxis::Gaps:
            axes.push_back(gaps(x, midpoint));
            break;
        case StartAxis::Among:
            axes.push_back(evenly(isHeld(range) ? range : Interval{*smallest, *largest}, axis.steps));
            break;
        case StartAxis::Evenly:
            axes.push_back(evenly(parameter.logarithmic ? logarithm(range) : range, axis.steps));
            break;
        }
    }
    if (grid.theta.size() == 0 && !axes.empty())
        grid = product(axes);
    else
        for (const std::vector<double> &axis : axes)
            grid = stacked(grid, axis);
    if (rival.starts.empty()) {
        grid.theta.resize(0, 1);
        grid.neighbours.resize(1, {});
    }
    return withSure(std::move(grid), rival.sure);
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
