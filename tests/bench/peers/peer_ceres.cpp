// The four-parameter logistic by Ceres on the box of core/fit: one residual block a curve with an analytic
// Jacobian, or one a point by automatic differentiation, as its tutorial does.
// usage: peer_ceres TABLE.csv curve|point      prints: failed seconds, then the rss of each curve

#include "tests/bench/curves.h"

#include <ceres/ceres.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <vector>

namespace {

using onset::fit::Points;
using Parameters = std::array<double, 4>; // floor, rise, slope, midpoint

class Residuals final : public ceres::CostFunction
{
public:
    explicit Residuals(const Points &points) : m_points(points)
    {
        set_num_residuals(static_cast<int>(points.size()));
        mutable_parameter_block_sizes()->push_back(4);
    }

    bool Evaluate(const double *const *parameters, double *residuals, double **jacobians) const override
    {
        const double *p = parameters[0];
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            const double t = m_points.x[i] - p[3];
            const double s = 1 / (1 + std::exp(-p[2] * t));
            residuals[i] = p[0] + p[1] * s - m_points.y[i];
            if (jacobians && jacobians[0]) {
                double *row = jacobians[0] + 4 * i;
                const double bend = p[1] * s * (1 - s);
                row[0] = 1;
                row[1] = s;
                row[2] = bend * t;
                row[3] = -bend * p[2];
            }
        }
        return true;
    }

private:
    const Points &m_points;
};

struct Residual
{
    double x;
    double y;

    template <typename T>
    bool operator()(const T *p, T *residual) const
    {
        *residual = p[0] + p[1] / (1.0 + exp(-p[2] * (x - p[3]))) - y;
        return true;
    }
};

/// Extremes of the scores, a usual slope, and the x whose score is nearest to half way.
Parameters start(const Points &points)
{
    const auto [low, high] = std::minmax_element(points.y.begin(), points.y.end());
    const double half = (*low + *high) / 2;
    std::size_t nearest = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (std::abs(points.y[i] - half) < std::abs(points.y[nearest] - half))
            nearest = i;
    }
    return {*low, std::max(1e-3, *high - *low), 3, points.x[nearest]};
}

struct Outcome
{
    bool usable;
    double rss;
};

Outcome solve(const Points &points, bool byPoint)
{
    Parameters p = start(points);
    const auto [first, last] = std::minmax_element(points.x.begin(), points.x.end());
    const Parameters lower{0, 0, 0.1, *first - 2};
    const Parameters upper{1, 1, 40, *last + 3};
    ceres::Problem problem;
    if (!byPoint)
        problem.AddResidualBlock(new Residuals(points), nullptr, p.data());
    for (std::size_t i = 0; byPoint && i < points.size(); ++i) {
        auto *residual = new Residual{points.x[i], points.y[i]};
        problem.AddResidualBlock(new ceres::AutoDiffCostFunction<Residual, 1, 4>(residual), nullptr,
                                 p.data());
    }
    for (std::size_t k = 0; k < p.size(); ++k) {
        problem.SetParameterLowerBound(p.data(), static_cast<int>(k), lower[k]);
        problem.SetParameterUpperBound(p.data(), static_cast<int>(k), upper[k]);
    }
    ceres::Solver::Options options;
    options.linear_solver_type = ceres::DENSE_QR;
    options.max_num_iterations = 200;
    options.function_tolerance = 1e-10;
    options.logging_type = ceres::SILENT;
    ceres::Solver::Summary summary;
    ceres::Solve(options, &problem, &summary);
    return {summary.IsSolutionUsable(), 2 * summary.final_cost};
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<Points> curves = argc == 3 ? onset::readCurves(argv[1]) : std::vector<Points>();
    if (curves.empty()) {
        std::fputs("usage: peer_ceres TABLE.csv curve|point\n", stderr);
        return 1;
    }
    const bool byPoint = std::string_view(argv[2]) == "point";
    std::vector<Outcome> outcomes;
    const std::clock_t begin = std::clock();
    for (const Points &points : curves)
        outcomes.push_back(solve(points, byPoint));
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    const auto failed = std::count_if(outcomes.begin(), outcomes.end(),
                                      [](const Outcome &outcome) { return !outcome.usable; });
    std::printf("%td %.6f\n", failed, seconds);
    for (const Outcome &outcome : outcomes)
        std::printf("%.17g\n", outcome.usable ? outcome.rss : std::nan(""));
}
