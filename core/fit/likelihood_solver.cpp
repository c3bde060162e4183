#include "core/fit/likelihood_solver.h"

#include "core/fit/grid.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

constexpr Eigen::Index kMaxGroups = 256; ///< points of the scan: more are averaged with their neighbours
constexpr std::size_t kMostStarts = 12;  ///< of which the likelihood is asked
constexpr std::size_t kMostPolished = 4;
constexpr int kMostSteps = 200;
constexpr double kRoughly = 0.02;          ///< log-likelihood that the first polish may leave to be gained
constexpr double kWorthPolishing = 0.5;    ///< so far below the best, a start is polished to the end
constexpr double kEnoughOfSquares = 1e-14; ///< the same as a share of the sum of squares
constexpr double kRounding = 1e-14;        ///< of a curvature
constexpr double kMostDamping = 1e12;
constexpr double kNudge = 6e-6; ///< ε^(1/3): error of a central difference balanced with rounding

Interval held(double value) { return {value, value}; }
bool isHeld(const Interval &interval) { return interval.low == interval.high; }

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

std::vector<double> distinct(std::vector<double> x)
{
    std::sort(x.begin(), x.end());
    x.erase(std::unique(x.begin(), x.end()), x.end());
    return x;
}

/// The product of grids along each parameter; neighbours one step along an axis.
StartGrid product(const std::vector<std::vector<double>> &axes)
{
    StartGrid grid;
    Eigen::Index nodes = 1;
    for (const auto &axis : axes)
        nodes *= static_cast<Eigen::Index>(axis.size());
    grid.theta.resize(static_cast<Eigen::Index>(axes.size()), nodes);
    grid.neighbours.resize(static_cast<std::size_t>(nodes));
    for (Eigen::Index node = 0; node < nodes; ++node) {
        auto &near = grid.neighbours[static_cast<std::size_t>(node)];
        near.fill(static_cast<int>(node));
        Eigen::Index stride = 1;
        for (std::size_t axis = 0; axis < axes.size(); ++axis) {
            const auto size = static_cast<Eigen::Index>(axes[axis].size());
            const Eigen::Index place = node / stride % size;
            grid.theta(static_cast<Eigen::Index>(axis), node) = axes[axis][static_cast<std::size_t>(place)];
            if (2 * axis + 1 < near.size()) {
                near[2 * axis] = static_cast<int>(place > 0 ? node - stride : node);
                near[2 * axis + 1] = static_cast<int>(place + 1 < size ? node + stride : node);
            }
            stride *= size;
        }
    }
    return grid;
}

std::vector<double> evenly(const Interval &range, int steps)
{
    if (isHeld(range))
        return {range.low};
    std::vector<double> places;
    for (int i = 0; i <= steps; ++i)
        places.push_back(range.low + (range.high - range.low) * i / steps);
    return places;
}

Interval logarithm(const Interval &interval) { return {std::log(interval.low), std::log(interval.high)}; }

/// Between neighbouring x, at most as many as the scan has points.
std::vector<double> gaps(const std::vector<double> &x, const Interval &box)
{
    const std::vector<double> places = distinct(x);
    const std::size_t stride = 1 + places.size() / static_cast<std::size_t>(kMaxGroups);
    std::vector<double> middles;
    for (std::size_t i = 0; i + 1 < places.size(); i += stride)
        if (const double middle = (places[i] + places[i + 1]) / 2; middle >= box.low && middle <= box.high)
            middles.push_back(middle);
    if (middles.empty())
        middles.push_back(std::clamp(places.front(), box.low, box.high));
    return middles;
}

/// Slope and midpoint as the least-squares search has them, with slopes as logarithms.
StartGrid slopeMidpoint(const std::vector<double> &x, const Interval &slope, const Interval &midpoint)
{
    if (isHeld(slope) || isHeld(midpoint))
        return product({evenly(logarithm(slope), 15), evenly(midpoint, 64)});
    const Nodes nodes = slopeMidpointNodes(x, slope, midpoint);
    StartGrid grid;
    grid.theta = nodes.theta;
    grid.theta.row(0) = nodes.theta.row(0).log();
    grid.neighbours.resize(nodes.neighbours.size());
    for (std::size_t node = 0; node < grid.neighbours.size(); ++node) {
        grid.neighbours[node].fill(static_cast<int>(node));
        std::copy(nodes.neighbours[node].begin(), nodes.neighbours[node].end(),
                  grid.neighbours[node].begin());
    }
    return grid;
}

Interval hingeSlope(const Box &box) { return {box.slope.low / 4, box.slope.high / 4}; }

/// A first guess of a mean from its own score; a count of none is not taken for certain.
double roughMean(const Points &points, const Likelihood &likelihood, std::size_t i)
{
    if (!std::isfinite(likelihood.meanRange(i).low))
        return points.y[i];
    return (points.y[i] * points.n[i] + 0.5) / (points.n[i] + 1);
}

/// A scatter to begin with: models of a size differ by some tenths on the logit.
double firstScatter(const Likelihood &likelihood)
{
    const Interval range = likelihood.scatterRange();
    return std::clamp(0.09, range.low, range.high);
}

} // namespace

SearchSpace spaceOf(const Request &request, const std::vector<double> &x)
{
    const Box &box = request.box;
    const Interval anything{-kInfinity, kInfinity};
    const Interval floor = std::isnan(request.floor) ? box.floor : held(request.floor);
    const Interval midpoint = midpointBox(box, x);
    SearchSpace space{{floor, box.rise}};
    const auto search = [&space](std::initializer_list<Interval> ranges) {
        space.low.resize(static_cast<Eigen::Index>(ranges.size()));
        space.high.resize(static_cast<Eigen::Index>(ranges.size()));
        Eigen::Index i = 0;
        for (const Interval &range : ranges) {
            space.low[i] = range.low;
            space.high[i++] = range.high;
        }
    };
    if ((hasCeiling(request.model) || isCapped(request)) && !std::isnan(request.ceiling)) {
        space.offset = 1;
        space.linear.level = held(request.ceiling);
        space.linear.rise = {request.ceiling - floor.high, request.ceiling - floor.low};
    }
    switch (request.model) {
    case Model::Flat:
        space.linear = {std::isnan(request.floor) ? anything : floor, held(0)};
        break;
    case Model::Line:
        space.linear = {anything, anything};
        break;
    case Model::Power:
        space.linear = {std::isnan(request.ceiling) ? box.floor : held(request.ceiling),
                        {-box.rise.high, -box.rise.low}};
        space.offset = 0;
        search({logarithm(box.exponent)});
        break;
    case Model::Growth:
        search({logarithm(box.exponent)});
        break;
    case Model::Hinge:
        if (isCapped(request)) {
            search({logarithm(hingeSlope(box)), midpoint});
        } else {
            const double steepest = hingeSlope(box).high;
            space.linear.rise = {box.rise.low * steepest, box.rise.high * steepest};
            search({midpoint});
        }
        break;
    case Model::Step:
        search({midpoint});
        break;
    case Model::Logistic:
    case Model::Gompertz:
        search({logarithm(box.slope), midpoint});
        break;
    case Model::Richards:
        search({logarithm(box.slope), midpoint, logarithm(box.asymmetry)});
        break;
    case Model::Bnsl: {
        const double most = std::max(std::abs(box.rise.low), std::abs(box.rise.high));
        space.linear = {box.floor, {-most, most}};
        search({box.exponentBefore, box.exponentChange, midpoint, logarithm(box.sharpness)});
        break;
    }
    case Model::Isotonic:
        break;
    }
    return space;
}

Optimum optimumOf(const Fit &fit)
{
    const bool leastSquares = fit.request.noise == Noise::Gaussian;
    return {coefficients(fit.request, values(fit)), leastSquares ? 1 : fit.phi(),
            leastSquares ? -fit.rss / 2 : fit.logLikelihood, fit.status == Status::AtBound};
}

std::optional<SearchSpace> heldAt(SearchSpace space, const Request &request, int parameter, double value)
{
    const auto shape = [&](Eigen::Index i, double at) {
        space.low[i] = space.high[i] = at;
        return space;
    };
    const auto rise = [&](double at) {
        space.linear.rise = held(at);
        return space;
    };
    if (parameter == 0 && space.offset == 0) { // a level: floor, ceiling of a power, intercept, limit
        space.linear.level = held(value);
        return space;
    }
    if (parameter == 0) // the floor under a given ceiling
        return rise(space.linear.level.low - value);
    switch (request.model) {
    case Model::Flat:
    case Model::Isotonic:
        break;
    case Model::Line:
        return rise(value);
    case Model::Power:
    case Model::Growth:
        return parameter == 1 ? rise(request.model == Model::Power ? -value : value)
                              : shape(0, std::log(value));
    case Model::Hinge:
        if (isCapped(request))
            return parameter == 2 ? std::optional(shape(1, value)) : std::nullopt;
        return parameter == 1 ? rise(value) : shape(0, value);
    case Model::Step:
        if (parameter == 2)
            return shape(0, value);
        [[fallthrough]];
    case Model::Logistic:
    case Model::Gompertz:
    case Model::Richards:
        if (parameter == 1) { // the ceiling: it becomes the level
            space.offset = 1;
            const Interval floor = space.linear.level;
            space.linear = {held(value), {value - floor.high, value - floor.low}};
            return space;
        }
        return shape(parameter - 2, parameter == 3 ? value : std::log(value));
    case Model::Bnsl:
        if (parameter == 1)
            return rise(value);
        return shape(parameter - 2, parameter == 5 ? std::log(value) : value);
    }
    return std::nullopt;
}

StartGrid startsOf(const Request &request, const std::vector<double> &x)
{
    const Box &box = request.box;
    const Interval midpoint = midpointBox(box, x);
    const auto [smallest, largest] = std::minmax_element(x.begin(), x.end());
    switch (request.model) {
    case Model::Flat:
    case Model::Line:
    case Model::Isotonic:
        break;
    case Model::Power:
    case Model::Growth:
        return product({evenly(logarithm(box.exponent), 60)});
    case Model::Hinge:
        if (isCapped(request))
            return slopeMidpoint(x, hingeSlope(box), midpoint);
        return product({evenly(isHeld(midpoint) ? midpoint
                                                : Interval{std::max(midpoint.low, *smallest - 1),
                                                           std::min(midpoint.high, *largest)},
                               160)});
    case Model::Step:
        return product({gaps(x, midpoint)});
    case Model::Logistic:
    case Model::Gompertz:
        return slopeMidpoint(x, box.slope, midpoint);
    case Model::Richards:
        return stacked(slopeMidpoint(x, box.slope, midpoint), evenly(logarithm(box.asymmetry), 4));
    case Model::Bnsl:
        return product({evenly(box.exponentBefore, 4), evenly(box.exponentChange, 8),
                        evenly(isHeld(midpoint) ? midpoint : Interval{*smallest, *largest}, 8),
                        evenly(logarithm(box.sharpness), 2)});
    }
    StartGrid none;
    none.theta.resize(0, 1);
    none.neighbours.resize(1, {});
    return none;
}

StartGrid stacked(const StartGrid &grid, const std::vector<double> &values)
{
    const Eigen::Index nodes = grid.theta.cols();
    const auto layers = static_cast<Eigen::Index>(values.size());
    StartGrid result;
    result.theta.resize(grid.theta.rows() + 1, nodes * layers);
    for (Eigen::Index layer = 0; layer < layers; ++layer) {
        result.theta.block(0, layer * nodes, grid.theta.rows(), nodes) = grid.theta;
        result.theta.block(grid.theta.rows(), layer * nodes, 1, nodes) =
            values[static_cast<std::size_t>(layer)];
        for (Eigen::Index node = 0; node < nodes; ++node) {
            auto near = grid.neighbours[static_cast<std::size_t>(node)];
            for (int &other : near)
                other += static_cast<int>(layer * nodes);
            const Eigen::Index self = layer * nodes + node;
            near[StartGrid::kNeighbours - 2] = static_cast<int>(layer > 0 ? self - nodes : self);
            near[StartGrid::kNeighbours - 1] = static_cast<int>(layer + 1 < layers ? self + nodes : self);
            result.neighbours.push_back(near);
        }
    }
    return result;
}

LikelihoodSolver::LikelihoodSolver(const std::vector<double> &x, const Request &request)
    : LikelihoodSolver(x, makeShape(request.model, isCapped(request), referenceOf(request.model, x)),
                       spaceOf(request, x), startsOf(request, x))
{}

LikelihoodSolver::LikelihoodSolver(const std::vector<double> &x, std::unique_ptr<CurveShape> shape,
                                   SearchSpace space, StartGrid starts)
    : m_x(Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Eigen::Index>(x.size()))),
      m_shape(std::move(shape)), m_space(std::move(space)), m_starts(std::move(starts)), m_weight(m_x.size()),
      m_groupY(std::min(m_x.size(), kMaxGroups)), m_groupW(m_groupY.size()),
      m_rss(m_starts.neighbours.size()), m_linear(m_rss.size()), m_s(m_x.size()), m_mean(m_x.size()),
      m_gradient(m_x.size(), m_shape->size()), m_jacobian(m_x.size(), 2 + m_shape->size())
{
    m_chosen.reserve(m_rss.size());
    m_candidates.reserve(kMostStarts + 1);
    makeBasis();
}

void LikelihoodSolver::makeBasis()
{
    Eigen::ArrayXd places(m_groupY.size());
    group(m_x, Eigen::ArrayXd::Ones(m_x.size()), places, m_groupW);
    m_basis.resize(places.size(), m_starts.theta.cols());
    Eigen::ArrayXd s(places.size());
    for (Eigen::Index node = 0; node < m_basis.cols(); ++node) {
        m_shape->value(m_starts.theta.col(node), places, s);
        m_basis.col(node) = s - m_space.offset;
    }
    m_squares = m_basis.square();
}

void LikelihoodSolver::weigh(const Points &points, const Likelihood &likelihood, double scatter,
                             const Eigen::ArrayXd &mean)
{
    for (Eigen::Index i = 0; i < m_x.size(); ++i)
        m_weight[i] = 1 / likelihood.variance(static_cast<std::size_t>(i), mean[i], scatter);
    group(Eigen::Map<const Eigen::ArrayXd>(points.y.data(), m_x.size()), m_weight, m_groupY, m_groupW);
}

/// Weighted sums of squares of every node, each with its best linear part.
void LikelihoodSolver::scan()
{
    const double count = m_groupW.sum();
    const double mean = (m_groupW * m_groupY).sum() / count;
    const double total = (m_groupW * (m_groupY - mean).square()).sum();
    const Eigen::ArrayXd weighted = m_groupW * (m_groupY - mean);
    for (Eigen::Index node = 0; node < m_basis.cols(); ++node) {
        const double sMean = (m_basis.col(node) * m_groupW).sum() / count;
        const double spread = std::max(0.0, (m_squares.col(node) * m_groupW).sum() - count * sMean * sMean);
        const double product = (m_basis.col(node) * weighted).sum();
        const auto linear =
            solveLinear(Basis(sMean, spread, count), product, count, mean, total, m_space.linear);
        m_rss[static_cast<std::size_t>(node)] = linear.rss;
        m_linear[static_cast<std::size_t>(node)] = {linear.level, linear.rise};
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

/// The best of a few scatters for the means at hand.
double LikelihoodSolver::refineScatter(const Likelihood &likelihood, double scatter) const
{
    constexpr std::array kDeviations{0.0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.0};
    const Interval range = likelihood.scatterRange();
    if (m_leastSquares || isHeld(range))
        return scatter;
    double best = -kInfinity;
    for (const double deviation : kDeviations) {
        const double candidate = std::clamp(deviation * deviation, range.low, range.high);
        double value = 0;
        for (Eigen::Index i = 0; i < m_x.size(); ++i)
            value += likelihood.value(static_cast<std::size_t>(i), m_mean[i], candidate);
        if (value > best) {
            best = value;
            scatter = candidate;
        }
    }
    return scatter;
}

Optimum LikelihoodSolver::solve(const Points &points, const Likelihood &likelihood)
{
    m_leastSquares = likelihood.law() == Noise::Gaussian;
    double scatter = 1;
    if (m_leastSquares) {
        m_weight.setOnes();
        group(Eigen::Map<const Eigen::ArrayXd>(points.y.data(), m_x.size()), m_weight, m_groupY, m_groupW);
        scan();
    } else {
        scatter = firstScatter(likelihood);
        for (Eigen::Index i = 0; i < m_x.size(); ++i)
            m_mean[i] = roughMean(points, likelihood, static_cast<std::size_t>(i));
        weigh(points, likelihood, scatter, m_mean);
        scan();
        const auto node = std::min_element(m_rss.begin(), m_rss.end()) - m_rss.begin();
        m_shape->value(m_starts.theta.col(node), m_x, m_s);
        const auto &[level, rise] = m_linear[static_cast<std::size_t>(node)];
        m_mean = level + rise * (m_s - m_space.offset);
        scatter = refineScatter(likelihood, scatter);
        weigh(points, likelihood, scatter, m_mean);
        scan();
    }
    collect();

    m_candidates.clear();
    const auto consider = [&](const Theta &theta, double level, double rise) {
        Vector p(3 + m_shape->size());
        p << level, rise, theta.matrix(), scatter;
        const double value = evaluate(p, points, likelihood);
        m_candidates.push_back({{level - m_space.offset * rise, rise, theta}, scatter, value});
    };
    for (const int node : m_chosen) {
        const auto &[level, rise] = m_linear[static_cast<std::size_t>(node)];
        consider(m_starts.theta.col(node), level, rise);
    }
    if (m_shape->size() > 0 && m_space.linear.rise.low <= 0 && m_space.linear.rise.high >= 0) {
        const double mean = (m_groupW * m_groupY).sum() / m_groupW.sum();
        consider((m_space.low + m_space.high) / 2,
                 std::clamp(mean, m_space.linear.level.low, m_space.linear.level.high), 0);
    }
    std::sort(m_candidates.begin(), m_candidates.end(),
              [](const Optimum &a, const Optimum &b) { return a.value > b.value; });
    m_candidates.resize(std::min(m_candidates.size(), kMostPolished));
    if (!m_leastSquares) {
        for (Optimum &candidate : m_candidates)
            candidate = polish(points, likelihood, candidate, kRoughly);
        std::sort(m_candidates.begin(), m_candidates.end(),
                  [](const Optimum &a, const Optimum &b) { return a.value > b.value; });
    }
    Optimum best;
    for (const Optimum &candidate : m_candidates) {
        const bool worth = m_leastSquares || candidate.value > best.value - kWorthPolishing;
        const bool same = std::abs(candidate.value - best.value) < kRoughly &&
                          std::abs(candidate.curve.rise - best.curve.rise) < 0.01 * std::abs(best.curve.rise);
        if (!worth || (same && !m_leastSquares))
            continue;
        const Optimum found = polish(points, likelihood, candidate);
        if (found.value > best.value)
            best = found;
    }
    return best;
}

Theta LikelihoodSolver::thetaOf(const Vector &p) const { return p.segment(2, m_shape->size()).array(); }

/// ℓ(p); leaves s and the means in the working space.
double LikelihoodSolver::evaluate(const Vector &p, const Points &points, const Likelihood &likelihood)
{
    m_shape->value(thetaOf(p), m_x, m_s);
    m_mean = p[0] + p[1] * (m_s - m_space.offset);
    if (m_leastSquares)
        return -0.5 * (Eigen::Map<const Eigen::ArrayXd>(points.y.data(), m_x.size()) - m_mean).square().sum();
    double value = 0;
    for (Eigen::Index i = 0; i < m_x.size(); ++i)
        value += likelihood.value(static_cast<std::size_t>(i), m_mean[i], p[p.size() - 1]);
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
    m_leastSquares = likelihood.law() == Noise::Gaussian;
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

/// Slope and curvature of ℓ at the p that was evaluated last.
void LikelihoodSolver::model(const Vector &p, const Points &points, const Likelihood &likelihood)
{
    const Eigen::Index last = p.size() - 1;
    m_shape->gradient(thetaOf(p), m_x, m_s, m_gradient);
    m_jacobian.col(0).setOnes();
    m_jacobian.col(1) = m_s - m_space.offset;
    m_jacobian.rightCols(m_shape->size()) = p[1] * m_gradient;
    m_slope.setZero(p.size());
    m_hessian.setZero(p.size(), p.size());
    for (Eigen::Index i = 0; i < m_x.size(); ++i) {
        Term term{0, points.y[static_cast<std::size_t>(i)] - m_mean[i], -1, 0, 0, 0};
        if (!m_leastSquares)
            term = likelihood.term(static_cast<std::size_t>(i), m_mean[i], p[last]);
        const auto row = m_jacobian.row(i).matrix();
        const double bend = term.muMu < 0 ? -term.muMu : term.mu * term.mu; // convex: the outer product
        for (Eigen::Index k = 0; k < last; ++k) {
            m_slope[k] += term.mu * row[k];
            m_hessian(last, k) -= term.muPhi * row[k];
            for (Eigen::Index l = 0; l <= k; ++l)
                m_hessian(k, l) += bend * row[k] * row[l];
        }
        m_slope[last] += term.phi;
        m_hessian(last, last) -= term.phiPhi;
    }
    if (!(m_hessian(last, last) > 0)) { // no curvature to go by: along the slope
        m_hessian(last, last) = std::max(std::abs(m_hessian(last, last)), 1.0);
        m_hessian.row(last).head(last).setZero();
    }
    m_hessian.triangularView<Eigen::StrictlyUpper>() = m_hessian.transpose();
}

Optimum LikelihoodSolver::polish(const Points &points, const Likelihood &likelihood, const Optimum &start,
                                 double enough)
{
    m_leastSquares = likelihood.law() == Noise::Gaussian;
    const Eigen::Index size = m_shape->size();
    const Interval scatter = m_leastSquares ? held(1) : likelihood.scatterRange();
    Vector low(3 + size), high(3 + size), p = coordinates(start);
    low << m_space.linear.level.low, m_space.linear.rise.low, m_space.low.matrix(), scatter.low;
    high << m_space.linear.level.high, m_space.linear.rise.high, m_space.high.matrix(), scatter.high;
    p = p.cwiseMax(low).cwiseMin(high);
    const bool still = m_shape->discrete();

    double value = evaluate(p, points, likelihood);
    double damping = 1e-3;
    bool fresh = true;
    Vector step(p.size()), next(p.size());
    Matrix damped;
    for (int round = 0; round < kMostSteps && damping < kMostDamping; ++round) {
        if (fresh)
            model(p, points, likelihood);
        fresh = false;
        damped = m_hessian;
        Vector slope = m_slope;
        for (Eigen::Index k = 0; k < p.size(); ++k) {
            damped(k, k) += (damping + kRounding) * m_hessian(k, k);
            const bool outward = (p[k] <= low[k] && slope[k] <= 0) || (p[k] >= high[k] && slope[k] >= 0);
            const bool heldStill = low[k] >= high[k] || (still && k >= 2 && k < 2 + size);
            if (outward || heldStill || !(m_hessian(k, k) > 0)) { // no curvature: nothing to go by
                damped.row(k).setZero();
                damped.col(k).setZero();
                damped(k, k) = 1;
                slope[k] = 0;
            }
        }
        Eigen::LDLT<Matrix> factors(damped);
        if (!factors.isPositive()) { // mean and scatter bend against each other: one by one
            const Eigen::Index last = p.size() - 1;
            damped.row(last).head(last).setZero();
            damped.col(last).head(last).setZero();
            factors.compute(damped);
        }
        step = factors.solve(slope);
        const double promise = step.dot(slope) / 2;
        if (!(promise > (m_leastSquares ? -kEnoughOfSquares * value : enough)) && damping < 1)
            break;
        next = (p + step).cwiseMax(low).cwiseMin(high);
        const double found = next == p ? value : evaluate(next, points, likelihood);
        if (found > value) {
            p = next;
            value = found;
            damping = std::max(damping / 10, 1e-12);
            fresh = true;
        } else {
            damping *= 8;
        }
    }

    Optimum best;
    best.curve = {p[0] - m_space.offset * p[1], p[1], thetaOf(p)};
    best.scatter = p[p.size() - 1];
    best.value = value;
    for (Eigen::Index k = 0; k < p.size() - 1; ++k) {
        const bool shape = k >= 2;
        if (low[k] < high[k] && (p[k] <= low[k] || p[k] >= high[k]) && !(shape && p[1] == 0))
            best.atBound = true;
    }
    return best;
}

} // namespace onset::fit
