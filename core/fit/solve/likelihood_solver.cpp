#include "core/fit/solve/likelihood_solver.h"

#include "core/fit/solve/linear_part.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

constexpr Eigen::Index kMaxScanned = 256; ///< points of the scan: more are averaged with their neighbours
constexpr std::size_t kMostStarts = 12;  ///< of each scan
constexpr std::size_t kMostPolished = 4; ///< of many points
constexpr std::size_t kMostSquares = 2;  ///< of least squares
constexpr std::size_t kMostKinked = 12;  ///< of curves with kinks, which have more optima
constexpr double kNudge = 6e-6;          ///< ε^(1/3): error of a central difference balanced with rounding

/// Means of neighbouring values, with their weights.
void group(const Eigen::ArrayXd &values, const Eigen::ArrayXd &weights, Eigen::ArrayXd &means,
           Eigen::ArrayXd &sums)
{
    for (Eigen::Index i = 0; i < means.size(); ++i) {
        const Eigen::Index begin = i * values.size() / means.size();
        const Eigen::Index count = (i + 1) * values.size() / means.size() - begin;
        sums[i] = weights.segment(begin, count).sum();
        means[i] = (values.segment(begin, count) * weights.segment(begin, count)).sum() / sums[i];
    }
}

} // namespace

Optimum optimumOf(const Fit &fit)
{
    const bool leastSquares = fit.request.noise == Noise::Gaussian;
    return {coefficients(fit.request, values(fit)), leastSquares ? 1 : fit.phi(),
            leastSquares ? -fit.rss / 2 : fit.logLikelihood, fit.status == Status::AtBound};
}

LikelihoodSolver::LikelihoodSolver(const std::vector<double> &x, const Request &request,
                                   std::shared_ptr<RoughLikelihood> rough)
    : LikelihoodSolver(x, makeShape(request, referenceOf(request.model, x)), spaceOf(request, x),
                       startsOf(request, x), std::move(rough))
{}

LikelihoodSolver::LikelihoodSolver(const std::vector<double> &x, std::unique_ptr<CurveShape> shape,
                                   SearchSpace space, StartGrid starts,
                                   std::shared_ptr<RoughLikelihood> rough)
    : m_x(Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Eigen::Index>(x.size()))),
      m_places(distinctValues(x)), m_shape(std::move(shape)), m_space(std::move(space)),
      m_starts(std::move(starts)), m_weight(m_x.size()), m_groupY(std::min(m_x.size(), kMaxScanned)),
      m_groupW(m_groupY.size()), m_rss(m_starts.neighbours.size()), m_linear(m_rss.size()),
      m_rough(rough ? std::move(rough) : std::make_shared<RoughLikelihood>()), m_known(x.size()),
      m_edges(x.size()), m_s(m_x.size()), m_mean(m_x.size()), m_gradient(m_x.size(), m_shape->size()),
      m_jacobian(m_x.size(), 2 + m_shape->size()), m_pulls(m_x.size()), m_nudged(m_x.size()),
      m_nudgedGradient(m_x.size(), m_shape->size())
{
    m_chosen.reserve(m_rss.size());
    m_candidates.reserve(kMostKinked);
    m_kinked = !m_shape->cellsAround(m_space.low, m_places).empty();
    makeBasis();
}

void LikelihoodSolver::makeBasis()
{
    if (m_shape->discrete())
        return;
    Eigen::ArrayXd places(m_groupY.size());
    group(m_x, Eigen::ArrayXd::Ones(m_x.size()), places, m_groupW);
    m_basis.resize(places.size(), m_starts.theta.cols());
    Eigen::ArrayXd s(places.size());
    for (Eigen::Index node = 0; node < m_basis.cols(); ++node) {
        m_shape->value(m_starts.theta.col(node), places, s);
        m_basis.col(node) = (s - m_space.offset).matrix();
    }
    m_squares = m_basis.cwiseAbs2();
    m_sides.resize(places.size(), 2);
    m_products.resize(m_basis.cols(), 3);
}

void LikelihoodSolver::weigh(const Likelihood &likelihood, double scatter, const Eigen::ArrayXd &mean)
{
    for (Eigen::Index i = 0; i < m_x.size(); ++i)
        m_weight[i] = 1 / likelihood.variance(static_cast<std::size_t>(i), mean[i], scatter, Accuracy::Rough);
}

/// Weighted sums of squares of every node, each with its best linear part.
void LikelihoodSolver::scan(const Points &points)
{
    const Eigen::Map<const Eigen::ArrayXd> y(points.y.data(), m_x.size());
    const double count = m_weight.sum();
    const double mean = (m_weight * y).sum() / count;
    const double total = (m_weight * (y - mean).square()).sum();
    const auto found = [&](std::size_t node, double sMean, double spread, double product) {
        const auto linear = solveLinear(Basis(sMean, std::max(0.0, spread), count), product, count, mean,
                                        total, m_space.linear);
        m_rss[node] = linear.rss;
        m_linear[node] = {linear.level, linear.rise};
    };
    if (m_shape->discrete()) { // a step: sums over what is above it
        double above = 0, product = 0;
        Eigen::Index first = m_x.size();
        for (std::size_t node = m_rss.size(); node-- > 0;) {
            for (; first > 0 && m_x[first - 1] > m_starts.theta(0, static_cast<Eigen::Index>(node));
                 --first) {
                above += m_weight[first - 1];
                product += m_weight[first - 1] * (y[first - 1] - mean);
            }
            found(node, above / count - m_space.offset, above * (1 - above / count), product);
        }
        return;
    }
    group(y, m_weight, m_groupY, m_groupW);
    m_sides.col(0) = m_groupW;
    m_sides.col(1) = m_groupW * (m_groupY - mean);
    m_products.leftCols(2).noalias() = m_basis.transpose() * m_sides;
    m_products.col(2).noalias() = m_squares.transpose() * m_sides.col(0);
    for (Eigen::Index node = 0; node < m_basis.cols(); ++node) {
        const double sMean = m_products(node, 0) / count;
        const double spread = m_products(node, 2) - count * sMean * sMean;
        found(static_cast<std::size_t>(node), sMean, spread, m_products(node, 1));
    }
}

/// Nodes no higher than their neighbours, best first.
void LikelihoodSolver::collect()
{
    const auto rss = [&](int node) { return m_rss[static_cast<std::size_t>(node)]; };
    m_chosen.clear();
    for (int node = 0; node < static_cast<int>(m_rss.size()); ++node) {
        const auto &near = m_starts.neighbours[static_cast<std::size_t>(node)];
        if (m_shape->discrete() ||
            std::all_of(near.begin(), near.end(), [&](int other) { return rss(node) <= rss(other); }))
            m_chosen.push_back(node);
    }
    std::sort(m_chosen.begin(), m_chosen.end(),
              [&](int a, int b) { return rss(a) != rss(b) ? rss(a) < rss(b) : a < b; });
    m_chosen.resize(std::min(m_chosen.size(), kMostStarts));
}

/// The likelihood of a start, kept if it is among the best.
void LikelihoodSolver::consider(const Theta &theta, double level, double rise, double scatter,
                                const Points &points, const Likelihood &likelihood)
{
    const std::size_t most = m_kinked ? kMostKinked : m_leastSquares ? kMostSquares : kMostPolished;
    const double enough = m_candidates.size() < most ? -kInfinity : m_candidates.back().value;
    Vector p(3 + m_shape->size());
    p << level, rise, theta.matrix(), scatter;
    const double value = evaluate(p, points, likelihood, enough);
    if (m_candidates.size() == most) {
        if (!(value > enough))
            return;
        m_candidates.pop_back();
    }
    const auto place =
        std::upper_bound(m_candidates.begin(), m_candidates.end(), value,
                         [](double other, const Optimum &candidate) { return other > candidate.value; });
    m_candidates.insert(place, {{level - m_space.offset * rise, rise, theta}, scatter, value});
}

void LikelihoodSolver::exploreSquares(const Points &points, const Likelihood &likelihood)
{
    const auto considerNode = [&](int node) {
        const auto &[level, rise] = m_linear[static_cast<std::size_t>(node)];
        consider(m_starts.theta.col(node), level, rise, 1, points, likelihood);
    };
    m_candidates.clear();
    m_weight.setOnes();
    scan(points);
    collect();
    std::for_each(m_chosen.begin(), m_chosen.end(), considerNode);
    if (m_kinked) // else squares tell
        std::for_each(m_starts.sure.begin(), m_starts.sure.end(), considerNode);
    if (m_shape->size() > 0 && canBeFlat())
        consider((m_space.low + m_space.high) / 2, flatLevel(points), 0, 1, points, likelihood);
}

bool LikelihoodSolver::canBeFlat() const
{
    return m_space.linear.rise.low <= 0 && m_space.linear.rise.high >= 0;
}

/// The best level of a curve that does not rise, by squares.
double LikelihoodSolver::flatLevel(const Points &points) const
{
    const Eigen::Map<const Eigen::ArrayXd> y(points.y.data(), m_x.size());
    const double mean = (m_weight * y).sum() / m_weight.sum();
    return std::clamp(mean, m_space.linear.level.low, m_space.linear.level.high);
}

Optimum LikelihoodSolver::solve(const Points &points, const Likelihood &likelihood)
{
    forget(likelihood);
    if (m_leastSquares)
        exploreSquares(points, likelihood);
    else
        explore(points, likelihood);
    Optimum best;
    for (const Optimum &candidate : m_candidates) {
        const Optimum found = polish(points, likelihood, candidate);
        if (found.value > best.value)
            best = found;
        if (!m_leastSquares)
            m_toBeat = best.value;
    }
    m_toBeat = -kInfinity;
    return best;
}

Theta LikelihoodSolver::thetaOf(const Vector &p) const { return p.segment(2, m_shape->size()).array(); }

/// Begins with a likelihood of which nothing is known yet.
void LikelihoodSolver::forget(const Likelihood &likelihood)
{
    m_leastSquares = likelihood.law() == Noise::Gaussian;
    m_known.assign(m_known.size(), {});
}

/// Leaves s and the means of p in the working space.
void LikelihoodSolver::place(const Vector &p)
{
    m_shape->value(thetaOf(p), m_x, m_s);
    m_mean = p[0] + p[1] * (m_s - m_space.offset);
}

/// ℓ(p), which is placed.
/// @return  −∞ once it is certain that ℓ(p) is less than `enough`
double LikelihoodSolver::evaluate(const Vector &p, const Points &points, const Likelihood &likelihood,
                                  double enough)
{
    place(p);
    if (m_leastSquares)
        return -0.5 * (Eigen::Map<const Eigen::ArrayXd>(points.y.data(), m_x.size()) - m_mean).square().sum();
    return valueOfMeans(likelihood, p[p.size() - 1], enough);
}

/// ℓ of the means at hand.
/// @return  −∞ once it is certain that ℓ is less than `enough`
double LikelihoodSolver::valueOfMeans(const Likelihood &likelihood, double scatter, double enough) const
{
    double value = 0;
    for (std::size_t i = 0; i < likelihood.size(); ++i) {
        if (value + likelihood.highestFrom(i) < enough)
            return -kInfinity;
        value += likelihood.value(i, m_mean[static_cast<Eigen::Index>(i)], scatter);
    }
    return value;
}

LikelihoodSolver::Vector LikelihoodSolver::coordinates(const Optimum &at) const
{
    Vector p(3 + m_shape->size());
    p << at.curve.level + m_space.offset * at.curve.rise, at.curve.rise, at.curve.theta.matrix(), at.scatter;
    return p;
}

Eigen::MatrixXd LikelihoodSolver::information(const Points &points, const Likelihood &likelihood,
                                              const Optimum &at)
{
    forget(likelihood);
    const Vector p = coordinates(at);
    const auto slope = [&](const Vector &place) {
        evaluate(place, points, likelihood);
        model(place, points, likelihood);
        return m_slope;
    };
    slope(p);
    if (m_leastSquares)
        return m_hessian;
    Eigen::MatrixXd found(p.size(), p.size());
    for (Eigen::Index k = 0; k < p.size(); ++k) {
        Vector low = p, high = p;
        const double nudge = kNudge * std::max(std::abs(p[k]), 1e-3);
        low[k] -= nudge;
        high[k] += nudge;
        found.col(k) = (slope(low) - slope(high)) / (high[k] - low[k]);
    }
    return (found + found.transpose()) / 2;
}

/// The box of level, rise, θ and φ.
void LikelihoodSolver::boundsFor(const Likelihood &likelihood, Vector &low, Vector &high) const
{
    const Interval scatter = m_leastSquares ? held(1) : likelihood.scatterRange();
    low.resize(3 + m_shape->size());
    high.resize(low.size());
    low << m_space.linear.level.low, m_space.linear.rise.low, m_space.low.matrix(), scatter.low;
    high << m_space.linear.level.high, m_space.linear.rise.high, m_space.high.matrix(), scatter.high;
}

double LikelihoodSolver::valueAt(const Points &points, const Likelihood &likelihood, const Optimum &curve)
{
    forget(likelihood);
    Vector low, high;
    boundsFor(likelihood, low, high);
    return evaluate(coordinates(curve).cwiseMax(low).cwiseMin(high), points, likelihood);
}

Optimum LikelihoodSolver::polish(const Points &points, const Likelihood &likelihood, const Optimum &start,
                                 double enough)
{
    forget(likelihood);
    const Eigen::Index size = m_shape->size();
    Vector low, high;
    boundsFor(likelihood, low, high);

    Optimum best = start;
    best.value = std::numeric_limits<double>::quiet_NaN(); // perhaps of another likelihood
    bool settled = climb(best, low, high, points, likelihood, enough);
    for (bool higher = true; higher;) {
        const double before = best.value;
        Vector cellLow = low, cellHigh = high;
        if (!settled && low[2 + size] < high[2 + size]) { // the scatter alone passes the edges of the law
            cellLow.head(2 + size) = cellHigh.head(2 + size) = coordinates(best).head(2 + size);
            climb(best, cellLow, cellHigh, points, likelihood, enough);
            if (best.value > before + enough)
                settled = climb(best, low, high, points, likelihood, enough);
            cellLow = low;
            cellHigh = high;
        }
        for (const CurveShape::Cell &cell : m_shape->cellsAround(best.curve.theta, m_places)) {
            cellLow.segment(2, size) = cell.low.max(m_space.low).min(m_space.high);
            cellHigh.segment(2, size) = cell.high.max(m_space.low).min(m_space.high);
            Optimum found = best;
            climb(found, cellLow, cellHigh, points, likelihood, enough);
            if (found.value > best.value)
                best = found;
        }
        higher = best.value - before > (m_leastSquares ? -kEnoughOfSquares * before : enough);
    }

    const Vector p = coordinates(best);
    best.atBound = p[1] != 0 && m_shape->atLimit(best.curve.theta);
    for (Eigen::Index k = 0; k < p.size() - 1; ++k) {
        const bool shape = k >= 2;
        if (low[k] < high[k] && (p[k] <= low[k] || p[k] >= high[k]) && !(shape && p[1] == 0))
            best.atBound = true;
    }
    return best;
}

} // namespace onset::fit
