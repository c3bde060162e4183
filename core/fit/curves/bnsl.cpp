#include "core/fit/curves/rival.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace onset::fit {
namespace {

constexpr double kMostExponent = 300; ///< of s: its square is finite

/// A power law broken once [Caballero et al. 2022, arXiv 2210.14891]; d₁ = 10^d, f₁ = f:
/// s = 10^(−c₀(x − reference))·(1 + 10^((x − d)/f))^(−c₁f), θ = (c₀, c₁, d, ln f), x and d decades.
class BrokenPower final : public CurveShape
{
public:
    explicit BrokenPower(double reference) : m_reference(reference) {}
    int size() const override { return 4; }
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        const double f = std::exp(theta[3]);
        for (Eigen::Index i = 0; i < x.size(); ++i)
            s[i] =
                std::exp(std::clamp(-std::numbers::ln10 * theta[0] * (x[i] - m_reference) -
                                        theta[1] * f * softplus(std::numbers::ln10 * (x[i] - theta[2]) / f),
                                    -kMostExponent, kMostExponent));
    }
    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &s,
                  Eigen::ArrayXXd &gradient) const override
    {
        const double f = std::exp(theta[3]);
        for (Eigen::Index i = 0; i < x.size(); ++i) {
            const double place = std::numbers::ln10 * (x[i] - theta[2]) / f;
            const double bent = softplus(place);
            const double beyond = 1 / (1 + std::exp(-place));
            gradient(i, 0) = -std::numbers::ln10 * (x[i] - m_reference) * s[i];
            gradient(i, 1) = -f * bent * s[i];
            gradient(i, 2) = theta[1] * std::numbers::ln10 * beyond * s[i];
            gradient(i, 3) = -theta[1] * f * (bent - beyond * place) * s[i];
        }
    }

private:
    static double softplus(double t) { return std::max(t, 0.0) + std::log1p(std::exp(-std::abs(t))); }

    double m_reference;
};

constexpr RivalParameter kBnslParameters[]{
    {.name = "limit", .role = Role::Level},
    {.name = "amplitude", .role = Role::Rise},
    {.name = "exponent", .box = &Box::exponentBefore},
    {.name = "exponent-change", .box = &Box::exponentChange},
    {.name = "break", .box = &Box::midpoint},
    {.name = "sharpness", .box = &Box::sharpness, .logarithmic = true}};
constexpr StartAxis kBnslStarts[]{
    {StartAxis::Evenly, 4}, {StartAxis::Evenly, 8}, {StartAxis::Among, 8}, {StartAxis::Evenly, 2}};

} // namespace

extern constexpr Rival kBnslRival{
    .name = "bnsl",
    .title = "Broken scaling law",
    .words = "a broken neural scaling law",
    .tip = "Two power laws joined at a smooth break (nine models at least)",
    .parameters = kBnslParameters,
    .shape = [](const Request &, double reference) -> std::unique_ptr<CurveShape> {
        return std::make_unique<BrokenPower>(reference);
    },
    .reference = Reference::SmallestX,
    .confine =
        [](const Request &request, SearchSpace &space) {
            const Box &box = request.box;
            const double most = std::max(std::abs(box.rise.low), std::abs(box.rise.high));
            space.linear = {box.floor, {-most, most}};
        },
    .starts = kBnslStarts,
    .sure = 2,
};

} // namespace onset::fit
