#pragma once

#include "core/fit/curves/search_box.h"

#include <Eigen/Core>

#include <array>
#include <optional>
#include <vector>

namespace onset::fit {

[[nodiscard]] SearchSpace spaceOf(const Request &request, const std::vector<double> &x);

/// Where a search starts: points θ, and for each the nodes around it.
struct StartGrid
{
    static constexpr int kNeighbours = 8;

    Eigen::ArrayXXd theta;                                ///< shape (parameters, nodes)
    std::vector<std::array<int, kNeighbours>> neighbours; ///< itself where there are fewer
    std::vector<int>
        sure; ///< nodes of which the likelihood is asked even where the squares do not favour them
};

[[nodiscard]] StartGrid startsOf(const Request &request, const std::vector<double> &x);

/// The grid once for each value of one more parameter.
[[nodiscard]] StartGrid stacked(const StartGrid &grid, const std::vector<double> &values);

/// The space with one printed parameter held at a value; none where the parameter is no coordinate of the
/// search.
/// @param parameter  its place in Fit::parameters
[[nodiscard]] std::optional<SearchSpace> heldAt(SearchSpace space, const Request &request, int parameter,
                                                double value);

} // namespace onset::fit
