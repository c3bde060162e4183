#include "core/fit/noise/noise.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {

std::string_view name(Noise law)
{
    switch (law) {
    case Noise::Gaussian:
        return "gaussian";
    case Noise::StatedError:
        return "stated-error";
    case Noise::Binomial:
        return "binomial";
    case Noise::ExtraScatter:
        return "extra-scatter";
    case Noise::BetaBinomial:
        return "beta-binomial";
    }
    return {};
}

bool allows(const Points &points, bool counts, Noise law)
{
    const std::size_t m = points.size();
    if (law == Noise::Gaussian)
        return true;
    if (law == Noise::StatedError) {
        const auto stated = [](double se) { return se >= 0 && std::isfinite(se); };
        const auto positive = [](double se) { return se > 0; };
        return points.se.size() == m && std::all_of(points.se.begin(), points.se.end(), stated) &&
               std::any_of(points.se.begin(), points.se.end(), positive);
    }
    bool allCounts = counts && m > 0 && points.n.size() == m;
    for (std::size_t i = 0; allCounts && i < m; ++i)
        allCounts = isCount(points.y[i], points.n[i]);
    return allCounts;
}

Noise defaultNoise(const Points &points, bool counts)
{
    for (const Noise law : {Noise::ExtraScatter, Noise::StatedError})
        if (allows(points, counts, law))
            return law;
    return Noise::Gaussian;
}

bool isDefined(Noise law, const Points &points)
{
    const std::size_t m = points.size();
    if (law == Noise::Gaussian)
        return true;
    if (law == Noise::StatedError) {
        const auto infinite = [](double se) { return std::isinf(se); };
        const auto positive = [](double se) { return se > 0; };
        return std::none_of(points.se.begin(), points.se.end(), infinite) &&
               std::any_of(points.se.begin(), points.se.end(), positive);
    }
    for (std::size_t i = 0; i < m; ++i) {
        const bool known = i < points.n.size() && points.n[i] >= 1 && std::isfinite(points.n[i]);
        if (!known || !(points.y[i] >= 0 && points.y[i] <= 1))
            return false;
    }
    return true;
}

} // namespace onset::fit
