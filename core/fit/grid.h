#pragma once

#include "core/fit/linear_part.h"

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

    Eigen::Array2Xd theta;                                ///< (κ, x₀), shape (2, k)
    std::vector<std::array<int, kNeighbours>> neighbours; ///< the nearest nodes; itself where there are fewer
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
    Scan(const Eigen::ArrayXXd &basis, const LinearBox &box);

    /// @param y  shape (m), less `mean`      @param rss  shape (k), written
    /// @return   the residual sum of squares without a rise; infinite where the box asks for one
    double operator()(const Eigen::ArrayXd &y, double mean, std::span<double> rss) const;

private:
    static constexpr int kLanes = 16; ///< nodes in one tile: its sums stay in registers
    using Lanes = Eigen::Array<double, kLanes, 1>;

    struct Tile
    {
        Basis<Lanes> basis;
        std::vector<Lanes, Eigen::aligned_allocator<Lanes>> columns; ///< s at each x
    };

    LinearBox m_box;
    double m_count = 0;
    std::vector<Tile, Eigen::aligned_allocator<Tile>> m_tiles;
};

} // namespace onset::fit
