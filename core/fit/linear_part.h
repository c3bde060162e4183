#pragma once

#include "core/fit/points.h"

#include <Eigen/Core>

#include <limits>

namespace onset::fit {

/// The parameters that enter μ(x) = level + rise·s(x) linearly, and their box. low = high fixes one.
struct LinearBox
{
    Interval level;
    Interval rise;
};

/// What the linear least squares needs to know of a basis s(x) and scores y. `Lanes` is a fixed-size Eigen
/// array: as many bases as it has lanes are solved at once.
template <typename Lanes>
struct Basis
{
    Lanes mean;          ///< s̄
    Lanes spread;        ///< Σ(s − s̄)²
    Lanes inverseSpread; ///< 1/spread; 0 when s does not vary
    Lanes inverseSquare; ///< 1/Σs²; 0 when s = 0

    Basis(const Lanes &meanOfS, const Lanes &spreadOfS, double m) : mean(meanOfS), spread(spreadOfS)
    {
        const Lanes square = spread + m * mean.square();
        inverseSpread = (spread > kRounding * square).select(spread.inverse(), Lanes::Zero());
        inverseSquare = (square > std::numeric_limits<double>::min()).select(square.inverse(), Lanes::Zero());
    }

private:
    static constexpr double kRounding = 1e-28; ///< of a spread, as a share of Σs²: some (2⁻⁵²)²
};

template <typename Lanes>
struct Linear
{
    Lanes level;
    Lanes rise;
    Lanes rss; ///< Σ(y − level − rise·s)²
};

/// argmin Σ(y − level − rise·s)² on the box, exactly: a convex quadratic in two variables has its constrained
/// optimum where clipping one variable, solving for the other and clipping that lead.
/// The level of the free optimum, clipped, is the optimal level when the rise is free; the rise that
/// belongs to it, clipped, is then the optimal rise, because min over the level is convex in the rise.
/// @param product  Σ(s − s̄)(y − ȳ)      @param total  Σ(y − ȳ)²
template <typename Lanes>
[[nodiscard]] Linear<Lanes> solveLinear(const Basis<Lanes> &s, const Lanes &product, double m, double yMean,
                                        double total, const LinearBox &box)
{
    const Lanes free = product * s.inverseSpread;
    const Lanes clipped = (yMean - free * s.mean).max(box.level.low).min(box.level.high);
    const Lanes rise =
        ((product + m * s.mean * (yMean - clipped)) * s.inverseSquare).max(box.rise.low).min(box.rise.high);
    const Lanes level = (yMean - rise * s.mean).max(box.level.low).min(box.level.high);
    return {level, rise,
            total + rise * (rise * s.spread - 2 * product) + m * (yMean - level - rise * s.mean).square()};
}

} // namespace onset::fit
