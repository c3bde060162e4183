#include "core/fit/across/gain.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/solve/evidence.h"
#include "core/fit/solve/likelihood_solver.h"

#include <boost/math/distributions/fisher_f.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>
#include <optional>

namespace onset::fit {
namespace {

/// The curve of the first over both: the second's x stand `apart` to the right, and its curve Δ to the left.
/// θ = (ln κ, x₀, …, Δ).
class ShiftedShape final : public CurveShape
{
public:
    ShiftedShape(std::unique_ptr<CurveShape> curve, double border, double apart)
        : m_curve(std::move(curve)), m_border(border), m_apart(apart)
    {}

    int size() const override { return m_curve->size() + 1; }

    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        m_curve->value(theta.head(size() - 1), aligned(theta, x), s);
    }

    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &s,
                  Eigen::ArrayXXd &gradient) const override
    {
        Eigen::ArrayXXd inner(x.size(), size() - 1);
        m_curve->gradient(theta.head(size() - 1), aligned(theta, x), s, inner);
        gradient.leftCols(size() - 1) = inner;
        gradient.rightCols(1) = (x > m_border).select(-inner.col(1), 0.0); // of x as of −x₀
    }

private:
    Eigen::ArrayXd aligned(const Theta &theta, const Eigen::ArrayXd &x) const
    {
        return (x > m_border).select(x - m_apart + theta[size() - 1], x);
    }

    std::unique_ptr<CurveShape> m_curve;
    double m_border, m_apart;
};

void append(std::vector<double> &all, const std::vector<double> &more, std::size_t before, std::size_t count)
{
    all.resize(before, kNone);
    all.insert(all.end(), more.begin(), more.end());
    all.resize(before + count, kNone);
}

Points together(const Points &first, const Points &second, double apart)
{
    Points both = first;
    for (const double x : second.x)
        both.x.push_back(x + apart);
    both.y.insert(both.y.end(), second.y.begin(), second.y.end());
    append(both.n, second.n, first.size(), second.size());
    append(both.se, second.se, first.size(), second.size());
    return both;
}

/// ℓ of a curve alone, its scatter held; least squares: −½·rss.
class OwnShape
{
public:
    OwnShape(const Points &points, const Request &request)
        : m_points(points), m_likelihood(points, request.noise, request.chance, request.best),
          m_solver(points.x, request), m_best(m_solver.solve(points, m_likelihood))
    {}

    [[nodiscard]] const Optimum &best() const { return m_best; }

    double heldAt(double scatter)
    {
        m_likelihood.holdScatter(scatter);
        return m_solver.polish(m_points, m_likelihood, m_best).value;
    }

private:
    const Points &m_points;
    Likelihood m_likelihood;
    LikelihoodSolver m_solver;
    Optimum m_best;
};

/// max over one scatter of the sum of both. Each falls on either side of its own best scatter, so the common
/// one lies between: golden section.
double ownLogLikelihood(OwnShape first, OwnShape second, Noise law, int m)
{
    double low = std::min(first.best().scatter, second.best().scatter);
    double high = std::max(first.best().scatter, second.best().scatter);
    if (law == Noise::Gaussian)
        return gaussianLogLikelihood(-2 * (first.best().value + second.best().value), m);
    const auto at = [&](double scatter) { return first.heldAt(scatter) + second.heldAt(scatter); };
    constexpr double kGolden = 0.6180339887498949;
    constexpr int kSteps = 24; // a hundred-thousandth of the interval
    double left = high - kGolden * (high - low), right = low + kGolden * (high - low);
    double atLeft = at(left), atRight = at(right);
    double best = std::max({at(low), at(high), atLeft, atRight});
    for (int i = 0; i < kSteps && low < high; ++i) {
        if (atLeft > atRight) {
            high = right;
            right = left;
            atRight = atLeft;
            left = high - kGolden * (high - low);
            best = std::max(best, atLeft = at(left));
        } else {
            low = left;
            left = right;
            atLeft = atRight;
            right = low + kGolden * (high - low);
            best = std::max(best, atRight = at(right));
        }
    }
    return best;
}

/// The likelihood of the common shape along the shift.
class Pair
{
public:
    Pair(const Points &first, const Points &second, const Request &request) : m_request(request)
    {
        std::vector<double> x = first.x;
        x.insert(x.end(), second.x.begin(), second.x.end());
        const auto [smallest, largest] = std::minmax_element(x.begin(), x.end());
        const double range = *largest - *smallest;
        const Interval midpoint = midpointBox(request.box, x);
        m_apart = 2 * range + 1;
        m_most = midpoint.high - midpoint.low;
        m_both = together(first, second, m_apart);
        m_space = spaceOf(request, x);
        m_place = m_space.low.size();
        for (Theta *end : {&m_space.low, &m_space.high}) {
            end->conservativeResize(m_place + 1);
            (*end)[m_place] = end == &m_space.low ? -m_most : m_most;
        }
        constexpr int kSteps = 24;
        std::vector<double> shifts;
        for (int i = -kSteps / 2; i <= kSteps / 2; ++i)
            shifts.push_back(range * 2 * i / kSteps);
        Request shared = request;
        shared.box.midpoint = midpoint;
        m_solver = std::make_unique<LikelihoodSolver>(
            m_both.x, std::make_unique<ShiftedShape>(makeShape(request, 0), *largest + m_apart / 4, m_apart),
            m_space, stacked(startsOf(shared, x), shifts));
        m_likelihood.emplace(m_both, request.noise, request.chance, request.best);
        m_best = m_solver->solve(m_both, *m_likelihood);
    }

    [[nodiscard]] const Optimum &best() const { return m_best; }
    [[nodiscard]] double shift() const { return m_best.curve.theta[m_place]; }
    [[nodiscard]] double most() const { return m_most; }
    [[nodiscard]] int m() const { return static_cast<int>(m_both.size()); }

    [[nodiscard]] double logLikelihood() const
    {
        return m_request.noise == Noise::Gaussian ? gaussianLogLikelihood(-2 * m_best.value, m())
                                                  : m_best.value;
    }

    /// 2(ℓ̂ − ℓ(shift)), polished from `near`, which moves there.
    double deviance(double shift, Optimum &near)
    {
        SearchSpace space = m_space;
        space.low[m_place] = space.high[m_place] = shift;
        m_solver->confine(space);
        near = m_solver->polish(m_both, *m_likelihood, near);
        if (m_request.noise == Noise::Gaussian)
            return m() * std::log(near.value / m_best.value);
        return 2 * (m_best.value - near.value);
    }

private:
    const Request &m_request;
    double m_apart = 0, m_most = 0;
    Points m_both;
    SearchSpace m_space;
    Eigen::Index m_place = 0; ///< of the shift in θ
    std::unique_ptr<LikelihoodSolver> m_solver;
    std::optional<Likelihood> m_likelihood;
    Optimum m_best;
};

/// The farthest place on one side where the deviance passes the cut. Two curves can be matched in more than
/// one way, so the walk goes on until the deviance is far beyond.
double endOf(Pair &pair, double step, double cut)
{
    constexpr double kFar = 10;         // beyond the cut: e^−5 of its likelihood
    constexpr double kPrecision = 1e-4; // decades, of long shifts a share
    const double bound = step > 0 ? pair.most() : -pair.most();
    const auto value = [&](double distance) {
        const double at = pair.shift() + distance;
        return step > 0 ? std::min(at, bound) : std::max(at, bound);
    };
    Optimum near = pair.best(), nearInside = near;
    double inside = 0, outside = step;
    bool isInside = true;
    for (double distance = step;; distance += step) {
        const double excess = pair.deviance(value(distance), near) - cut;
        if (excess <= 0) {
            inside = distance;
            nearInside = near;
        } else if (isInside) {
            outside = distance;
        }
        isInside = excess <= 0;
        if (excess > kFar)
            break;
        if (value(distance) == bound) {
            if (isInside)
                return step > 0 ? kInfinity : -kInfinity;
            break;
        }
    }
    while (std::abs(outside - inside) > kPrecision * std::max(1.0, std::abs(outside))) {
        const double middle = (inside + outside) / 2;
        Optimum trial = nearInside;
        if (pair.deviance(value(middle), trial) > cut) {
            outside = middle;
        } else {
            inside = middle;
            nearInside = trial;
        }
    }
    return value(outside);
}

bool finite(const Points &points)
{
    const auto all = [](const std::vector<double> &numbers) {
        return std::all_of(numbers.begin(), numbers.end(),
                           [](double number) { return std::isfinite(number); });
    };
    return all(points.x) && all(points.y);
}

bool oneScale(const Points &points)
{
    return std::all_of(points.x.begin(), points.x.end(), [&](double x) { return x == points.x.front(); });
}

/// One curve of the pair, as a fit that can be drawn.
Fit curveOf(const Points &points, const Request &request, const Optimum &found, double midpoint)
{
    Fit fit;
    fit.request = request;
    fit.status = found.atBound ? Status::AtBound : Status::Converged;
    declareParameters(fit, points.x);
    Coefficients curve = found.curve;
    curve.theta.conservativeResize(curve.theta.size() - 1);
    curve.theta[1] = midpoint;
    const Values numbers = printed(request, curve);
    for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i)
        fit.parameters[i].value = numbers[i];
    fit.m = static_cast<int>(points.size());
    const Eigen::ArrayXd mean = means(fit, numbers, points.x);
    fit.rss = (Eigen::Map<const Eigen::ArrayXd>(points.y.data(), mean.size()) - mean).square().sum();
    return fit;
}

} // namespace

Gain computeEquivalentGain(const Points &first, const Points &second, const Request &request, double level)
{
    assert(hasCeiling(request.model) && request.model != Model::Step);
    Gain gain;
    gain.first.request = gain.second.request = request;
    if (first.size() < 2 || second.size() < 2)
        return gain;
    if (!finite(first) || !finite(second) || oneScale(first) || oneScale(second)) {
        gain.first.status = gain.second.status = Status::NotFinite;
        return gain;
    }
    if (!isDefined(request.noise, first) || !isDefined(request.noise, second)) {
        gain.first.status = gain.second.status = Status::UnsuitedNoise;
        return gain;
    }
    Fit declared;
    declared.request = request;
    declareParameters(declared, first.x);
    const auto m = static_cast<int>(first.size() + second.size());
    gain.k = declared.k + 1;
    gain.freedom = declared.k - 1;
    if (m < gain.k)
        return gain;

    Pair pair(first, second, request);
    const Optimum &best = pair.best();
    if (!std::isfinite(best.value)) { // squares out of range
        gain.first.status = gain.second.status = Status::NotFinite;
        return gain;
    }
    gain.shift = best.curve.rise == 0 ? std::numeric_limits<double>::quiet_NaN() : pair.shift();
    gain.first = curveOf(first, request, best, best.curve.theta[1]);
    gain.second = curveOf(second, request, best, best.curve.theta[1] - pair.shift());
    gain.logLikelihood = pair.logLikelihood();
    double scatter = std::numeric_limits<double>::quiet_NaN();
    if (request.noise == Noise::Gaussian)
        scatter = std::sqrt((gain.first.rss + gain.second.rss) / m);
    else if (request.noise != Noise::Binomial)
        scatter = request.noise == Noise::BetaBinomial ? best.scatter : std::sqrt(best.scatter);
    gain.first.scatter = gain.second.scatter = scatter;

    const bool exact = !std::isfinite(gain.logLikelihood);
    if (m <= gain.k || best.curve.rise == 0) {
        gain.interval = {-kInfinity, kInfinity};
    } else if (exact) {
        gain.interval = {gain.shift, gain.shift};
    } else {
        using boost::math::fisher_f;
        const double f = boost::math::quantile(fisher_f(1, m - gain.k), level);
        const double cut = std::max(f, m * std::log1p(f / (m - gain.k)));
        constexpr double kDecades = 0.1;
        constexpr double kMostSteps = 500;
        const double step = std::max(kDecades, pair.most() / kMostSteps);
        gain.interval = {endOf(pair, -step, cut), endOf(pair, step, cut)};
    }
    gain.logLikelihoodOwn =
        std::max(gain.logLikelihood,
                 ownLogLikelihood(OwnShape(first, request), OwnShape(second, request), request.noise, m));
    const int left = m - gain.k - gain.freedom;
    if (gain.freedom > 0 && left > 0 && std::isfinite(gain.logLikelihoodOwn)) {
        const double ratio = 2 * (gain.logLikelihoodOwn - gain.logLikelihood);
        const double leastSquares = std::expm1(ratio / m) * left / gain.freedom;
        const double statistic =
            request.noise == Noise::Gaussian ? leastSquares : std::min(leastSquares, ratio / gain.freedom);
        gain.pCommonShape =
            boost::math::cdf(boost::math::complement(boost::math::fisher_f(gain.freedom, left), statistic));
    }
    return gain;
}

} // namespace onset::fit
