#pragma once

#include "core/fit/curves/rival.h"

#include <cmath>
#include <numbers>

namespace onset::fit {

/// s = 10^(±α(x − reference)), θ = (ln α): 1 at the reference.
class PowerShape final : public CurveShape
{
public:
    PowerShape(double sign, double reference) : m_sign(sign), m_reference(reference) {}
    int size() const override { return 1; }
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        s = (m_sign * std::numbers::ln10 * std::exp(theta[0]) * (x - m_reference)).exp();
    }
    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &s,
                  Eigen::ArrayXXd &gradient) const override
    {
        gradient.col(0) = s * (m_sign * std::numbers::ln10 * std::exp(theta[0]) * (x - m_reference));
    }

private:
    double m_sign;
    double m_reference;
};

inline constexpr RivalParameter kExponent{.name = "exponent", .box = &Box::exponent, .logarithmic = true};
inline constexpr StartAxis kExponentStarts[]{{StartAxis::Evenly, 60}};

} // namespace onset::fit
