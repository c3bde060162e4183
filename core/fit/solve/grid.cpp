#include "core/fit/solve/grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace onset::fit {
namespace {

// Measured on random curves against a dense search: coarser grids begin to miss optima, finer ones only cost
// time.
constexpr double kSlopeFactor = 1.5;    ///< between rows of equal slope
constexpr double kStep = 1.6;           ///< between midpoints, in units of 1/κ
constexpr double kReach = 5;            ///< of a transition, in units of 1/κ: s(1 − s) < 0.7 % beyond
constexpr std::size_t kMaxAnchors = 64; ///< more distinct x are thinned

std::vector<double> anchors(std::span<const double> x)
{
    std::vector<double> distinct = distinctValues({x.begin(), x.end()});
    if (distinct.size() <= kMaxAnchors)
        return distinct;
    std::vector<double> thinned(kMaxAnchors);
    for (std::size_t i = 0; i < kMaxAnchors; ++i)
        thinned[i] = distinct[i * (distinct.size() - 1) / (kMaxAnchors - 1)];
    return thinned;
}

/// Midpoints for one slope, increasing.
std::vector<double> midpoints(const std::vector<double> &anchors, double slope, const Interval &box)
{
    const double reach = kReach / slope;
    const double step = kStep / slope;
    std::vector<double> nodes;
    const auto cover = [&](double low, double high) {
        const int steps = std::max(1, static_cast<int>(std::ceil((high - low) / step)));
        for (int i = 0; i <= steps; ++i)
            nodes.push_back(std::clamp(low + (high - low) * i / steps, box.low, box.high));
    };
    double low = anchors.front() - reach;
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        const bool last = i + 1 == anchors.size();
        if (last || anchors[i + 1] - anchors[i] > 2 * reach) {
            cover(low, anchors[i] + reach);
            if (!last)
                low = anchors[i + 1] - reach;
        }
    }
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
}

} // namespace

Nodes slopeMidpointNodes(std::span<const double> x, const Interval &slope, const Interval &midpoint)
{
    const std::vector<double> distinct = anchors(x);
    const double range = std::log(slope.high / slope.low);
    const int rows = static_cast<int>(std::ceil(range / std::log(kSlopeFactor)));

    std::vector<std::vector<double>> grid;
    std::vector<double> slopes;
    for (int row = 0; row <= rows; ++row) {
        slopes.push_back(row < rows ? slope.low * std::exp(range * row / rows) : slope.high);
        grid.push_back(midpoints(distinct, slopes.back(), midpoint));
    }

    std::vector<int> begin{0};
    for (const std::vector<double> &row : grid)
        begin.push_back(begin.back() + static_cast<int>(row.size()));

    Nodes nodes;
    nodes.theta.resize(2, begin.back());
    nodes.neighbours.resize(static_cast<std::size_t>(begin.back()));
    for (std::size_t row = 0; row < grid.size(); ++row) {
        for (int i = 0; i < static_cast<int>(grid[row].size()); ++i) {
            const int node = begin[row] + i;
            const double at = grid[row][static_cast<std::size_t>(i)];
            nodes.theta.col(node) << slopes[row], at;
            const auto around = [&](std::size_t other, int &below, int &above) {
                const auto it = std::lower_bound(grid[other].begin(), grid[other].end(), at);
                const int place = static_cast<int>(it - grid[other].begin());
                below = begin[other] + std::max(0, place - 1);
                above = begin[other] + std::min(place, static_cast<int>(grid[other].size()) - 1);
            };
            auto &near = nodes.neighbours[static_cast<std::size_t>(node)];
            near.fill(node);
            near[0] = std::max(begin[row], node - 1);
            near[1] = std::min(begin[row + 1] - 1, node + 1);
            if (row > 0)
                around(row - 1, near[2], near[3]);
            if (row + 1 < grid.size())
                around(row + 1, near[4], near[5]);
        }
    }
    nodes.rows = std::move(begin);
    return nodes;
}

Scan::Scan(const Eigen::ArrayXXd &basis)
{
    const Eigen::Index tiles = (basis.cols() + kScanLanes - 1) / kScanLanes;
    m_values.resize(static_cast<std::size_t>(tiles * basis.rows()));
    m_tiles.resize(static_cast<std::size_t>(tiles));
    ScanLanes *values = m_values.data();
    for (Eigen::Index node = 0; node < tiles * kScanLanes; ++node) {
        const auto lane = static_cast<std::size_t>(node % kScanLanes);
        ScanTile &tile = m_tiles[static_cast<std::size_t>(node / kScanLanes)];
        tile.values = values;
        const auto column = basis.col(std::min(node, basis.cols() - 1));
        for (Eigen::Index i = 0; i < basis.rows(); ++i)
            values[i].lane[lane] = column[i];
        const double mean = column.mean();
        const Basis sums(mean, (column - mean).square().sum(), static_cast<double>(basis.rows()));
        tile.mean.lane[lane] = sums.mean;
        tile.spread.lane[lane] = sums.spread;
        tile.inverseSpread.lane[lane] = sums.inverseSpread;
        tile.inverseSquare.lane[lane] = sums.inverseSquare;
        if (lane + 1 == kScanLanes)
            values += basis.rows();
    }
}

double Scan::operator()(const LogisticKernel &kernel, const LinearBox &box, Eigen::ArrayXd &y, double mean,
                        std::span<double> rss) const
{
    const double offset = y.mean(); // of rounding, or of groups of unequal size
    y -= offset;
    const double total = y.square().sum();
    const CentredData data{nullptr, y.data(), static_cast<int>(y.size()), mean + offset, box};
    for (std::size_t t = 0; t < m_tiles.size(); ++t)
        kernel.scan(m_tiles[t], data, total, &rss[t * kScanLanes]);
    if (box.rise.low > 0 || box.rise.high < 0)
        return std::numeric_limits<double>::infinity();
    const double gap = data.yMean - std::clamp(data.yMean, box.level.low, box.level.high);
    return total + static_cast<double>(y.size()) * gap * gap;
}

} // namespace onset::fit
