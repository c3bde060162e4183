#pragma once

#include "core/fit/grid.h"
#include "core/fit/linear_part.h"
#include "core/fit/solver.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace onset::fit {

/// Least squares of level + rise·s(x; θ) on a box by variable projection [Golub & Pereyra 1973, SIAM J.
/// Numer. Anal. 10:413]: for each θ the linear part is solved exactly, so the search is over θ alone. A grid
/// of θ is scanned; every promising minimum of it is polished by Levenberg–Marquardt with Kaufman's Jacobian
/// [Kaufman 1975, BIT 15:49], bounds on θ being kept active while the gradient points outwards.
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
          m_low(low), m_high(high), m_nodes(std::move(nodes)), m_scan(basis(m_x, m_nodes), box),
          m_gridRss(m_nodes.neighbours.size()), m_y(m_x.size()), m_s(m_x.size()), m_centred(m_x.size()),
          m_residual(m_x.size()), m_gradient(m_x.size(), kShape)
    {
        m_starts.reserve(m_nodes.neighbours.size());
    }

    Solution solve(std::span<const double> y) override
    {
        center(y);
        State best = flat();
        if constexpr (kShape == 0) {
            best = evaluate(Theta());
        } else {
            m_scan(std::span(m_y.data(), y.size()), m_yMean, m_total, m_gridRss);
            collectStarts(best.rss);
            for (const int start : m_starts) {
                const State found = polish(m_nodes.theta.col(start));
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

    /// The best curve without a rise, or with the smallest that the box allows.
    State flat() const
    {
        const double rise = std::clamp(0.0, m_box.rise.low, m_box.rise.high);
        const double level = std::clamp(m_yMean, m_box.level.low, m_box.level.high);
        const double gap = m_yMean - level;
        return {(m_low + m_high) / 2, level, rise, m_total + count() * gap * gap};
    }

    /// Nodes below all their neighbours, better than flat, best first.
    void collectStarts(double flatRss)
    {
        m_starts.clear();
        for (std::size_t node = 0; node < m_gridRss.size(); ++node) {
            const double rss = m_gridRss[node];
            const auto &near = m_nodes.neighbours[node];
            if (rss < flatRss * (1 - kNegligible) && std::all_of(near.begin(), near.end(), [&](int other) {
                    return rss <= m_gridRss[static_cast<std::size_t>(other)];
                }))
                m_starts.push_back(static_cast<int>(node));
        }
        std::sort(m_starts.begin(), m_starts.end(), [&](int a, int b) {
            return m_gridRss[static_cast<std::size_t>(a)] < m_gridRss[static_cast<std::size_t>(b)];
        });
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

    /// Kaufman's normal equations at `state`, whose arrays are in the working space: JᵀJ and Jᵀr, J the part
    /// of rise·∂s/∂θ that the free linear parameters cannot follow.
    void normalEquations(const State &state, Matrix &square, Vector &descent)
    {
        Shape::gradient(state.theta, m_x, m_s, m_gradient);
        const bool levelFree = inside(state.level, m_box.level);
        const bool riseFree = inside(state.rise, m_box.rise);
        const auto &along = levelFree ? m_centred : m_s;
        const double norm = levelFree ? m_spread : m_spread + count() * m_sMean * m_sMean;
        for (int k = 0; k < kShape; ++k) {
            auto column = m_gradient.col(k);
            column *= state.rise;
            descent[k] = (column * m_residual).sum();
            if (levelFree)
                column -= column.mean();
            if (riseFree && norm > 0)
                column -= along * ((column * along).sum() / norm);
            for (int l = 0; l <= k; ++l)
                square(k, l) = square(l, k) = (column * m_gradient.col(l)).sum();
        }
    }

    State polish(const Theta &start)
    {
        State state = evaluate(start);
        Matrix square;
        Vector descent;
        normalEquations(state, square, descent);
        double damping = kFirstDamping;
        for (int step = 0; step < kMaxSteps; ++step) {
            Matrix damped = square;
            Vector held = descent;
            for (int k = 0; k < kShape; ++k) {
                const bool outward = (state.theta[k] <= m_low[k] && descent[k] < 0) ||
                                     (state.theta[k] >= m_high[k] && descent[k] > 0);
                if (outward) {
                    damped.row(k).setZero();
                    damped.col(k).setZero();
                    held[k] = 0;
                }
                damped(k, k) =
                    outward ? 1 : square(k, k) * (1 + damping) + std::numeric_limits<double>::min();
            }
            const Theta target = (state.theta + damped.ldlt().solve(held).array()).max(m_low).min(m_high);
            const double promised = held.dot((target - state.theta).matrix());
            if (!(promised > kNegligible * state.rss))
                break;
            const State next = evaluate(target);
            if (next.rss < state.rss) {
                const bool settled = state.rss - next.rss < kNegligible * state.rss;
                state = next;
                if (settled)
                    break;
                normalEquations(state, square, descent);
                damping *= kEase;
            } else {
                damping = std::max(damping, kFirstDamping) * kTighten;
            }
        }
        return state;
    }

    double count() const { return static_cast<double>(m_x.size()); }

    static constexpr double kNegligible = 1e-11; ///< share of the residual sum of squares not worth a step
    static constexpr double kFirstDamping = 1e-3;
    static constexpr double kEase = 0.1;
    static constexpr double kTighten = 8;
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
    Eigen::ArrayXd m_y; ///< centred
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
