#pragma once

#include "core/fit/grid.h"
#include "core/fit/linear_part.h"
#include "core/fit/solver.h"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace onset::fit {

/// Least squares of level + rise·s(x; θ) on a box by variable projection [Golub & Pereyra 1973, SIAM J.
/// Numer. Anal. 10:413]: for each θ the linear part is solved exactly, so the search is over θ alone. A grid
/// of θ is scanned, and every minimum of it that may still lead below the best is polished by
/// Levenberg–Marquardt in its trust-region form [Moré 1978, LNM 630:105], keeping the second derivatives of
/// the residuals: data that do not follow the curve leave large ones, and the Gauss–Newton model alone then
/// creeps.
template <typename Shape>
class SeparableSolver final : public Solver
{
    static constexpr int kShape = Shape::kShape;
    using Theta = typename Shape::Theta;
    using Vector = Eigen::Matrix<double, kShape, 1>;
    using Matrix = Eigen::Matrix<double, kShape, kShape>;
    using One = Eigen::Array<double, 1, 1>;

public:
    /// @param nodes  start values; one empty θ for a shape without parameters
    SeparableSolver(const std::vector<double> &x, const LinearBox &box, const Theta &low, const Theta &high,
                    Nodes nodes)
        : m_x(Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Eigen::Index>(x.size()))), m_box(box),
          m_low(low), m_high(high), m_nodes(std::move(nodes)), m_scan(basis(grouped(m_x), m_nodes), box),
          m_gridRss(m_nodes.neighbours.size()), m_y(m_x.size()), m_groups(grouped(m_x)), m_s(m_x.size()),
          m_centred(m_x.size()), m_residual(m_x.size()), m_gradient(m_x.size(), kShape)
    {
        m_starts.reserve(m_gridRss.size());
    }

    Solution solve(std::span<const double> y) override
    {
        center(y);
        State best = flat();
        if constexpr (kShape == 0) {
            best = evaluate(Theta());
        } else {
            group(m_y, m_groups);
            collectStarts(m_scan(m_groups, m_yMean, m_gridRss));
            for (const int start : m_starts) {
                const State found = polish(m_nodes.theta.col(start), best);
                if (found.rss < best.rss)
                    best = found;
            }
        }
        Solution solution{best.level, best.rise, {}, best.rss, atBound(best)};
        std::copy_n(best.theta.data(), kShape, solution.shape.begin());
        return solution;
    }

private:
    struct State
    {
        Theta theta;
        double level;
        double rise;
        double rss;
    };

    static Eigen::ArrayXXd basis(const Eigen::ArrayXd &x, const Nodes &nodes)
    {
        Eigen::ArrayXXd result(x.size(), nodes.theta.cols());
        if constexpr (kShape > 0) {
            for (Eigen::Index node = 0; node < result.cols(); ++node)
                Shape::value(nodes.theta.col(node), x, result.col(node));
        }
        return result;
    }

    void center(std::span<const double> y)
    {
        m_y = Eigen::Map<const Eigen::ArrayXd>(y.data(), static_cast<Eigen::Index>(y.size()));
        m_yMean = m_y.mean();
        m_y -= m_yMean;
        m_total = m_y.square().sum();
    }

    static constexpr Eigen::Index kMaxGroups = 256;

    /// Means of neighbouring values; the values themselves while there are at most kMaxGroups. The scan runs
    /// on them: it only has to find where to start.
    static void group(const Eigen::ArrayXd &values, Eigen::ArrayXd &means)
    {
        for (Eigen::Index i = 0; i < means.size(); ++i) {
            const Eigen::Index begin = i * values.size() / means.size();
            const Eigen::Index end = (i + 1) * values.size() / means.size();
            means[i] = values.segment(begin, end - begin).mean();
        }
    }

    static Eigen::ArrayXd grouped(const Eigen::ArrayXd &values)
    {
        Eigen::ArrayXd means(std::min(values.size(), kMaxGroups));
        group(values, means);
        return means;
    }

    /// The best curve without a rise; no candidate where the box asks for one.
    State flat() const
    {
        const double level = std::clamp(m_yMean, m_box.level.low, m_box.level.high);
        const double gap = m_yMean - level;
        const bool allowed = m_box.rise.low <= 0 && m_box.rise.high >= 0;
        return {(m_low + m_high) / 2, level, 0,
                allowed ? m_total + count() * gap * gap : std::numeric_limits<double>::infinity()};
    }

    /// Nodes better than flat, no higher than their neighbours in the row and hardly higher than those in
    /// other rows, best first. A valley that bends between rows hides its lowest node; one that is low alone
    /// does not.
    void collectStarts(double flatRss)
    {
        const auto rss = [&](int node) { return m_gridRss[static_cast<std::size_t>(node)]; };
        m_starts.clear();
        for (int node = 0; node < static_cast<int>(m_gridRss.size()); ++node) {
            const auto &near = m_nodes.neighbours[static_cast<std::size_t>(node)];
            const auto noHigherThan = [&](int other) {
                const bool inRow = other >= near[0] && other <= near[1];
                return rss(node) <= rss(other) * (inRow ? 1 : kHardly);
            };
            if (rss(node) < flatRss * (1 - kNegligible) &&
                std::all_of(near.begin(), near.end(), noHigherThan))
                m_starts.push_back(node);
        }
        std::sort(m_starts.begin(), m_starts.end(), [&](int a, int b) { return rss(a) < rss(b); });
    }

    /// Leaves s, s − s̄ and the residuals of θ in the working space.
    State evaluate(const Theta &theta)
    {
        Shape::value(theta, m_x, m_s);
        m_sMean = m_s.mean();
        m_centred = m_s - m_sMean;
        m_spread = m_centred.square().sum();
        const auto linear = solveLinear(Basis<One>(One(m_sMean), One(m_spread), count()),
                                        One((m_centred * m_y).sum()), count(), m_yMean, m_total, m_box);
        const double level = linear.level[0];
        const double rise = linear.rise[0];
        m_residual = m_y - rise * m_centred + (m_yMean - level - rise * m_sMean);
        return {theta, level, rise, m_residual.square().sum()};
    }

    bool atBound(const State &state) const
    {
        const auto onEdge = [](double value, const Interval &box) {
            return box.low < box.high && !inside(value, box);
        };
        bool shapeOnEdge = false;
        for (int k = 0; k < kShape; ++k)
            shapeOnEdge = shapeOnEdge || onEdge(state.theta[k], {m_low[k], m_high[k]});
        return onEdge(state.level, m_box.level) || onEdge(state.rise, m_box.rise) ||
               (state.rise != 0 && shapeOnEdge);
    }

    static bool inside(double value, const Interval &box) { return value > box.low && value < box.high; }

    /// Second-order model of ½·rss around a state, in steps from it.
    struct Local
    {
        double pivot;   ///< see Shape::moved
        Vector descent; ///< −gradient: Σ rᵢ ∂μᵢ/∂δ
        Matrix hessian; ///< JᵀJ − Σ rᵢ ∂²μᵢ/∂δ²; exact at the optimum
    };

    Local model(const State &state)
    {
        Local local;
        const bool onEdge = state.theta[1] <= m_low[1] || state.theta[1] >= m_high[1];
        local.pivot = onEdge ? state.theta[1] : Shape::pivot(state.theta, m_x, m_s);
        local.hessian =
            -state.rise * Shape::derivatives(state.theta, local.pivot, m_x, m_s, m_residual, m_gradient);
        const bool levelFree = inside(state.level, m_box.level);
        const bool riseFree = inside(state.rise, m_box.rise);
        const auto &along = levelFree ? m_centred : m_s;
        const double norm = levelFree ? m_spread : m_spread + count() * m_sMean * m_sMean;
        for (int k = 0; k < kShape; ++k) {
            auto column = m_gradient.col(k);
            column *= state.rise;
            local.descent[k] = (column * m_residual).sum();
            if (levelFree)
                column -= column.mean();
            if (riseFree && norm > 0)
                column -= along * ((column * along).sum() / norm);
            local.hessian(k, k) += column.square().sum();
            for (int l = 0; l < k; ++l) {
                const double product = (column * m_gradient.col(l)).sum();
                local.hessian(k, l) += product;
                local.hessian(l, k) += product;
            }
        }
        return local;
    }

    struct Step
    {
        Vector move;
        double promise; ///< how much the sum of squares may fall from here, to first order
    };

    /// The step to the model's minimum, along each of its principal axes at most `radius` long: where
    /// the model has no minimum, that far downhill. Axes that promise nothing are left alone, and parameters
    /// on an edge of the box do not leave it.
    Step step(const State &state, const Local &local, double radius) const
    {
        Matrix hessian = local.hessian;
        Vector descent = local.descent;
        for (int k = 0; k < kShape; ++k) {
            const bool outward = (state.theta[k] <= m_low[k] && descent[k] <= 0) ||
                                 (state.theta[k] >= m_high[k] && descent[k] >= 0);
            if (outward) {
                hessian.row(k).setZero();
                hessian.col(k).setZero();
                descent[k] = 0;
            }
        }
        Eigen::SelfAdjointEigenSolver<Matrix> axes;
        axes.computeDirect(hessian);
        Vector along = axes.eigenvectors().transpose() * descent;
        double promise = 0;
        for (int k = 0; k < kShape; ++k) {
            const double slope = std::abs(along[k]);
            const double bend = axes.eigenvalues()[k];
            const double reach = slope < kLargestRadius * bend ? slope / bend : kLargestRadius;
            const double length =
                std::min(slope < radius * std::abs(bend) ? slope / std::abs(bend) : radius, reach);
            along[k] = slope * reach > kNothing * state.rss ? std::copysign(length, along[k]) : 0;
            promise += slope * reach;
        }
        return {axes.eigenvectors() * along, promise};
    }

    /// The minimum below `start`, or where the way to it turned out to lead to `best` or not below it.
    State polish(const Theta &start, const State &best)
    {
        const auto known = [&](const State &state) {
            return state.rss >= best.rss && Shape::distance(state.theta, best.theta) < kBasin;
        };
        State state = evaluate(start);
        if (known(state))
            return state;
        Local local = model(state);
        double radius = kLargestRadius;
        for (int i = 0; i < kMaxSteps && radius > kSmallestRadius; ++i) {
            const auto [move, promise] = step(state, local, radius);
            if (state.rss - kGenerous * promise > best.rss)
                break;
            const State next = evaluate(Shape::moved(state.theta, local.pivot, move, m_low, m_high));
            const bool lower = next.rss < state.rss;
            const bool settled = !(promise > kNegligible * state.rss);
            if (lower)
                state = next;
            if (settled || known(state))
                break;
            if (lower)
                local = model(state);
            radius = lower ? std::min(2 * radius, kLargestRadius) : radius / 4;
        }
        return state;
    }

    double count() const { return static_cast<double>(m_x.size()); }

    // Shares of the residual sum of squares.
    static constexpr double kNegligible = 1e-8; ///< promised by the last step
    static constexpr double kNothing = 1e-14;   ///< rounding

    // Measured on random curves against a dense search. Stricter values miss optima, laxer ones cost time.
    static constexpr double kHardly = 1.05; ///< a node may be so much higher than those of other rows
    static constexpr double kGenerous = 30; ///< a descent may keep so many times its promise
    static constexpr double kBasin = 0.3;   ///< steps between two curves of one basin

    static constexpr double kLargestRadius = 1; ///< about a cell of the grid
    static constexpr double kSmallestRadius = 1e-6;
    static constexpr int kMaxSteps = 100;

    Eigen::ArrayXd m_x;
    LinearBox m_box;
    Theta m_low;
    Theta m_high;
    Nodes m_nodes;
    Scan m_scan;

    // Working space of one solve.
    std::vector<double> m_gridRss;
    std::vector<int> m_starts;
    Eigen::ArrayXd m_y;      ///< centred
    Eigen::ArrayXd m_groups; ///< of m_y
    double m_yMean = 0;
    double m_total = 0;
    Eigen::ArrayXd m_s;
    double m_sMean = 0;
    Eigen::ArrayXd m_centred;
    double m_spread = 0;
    Eigen::ArrayXd m_residual;
    Eigen::Array<double, Eigen::Dynamic, kShape> m_gradient;
};

} // namespace onset::fit
