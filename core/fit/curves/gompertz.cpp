#include "core/fit/curves/slope_shape.h"

#include <numbers>

namespace onset::fit {
namespace {

/// s = 2^(−e^−η): the curve of Gompertz [1825] with its location at one half; at 1/e of the rise it stands at
/// x₀ − 0.3665/κ.
class GompertzCurve final : public SlopeShape
{
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        for (Eigen::Index i = 0; i < x.size(); ++i)
            s[i] = std::exp(-std::numbers::ln2 * std::exp(-eta(theta, x[i])));
    }
    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &s,
                  Eigen::ArrayXXd &gradient) const override
    {
        for (Eigen::Index i = 0; i < x.size(); ++i) {
            const double place = eta(theta, x[i]);
            chain(theta, i, place, s[i] * std::numbers::ln2 * std::exp(-place), gradient);
        }
    }
};

} // namespace

extern constexpr Rival kGompertzRival{
    .name = "gompertz",
    .title = "Gompertz",
    .words = "a Gompertz curve",
    .tip = "Like the logistic, but sooner up than over",
    .parameters = kSigmoidParameters,
    .variants = Variants::Floor,
    .shape = [](const Request &, double) -> std::unique_ptr<CurveShape> {
        return std::make_unique<GompertzCurve>();
    },
    .starts = kSigmoidStarts,
    .sure = 11,
};

} // namespace onset::fit
