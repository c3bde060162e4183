#include "core/fit/solve/separable_solver.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace onset::fit {
namespace {

// Shares of the residual sum of squares.
constexpr double kNegligible = 1e-8; ///< promised by the last step
constexpr double kNothing = 1e-14;   ///< rounding

// Measured on random curves against a dense search. Stricter values miss optima, laxer ones cost time.
constexpr double kHardly = 1.05; ///< a node may be so much higher than those of other rows
constexpr double kGenerous = 30; ///< a descent may keep so many times its promise
constexpr double kBasin = 0.3;   ///< steps between two curves of one basin

constexpr double kLargestRadius = 1; ///< about a cell of the grid
constexpr double kSmallestRadius = 1e-6;
constexpr int kMaxSteps = 100;

constexpr Eigen::Index kMaxGroups = 256;

/// Means of neighbouring values; the values themselves while there are at most kMaxGroups. The scan runs on
/// them: it only has to find where to start.
void group(const Eigen::ArrayXd &values, Eigen::ArrayXd &means)
{
    if (means.size() == values.size()) {
        means = values;
        return;
    }
    for (Eigen::Index i = 0; i < means.size(); ++i) {
        const Eigen::Index begin = i * values.size() / means.size();
        const Eigen::Index end = (i + 1) * values.size() / means.size();
        means[i] = values.segment(begin, end - begin).mean();
    }
}

Eigen::ArrayXd grouped(const Eigen::ArrayXd &values)
{
    Eigen::ArrayXd means(std::min(values.size(), kMaxGroups));
    group(values, means);
    return means;
}

Eigen::ArrayXXd basis(const Eigen::ArrayXd &x, const Nodes &nodes)
{
    Eigen::ArrayXXd result(x.size(), nodes.theta.cols());
    for (Eigen::Index node = 0; node < result.cols(); ++node) {
        const auto theta = nodes.theta.col(node);
        result.col(node) = (1 + (-theta[0] * (x - theta[1])).exp()).inverse();
    }
    return result;
}

/// For LogisticKernel::lows: a row does not see the next one, and what follows the last node is none.
std::vector<double> wallsOf(const Nodes &nodes, std::size_t size)
{
    std::vector<double> result(size + 1);
    for (const int first : nodes.rows)
        result[static_cast<std::size_t>(first)] = kInfinity;
    std::fill(result.begin() + nodes.rows.back() + 1, result.end(), -kInfinity);
    return result;
}

/// How many steps two curves are apart.
template <typename Curve>
double distance(const Curve &a, const Curve &b)
{
    return std::max(std::abs(a.slope / b.slope - 1), std::abs(b.slope * (a.midpoint - b.midpoint)));
}

/// Whether a descent has come to where an earlier one ended, or is on the way there.
template <typename Curve>
bool known(const Curve &curve, const Curve &best)
{
    return curve.rss >= best.rss && distance(curve, best) < kBasin;
}

} // namespace

LogisticTables::LogisticTables(const std::vector<double> &places, const Interval &slopes,
                               const Interval &midpoints)
    : x(Eigen::Map<const Eigen::ArrayXd>(places.data(), static_cast<Eigen::Index>(places.size()))),
      slope(slopes), midpoint(midpoints), nodes(slopeMidpointNodes(places, slopes, midpoints)),
      scan(basis(grouped(x), nodes)), walls(wallsOf(nodes, scan.size()))
{}

std::shared_ptr<const LogisticTables>
LogisticTableCache::operator()(const std::vector<double> &x, const Interval &slope, const Interval &midpoint)
{
    if (!m_last || m_last->slope != slope || m_last->midpoint != midpoint ||
        !std::equal(x.begin(), x.end(), m_last->x.begin(), m_last->x.end()))
        m_last = std::make_shared<const LogisticTables>(x, slope, midpoint);
    return m_last;
}

SeparableSolver::SeparableSolver(std::shared_ptr<const LogisticTables> tables, const LinearBox &box)
    : m_tables(std::move(tables)), m_box(box), m_kernel(logisticKernels().back()),
      m_gridRss(m_tables->scan.size() + 2), m_low(m_tables->scan.size()), m_y(m_tables->x.size()),
      m_groups(grouped(m_tables->x)), m_work(static_cast<std::size_t>(m_tables->x.size()) * kLogisticLanes)
{
    m_starts.reserve(m_tables->scan.size());
    m_descents.reserve(m_tables->nodes.neighbours.size());
}

Solution SeparableSolver::solve(std::span<const double> y)
{
    m_y = Eigen::Map<const Eigen::ArrayXd>(y.data(), static_cast<Eigen::Index>(y.size()));
    m_yMean = m_y.mean();
    m_y -= m_yMean;
    group(m_y, m_groups);
    collectStarts(m_tables->scan(m_kernel, m_box, m_groups, m_yMean, std::span(m_gridRss).subspan(1)));
    evaluateStarts();
    const Curve best = polish(flat());
    return {best.level, best.rise, {best.slope, best.midpoint}, best.rss, atBound(best)};
}

/// The best curve without a rise; no candidate where the box asks for one.
SeparableSolver::Curve SeparableSolver::flat() const
{
    const double level = std::clamp(m_yMean, m_box.level.low, m_box.level.high);
    const double gap = m_yMean - level;
    const bool allowed = m_box.rise.low <= 0 && m_box.rise.high >= 0;
    const double rss = m_y.square().sum() + static_cast<double>(m_y.size()) * gap * gap;
    return {(m_tables->slope.low + m_tables->slope.high) / 2,
            (m_tables->midpoint.low + m_tables->midpoint.high) / 2, level, 0,
            allowed ? rss : std::numeric_limits<double>::infinity()};
}

/// Nodes better than flat, no higher than their neighbours in the row and hardly higher than those in other
/// rows, best first. A valley that bends between rows hides its lowest node; one that is low alone does not.
void SeparableSolver::collectStarts(double flatRss)
{
    const double *rss = m_gridRss.data() + 1;
    const double enough = flatRss * (1 - kNegligible);
    const auto size = static_cast<int>(m_tables->scan.size());
    m_kernel.lows(rss, m_tables->walls.data(), enough, size, m_low.data());

    m_starts.resize(m_low.size());
    std::size_t starts = 0;
    for (int first = 0; first < size; first += 8) {
        std::uint64_t low; // eight marks, the first in the lowest byte
        static_assert(std::endian::native == std::endian::little && kScanLanes % sizeof low == 0);
        std::memcpy(&low, m_low.data() + first, sizeof low);
        for (low &= 0x0101010101010101; low != 0; low &= low - 1) {
            const int node = first + std::countr_zero(low) / 8;
            const auto &near = m_tables->nodes.neighbours[static_cast<std::size_t>(node)];
            const double lowest =
                std::min(std::min(rss[near[2]], rss[near[3]]), std::min(rss[near[4]], rss[near[5]]));
            m_starts[starts] = node;
            starts += static_cast<std::size_t>(rss[node] <= lowest * kHardly);
        }
    }
    m_starts.resize(starts);
    std::sort(m_starts.begin(), m_starts.end(), [&](int a, int b) { return rss[a] < rss[b]; });
}

void SeparableSolver::evaluateStarts()
{
    m_descents.clear();
    const auto starts = static_cast<int>(m_starts.size());
    for (int first = 0; first < starts; first += kLogisticLanes) {
        const int count = std::min(kLogisticLanes, starts - first);
        for (int k = 0; k < count; ++k) {
            const int node = m_starts[static_cast<std::size_t>(first + k)];
            m_lanes.slope[k] = m_tables->nodes.theta(0, node);
            m_lanes.midpoint[k] = m_tables->nodes.theta(1, node);
        }
        runLanes(count);
        for (int k = 0; k < count; ++k)
            m_descents.push_back({lane(k), {}, kLargestRadius, 0});
    }
}

/// Whether no step from here promises enough to come below `lowest`: it would promise Σ|along|, at most.
bool SeparableSolver::hopeless(const Local &from, double lowest)
{
    const auto &[d0, d1] = from.descent;
    const double most = kGenerous * std::sqrt(2 * (d0 * d0 + d1 * d1));
    return from.curve.rss - most > lowest;
}

/// The lowest of `best` and the minima below the starts. A descent ends where it turns out to lead to a
/// minimum that is known, or not below the lowest curve seen.
SeparableSolver::Curve SeparableSolver::polish(Curve best)
{
    double lowest = best.rss;
    for (const Descent &descent : m_descents)
        lowest = std::min(lowest, descent.from.curve.rss);
    const auto goesOn = [&](Descent &descent) {
        if (known(descent.from.curve, best) || hopeless(descent.from, lowest))
            return false;
        descent.step = step(descent.from, descent.radius);
        return !(descent.from.curve.rss - kGenerous * descent.step.promise > lowest);
    };

    Descent *running[kLogisticLanes];
    int count = 0;
    for (auto next = m_descents.begin();;) {
        for (; count < kLogisticLanes && next != m_descents.end(); ++next) {
            if (goesOn(*next))
                running[count++] = &*next;
        }
        if (count == 0)
            return best;
        for (int k = 0; k < count; ++k)
            moveLane(k, *running[k]);
        runLanes(count);

        const int tried = count;
        count = 0;
        for (int k = 0; k < tried; ++k) {
            Descent &descent = *running[k];
            const Curve &from = descent.from.curve;
            const bool settled = !(descent.step.promise > kNegligible * from.rss);
            const bool lower = m_lanes.rss[k] < from.rss;
            if (lower)
                descent.from = lane(k);
            descent.radius = lower ? std::min(2 * descent.radius, kLargestRadius) : descent.radius / 4;
            lowest = std::min(lowest, from.rss);
            const bool ended = settled || ++descent.steps == kMaxSteps || !(descent.radius > kSmallestRadius);
            if (ended && from.rss < best.rss)
                best = from;
            else if (!ended)
                running[count++] = &descent;
        }
        const int still = count;
        count = 0;
        for (int k = 0; k < still; ++k) {
            if (goesOn(*running[k]))
                running[count++] = running[k];
        }
    }
}

/// The step to the model's minimum, along each of its principal axes at most `radius` long: where the model
/// bends down, the way down. Parameters that would leave their box from an edge do not move.
SeparableSolver::Step SeparableSolver::step(const Local &from, double radius) const
{
    double down[2] = {from.descent[0], from.descent[1]};
    double bend[2] = {from.hessian[0], from.hessian[2]};
    double mixed = from.hessian[1];
    const auto outward = [](double value, const Interval &box, double move) {
        return (value <= box.low && move <= 0) || (value >= box.high && move >= 0);
    };
    const bool held[2] = {outward(from.curve.slope, m_tables->slope, down[0]),
                          outward(from.curve.midpoint, m_tables->midpoint, down[1])};
    for (int k = 0; k < 2; ++k) {
        if (held[k])
            down[k] = bend[k] = mixed = 0;
    }

    // Principal axes: (cosine, sine) and (−sine, cosine).
    const double half = (bend[0] - bend[1]) / 2;
    const double middle = (bend[0] + bend[1]) / 2;
    const double root = std::sqrt(half * half + mixed * mixed);
    double cosine = 1;
    double sine = 0;
    if (root > 0) {
        const double share = half / root;
        cosine = std::sqrt((1 + std::abs(share)) / 2);
        sine = mixed / root / (2 * cosine);
    }
    const double sign = half < 0 ? -1 : 1; // of the axis nearer to δ₀
    const double along[2] = {cosine * down[0] + sign * sine * down[1],
                             cosine * down[1] - sign * sine * down[0]};
    const double bends[2] = {middle + sign * root, middle - sign * root};

    Step result{};
    double lengths[2];
    for (int k = 0; k < 2; ++k) {
        const double slope = std::abs(along[k]);
        const double reach = slope < kLargestRadius * bends[k] ? slope / bends[k] : kLargestRadius;
        const double length =
            std::min(slope < radius * std::abs(bends[k]) ? slope / std::abs(bends[k]) : radius, reach);
        lengths[k] = slope * reach > kNothing * from.curve.rss ? std::copysign(length, along[k]) : 0;
        result.promise += slope * reach;
    }
    result.move[0] = cosine * lengths[0] - sign * sine * lengths[1];
    result.move[1] = sign * sine * lengths[0] + cosine * lengths[1];
    return result;
}

/// Takes the descent's step, kept in the box: see LogisticLanes.
void SeparableSolver::moveLane(int lane, const Descent &descent)
{
    const auto &[curve, pivot, down, hessian] = descent.from;
    const auto &[move, promise] = descent.step;
    const double slope =
        std::clamp(curve.slope * std::exp(move[0]), m_tables->slope.low, m_tables->slope.high);
    const double eta = curve.slope * (pivot - curve.midpoint) - move[1];
    m_lanes.slope[lane] = slope;
    m_lanes.midpoint[lane] = std::clamp(pivot - eta / slope, m_tables->midpoint.low, m_tables->midpoint.high);
}

void SeparableSolver::runLanes(int count)
{
    const CentredData data{m_tables->x.data(), m_y.data(), static_cast<int>(m_tables->x.size()), m_yMean,
                           m_box};
    m_kernel.model(data, m_tables->midpoint, count, m_lanes, m_work.data());
}

SeparableSolver::Local SeparableSolver::lane(int k) const
{
    return {{m_lanes.slope[k], m_lanes.midpoint[k], m_lanes.level[k], m_lanes.rise[k], m_lanes.rss[k]},
            m_lanes.pivot[k],
            {m_lanes.descent[0][k], m_lanes.descent[1][k]},
            {m_lanes.hessian[0][k], m_lanes.hessian[1][k], m_lanes.hessian[2][k]}};
}

bool SeparableSolver::atBound(const Curve &curve) const
{
    return onEdge(curve.level, m_box.level) || onEdge(curve.rise, m_box.rise) ||
           (curve.rise != 0 &&
            (onEdge(curve.slope, m_tables->slope) || onEdge(curve.midpoint, m_tables->midpoint)));
}

} // namespace onset::fit
