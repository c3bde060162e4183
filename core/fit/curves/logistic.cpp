#include "core/fit/curves/slope_shape.h"

namespace onset::fit {
namespace {

/// s = 1/(1 + e^−η)
class LogisticCurve final : public SlopeShape
{
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        s = (1 + (-std::exp(theta[0]) * (x - theta[1])).max(-kFarOut).min(kFarOut).exp()).inverse();
    }
    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &s,
                  Eigen::ArrayXXd &gradient) const override
    {
        for (Eigen::Index i = 0; i < x.size(); ++i)
            chain(theta, i, eta(theta, x[i]), s[i] * (1 - s[i]), gradient);
    }
};

} // namespace

extern constexpr Rival kLogisticRival{
    .name = "logistic",
    .title = "Logistic",
    .words = "a logistic curve",
    .tip = "From a floor to a ceiling, steepest at the midpoint",
    .parameters = kSigmoidParameters,
    .variants = Variants::Floor,
    .shape = [](const Request &, double) -> std::unique_ptr<CurveShape> {
        return std::make_unique<LogisticCurve>();
    },
    .starts = kSigmoidStarts,
    .sure = 11,
};

} // namespace onset::fit
