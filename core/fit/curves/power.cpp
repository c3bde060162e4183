#include "core/fit/curves/power_shape.h"

#include <cmath>

namespace onset::fit {
namespace {

constexpr RivalParameter kPowerParameters[]{
    {.name = "ceiling", .role = Role::Level, .given = &Request::ceiling},
    {.name = "amplitude", .role = Role::Fall},
    kExponent};

} // namespace

extern constexpr Rival kPowerRival{
    .name = "power",
    .title = "Saturating power law",
    .words = "a saturating power law",
    .tip = "Fast at first, then ever slower towards a ceiling",
    .parameters = kPowerParameters,
    .smooth = true,
    .variants = Variants::Ceiling,
    .shape = [](const Request &, double reference) -> std::unique_ptr<CurveShape> {
        return std::make_unique<PowerShape>(-1, reference);
    },
    .reference = Reference::SmallestX,
    .confine =
        [](const Request &request, SearchSpace &space) {
            const Box &box = request.box;
            space.linear = {std::isnan(request.ceiling) ? box.floor : held(request.ceiling),
                            {-box.rise.high, -box.rise.low}};
        },
    .starts = kExponentStarts,
    .sure = 4,
};

} // namespace onset::fit
