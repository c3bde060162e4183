#include "core/fit/solve/likelihood_solver.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

constexpr int kMostSteps = 200;
constexpr double kHope = 8;         ///< times the gain that a step promises: more does not follow
constexpr double kRounding = 1e-14; ///< of a curvature
constexpr double kFirstDamping = 1e-3, kMostDamping = 1e8;
constexpr double kStiff = 1e7; ///< of a spring at an edge of the law, beside the likelihood's curvature
constexpr double kBesideEdge = 1e-11; ///< of a mean
constexpr int kMostLeft = 6;          ///< times that a climb leaves an edge

} // namespace

/// The term of point i at its mean; the last one where nothing has changed, as at the edge of two cells.
const Term &LikelihoodSolver::termOf(const Likelihood &likelihood, Eigen::Index i, double scatter)
{
    const auto point = static_cast<std::size_t>(i);
    const Edge &edge = m_edges[point];
    const double mean = edge.side != 0 ? edge.mean + edge.side * kBesideEdge : m_mean[i];
    Known &known = m_known[point];
    if (!(known.mean == mean && known.scatter == scatter))
        known = {mean, scatter, likelihood.term(point, mean, scatter)};
    return known.term;
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
    m_convex.setZero(p.size(), p.size());
    for (Eigen::Index i = 0; i < m_x.size(); ++i) {
        Term term{0, points.y[static_cast<std::size_t>(i)] - m_mean[i], -1, 0, 0, 0};
        if (!m_leastSquares)
            term = termOf(likelihood, i, p[last]);
        const auto row = m_jacobian.row(i).matrix();
        if (m_edges[static_cast<std::size_t>(i)].group != 0)
            term.mu = term.muMu = term.muPhi = 0;
        m_pulls[i] = term.mu;
        const double convex = term.muMu > 0 ? term.mu * term.mu + term.muMu : 0;
        for (Eigen::Index k = 0; k < last; ++k) {
            m_slope[k] += term.mu * row[k];
            m_hessian(last, k) -= term.muPhi * row[k];
            for (Eigen::Index l = 0; l <= k; ++l) {
                m_hessian(k, l) -= term.muMu * row[k] * row[l];
                m_convex(k, l) += convex * row[k] * row[l];
            }
        }
        m_slope[last] += term.phi;
        m_hessian(last, last) -= term.phiPhi;
    }
    if (!(m_hessian(last, last) > 0)) { // no curvature to go by: along the slope
        m_hessian(last, last) = std::max(std::abs(m_hessian(last, last)), 1.0);
        m_hessian.row(last).head(last).setZero();
    }
    m_hessian.triangularView<Eigen::StrictlyUpper>() = m_hessian.transpose();
    m_convex.triangularView<Eigen::StrictlyUpper>() = m_convex.transpose();
    bend(p);

    m_from = m_mean;
    m_springs.setZero(p.size(), p.size());
    for (Eigen::Index i = 0; m_groups > 0 && i < m_x.size(); ++i) {
        Edge &edge = m_edges[static_cast<std::size_t>(i)];
        if (edge.group == 0)
            continue;
        const Vector row = (Vector(p.size()) << m_jacobian.row(i).matrix().transpose(), 0).finished();
        edge.stiffness = 1;
        for (Eigen::Index k = 0; k < last; ++k)
            if (row[k] != 0)
                edge.stiffness =
                    std::max(edge.stiffness, kStiff * (m_hessian(k, k) + m_convex(k, k)) / (row[k] * row[k]));
        m_springs += edge.stiffness * row * row.transpose();
    }
    m_pull = springs(p.size());
}

/// What the bend of the mean curve adds to the curvature; of powers, in whose bent valleys a climb without it
/// creeps. The other curves take more time by it than they save.
void LikelihoodSolver::bend(const Vector &p)
{
    constexpr double kNudge = 1e-6;
    m_bend.setZero(p.size(), p.size());
    if (m_leastSquares || m_kinked || m_shape->size() != 1 || m_shape->discrete())
        return;
    const Theta theta = thetaOf(p) + kNudge;
    m_shape->value(theta, m_x, m_nudged);
    m_shape->gradient(theta, m_x, m_nudged, m_nudgedGradient);
    m_bend(1, 2) = m_bend(2, 1) = -(m_gradient.col(0) * m_pulls).sum();
    m_bend(2, 2) = -p[1] / kNudge * ((m_nudgedGradient - m_gradient).col(0) * m_pulls).sum();
}

/// What the springs pull, with the slopes of the means as they were where the step began.
LikelihoodSolver::Vector LikelihoodSolver::springs(Eigen::Index size) const
{
    Vector pull = Vector::Zero(size);
    for (Eigen::Index i = 0; m_groups > 0 && i < m_x.size(); ++i)
        if (const Edge &edge = m_edges[static_cast<std::size_t>(i)]; edge.group != 0)
            pull.head(size - 1) +=
                edge.stiffness * (edge.mean - m_mean[i]) * m_jacobian.row(i).matrix().transpose();
    return pull;
}

/// The place on the way from p to next where the points of the last group meet their edge; it is placed.
/// @param share  where they would if the means were straight in p
LikelihoodSolver::Vector LikelihoodSolver::upToEdge(const Vector &p, const Vector &next, double share)
{
    std::size_t i = 0;
    while (m_edges[i].group != m_groups)
        ++i;
    const double edge = m_edges[i].mean;
    double from = 0, to = 1; // regula falsi [Illinois: Dowell & Jarratt 1971, BIT 11:168]
    double before = m_from[static_cast<Eigen::Index>(i)] - edge;
    double after = m_mean[static_cast<Eigen::Index>(i)] - edge;
    if (share == 0) {
        place(p);
        return p;
    }
    for (int turn = 0; turn < 30; ++turn) {
        share = from + (to - from) * before / (before - after);
        place(p + share * (next - p));
        const double here = m_mean[static_cast<Eigen::Index>(i)] - edge;
        if (std::abs(here) < 1e-13)
            break;
        if ((here > 0) == (after > 0)) {
            to = share;
            after = here;
            before /= 2;
        } else {
            from = share;
            before = here;
            after /= 2;
        }
    }
    return p + share * (next - p);
}

/// How far the step that was evaluated last leads to the first edge of the law, as a share of it; the points
/// that meet it are held there from now on.
/// @return  1: there is none
double LikelihoodSolver::reachEdge(const Likelihood &likelihood)
{
    constexpr double kSame = 1e-12;
    double first = 1;
    const auto reached = [&](std::size_t i, auto &&found) {
        const double from = m_from[static_cast<Eigen::Index>(i)];
        const double to = m_mean[static_cast<Eigen::Index>(i)];
        if (m_edges[i].group != 0 || m_edges[i].side != 0 || from == to)
            return;
        for (const double edge : likelihood.edges(i))
            if (const double share = std::abs(edge - from) < kSame ? 0 : (edge - from) / (to - from);
                share >= 0 && share < 1)
                found(share, edge);
    };
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        reached(i, [&](double share, double) { first = std::min(first, share); });
    if (first == 1)
        return first;
    ++m_groups;
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        reached(i, [&](double share, double edge) {
            if (share <= first + kSame)
                m_edges[i] = {m_groups, edge, 0, 0};
        });
    return first;
}

/// No point is held at an edge any more.
void LikelihoodSolver::letGo()
{
    m_edges.assign(m_edges.size(), {});
    m_groups = 0;
}

/// Lets go of the points at the edge that the likelihood would leave fastest.
/// @param step  that the springs have left      @return  false: there is none
bool LikelihoodSolver::leaveEdge(const Likelihood &likelihood, const Vector &step, double scatter)
{
    constexpr double kRelative = 1e-6;
    double most = 0;
    int leaving = 0, side = 0;
    for (int group = 1; group <= m_groups; ++group) {
        double needed = 0, above = 0, below = 0; // slopes by the mean: the one in balance, and the edge's two
        for (std::size_t i = 0; i < m_edges.size(); ++i) {
            const Edge &edge = m_edges[i];
            if (edge.group != group)
                continue;
            const auto row = static_cast<Eigen::Index>(i);
            const double moved = m_jacobian.row(row).matrix().dot(step.head(step.size() - 1));
            needed += edge.stiffness * (edge.mean - m_from[row] - moved);
            above += likelihood.term(i, edge.mean + kBesideEdge, scatter).mu;
            below += likelihood.term(i, edge.mean - kBesideEdge, scatter).mu;
        }
        const double rounding = kRelative * (std::abs(needed) + std::abs(above) + std::abs(below));
        const double gain = std::max(above - needed, needed - below) - rounding;
        if (gain > most) {
            most = gain;
            leaving = group;
            side = above - needed > needed - below ? 1 : -1;
        }
    }
    for (Edge &edge : m_edges)
        if (leaving != 0 && edge.group == leaving)
            edge = {0, edge.mean, side, 0};
    return leaving != 0;
}

/// Damped Newton steps from a place in the box [low, high] of p. Where a step across an edge of the law leads
/// lower, the points that meet the edge are held there by stiff springs, and the climb goes on along it until
/// their own slopes lead off.
/// @return  false where they ended because no step leads higher, though the slope says so
bool LikelihoodSolver::climb(Optimum &at, const Vector &low, const Vector &high, const Points &points,
                             const Likelihood &likelihood, double enough)
{
    const Eigen::Index size = m_shape->size();
    const bool still = m_shape->discrete();
    Vector p = coordinates(at).cwiseMax(low).cwiseMin(high);
    double value = at.value;
    if (std::isnan(value) || p != coordinates(at))
        value = evaluate(p, points, likelihood);
    else
        place(p);
    double damping = kFirstDamping;
    bool fresh = true, settled = false;
    int left = 0;
    Vector step(p.size()), next(p.size());
    Matrix damped;
    Eigen::LDLT<Matrix> factors;
    for (int round = 0; round < kMostSteps && damping < kMostDamping; ++round) {
        if (fresh)
            model(p, points, likelihood);
        fresh = false;
        Vector slope;
        const auto factor = [&](const Matrix &curvature) {
            damped = curvature;
            damped.diagonal() *= 1 + damping + kRounding;
            damped += m_springs;
            slope = m_slope + m_pull;
            for (Eigen::Index k = 0; k < p.size(); ++k) {
                const bool outward = (p[k] <= low[k] && slope[k] <= 0) || (p[k] >= high[k] && slope[k] >= 0);
                const bool heldStill = low[k] >= high[k] || (still && k >= 2 && k < 2 + size);
                if (outward || heldStill || damped(k, k) == 0) { // no curvature: nothing to go by
                    damped.row(k).setZero();
                    damped.col(k).setZero();
                    damped(k, k) = 1;
                    slope[k] = 0;
                }
            }
            factors.compute(damped);
            return factors.isPositive() && factors.vectorD().minCoeff() > 0;
        };
        if (!factor(m_hessian + m_bend) && !factor(m_hessian) &&
            !factor(m_hessian + m_convex)) { // mean and scatter bend against each other
            const Eigen::Index last = p.size() - 1;
            damped.row(last).head(last).setZero();
            damped.col(last).head(last).setZero();
            factors.compute(damped);
        }
        step = factors.solve(slope);
        const double promise = step.dot(slope) / 2;
        settled = !(promise > (m_leastSquares ? -kEnoughOfSquares * value : enough)) && damping < 1;
        if (settled) {
            if (m_groups == 0 || left == kMostLeft || !leaveEdge(likelihood, step, p[2 + size]))
                break;
            ++left;
            place(p);
            fresh = true;
            continue;
        }
        if (value + kHope * (promise + enough) < m_toBeat && damping < 1)
            break;
        next = (p + step).cwiseMax(low).cwiseMin(high);
        if (m_groups > 0) // the means bend: back onto the edges
            for (int turn = 0; turn < 2; ++turn) {
                place(next);
                Vector back = springs(next.size());
                for (Eigen::Index k = 0; k < p.size(); ++k)
                    if (damped(k, k) == 1 && slope[k] == 0)
                        back[k] = 0;
                next = (next + factors.solve(back)).cwiseMax(low).cwiseMin(high);
            }
        double found = next == p ? value : evaluate(next, points, likelihood, value);
        bool higher = found > value;
        if (!higher && !m_leastSquares &&
            next != p) { // up to an edge of the law that lies between, and on along it
            const int groups = m_groups;
            if (const double share = reachEdge(likelihood); share < 1) {
                next = upToEdge(p, next, share);
                found = share > 0 ? evaluate(next, points, likelihood, value) : value;
                if (found >= value) {
                    higher = true;
                } else {
                    for (Edge &edge : m_edges)
                        if (edge.group > groups)
                            edge = {};
                    m_groups = groups;
                }
            }
        }
        if (higher) {
            if (next != p)
                for (Edge &edge : m_edges)
                    edge.side = 0;
            // As much less as the gain was promised [Nielsen 1999, IMM-REP-1999-05]; squares go down long
            // bent valleys, and do so faster without.
            const double ratio = m_leastSquares ? 1 : (found - value) / promise;
            p = next;
            value = found;
            damping = std::max(damping * std::max(0.1, 1 - std::pow(2 * ratio - 1, 3)), 1e-12);
            fresh = true;
        } else if (m_groups > 0 && damping > 1) { // held where the box leaves no way along the edges
            if (left++ == kMostLeft)
                break;
            letGo();
            damping = 1;
            place(p);
            fresh = true;
        } else {
            damping = m_leastSquares ? 8 * damping : std::max(8 * damping, 0.3);
        }
    }
    letGo();
    at.curve = {p[0] - m_space.offset * p[1], p[1], thetaOf(p)};
    m_shape->settle(at.curve.theta);
    at.scatter = p[p.size() - 1];
    at.value = value;
    return settled;
}

} // namespace onset::fit
