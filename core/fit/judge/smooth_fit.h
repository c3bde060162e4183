#pragma once

#include <Eigen/Core>

namespace onset::fit {

/// A fitted smooth mean curve, as far as the test of a break needs it. m points, k mean parameters.
struct SmoothFit
{
    Eigen::VectorXd residual;   ///< shape (m): y − μ̂; zeros where only rounding is left
    Eigen::VectorXd variance;   ///< shape (m), > 0: of each y, up to a common factor unless `varianceKnown`
    Eigen::MatrixXd jacobian;   ///< shape (m, k): ∂μ/∂parameters at the fit; [1, x] for the line
    bool varianceKnown = false; ///< else the factor is estimated from the residuals
};

} // namespace onset::fit
