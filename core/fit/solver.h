#pragma once

#include "core/fit/fit.h"

#include <array>
#include <memory>
#include <span>

namespace onset::fit {

inline constexpr int kMaxShape = 2; ///< most shape parameters of a mean curve

/// The optimum: μ(x) = level + rise·s(x; θ).
struct Solution
{
    double level = 0;
    double rise = 0;
    std::array<double, kMaxShape> shape = {}; ///< θ as searched; meaningless when the rise is 0
    double rss = 0;
    bool atBound = false; ///< some free parameter on the edge of its box
};

/// Fits one mean curve to score vectors over one x. What depends on x alone is computed once, when the solver
/// is made; `solve` allocates nothing. Not shared between threads: it holds their working space.
class Solver
{
public:
    virtual ~Solver() = default;

    /// The global least-squares optimum on the box.
    /// @param y  shape (m), finite
    [[nodiscard]] virtual Solution solve(std::span<const double> y) = 0;
};

/// The midpoints searched: those of the box, or its default where they are NaN.
[[nodiscard]] Interval midpointBox(const Box &box, const std::vector<double> &x);

/// @param x  shape (m), m ≥ 1, finite
[[nodiscard]] std::unique_ptr<Solver> makeSolver(const std::vector<double> &x, const Request &request);

} // namespace onset::fit
