#include "core/fit/curves/power_shape.h"

namespace onset::fit {
namespace {

constexpr RivalParameter kGrowthParameters[]{{.name = "floor", .role = Role::Level, .given = &Request::floor},
                                             {.name = "amplitude", .role = Role::Rise},
                                             kExponent};

} // namespace

extern constexpr Rival kGrowthRival{
    .name = "growth",
    .title = "Power growth",
    .words = "power growth",
    .tip = "Ever faster, without any threshold: a power of the scale",
    .parameters = kGrowthParameters,
    .smooth = true,
    .variants = Variants::Floor,
    .shape = [](const Request &, double reference) -> std::unique_ptr<CurveShape> {
        return std::make_unique<PowerShape>(1, reference);
    },
    .reference = Reference::LargestX,
    .starts = kExponentStarts,
    .sure = 4,
};

} // namespace onset::fit
