#pragma once

#include "core/fit/solve/linear_part.h"
#include "core/fit/solve/solver.h"

#include <Eigen/Core>

namespace onset::fit {

/// Least squares of level + rise·x on a box; with the rise held at 0, the flat curve.
class LinearSolver final : public Solver
{
public:
    LinearSolver(const std::vector<double> &x, const LinearBox &box)
        : m_box(box),
          m_centred(Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Eigen::Index>(x.size())))
    {
        m_xMean = m_centred.mean();
        m_centred -= m_xMean;
        m_spread = m_centred.square().sum();
    }

    Solution solve(std::span<const double> scores) override
    {
        const Eigen::Map<const Eigen::ArrayXd> y(scores.data(), m_centred.size());
        const auto m = static_cast<double>(y.size());
        const double mean = y.mean();
        const Basis basis(m_xMean, m_spread, m);
        const double product = (m_centred * (y - mean)).sum();
        const auto [level, rise, rss] =
            solveLinear(basis, product, m, mean, (y - mean).square().sum(), m_box);
        // Not the rss above: a difference of sums, it keeps their rounding.
        return {level,
                rise,
                {},
                (y - (level + rise * m_xMean) - rise * m_centred).square().sum(),
                onEdge(level, m_box.level) || onEdge(rise, m_box.rise)};
    }

private:
    LinearBox m_box;
    double m_xMean;
    double m_spread;
    Eigen::ArrayXd m_centred; ///< x less its mean
};

} // namespace onset::fit
