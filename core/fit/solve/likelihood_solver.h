#pragma once

#include "core/fit/curves/parameters.h"
#include "core/fit/curves/shape.h"
#include "core/fit/noise/likelihood.h"
#include "core/fit/noise/rough_likelihood.h"
#include "core/fit/solve/search_space.h"

#include <Eigen/Core>

#include <array>
#include <memory>
#include <vector>

namespace onset::fit {

/// A mean curve with its scatter φ (see Likelihood), as found.
struct Optimum
{
    Coefficients curve; ///< level far from the rise, as printed: the offset is taken out
    double scatter = 0;
    double value = -std::numeric_limits<double>::infinity(); ///< log-likelihood; of least squares −½·rss
    bool atBound = false; ///< some free parameter of the mean on the edge of its box
};

/// The optimum that a usable fit keeps.
[[nodiscard]] Optimum optimumOf(const Fit &fit);

/// The maximum of a likelihood over mean curve and scatter: weighted least squares over a grid of shapes,
/// with the linear parameters solved exactly inside, finds where to start; the best starts are polished under
/// the full likelihood by damped Newton steps in all parameters at once [Levenberg 1944, Marquardt 1963],
/// with the curvature of each score's own likelihood; of curves with kinks, on from cell to cell between the
/// kinks until no neighbour is higher. Gaussian noise is least squares: its scatter stays 1.
/// Not shared between threads: it holds their working space.
class LikelihoodSolver
{
public:
    /// @param x  shape (m), m ≥ 1, finite
    /// @param rough  shared by solvers of one thread that fit the same curves; none: its own
    LikelihoodSolver(const std::vector<double> &x, const Request &request,
                     std::shared_ptr<RoughLikelihood> rough = nullptr);
    LikelihoodSolver(const std::vector<double> &x, std::unique_ptr<CurveShape> shape, SearchSpace space,
                     StartGrid starts, std::shared_ptr<RoughLikelihood> rough = nullptr);

    /// The global optimum on the box.
    /// @param points  over the solver's x      @param likelihood  of the same points
    [[nodiscard]] Optimum solve(const Points &points, const Likelihood &likelihood);

    /// The maximum above a start, which is moved into the box first.
    /// @param enough  log-likelihood that the last step may leave to be gained
    [[nodiscard]] Optimum polish(const Points &points, const Likelihood &likelihood, const Optimum &start,
                                 double enough = 1e-9);

    /// ℓ of a curve, which is moved into the box first.
    [[nodiscard]] double valueAt(const Points &points, const Likelihood &likelihood, const Optimum &curve);

    /// −∂²ℓ/∂(level, rise, θ, φ)² at an optimum, by central differences of the gradient; of least squares
    /// JᵀJ, as is usual there: without the bend of the mean curve. The level is the one at the offset.
    /// @return  shape (3 + size, 3 + size)
    [[nodiscard]] Eigen::MatrixXd information(const Points &points, const Likelihood &likelihood,
                                              const Optimum &at);

    /// Searches in another space from now on: some parameter held, as a profile does.
    void confine(const SearchSpace &space) { m_space = space; }

private:
    static constexpr double kEnoughOfSquares = 1e-14; ///< gain that is enough, as a share of the squares
    static constexpr int kMost = 2 + kMaxShape + 1;   ///< level, rise, θ, φ
    using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMost, 1>;
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kMost, kMost>;

    /// A term with the place where it was asked.
    struct Known
    {
        double mean = std::numeric_limits<double>::quiet_NaN(), scatter = mean;
        Term term;
    };

    /// How a climb meets the edges of the law at one point.
    struct Edge
    {
        int group = 0;        ///< of the points held at an edge together; 0: free
        double mean = 0;      ///< the edge where it is held, or that it leaves
        int side = 0;         ///< the side to which it leaves the edge
        double stiffness = 0; ///< of the spring that holds it there
    };

    void makeBasis();
    void weigh(const Likelihood &likelihood, double scatter, const Eigen::ArrayXd &mean);
    void scan(const Points &points);
    void collect();
    void exploreSquares(const Points &points, const Likelihood &likelihood);
    void consider(const Theta &theta, double level, double rise, double scatter, const Points &points,
                  const Likelihood &likelihood);
    void explore(const Points &points, const Likelihood &likelihood);
    void prepare(const Points &points, const Likelihood &likelihood);
    void startAt(const Theta &theta, double level, double rise, bool turned);
    void startThrough(const Theta &theta, const Points &points, const Likelihood &likelihood,
                      std::size_t mostModels, bool pairs);
    void startAtEnds(const Points &points, const Likelihood &likelihood);
    bool raise(Optimum &start, double level, double rise, const Theta &theta);
    void refine(Optimum &start);
    void keepDistinct(std::size_t most, bool counts);
    [[nodiscard]] bool canBeFlat() const;
    [[nodiscard]] double flatLevel(const Points &points) const;

    bool climb(Optimum &at, const Vector &low, const Vector &high, const Points &points,
               const Likelihood &likelihood, double enough);
    void boundsFor(const Likelihood &likelihood, Vector &low, Vector &high) const;
    void forget(const Likelihood &likelihood);
    void place(const Vector &p);
    double evaluate(const Vector &p, const Points &points, const Likelihood &likelihood,
                    double enough = -std::numeric_limits<double>::infinity());
    double valueOfMeans(const Likelihood &likelihood, double scatter, double enough) const;
    const Term &termOf(const Likelihood &likelihood, Eigen::Index i, double scatter);
    double reachEdge(const Likelihood &likelihood);
    Vector upToEdge(const Vector &p, const Vector &next, double share);
    Vector springs(Eigen::Index size) const;
    void bend(const Vector &p);
    void letGo();
    bool leaveEdge(const Likelihood &likelihood, const Vector &step, double scatter);
    void model(const Vector &p, const Points &points, const Likelihood &likelihood);
    Vector coordinates(const Optimum &at) const;
    Theta thetaOf(const Vector &p) const;

    Eigen::ArrayXd m_x;
    std::vector<double> m_places; ///< distinct x
    std::unique_ptr<CurveShape> m_shape;
    SearchSpace m_space;
    StartGrid m_starts;
    bool m_kinked = false;
    Eigen::MatrixXd m_basis;   ///< s of each node at the groups of x, shape (groups, nodes); of a step none
    Eigen::MatrixXd m_squares; ///< its squares

    // Working space of one search.
    bool m_leastSquares = false;
    Eigen::ArrayXd m_weight;                     ///< 1/V of each point
    Eigen::ArrayXd m_groupY;                     ///< weighted means, shape (groups)
    Eigen::ArrayXd m_groupW;                     ///< sums of weights
    Eigen::MatrixXd m_sides, m_products;         ///< of a scan with the basis: both sides, and what they make
    std::vector<double> m_rss;                   ///< of each node
    std::vector<std::array<double, 2>> m_linear; ///< level and rise of each node
    std::vector<int> m_chosen;
    std::vector<Optimum> m_candidates;
    std::shared_ptr<RoughLikelihood> m_rough;
    double m_scores = 1; ///< range of the scores
    double m_toBeat =
        -std::numeric_limits<double>::infinity(); ///< ℓ below which a climb without prospects ends
    std::vector<Known> m_known;                   ///< of each point
    std::vector<Edge> m_edges;                    ///< of each point
    Eigen::ArrayXd m_s, m_mean;
    Eigen::ArrayXXd m_gradient;
    Eigen::ArrayXXd m_jacobian;       ///< ∂μ/∂(level, rise, θ), shape (m, 2 + size)
    Eigen::ArrayXd m_pulls;           ///< ∂ℓ/∂μ of each point
    Eigen::ArrayXd m_nudged;          ///< s a little further in θ
    Eigen::ArrayXXd m_nudgedGradient; ///< and its ∂s/∂θ
    int m_groups = 0;
    Eigen::ArrayXd m_from; ///< the means where the step begins
    Vector m_slope;        ///< ∂ℓ/∂p
    Vector m_pull;         ///< the springs' share of the slope
    Matrix m_springs;      ///< and of the curvature
    Matrix m_hessian;      ///< −∂²ℓ/∂p², without the bend of the mean curve
    Matrix m_bend;         ///< what the bend of the mean curve adds to it
    Matrix m_convex;       ///< what makes outer products of the slopes of the points where ℓ is convex
};

} // namespace onset::fit
