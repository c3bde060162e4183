#pragma once

#include "core/fit/curves/fit.h"

#include <array>
#include <memory>
#include <span>

namespace onset::fit {

class LogisticTableCache;

/// The optimum: μ(x) = level + rise·s(x; θ), θ = (κ, x₀) where the curve has any.
struct Solution
{
    double level = 0;
    double rise = 0;
    std::array<double, 2> shape = {}; ///< θ; meaningless when the rise is 0
    double rss = 0;
    bool atBound = false; ///< some free parameter on the edge of its box
};

/// The parameters of an optimum, as they are printed.
[[nodiscard]] std::array<double, kMaxParameters> printed(const Request &request, const Solution &solution);

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

/// Whether `makeSolver` knows the request: least squares of flat, line or logistic, the ceiling not held.
[[nodiscard]] bool isLeastSquares(const Request &request);

/// @param x  shape (m), m ≥ 1, finite      @param request  isLeastSquares
/// @param tables  kept by the caller for the next one
[[nodiscard]] std::unique_ptr<Solver> makeSolver(const std::vector<double> &x, const Request &request,
                                                 LogisticTableCache &tables);
/// The same with tables of its own.
[[nodiscard]] std::unique_ptr<Solver> makeSolver(const std::vector<double> &x, const Request &request);

} // namespace onset::fit
