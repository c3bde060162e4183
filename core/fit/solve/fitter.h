#pragma once

#include "core/base/progress.h"
#include "core/fit/curves/fit.h"

#include <memory>
#include <vector>

namespace onset::fit {

class LikelihoodSolver;
class Solver;
struct SharedWork;

/// Fits one mean curve to scores over one x; what depends on x alone is computed once. Not shared between
/// threads: it holds the working space of its search.
class Fitter
{
public:
    /// @param x  shape (m)
    /// @param shared  with other fitters of the same thread; none: its own
    Fitter(const std::vector<double> &x, const Request &request,
           std::shared_ptr<SharedWork> shared = nullptr);
    Fitter(Fitter &&) noexcept;
    Fitter &operator=(Fitter &&) noexcept;
    ~Fitter();

    /// @param points  over the fitter's x
    [[nodiscard]] Fit fit(const Points &points);

private:
    void conclude(Fit &fit, const Points &points, double logLikelihood) const;

    Fit m_prepared; ///< names, what is free, and why there can be no fit
    std::unique_ptr<Solver> m_leastSquares;
    std::unique_ptr<LikelihoodSolver> m_solver;
};

/// The least-squares fit on the box, the global optimum and not a local one: linear parameters exactly inside
/// (variable projection, Golub & Pereyra 1973), shape parameters by grid and Levenberg–Marquardt.
[[nodiscard]] Fit fit(const Points &points, const Request &request);

/// The same for many curves; curves that share x share the grid's one matrix product. Same bytes as `fit` one
/// by one.
/// @param threads  ≥ 1      @return one fit for each curve, in order; empty when cancelled
[[nodiscard]] std::vector<Fit> fitAll(const std::vector<Points> &curves, const Request &request, int threads,
                                      Progress &progress);

} // namespace onset::fit
