#include "core/fit/curves/rival.h"

#include <cmath>

namespace onset::fit {
namespace {

constexpr RivalParameter kFlatParameters[]{{.name = "level", .role = Role::Level, .given = &Request::floor}};

} // namespace

extern constexpr Rival kFlatRival{
    .name = "flat",
    .title = "Flat",
    .words = "a constant",
    .tip = "One level: scale makes no difference",
    .parameters = kFlatParameters,
    .smooth = true,
    .variants = Variants::Level,
    .confine =
        [](const Request &request, SearchSpace &space) {
            if (std::isnan(request.floor))
                space.linear.level = {-kInfinity, kInfinity};
            space.linear.rise = held(0);
        },
};

} // namespace onset::fit
