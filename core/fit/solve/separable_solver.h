#pragma once

#include "core/fit/solve/grid.h"
#include "core/fit/solve/logistic_kernel.h"
#include "core/fit/solve/solver.h"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace onset::fit {

/// What searches for logistic curves over one x have in common, whatever the scores and the linear box: where
/// they start, and the curves there.
struct LogisticTables
{
    LogisticTables(const std::vector<double> &x, const Interval &slope, const Interval &midpoint);

    Eigen::ArrayXd x;
    Interval slope, midpoint; ///< the box of (κ, x₀)
    Nodes nodes;
    Scan scan;
    std::vector<double> walls; ///< between rows of nodes
};

/// The tables made last, for as long as the same ones are asked for. Not shared between threads.
class LogisticTableCache
{
public:
    [[nodiscard]] std::shared_ptr<const LogisticTables>
    operator()(const std::vector<double> &x, const Interval &slope, const Interval &midpoint);

private:
    std::shared_ptr<const LogisticTables> m_last;
};

/// Least squares of level + rise·s(x; κ, x₀), s the logistic, on a box by variable projection [Golub &
/// Pereyra 1973, SIAM J. Numer. Anal. 10:413]: for each θ = (κ, x₀) the linear part is solved exactly, so the
/// search is over θ alone. A grid of θ is scanned, and every minimum of it that may still lead below the best
/// is polished by Levenberg–Marquardt in its trust-region form [Moré 1978, LNM 630:105], keeping the second
/// derivatives of the residuals: data that do not follow the curve leave large ones, and the Gauss–Newton
/// model alone then creeps. Several descents go on side by side, in the lanes of the processor's vectors.
class SeparableSolver final : public Solver
{
public:
    SeparableSolver(std::shared_ptr<const LogisticTables> tables, const LinearBox &box);

    Solution solve(std::span<const double> y) override;

private:
    struct Curve
    {
        double slope;
        double midpoint;
        double level;
        double rise;
        double rss;
    };

    /// A curve and the second-order model around it, as in LogisticLanes.
    struct Local
    {
        Curve curve;
        double pivot;
        double descent[2];
        double hessian[3];
    };

    struct Step
    {
        double move[2];
        double promise; ///< how much the sum of squares may fall from here, to first order
    };

    struct Descent
    {
        Local from;
        Step step;
        double radius;
        int steps;
    };

    [[nodiscard]] Curve flat() const;
    void collectStarts(double flatRss);
    void evaluateStarts();
    [[nodiscard]] Curve polish(Curve best);
    [[nodiscard]] static bool hopeless(const Local &from, double lowest);
    [[nodiscard]] Step step(const Local &from, double radius) const;
    void moveLane(int lane, const Descent &descent);
    void runLanes(int count);
    [[nodiscard]] Local lane(int k) const;
    [[nodiscard]] bool atBound(const Curve &curve) const;

    std::shared_ptr<const LogisticTables> m_tables;
    LinearBox m_box;
    LogisticKernel m_kernel;

    // Working space of one solve.
    std::vector<double> m_gridRss; ///< of the nodes, and a number on either side
    std::vector<char> m_low;       ///< marks of nodes
    std::vector<int> m_starts;
    std::vector<Descent> m_descents; ///< one a start, best first
    Eigen::ArrayXd m_y;              ///< centred
    Eigen::ArrayXd m_groups;         ///< of m_y
    double m_yMean = 0;
    LogisticLanes m_lanes = {};
    std::vector<double> m_work; ///< of m_lanes
};

} // namespace onset::fit
