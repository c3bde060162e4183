#include "core/fit/solve/likelihood_solver.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace onset::fit {
namespace {

constexpr Eigen::Index kMostPoints = 256;                 ///< that the rough likelihood takes
constexpr std::size_t kRefined = 6, kRefinedPerShape = 5; ///< starts that are moved uphill
constexpr std::size_t kPolished = 4;                      ///< of these
constexpr std::size_t kClimbed = 8, kManyClimbed = 24;    ///< starts that are not moved before: of kinks,
                                                          ///< of many parameters
constexpr double kWorthPolishing = 5,
                 kWorthClimbing = 10; ///< so far below the best, roughly known, a start is polished
constexpr double kSame = 0.02;        ///< largest difference of the means of two curves, as `spread` has them

/// First guesses of the means, each from its own score; a count of none is not taken for certain.
Eigen::ArrayXd roughMeans(const Points &points, const Likelihood &likelihood)
{
    Eigen::ArrayXd means(static_cast<Eigen::Index>(points.size()));
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool counts = std::isfinite(likelihood.meanRange(i).low);
        means[static_cast<Eigen::Index>(i)] =
            counts ? (points.y[i] * points.n[i] + 0.5) / (points.n[i] + 1) : points.y[i];
    }
    return means;
}

/// Scatters to begin with: none, one under which all but the farthest points count alike, and last the usual:
/// models of a size differ by some tenths on the logit.
std::vector<double> scatterGuesses(const Likelihood &likelihood)
{
    const Interval range = likelihood.scatterRange();
    if (isHeld(range))
        return {range.low};
    return {range.low, std::min(4.0, range.high), std::min(0.09, range.high)};
}

/// Means on a scale on which their scatter is much the same everywhere: of shares the arcsine of the root.
Eigen::ArrayXd spread(const Eigen::ArrayXd &means, bool shares, double range)
{
    if (shares)
        return means.max(0).min(1).sqrt().asin();
    return means / range;
}

} // namespace

/// ℓ of a curve whose s is at hand under the best of the scatters, roughly; the start takes it over if it is
/// higher.
bool LikelihoodSolver::raise(Optimum &start, double level, double rise, const Theta &theta)
{
    const LinearBox &box = m_space.linear;
    rise = std::clamp(rise, box.rise.low, box.rise.high);
    level = std::clamp(level, box.level.low, box.level.high);
    Eigen::Index place = 0;
    const double value = (*m_rough)(level + rise * (m_s - m_space.offset)).maxCoeff(&place);
    if (!(value > start.value))
        return false;
    start = {{level - m_space.offset * rise, rise, theta}, m_rough->scatter(place), value};
    return true;
}

/// The best curve of a node: with the linear part of the last scan, and steeper and flatter about the ends
/// and the middle of s, as squares know nothing of the edges of the law.
void LikelihoodSolver::startAt(const Theta &theta, double level, double rise, bool turned)
{
    m_shape->value(theta, m_x, m_s);
    Optimum start;
    raise(start, level, rise, theta);
    if (turned)
        for (const double pivot : {m_s.minCoeff(), m_s.mean(), m_s.maxCoeff()})
            for (const double factor : {0.6, 1.7, 3.0, 6.0})
                raise(start, level + (1 - factor) * rise * (pivot - m_space.offset), factor * rise, theta);
    if (start.value > -kInfinity)
        m_candidates.push_back(start);
}

/// Levels, or lines between means at both ends: there are few enough to try them all.
void LikelihoodSolver::startAtEnds(const Points &points, const Likelihood &likelihood)
{
    constexpr int kSteps = 18;
    const Theta none(0);
    m_shape->value(none, m_x, m_s);
    const double low = m_s.minCoeff(), high = m_s.maxCoeff();
    const auto through = [&](double first, double last) {
        Optimum start;
        const double rise = last == first ? 0 : (last - first) / (high - low);
        raise(start, first - rise * (low - m_space.offset), rise, none);
        if (start.value > -kInfinity)
            m_candidates.push_back(start);
    };
    if (!(low < high)) { // on the logit between the edges of the law
        std::vector<double> edges;
        for (const double edge : likelihood.edges(0))
            if (std::isfinite(edge))
                edges.push_back(edge);
        for (const double edge : edges)
            for (const double other : edges)
                for (double t = -9; t <= 9 && edge < other; t += 0.75) {
                    const double level = edge + (other - edge) / (1 + std::exp(-t));
                    through(level, level);
                }
        for (std::size_t i = 0; i < points.size(); i += 1 + points.size() / 64)
            through(points.y[i], points.y[i]);
        return;
    }
    const auto [least, most] = std::minmax_element(points.y.begin(), points.y.end());
    const Interval range = likelihood.meanRange(0);
    const double from = std::isfinite(range.low) ? range.low : *least;
    const double to = std::isfinite(range.high) ? range.high : *most;
    const auto mean = [&](int i) { // dense where means can be, and far beyond
        return (from + to) / 2 + (to - from) / 2 * std::sinh(2.5 * (2.0 * i / kSteps - 1));
    };
    for (int i = 0; i <= kSteps; ++i)
        for (int j = 0; j <= kSteps; ++j)
            through(mean(i), mean(j));
    startThrough(none, points, likelihood, 16, true);
}

/// Curves of one shape through the scores of two models, or through the score of one and an edge of the law
/// at the other.
/// @param pairs  each pair of models makes a start of its own
void LikelihoodSolver::startThrough(const Theta &theta, const Points &points, const Likelihood &likelihood,
                                    std::size_t mostModels, bool pairs)
{
    m_shape->value(theta, m_x, m_s);
    Optimum start;
    const auto keep = [&] {
        if (start.value > -kInfinity)
            m_candidates.push_back(start);
        start = {};
    };
    const auto connect = [&](std::size_t i, double first, std::size_t j, double last) {
        const double from = m_s[static_cast<Eigen::Index>(i)];
        const double rise = (last - first) / (m_s[static_cast<Eigen::Index>(j)] - from);
        if (std::isfinite(rise))
            raise(start, first - rise * (from - m_space.offset), rise, theta);
    };
    const std::size_t stride = 1 + (points.size() - 1) / mostModels;
    for (std::size_t i = 0; i < points.size(); i += stride)
        for (std::size_t j = i + stride; j < points.size(); j += stride) {
            connect(i, points.y[i], j, points.y[j]);
            for (const double edge : likelihood.edges(i))
                connect(i, edge, j, points.y[j]);
            for (const double edge : likelihood.edges(j))
                connect(i, points.y[i], j, edge);
            if (pairs)
                keep();
        }
    keep();
}

/// Uphill by single steps in level, rise and shape, whose length follows what they gain [Hooke & Jeeves 1961,
/// J. ACM 8:212]: it needs no slopes, which the edges of the law break.
void LikelihoodSolver::refine(Optimum &start)
{
    constexpr int kTurns = 5;
    constexpr double kFirst = 0.1;       // of the range of the scores
    constexpr double kFirstShape = 0.04; // of the box
    const int size = m_shape->discrete() ? 0 : m_shape->size();
    std::array<double, 3 + kMaxShape> length;
    length.fill(1);
    for (int turn = 0; turn < kTurns; ++turn) {
        for (int move = 0; move < 3 + size; ++move) {
            auto &step = length[static_cast<std::size_t>(move)];
            const auto tried = [&](double by) {
                Theta theta = start.curve.theta;
                if (move >= 3) {
                    const double range = m_space.high[move - 3] - m_space.low[move - 3];
                    theta[move - 3] = std::clamp(theta[move - 3] + by * kFirstShape * range,
                                                 m_space.low[move - 3], m_space.high[move - 3]);
                }
                m_shape->value(theta, m_x, m_s);
                double rise = start.curve.rise;
                double level = start.curve.level + m_space.offset * rise;
                const double low = m_s.minCoeff(), high = m_s.maxCoeff();
                if (move == 0)
                    level += by * kFirst * m_scores;
                if (move == 1 || move == 2) {
                    const double more = by * kFirst * m_scores / (high - low);
                    if (!std::isfinite(more))
                        return false;
                    rise += more;
                    level -= more * ((move == 1 ? low : high) - m_space.offset);
                }
                return raise(start, level, rise, theta);
            };
            if (tried(step))
                step *= 1.5;
            else if (tried(-step))
                step *= -1.5;
            else
                step *= 0.5;
        }
    }
}

/// Starts worth polishing, best first.
void LikelihoodSolver::explore(const Points &points, const Likelihood &likelihood)
{
    m_candidates.clear();
    const bool many = m_x.size() > kMostPoints;
    if (!many)
        prepare(points, likelihood);
    const auto startAtNode = [&](int node, double scatter, bool turned) {
        const auto &[level, rise] = m_linear[static_cast<std::size_t>(node)];
        const Theta theta = m_starts.theta.col(node);
        if (many)
            consider(theta, level, rise, scatter, points, likelihood);
        else
            startAt(theta, level, rise, turned);
    };
    const auto look = [&](double scatter, const Eigen::ArrayXd &means) {
        weigh(likelihood, scatter, means);
        scan(points);
        collect();
        for (const int node : m_chosen)
            startAtNode(node, scatter, true);
    };
    const Eigen::ArrayXd rough = roughMeans(points, likelihood);
    for (const double guess : scatterGuesses(likelihood))
        look(guess, rough);
    const auto first = std::max_element(m_candidates.begin(), m_candidates.end(),
                                        [](const Optimum &a, const Optimum &b) { return a.value < b.value; });
    if (first == m_candidates.end())
        return;
    place(coordinates(*first));
    look(first->scatter, Eigen::ArrayXd(m_mean));
    for (const int node : m_starts.sure) {
        startAtNode(node, 0, m_shape->size() == 1);
        if (m_shape->size() == 1 && !m_kinked && !many)
            startThrough(m_starts.theta.col(node), points, likelihood, 5, false);
    }
    if (m_shape->size() > 0 && canBeFlat() && !many)
        startAt((m_space.low + m_space.high) / 2, flatLevel(points), 0, false);
    if (many)
        return;
    const bool counts = std::isfinite(likelihood.meanRange(0).low);
    // The climb goes from cell to cell by itself, and through many parameters better than step by step.
    const bool climbs = m_kinked || m_shape->size() > 3;
    if (climbs) {
        keepDistinct(m_kinked ? kClimbed : kManyClimbed, counts);
    } else {
        keepDistinct(kRefined + kRefinedPerShape * static_cast<std::size_t>(m_shape->size()), counts);
        for (Optimum &start : m_candidates)
            refine(start);
        keepDistinct(kPolished, counts);
    }
    while (m_candidates.back().value <
           m_candidates.front().value - (climbs ? kWorthClimbing : kWorthPolishing))
        m_candidates.pop_back();
}

/// Makes the rough likelihood that of a curve, and begins with the starts that need no scan.
void LikelihoodSolver::prepare(const Points &points, const Likelihood &likelihood)
{
    m_rough->setTo(points, likelihood);
    const auto [lowest, highest] = std::minmax_element(points.y.begin(), points.y.end());
    m_scores = std::max(*highest - *lowest, 0.02);
    if (m_shape->size() == 0)
        startAtEnds(points, likelihood);
}

/// The highest candidates whose means differ, or their scatters.
void LikelihoodSolver::keepDistinct(std::size_t most, bool counts)
{
    std::sort(m_candidates.begin(), m_candidates.end(),
              [](const Optimum &a, const Optimum &b) { return a.value > b.value; });
    std::vector<Eigen::ArrayXd> means;
    std::vector<Optimum> kept;
    for (const Optimum &candidate : m_candidates) {
        m_shape->value(candidate.curve.theta, m_x, m_s);
        const Eigen::ArrayXd mean =
            spread(candidate.curve.level + candidate.curve.rise * m_s, counts, m_scores);
        bool isNew = true;
        for (std::size_t i = 0; isNew && i < kept.size(); ++i)
            isNew = kept[i].scatter != candidate.scatter || (means[i] - mean).abs().maxCoeff() > kSame;
        if (!isNew)
            continue;
        kept.push_back(candidate);
        means.push_back(mean);
        if (kept.size() == most)
            break;
    }
    m_candidates = std::move(kept);
}

} // namespace onset::fit
