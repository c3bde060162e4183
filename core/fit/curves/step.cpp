#include "core/fit/curves/rival.h"

namespace onset::fit {
namespace {

/// s = 0 below ψ, 1 above, θ = (ψ).
class StepShape final : public CurveShape
{
    int size() const override { return 1; }
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        s = (x > theta[0]).cast<double>();
    }
    void gradient(const Theta &, const Eigen::ArrayXd &, const Eigen::ArrayXd &,
                  Eigen::ArrayXXd &gradient) const override
    {
        gradient.col(0).setZero();
    }
    bool discrete() const override { return true; }
};

constexpr RivalParameter kStepParameters[]{{.name = "floor", .role = Role::Level, .given = &Request::floor},
                                           {.name = "ceiling", .role = Role::Top, .given = &Request::ceiling},
                                           {.name = "break"}};
constexpr StartAxis kStepStarts[]{{StartAxis::Gaps}};

} // namespace

extern constexpr Rival kStepRival{
    .name = "step",
    .title = "Step",
    .words = "a step",
    .tip = "Two levels and a jump between them",
    .parameters = kStepParameters,
    .shape = [](const Request &, double) -> std::unique_ptr<CurveShape> {
        return std::make_unique<StepShape>();
    },
    .starts = kStepStarts,
};

} // namespace onset::fit
