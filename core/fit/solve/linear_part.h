#pragma once

#include "core/fit/curves/search_box.h"

#include <algorithm>
#include <limits>

namespace onset::fit {

/// Whether a free parameter ended on the edge of its box.
[[nodiscard]] inline bool onEdge(double value, const Interval &box)
{
    return box.low < box.high && !(value > box.low && value < box.high);
}

inline constexpr double kVaries =
    1e-28; ///< of a spread that is not rounding, as a share of Σs²: some (2⁻⁵²)²
inline constexpr double kSmallestSquare = std::numeric_limits<double>::min();

/// What the linear least squares needs to know of a basis s(x).
struct Basis
{
    double mean;          ///< s̄
    double spread;        ///< Σ(s − s̄)²
    double inverseSpread; ///< 1/spread; 0 when s does not vary
    double inverseSquare; ///< 1/Σs²; 0 when s = 0

    Basis(double meanOfS, double spreadOfS, double m) : mean(meanOfS), spread(spreadOfS)
    {
        const double square = spread + m * mean * mean;
        inverseSpread = spread > kVaries * square ? 1 / spread : 0;
        inverseSquare = square > kSmallestSquare ? 1 / square : 0;
    }
};

struct Linear
{
    double level;
    double rise;
    double rss; ///< Σ(y − level − rise·s)²
};

/// argmin Σ(y − level − rise·s)² on the box, exactly: a convex quadratic in two variables has its constrained
/// optimum where clipping one variable, solving for the other and clipping that lead.
/// The level of the free optimum, clipped, is the optimal level when the rise is free; the rise that
/// belongs to it, clipped, is then the optimal rise, because min over the level is convex in the rise.
/// @param product  Σ(s − s̄)(y − ȳ)      @param total  Σ(y − ȳ)²
[[nodiscard]] inline Linear solveLinear(const Basis &s, double product, double m, double yMean, double total,
                                        const LinearBox &box)
{
    const double free = product * s.inverseSpread;
    const double clipped = std::clamp(yMean - free * s.mean, box.level.low, box.level.high);
    const double rise =
        std::clamp((product + m * s.mean * (yMean - clipped)) * s.inverseSquare, box.rise.low, box.rise.high);
    const double level = std::clamp(yMean - rise * s.mean, box.level.low, box.level.high);
    const double gap = yMean - level - rise * s.mean;
    return {level, rise, total + rise * (rise * s.spread - 2 * product) + m * gap * gap};
}

} // namespace onset::fit
