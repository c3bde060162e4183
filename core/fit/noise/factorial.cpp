#include "core/fit/noise/factorial.h"

#include <cmath>
#include <numbers>

namespace onset::fit {
namespace {

constexpr double kHalfLogTwoPi = 0.91893853320467274178;

} // namespace

double stirlingError(double k)
{
    constexpr double kSeries = 16; // from here on five terms have an error below 1e-15
    if (k < kSeries) {
        double factorial = 1;
        for (double j = 2; j <= k; ++j)
            factorial *= j;
        return std::log(factorial) - (k + 0.5) * std::log(k) + k - kHalfLogTwoPi;
    }
    const double k2 = 1 / (k * k);
    return (1.0 / 12 - k2 * (1.0 / 360 - k2 * (1.0 / 1260 - k2 * (1.0 / 1680 - k2 / 1188)))) / k;
}

double logFactorial(double k)
{
    return k < 2 ? 0 : (k + 0.5) * std::log(k) - k + kHalfLogTwoPi + stirlingError(k);
}

double logBinomial(double n, double k)
{
    const double rest = n - k;
    if (k <= 0 || rest <= 0)
        return 0;
    const double p = k / n;
    return -0.5 * std::log(2 * std::numbers::pi * k * (rest / n)) - k * std::log(p) - rest * std::log1p(-p) +
           stirlingError(n) - stirlingError(k) - stirlingError(rest);
}

} // namespace onset::fit
