#include "core/fit/solve/evidence.h"

#include "core/fit/points.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace onset::fit {

Evidence evidence(double logLikelihood, int m, int k)
{
    if (m - k - 1 <= 0 || !std::isfinite(logLikelihood))
        return {kNone, kNone};
    const double deviance = -2 * logLikelihood;
    return {deviance + 2 * k + 2.0 * k * (k + 1) / (m - k - 1), deviance + k * std::log(m)};
}

double gaussianLogLikelihood(double rss, int m)
{
    return -0.5 * m * (std::log(2 * std::numbers::pi * rss / m) + 1);
}

} // namespace onset::fit
