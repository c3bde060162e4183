#pragma once

#include "core/fit/fit.h"

#include <Eigen/Core>

#include <memory>

namespace onset::fit {

inline constexpr int kMaxShape = 6; ///< most shape parameters of a mean curve

/// Shape parameters in the coordinates of the search: logarithms of those that are positive by nature.
using Theta = Eigen::Array<double, Eigen::Dynamic, 1, 0, kMaxShape, 1>;

/// Every mean curve is μ(x) = level + rise·s(x; θ): two linear parameters and a shape s with its own θ.
class CurveShape
{
public:
    virtual ~CurveShape() = default;

    /// Number of shape parameters, 0..kMaxShape.
    [[nodiscard]] virtual int size() const = 0;

    /// @param x  shape (m)      @param s  shape (m), written
    virtual void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const = 0;

    /// ∂s/∂θ; where s has a kink, the derivative from the right.
    /// @param s  shape (m), the value at θ      @param gradient  shape (m, size()), written
    virtual void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &s,
                          Eigen::ArrayXXd &gradient) const = 0;

    /// The neighbourhood of s is piecewise constant in θ: the grid holds every distinct curve.
    [[nodiscard]] virtual bool discrete() const { return false; }
};

/// The shape of a rival in its search coordinates. Capped is the hinge that reaches its ceiling.
/// @param reference  where s of a power is 1: it keeps the linear part well scaled
[[nodiscard]] std::unique_ptr<CurveShape> makeShape(Model model, bool capped, double reference);

} // namespace onset::fit
