#pragma once

#include "core/fit/curves/fit.h"

#include <memory>

namespace onset::fit {

class LikelihoodSolver;
class RoughLikelihood;
class Solver;

/// Fits one mean curve to scores over one x; what depends on x alone is computed once. Not shared between
/// threads: it holds the working space of its search.
class Fitter
{
public:
    /// @param x  shape (m)
    /// @param rough  shared by fitters of one thread that fit the same curves; none: its own
    Fitter(const std::vector<double> &x, const Request &request,
           const std::shared_ptr<RoughLikelihood> &rough = nullptr);
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

} // namespace onset::fit
