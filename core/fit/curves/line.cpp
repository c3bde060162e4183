#include "core/fit/curves/rival.h"

namespace onset::fit {
namespace {

class LinearShape final : public CurveShape
{
public:
    explicit LinearShape(double reference) : m_reference(reference) {}
    int size() const override { return 0; }
    void value(const Theta &, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        s = x - m_reference;
    }
    void gradient(const Theta &, const Eigen::ArrayXd &, const Eigen::ArrayXd &,
                  Eigen::ArrayXXd &) const override
    {}

private:
    double m_reference;
};

constexpr RivalParameter kLineParameters[]{{.name = "intercept", .role = Role::Level},
                                           {.name = "slope", .role = Role::Rise}};

} // namespace

extern constexpr Rival kLineRival{
    .name = "line",
    .title = "Line",
    .words = "a straight line",
    .tip = "Steady change with the logarithm of the scale",
    .parameters = kLineParameters,
    .smooth = true,
    .shape = [](const Request &, double reference) -> std::unique_ptr<CurveShape> {
        return std::make_unique<LinearShape>(reference);
    },
    .confine =
        [](const Request &, SearchSpace &space) {
            space.linear = {{-kInfinity, kInfinity}, {-kInfinity, kInfinity}};
        },
};

} // namespace onset::fit
