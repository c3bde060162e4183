#include "core/fit/curves/slope_shape.h"

#include <numbers>

namespace onset::fit {
namespace {

/// s = (1 + w·e^−η)^−a, w = 2^(1/a) − 1, θ = (ln κ, x₀, ln a): the curve of Richards [1959, J. Exp. Bot.
/// 10:290] with its location at one half; a = 1 is the logistic.
class RichardsCurve final : public SlopeShape
{
    int size() const override { return 3; }
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        const double a = std::exp(theta[2]);
        const double w = std::expm1(std::numbers::ln2 / a);
        for (Eigen::Index i = 0; i < x.size(); ++i)
            s[i] = std::exp(-a * std::log1p(w * std::exp(-eta(theta, x[i]))));
    }
    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &s,
                  Eigen::ArrayXXd &gradient) const override
    {
        const double a = std::exp(theta[2]);
        const double w = std::expm1(std::numbers::ln2 / a);
        for (Eigen::Index i = 0; i < x.size(); ++i) {
            const double place = eta(theta, x[i]);
            const double tail = std::exp(-place);
            const double share = tail / (1 + w * tail);
            chain(theta, i, place, a * s[i] * w * share, gradient);
            gradient(i, 2) = s[i] * (std::numbers::ln2 * (w + 1) * share - a * std::log1p(w * tail));
        }
    }
};

constexpr std::array<RivalParameter, 5> kRichardsParameters{
    {kSigmoidParameters[0],
     kSigmoidParameters[1],
     kSigmoidParameters[2],
     kSigmoidParameters[3],
     {.name = "asymmetry", .box = &Box::asymmetry, .logarithmic = true}}};
constexpr StartAxis kRichardsStarts[]{{StartAxis::SlopeMidpoint}, {StartAxis::Evenly, 4}};

} // namespace

extern constexpr Rival kRichardsRival{
    .name = "richards",
    .title = "Richards",
    .words = "a Richards curve",
    .tip = "Like the logistic, with an asymmetry that is fitted too",
    .parameters = kRichardsParameters,
    .variants = Variants::Floor,
    .shape = [](const Request &, double) -> std::unique_ptr<CurveShape> {
        return std::make_unique<RichardsCurve>();
    },
    .starts = kRichardsStarts,
    .sure = 31,
};

} // namespace onset::fit
