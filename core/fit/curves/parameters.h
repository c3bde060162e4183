#pragma once

#include "core/fit/curves/fit.h"
#include "core/fit/curves/shape.h"

#include <Eigen/Core>

#include <span>

namespace onset::fit {

using Values = std::array<double, kMaxParameters>;

/// A mean curve as it is searched: μ(x) = level + rise·s(x; θ).
struct Coefficients
{
    double level = 0;
    double rise = 0;
    Theta theta = {}; ///< without meaning when the rise is 0
};

/// The names of the model's parameters, which of them the request leaves free, and the reference of `x`.
/// @param x  shape (m), m ≥ 1, finite
void declareParameters(Fit &fit, const std::vector<double> &x);

/// Where s of the model's shape is 1: the powers state their amplitude there, the smallest or the largest x.
[[nodiscard]] double referenceOf(Model model, const std::vector<double> &x);

/// The hinge that ends at a given ceiling.
[[nodiscard]] bool isCapped(const Request &request);

/// How far apart the break of a capped hinge and the place where it reaches its ceiling may be.
[[nodiscard]] Interval hingeWidth(const Box &box);

[[nodiscard]] int freeParameters(const Fit &fit);

[[nodiscard]] Values values(const Fit &fit);

/// The midpoints (breaks) searched: those of the box, or its default where they are NaN.
[[nodiscard]] Interval midpointBox(const Box &box, const std::vector<double> &x);

/// Where each printed parameter is searched; infinite where the data alone bound it.
[[nodiscard]] std::array<Interval, kMaxParameters> searchedRanges(const Request &request,
                                                                  const std::vector<double> &x);

/// The optimum as printed parameters, in the fit's order.
[[nodiscard]] Values printed(const Request &request, const Coefficients &found);

/// The inverse of `printed`.
[[nodiscard]] Coefficients coefficients(const Request &request, std::span<const double> printed);

/// μ(x) of printed parameters of a fit; an isotonic fit has none and gives its levels.
/// @param x  shape (k)      @return  shape (k)
[[nodiscard]] Eigen::ArrayXd means(const Fit &fit, std::span<const double> parameters,
                                   std::span<const double> x);

/// ∂μ/∂(free level, rise and shape parameters) at the fit, of the models without a held ceiling.
/// @param x  shape (m)      @return  shape (m, free parameters)
[[nodiscard]] Eigen::MatrixXd meanJacobian(const Fit &fit, const std::vector<double> &x);

} // namespace onset::fit
