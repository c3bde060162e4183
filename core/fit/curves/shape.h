#pragma once

#include "core/fit/curves/fit.h"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace onset::fit {

inline constexpr int kMaxShape = 6; ///< most shape parameters of a mean curve

/// Shape parameters in the coordinates of the search: logarithms of those that are positive by nature.
using Theta = Eigen::Array<double, Eigen::Dynamic, 1, 0, kMaxShape, 1>;

/// Every mean curve is μ(x) = level + rise·s(x; θ): two linear parameters and a shape s with its own θ.
class CurveShape
{
public:
    /// A box of θ.
    struct Cell
    {
        Theta low, high;
    };

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

    /// Kinks of s in θ are where it passes one of the x: the cells that θ lies in, on the edge of, or both,
    /// within which s is smooth at every x. None for shapes without kinks.
    /// @param x  shape (n), distinct, increasing
    [[nodiscard]] virtual std::vector<Cell> cellsAround(const Theta &, const std::vector<double> &) const
    {
        return {};
    }

    /// Where several θ give the same curve, takes the one that is printed.
    virtual void settle(Theta &) const {}

    /// Whether s is at a limit that the box of θ does not show.
    [[nodiscard]] virtual bool atLimit(const Theta &) const { return false; }
};

/// The shape of a rival in its search coordinates.
/// @param reference  where s of a power is 1: it keeps the linear part well scaled
[[nodiscard]] std::unique_ptr<CurveShape> makeShape(const Request &request, double reference);

} // namespace onset::fit
