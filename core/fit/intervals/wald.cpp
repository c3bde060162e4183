#include "core/fit/intervals/profile.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/solve/likelihood_solver.h"

#include <boost/math/distributions/students_t.hpp>

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

constexpr double kEdge = 1e-9;      ///< of a box, as a share of its width: rounding of printed parameters
constexpr double kNudge = 6e-6;     ///< ε^(1/3): error of a central difference balanced with rounding
constexpr double kSingular = 1e-12; ///< reciprocal condition of a curvature without a meaning

bool isInside(double value, const Interval &box)
{
    const double edge = std::isfinite(box.high - box.low) ? kEdge * (box.high - box.low) : 0;
    return value > box.low + edge && value < box.high - edge;
}

/// The coordinates of the search at an optimum: level at the offset, rise, θ, φ.
struct Place
{
    Eigen::VectorXd at;
    Eigen::ArrayXd moving; ///< 1 off the edges of its box, else 0
    Eigen::ArrayXd given;  ///< 1 where the box is one value
};

Place placeOf(const Optimum &best, const SearchSpace &space, const Interval &scatter, bool discrete)
{
    const auto &[level, rise, theta] = best.curve;
    Place place;
    place.at.resize(3 + space.low.size());
    place.at << level + space.offset * rise, rise, theta.matrix(), best.scatter;
    place.moving.resize(place.at.size());
    place.given.resize(place.at.size());
    for (Eigen::Index i = 0; i < place.at.size(); ++i) {
        const bool shape = i >= 2 && i + 1 < place.at.size();
        const Interval box = i == 0   ? space.linear.level
                             : i == 1 ? space.linear.rise
                             : shape  ? Interval{space.low[i - 2], space.high[i - 2]}
                                      : scatter;
        place.given[i] = box.low == box.high;
        place.moving[i] = isInside(place.at[i], box) && !(shape && (discrete || rise == 0));
    }
    return place;
}

/// ∂(printed)/∂(coordinates of the search), shape (kMaxParameters, coordinates).
Eigen::MatrixXd printedGradient(const Request &request, double offset, const Eigen::VectorXd &at)
{
    const auto print = [&](const Eigen::VectorXd &p) {
        const Values numbers =
            printed(request, {p[0] - offset * p[1], p[1], p.segment(2, p.size() - 3).array()});
        return Eigen::VectorXd(
            Eigen::Map<const Eigen::VectorXd>(numbers.data(), static_cast<Eigen::Index>(numbers.size())));
    };
    Eigen::MatrixXd gradient(kMaxParameters, at.size());
    for (Eigen::Index i = 0; i < at.size(); ++i) {
        Eigen::VectorXd low = at, high = at;
        const double nudge = kNudge * std::max(std::abs(at[i]), 1e-3);
        low[i] -= nudge;
        high[i] += nudge;
        gradient.col(i) = (print(high) - print(low)) / (high[i] - low[i]);
    }
    return gradient;
}

} // namespace

std::array<Interval, kMaxParameters> waldIntervals(const Points &points, const Fit &fit, double level)
{
    std::array<Interval, kMaxParameters> intervals;
    if (!fit.usable() || fit.count == 0)
        return intervals;
    const Request &request = fit.request;
    const Likelihood likelihood(points, request.noise, request.chance, request.best);
    const SearchSpace space = spaceOf(request, points.x);
    StartGrid none;
    none.theta.resize(0, 0);
    auto shape = makeShape(request, fit.reference);
    const bool discrete = shape->discrete();
    LikelihoodSolver solver(points.x, std::move(shape), space, std::move(none));

    Optimum best = optimumOf(fit);
    const bool leastSquares = request.noise == Noise::Gaussian;
    if (best.curve.theta.size() != space.low.size() || !best.curve.theta.isFinite().all()) // flat
        best.curve.theta = (space.low + space.high) / 2;
    const Place place =
        placeOf(best, space, leastSquares ? Interval{1, 1} : likelihood.scatterRange(), discrete);
    Eigen::MatrixXd information = solver.information(points, likelihood, best);
    // Unit diagonal: coordinates differ in size by many powers of ten. What is held stands alone there.
    const Eigen::ArrayXd scale =
        (place.moving > 0).select(information.diagonal().array().sqrt().inverse(), 0.0);
    if (!scale.isFinite().all())
        return intervals;
    information = (scale.matrix() * scale.matrix().transpose()).cwiseProduct(information);
    information.diagonal().setOnes();
    const Eigen::LLT<Eigen::MatrixXd> factors(information);
    if (factors.info() != Eigen::Success || !(factors.rcond() > kSingular))
        return intervals;
    const Eigen::MatrixXd gradient = printedGradient(request, space.offset, place.at);
    const int freedom = fit.m - fit.k;
    for (int i = 0; i < fit.count; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const Parameter &parameter = fit.parameters[k];
        const Eigen::ArrayXd row = gradient.row(i).transpose().array();
        const bool held = !(place.moving > 0 || place.given > 0 || row == 0).all();
        const Eigen::VectorXd moved = row * scale;
        if (!parameter.free || std::isnan(parameter.value) || held || moved.isZero(0))
            continue;
        if (freedom < 1) {
            intervals[k] = {-kInfinity, kInfinity};
            continue;
        }
        const double variance = moved.dot(factors.solve(moved)) * (leastSquares ? fit.rss / freedom : 1);
        const double reach =
            boost::math::quantile(boost::math::students_t(freedom), (1 + level) / 2) * std::sqrt(variance);
        intervals[k] = std::isfinite(reach) ? Interval{parameter.value - reach, parameter.value + reach}
                                            : Interval{kNone, kNone};
    }
    return intervals;
}

} // namespace onset::fit
