#include "core/fit/points.h"

#include <cmath>

namespace onset::fit {

Interval wilson(double p, double n, double z)
{
    const double z2 = z * z;
    const double centre = p + z2 / (2 * n);
    const double half = z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    const double scale = 1 + z2 / n;
    return {(centre - half) / scale, (centre + half) / scale};
}

} // namespace onset::fit
