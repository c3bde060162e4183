#pragma once

#include "core/fit/solve/logistic_kernel.h"

#include <Eigen/Core>
#include <Eigen/StdVector>

#include <array>
#include <span>
#include <vector>

namespace onset::fit {

/// Where a search starts: points of the shape box, and for each the nodes around it.
struct Nodes
{
    static constexpr int kNeighbours = 6;

    Eigen::Array2Xd theta; ///< (κ, x₀), shape (2, k), row by row of equal κ, x₀ increasing within
    std::vector<int> rows; ///< the first node of each row, and k
    std::vector<std::array<int, kNeighbours>> neighbours; ///< the nearest nodes, the first two in
                                                          ///< its row; itself where there are fewer
};

/// Nodes for shapes of a slope and a midpoint. Along the midpoint they stand a fixed fraction of the
/// transition's width apart, and only where some x lies within the transition: elsewhere nothing changes.
/// @param x  shape (m), any order
[[nodiscard]] Nodes slopeMidpointNodes(std::span<const double> x, const Interval &slope,
                                       const Interval &midpoint);

/// Residual sums of squares of many bases at once, each with its best linear part.
class Scan
{
public:
    /// @param basis  shape (m, k): s(xᵢ) of each node
    explicit Scan(const Eigen::ArrayXXd &basis);

    std::size_t size() const { return m_tiles.size() * kScanLanes; } ///< k, rounded up to whole tiles

    /// @param y    shape (m), less `mean`; centred in place
    /// @param rss  shape (size()), written: that of the last node again beyond k
    /// @return   the residual sum of squares without a rise; infinite where the box asks for one
    double operator()(const LogisticKernel &kernel, const LinearBox &box, Eigen::ArrayXd &y, double mean,
                      std::span<double> rss) const;

private:
    std::vector<ScanLanes> m_values; ///< of all tiles
    std::vector<ScanTile> m_tiles;
};

} // namespace onset::fit
