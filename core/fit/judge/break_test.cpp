#include "core/fit/judge/break_test.h"

#include "core/fit/judge/smooth_fit.h"
#include "core/fit/points.h"
#include "core/fit/random.h"

#include <Eigen/QR>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace onset::fit {
namespace {

using Eigen::Index;

constexpr double kRounding = 1e-10; // of a length, as a share of the vector that it is left from

struct Data
{
    std::vector<double> x;
    SmoothFit smooth;
};

/// Neighbours in x averaged, 1/variance their weights, so that `count` points are left: the cost grows with
/// the third power of their number, and a mean curve with normal noise stays one.
Data pooled(const std::vector<double> &x, const SmoothFit &smooth, std::size_t count)
{
    const auto rows = static_cast<Index>(count);
    Data data{std::vector(count, 0.0),
              {Eigen::VectorXd::Zero(rows), Eigen::VectorXd::Zero(rows),
               Eigen::MatrixXd::Zero(rows, smooth.jacobian.cols()), smooth.varianceKnown}};
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(rows);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t place = i * count / x.size();
        const auto from = static_cast<Index>(i);
        const auto to = static_cast<Index>(place);
        const double weight = 1 / smooth.variance[from];
        weights[to] += weight;
        data.x[place] += weight / weights[to] * (x[i] - data.x[place]);
        data.smooth.residual[to] += weight * smooth.residual[from];
        data.smooth.jacobian.row(to) += weight * smooth.jacobian.row(from);
    }
    data.smooth.variance = weights.cwiseInverse();
    data.smooth.residual.array() /= weights.array();
    data.smooth.jacobian.array().colwise() /= weights.array();
    return data;
}

/// The space that the smooth mean leaves free, scores divided by their standard deviations.
struct Complement
{
    Eigen::MatrixXd basis; ///< shape (m, d), orthonormal columns

    explicit Complement(const SmoothFit &smooth)
    {
        const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(
            smooth.variance.cwiseSqrt().cwiseInverse().asDiagonal() * smooth.jacobian);
        const Index m = smooth.residual.size();
        const Eigen::MatrixXd all = qr.householderQ() * Eigen::MatrixXd::Identity(m, m);
        basis = all.rightCols(m - qr.rank());
    }
};

/// Directions of the residualised kink between two neighbouring scales: cos θ·first + sin θ·second, θ from 0
/// to the angle whose cosine and sine are here; both axes of unit length and at right angles.
struct Arc
{
    Index column = 0; ///< of the first axis among the directions; the second is the next
    double cosine = 1, sine = 0;
    double left = 0, right = 0;             ///< ψ at its ends
    double leftLength = 0, rightLength = 0; ///< of the kink at its ends
};

/// The directions of all breaks.
struct Breaks
{
    Eigen::MatrixXd directions; ///< shape (d, 2·arcs + jumps), the jumps last
    std::vector<Arc> arcs;
    std::vector<double> jumps; ///< ψ

    [[nodiscard]] bool empty() const { return directions.cols() == 0; }
    void append(const Eigen::VectorXd &direction)
    {
        directions.conservativeResize(direction.size(), directions.cols() + 1);
        directions.rightCols(1) = direction;
    }
};

/// What is left of a column in the free space; nothing where the smooth mean can follow it.
Eigen::VectorXd residualised(const Complement &free, const Eigen::VectorXd &column)
{
    Eigen::VectorXd left = free.basis.transpose() * column;
    if (left.norm() <= kRounding * column.norm())
        left.setZero();
    return left;
}

Breaks breaksOf(const std::vector<double> &x, const Eigen::VectorXd &variance, const Complement &free)
{
    const std::vector<double> scales = distinctValues(x);
    const Eigen::Map<const Eigen::ArrayXd> at(x.data(), static_cast<Index>(x.size()));
    const Eigen::ArrayXd sd = variance.array().sqrt();
    const auto kink = [&](double psi) { return residualised(free, (at - psi).max(0) / sd); };
    const auto jump = [&](double psi) { return residualised(free, (at > psi).cast<double>() / sd); };
    Breaks found;
    for (std::size_t i = 1; i + 2 < scales.size(); ++i) {
        const Eigen::VectorXd left = kink(scales[i]);
        const Eigen::VectorXd right = kink(scales[i + 1]);
        Arc arc{.column = found.directions.cols(),
                .left = scales[i],
                .right = scales[i + 1],
                .leftLength = left.norm(),
                .rightLength = right.norm()};
        if (arc.leftLength == 0 || arc.rightLength == 0)
            continue;
        const Eigen::VectorXd first = left / arc.leftLength;
        const Eigen::VectorXd last = right / arc.rightLength;
        arc.cosine = first.dot(last);
        const Eigen::VectorXd across = last - arc.cosine * first;
        arc.sine = across.norm();
        found.append(first);
        found.append(arc.sine > kRounding ? Eigen::VectorXd(across / arc.sine)
                                          : Eigen::VectorXd::Zero(first.size()));
        found.arcs.push_back(arc);
    }
    for (std::size_t i = 1; i + 2 < scales.size(); ++i) {
        const double psi = (scales[i] + scales[i + 1]) / 2;
        const Eigen::VectorXd direction = jump(psi);
        if (direction.norm() > 0) {
            found.append(direction.normalized());
            found.jumps.push_back(psi);
        }
    }
    return found;
}

/// A direction cos θ·first + sin θ·second whose projection is `first`, `second` on the two axes, has its
/// greatest projection inside the arc when that rises at the left end and falls at the right one.
bool peaksInside(const Arc &arc, double first, double second)
{
    return second > 0 && arc.cosine * second < arc.sine * first;
}

struct Peak
{
    double value = -std::numeric_limits<double>::infinity();
    double at = std::numeric_limits<double>::quiet_NaN(); ///< ψ
    BreakTest::Kind kind = BreakTest::Kind::Kink;
};

Peak peakOn(const Arc &arc, double first, double second)
{
    if (!peaksInside(arc, first, second)) {
        const double end = arc.cosine * first + arc.sine * second;
        return first >= end ? Peak{first, arc.left} : Peak{end, arc.right};
    }
    // The kink at left + s·(right − left) is (1 − s) of the left one and s of the right one; s where it
    // points along the projection.
    const double up = arc.leftLength * second;
    const double across = arc.rightLength * (arc.sine * first - arc.cosine * second);
    return {std::hypot(first, second), arc.left + up / (up + across) * (arc.right - arc.left)};
}

Peak peakOf(const Breaks &breaks, const Eigen::VectorXd &projected)
{
    Peak peak;
    for (const Arc &arc : breaks.arcs) {
        const Peak here = peakOn(arc, projected[arc.column], projected[arc.column + 1]);
        if (here.value > peak.value)
            peak = here;
    }
    const auto ofJumps = projected.tail(static_cast<Index>(breaks.jumps.size()));
    for (Index i = 0; i < ofJumps.size(); ++i)
        if (ofJumps[i] > peak.value)
            peak = {ofJumps[i], breaks.jumps[static_cast<std::size_t>(i)], BreakTest::Kind::Jump};
    return peak;
}

/// Normal numbers, shape (count, d); a row is a function of the seed and its number.
void drawNormals(Eigen::ArrayXXd &drawn, Index firstRow, std::uint64_t seed)
{
    for (Index row = 0; row < drawn.rows(); ++row)
        for (Index i = 0; i < drawn.cols(); i += 2) {
            const auto pair = normalPair(seed, static_cast<std::uint64_t>(firstRow + row),
                                         static_cast<std::uint64_t>(i / 2));
            drawn(row, i) = pair[0];
            if (i + 1 < drawn.cols())
                drawn(row, i + 1) = pair[1];
        }
}

/// Replicates whose peak is at least `observed`: a share of their length when the variance is estimated.
int countAsLarge(const Breaks &breaks, double observed, bool varianceKnown, const BreakOptions &options)
{
    constexpr Index kTile = 256; // replicates whose numbers stay in the cache
    const auto jumps = static_cast<Index>(breaks.jumps.size());
    observed -= std::abs(observed) * kRounding; // ties count: with two dimensions the share is often 1
    int count = 0;
    Eigen::ArrayXXd drawn;
    Eigen::ArrayXXd projected;
    Eigen::ArrayXd peak;
    for (Index begin = 0; begin < options.replicates; begin += kTile) {
        drawn.resize(std::min<Index>(kTile, options.replicates - begin), breaks.directions.rows());
        drawNormals(drawn, begin, options.seed);
        projected = drawn.matrix() * breaks.directions;
        peak.setConstant(drawn.rows(), -std::numeric_limits<double>::infinity());
        if (jumps > 0)
            peak = projected.rightCols(jumps).rowwise().maxCoeff();
        for (const Arc &arc : breaks.arcs) {
            const auto first = projected.col(arc.column);
            const auto second = projected.col(arc.column + 1);
            const auto inside = second > 0 && arc.cosine * second < arc.sine * first; // as peaksInside
            const auto ends = first.max(arc.cosine * first + arc.sine * second);
            peak = peak.max(inside.select((first.square() + second.square()).sqrt(), ends));
        }
        if (varianceKnown)
            count += static_cast<int>((peak >= observed).count());
        else
            count += static_cast<int>((peak >= observed * drawn.matrix().rowwise().norm().array()).count());
    }
    return count;
}

/// How a projection becomes a test statistic. One that is known to be standard normal is its own; else it is
/// compared with what it leaves of the residual: t of d − 1 degrees of freedom.
class Statistic
{
public:
    Statistic(double length, Index d, bool varianceKnown)
        : m_square(length * length), m_freedom(static_cast<double>(d - 1)), m_known(varianceKnown)
    {}

    [[nodiscard]] double operator()(double projected) const
    {
        const double rest = std::max(0.0, m_square - projected * projected);
        return m_known ? projected : projected * std::sqrt(m_freedom / rest);
    }

    /// The normal number that is as rare.
    [[nodiscard]] double normal(double projected) const
    {
        if (m_known)
            return projected;
        const boost::math::students_t t(m_freedom);
        const double tail = boost::math::cdf(complement(t, std::abs((*this)(projected))));
        const double size = -boost::math::quantile(boost::math::normal(), std::max(tail, 1e-300));
        return std::copysign(size, projected);
    }

private:
    double m_square;
    double m_freedom;
    bool m_known;
};

double daviesBound(const Breaks &breaks, const Eigen::VectorXd &projected, const Statistic &statistic)
{
    double variation = 0;
    const double largest = statistic.normal(peakOf(breaks, projected).value);
    for (const Arc &arc : breaks.arcs) {
        const double first = projected[arc.column];
        const double second = projected[arc.column + 1];
        const double left = statistic.normal(first);
        const double right = statistic.normal(arc.cosine * first + arc.sine * second);
        const bool peak = peaksInside(arc, first, second);
        if (peak || peaksInside(arc, -first, -second)) {
            const double turn = statistic.normal((peak ? 1 : -1) * std::hypot(first, second));
            variation += std::abs(turn - left) + std::abs(right - turn);
        } else {
            variation += std::abs(right - left);
        }
    }
    const double alone = std::erfc(largest / std::numbers::sqrt2) / 2;
    const double terms = 1 + static_cast<double>(breaks.jumps.size());
    const double search = variation * std::exp(-largest * largest / 2) / std::sqrt(8 * std::numbers::pi);
    return std::min(1.0, terms * alone + search);
}

} // namespace

BreakTest testForBreak(const std::vector<double> &x, const SmoothFit &smooth, const BreakOptions &options)
{
    constexpr std::size_t kFewestForDavies = 12;
    constexpr std::size_t kMostPoints = 64;
    if (x.size() > kMostPoints) {
        const Data data = pooled(x, smooth, kMostPoints);
        return testForBreak(data.x, data.smooth, options);
    }
    const Complement free(smooth);
    const Breaks breaks = breaksOf(x, smooth.variance, free);
    const Index d = free.basis.cols();
    if (breaks.empty() || d < (smooth.varianceKnown ? 1 : 3))
        return {};

    BreakTest test{.tested = true, .replicates = options.replicates};
    const Eigen::VectorXd residual =
        free.basis.transpose() * smooth.residual.cwiseQuotient(smooth.variance.cwiseSqrt());
    const Eigen::VectorXd projected = breaks.directions.transpose() * residual;
    const Peak peak = peakOf(breaks, projected);
    const double length = residual.norm();
    const Statistic statistic(length, d, smooth.varianceKnown);
    test.at = peak.at;
    test.kind = peak.kind;
    if (length == 0) { // nothing is left to explain
        test.statistic = 0;
        return test;
    }
    test.statistic = statistic(peak.value);
    const double observed = smooth.varianceKnown ? peak.value : peak.value / length;
    test.p =
        (1.0 + countAsLarge(breaks, observed, smooth.varianceKnown, options)) / (1.0 + options.replicates);
    if (x.size() >= kFewestForDavies)
        test.davies = daviesBound(breaks, projected, statistic);
    return test;
}

} // namespace onset::fit
