#pragma once

#include "core/fit/fit.h"
#include "core/fit/solver.h"

#include <Eigen/Core>

#include <span>

namespace onset::fit {

/// The names of the model's parameters, and which of them the request leaves free.
void declareParameters(Fit &fit);

[[nodiscard]] int freeParameters(const Fit &fit);

[[nodiscard]] std::array<double, kMaxParameters> values(const Fit &fit);

/// Where each printed parameter is searched; infinite where the data alone bound it.
[[nodiscard]] std::array<Interval, kMaxParameters> searchedRanges(const Request &request,
                                                                  const std::vector<double> &x);

/// The optimum as printed parameters, in the fit's order.
[[nodiscard]] std::array<double, kMaxParameters> printed(Model model, const Solution &solution);

/// μ(x) of printed parameters.
/// @param x  shape (k)      @return  shape (k)
[[nodiscard]] Eigen::ArrayXd means(Model model, std::span<const double> parameters,
                                   std::span<const double> x);

} // namespace onset::fit
