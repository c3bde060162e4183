#include "core/fit/likelihood.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace onset::fit {

Evidence gaussianEvidence(double rss, int m, int mean)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const double logLikelihood = -0.5 * m * (std::log(2 * std::numbers::pi * rss / m) + 1);
    const int k = mean + 1;
    if (m - k - 1 <= 0 || !std::isfinite(logLikelihood))
        return {logLikelihood, kNone, kNone};
    const double deviance = -2 * logLikelihood;
    return {logLikelihood, deviance + 2 * k + 2.0 * k * (k + 1) / (m - k - 1), deviance + k * std::log(m)};
}

} // namespace onset::fit
