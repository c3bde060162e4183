#pragma once

#include "core/fit/solve/linear_part.h"

#include <span>

namespace onset::fit {

inline constexpr int kScanLanes = 16;    ///< nodes in one tile of a scan: its sums stay in registers
inline constexpr int kLogisticLanes = 8; ///< most curves modelled at once

struct alignas(64) ScanLanes
{
    double lane[kScanLanes];
};

/// Bases s(x), lane by lane; the sums as in Basis.
struct ScanTile
{
    ScanLanes mean;
    ScanLanes spread;
    ScanLanes inverseSpread;
    ScanLanes inverseSquare;
    const ScanLanes *values; ///< shape (m): s at each x
};

/// What curves are fitted to.
struct CentredData
{
    const double *x; ///< shape (m)
    const double *y; ///< shape (m), less yMean
    int m;
    double yMean;
    LinearBox box;
};

/// Logistic curves s = 1/(1 + e^−η), η = κ(x − x₀), each with its best linear part, and the second-order
/// model of ½·rss around it. The step δ makes ln κ grow by δ₀ about the pivot, where η falls by δ₁: when a
/// single x lies within the transition, every curve with the same η there fits alike, which is a bent valley
/// in (κ, x₀) and a straight one in δ. Steps of 1 change the curve visibly.
struct alignas(64) LogisticLanes
{
    double slope[kLogisticLanes]; ///< κ; given, as is the midpoint
    double midpoint[kLogisticLanes];
    double level[kLogisticLanes];
    double rise[kLogisticLanes];
    double rss[kLogisticLanes];
    double pivot[kLogisticLanes]; ///< where the transition is seen: the mean of x weighted by (∂s/∂η)²
    double descent[2][kLogisticLanes]; ///< −gradient: Σ rᵢ ∂μᵢ/∂δ
    double hessian[3][kLogisticLanes]; ///< δ₀δ₀, δ₀δ₁, δ₁δ₁ of JᵀJ − Σ rᵢ ∂²μᵢ/∂δ², J less its part along the
                                       ///< free linear parameters; exact at the optimum
};

/// The inner loops of the logistic fit for one instruction set: the same formulas, rounded differently.
struct LogisticKernel
{
    /// Residual sums of squares of the tile's bases, each with its best linear part on the box.
    /// @param total  Σy²      @param rss  shape (kScanLanes), written
    void (*scan)(const ScanTile &tile, const CentredData &data, double total, double *rss);

    /// Marks nodes whose sum of squares is below `enough` and no higher than before and after them.
    /// @param rss    shape (count), and one finite number on either side; count a multiple of kScanLanes
    /// @param walls  shape (count + 1), added to the sum before and after each node: ∞ hides it, −∞ the node
    /// @param low    shape (count), written: −1 or 0
    void (*lows)(const double *rss, const double *walls, double enough, int count, char *low);

    /// Fills the lanes before `count` from their slopes and midpoints; others may be overwritten.
    /// @param midpoint  its box: a curve on the edge turns about its midpoint
    /// @param work      shape (m, kLogisticLanes), overwritten
    void (*model)(const CentredData &data, const Interval &midpoint, int count, LogisticLanes &lanes,
                  double *work);
};

/// The kernels this machine runs, the fastest last.
[[nodiscard]] std::span<const LogisticKernel> logisticKernels();

} // namespace onset::fit
