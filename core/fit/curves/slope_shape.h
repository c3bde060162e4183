#pragma once

#include "core/fit/curves/rival.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace onset::fit {

/// Shapes of η = κ(x − x₀), θ = (ln κ, x₀, …).
class SlopeShape : public CurveShape
{
public:
    int size() const override { return 2; }

protected:
    static constexpr double kFarOut = 500; ///< |η| beyond which s is a constant

    static double eta(const Theta &theta, double x)
    {
        return std::clamp(std::exp(theta[0]) * (x - theta[1]), -kFarOut, kFarOut);
    }
    /// From ds/dη.
    static void chain(const Theta &theta, Eigen::Index i, double eta, double slope, Eigen::ArrayXXd &gradient)
    {
        gradient(i, 0) = slope * eta;
        gradient(i, 1) = -slope * std::exp(theta[0]);
    }
};

/// Of rises from a floor to a ceiling about a midpoint; others may follow.
inline constexpr std::array<RivalParameter, 4> kSigmoidParameters{{
    {.name = "floor", .role = Role::Level, .given = &Request::floor},
    {.name = "ceiling", .role = Role::Top, .given = &Request::ceiling},
    {.name = "slope", .box = &Box::slope, .logarithmic = true},
    {.name = "midpoint", .box = &Box::midpoint},
}};
inline constexpr StartAxis kSigmoidStarts[]{{StartAxis::SlopeMidpoint}};

} // namespace onset::fit
