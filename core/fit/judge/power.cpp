#include "core/fit/judge/power.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/curves/shape.h"
#include "core/fit/solve/likelihood_solver.h"
#include "core/fit/solve/linear_part.h"

#include <Eigen/LU>

#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace onset::fit {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;

/// The variances of a noise law, quick enough for thousands of means.
class Variances
{
public:
    Variances(const Points &points, const Request &request)
        : m_likelihood(points, request.noise, request.chance, request.best), m_questions(points.n),
          m_chance(std::isnan(request.chance) ? 0 : request.chance),
          m_best(std::isnan(request.best) ? 1 : request.best)
    {}

    [[nodiscard]] Noise law() const { return m_likelihood.law(); }
    [[nodiscard]] Interval scatterRange() const { return m_likelihood.scatterRange(); }

    [[nodiscard]] ArrayXd operator()(const ArrayXd &mean, double phi) const
    {
        return (*this)(mean, mean, phi);
    }

    /// @param questions  the mean that the noise of the questions is taken at      @param models  that of the
    ///                   scatter between models, where the law tells them apart
    [[nodiscard]] ArrayXd operator()(const ArrayXd &questions, const ArrayXd &models, double phi) const
    {
        const ArrayXd &mean = questions;
        ArrayXd v(mean.size());
        const bool extra = law() == Noise::ExtraScatter;
        for (Eigen::Index i = 0; i < mean.size(); ++i) {
            const auto place = static_cast<std::size_t>(i);
            v[i] = m_likelihood.variance(place, mean[i], extra ? 0 : phi);
            if (extra)
                v[i] += between(models[i], phi) * (1 - 1 / m_questions[place]);
        }
        return v;
    }

private:
    /// The variance of a logistic-normal share by the delta method, w²φ/(1 + 0.4φ). Of the integral: within
    /// 3 % up to φ = 4 at a share of one half, within 10 % up to φ = 0.1 for shares of .12 to .88, then too
    /// small; the integral itself costs a hundred times as much.
    [[nodiscard]] double between(double mean, double phi) const
    {
        const double w = std::max(0.0, (mean - m_chance) * (m_best - mean)) / std::abs(m_best - m_chance);
        return w * w * phi / (1 + 0.4 * phi);
    }

    Likelihood m_likelihood;
    std::vector<double> m_questions;
    double m_chance, m_best;
};

/// Neighbours averaged so that `count` points are left.
Points pooled(const Points &points, std::size_t count)
{
    Points left;
    for (std::size_t i = 0; i < count; ++i) {
        const auto begin = static_cast<std::ptrdiff_t>(i * points.size() / count);
        const auto end = static_cast<std::ptrdiff_t>((i + 1) * points.size() / count);
        const auto size = static_cast<double>(end - begin);
        const auto sum = [&](const std::vector<double> &values) {
            return std::accumulate(values.begin() + begin, values.begin() + end, 0.0);
        };
        left.x.push_back(sum(points.x) / size);
        left.y.push_back(sum(points.y) / size);
        if (!points.n.empty())
            left.n.push_back(sum(points.n));
        if (!points.se.empty())
            left.se.push_back(std::sqrt(std::inner_product(points.se.begin() + begin, points.se.begin() + end,
                                                           points.se.begin() + begin, 0.0)) /
                              size);
    }
    return left;
}

/// What a rival makes of the mean of a jump.
struct Account
{
    double aicc = kInfinity;
    ArrayXd mean, variance;
    int levels = 0; ///< free parameters that are not the place of a break
};

/// A rival over one x: its curves for a grid of shapes.
class Rival
{
public:
    /// @param models  behind the points
    Rival(const Points &points, const Request &request, std::size_t models)
        : m_space(spaceOf(request, points.x)), m_smooth(isSmooth(request.model)),
          m_models(static_cast<double>(models))
    {
        Fit declared;
        declared.request = request;
        declareParameters(declared, points.x);
        const bool scatters = request.noise != Noise::Binomial;
        m_parameters = declared.k + (scatters ? 1 : 0);
        m_levels = declared.k - (m_smooth ? 0 : 1);
        const StartGrid grid = startsOf(request, points.x);
        const ArrayXd x =
            Eigen::Map<const ArrayXd>(points.x.data(), static_cast<Eigen::Index>(points.size()));
        const auto shape = makeShape(request, referenceOf(request.model, points.x));
        m_basis.resize(x.size(), grid.theta.cols());
        ArrayXd s(x.size());
        for (Eigen::Index node = 0; node < m_basis.cols(); ++node) {
            shape->value(grid.theta.col(node), x, s);
            m_basis.col(node) = s - m_space.offset;
        }
        m_squares = m_basis.square();
    }

    [[nodiscard]] bool smooth() const { return m_smooth; }

    /// @param truth  the mean of the scores    @param variance  of the scores
    [[nodiscard]] Account explain(const Variances &variances, const ArrayXd &truth, const ArrayXd &variance,
                                  double phi) const
    {
        const auto m = static_cast<double>(truth.size());
        Account account;
        account.levels = m_levels;
        if (m - m_parameters - 1 <= 0)
            return account;
        const ArrayXd noise = variance * (1 - m_levels / m);
        double deviance = kInfinity;
        ArrayXd weights = variance.inverse();
        for (int round = 0; round < 2; ++round) { // with the weights of the truth, then with its own
            account.mean = nearest(truth, weights);
            deviance = scattered(variances, truth, account.mean, noise, phi, account.variance);
            weights = account.variance.inverse();
        }
        account.aicc = deviance + 2 * m_parameters +
                       2.0 * m_parameters * (m_parameters + 1) / (m_models - m_parameters - 1);
        return account;
    }

private:
    /// The curve of the smallest weighted sum of squares.
    [[nodiscard]] ArrayXd nearest(const ArrayXd &y, const ArrayXd &weights) const
    {
        const double count = weights.sum();
        const double mean = (weights * y).sum() / count;
        const ArrayXd weighted = weights * (y - mean);
        const double total = (weighted * (y - mean)).sum();
        double least = kInfinity, level = 0, rise = 0;
        Eigen::Index best = 0;
        for (Eigen::Index node = 0; node < m_basis.cols(); ++node) {
            const double sMean = (m_basis.col(node) * weights).sum() / count;
            const double spread =
                std::max(0.0, (m_squares.col(node) * weights).sum() - count * sMean * sMean);
            const double product = (m_basis.col(node) * weighted).sum();
            const auto linear =
                solveLinear(Basis(sMean, spread, count), product, count, mean, total, m_space.linear);
            if (linear.rss < least) {
                least = linear.rss;
                level = linear.level;
                rise = linear.rise;
                best = node;
            }
        }
        return level + rise * m_basis.col(best);
    }

    /// Σ ln V + S/V at its minimum over the scatter.
    /// @param noise  of the residuals      @param variance  at the minimum, written
    static double scattered(const Variances &variances, const ArrayXd &truth, const ArrayXd &mean,
                            const ArrayXd &noise, double phi, ArrayXd &variance)
    {
        const ArrayXd squares = noise + (truth - mean).square();
        if (variances.law() == Noise::Gaussian) {
            variance = ArrayXd::Constant(mean.size(), squares.mean());
            return static_cast<double>(mean.size()) * (std::log(squares.mean()) + 1);
        }
        const bool counts = variances.law() != Noise::StatedError;
        const ArrayXd between = counts ? ArrayXd((2 * mean + truth) / 3) : mean;
        const Interval range = variances.scatterRange();
        double least = kInfinity;
        const auto tried = [&](double candidate) {
            const ArrayXd v = variances(between, mean, std::clamp(candidate, range.low, range.high));
            const double deviance = (v.log() + squares / v).sum();
            if (deviance >= least)
                return false;
            least = deviance;
            variance = v;
            return true;
        };
        tried(phi);
        if (range.low == range.high)
            return least;
        constexpr double kFactor = 1.7; // of the scatter: the deviance is flat about its minimum
        constexpr double kLeast = 1e-3;
        for (double up = std::max(phi, kLeast) * kFactor; up < range.high && tried(up);)
            up *= kFactor;
        for (double down = phi / kFactor; down > kLeast && tried(down);)
            down /= kFactor;
        tried(0);
        return least;
    }

    SearchSpace m_space;
    ArrayXXd m_basis, m_squares; ///< shape (m, nodes)
    bool m_smooth;
    double m_models;
    int m_parameters; ///< as the criteria count them
    int m_levels;
};

/// The rivals over the points of one curve.
class Contest
{
public:
    Contest(const Points &all, const Fit &smooth, const std::vector<Request> &requests,
            std::size_t mostScales = kMostScales)
        : Contest(distinctValues(all.x).size() > mostScales ? pooled(all, mostScales) : all, all, smooth,
                  requests)
    {}

    [[nodiscard]] bool fair() const { return m_step && std::isfinite(m_start) && std::isfinite(m_phi); }

    [[nodiscard]] double power(double jump) const
    {
        const std::vector<double> scales = distinctValues(m_x);
        constexpr std::size_t kMostGaps = 32;
        const std::size_t gaps = std::max<std::size_t>(scales.size(), 3) - 3;
        const std::size_t asked = std::min(gaps, kMostGaps);
        double sum = 0;
        for (std::size_t i = 0; i < asked; ++i) // each in the middle of its share
            sum += powerAt(scales[1 + (2 * i + 1) * gaps / (2 * asked)], jump);
        return asked > 0 ? sum / static_cast<double>(asked) : 0;
    }

private:
    /// @param points  `all` or pooled
    Contest(const Points &points, const Points &all, const Fit &smooth, const std::vector<Request> &requests)
        : m_variances(points, smooth.request), m_x(points.x),
          m_start(smooth.mean(*std::min_element(all.x.begin(), all.x.end())))
    {
        if (smooth.request.noise != Noise::Gaussian)
            m_phi = smooth.phi();
        else
            m_phi = smooth.m > smooth.k ? smooth.rss / (smooth.m - smooth.k) : kNone;
        m_phi *= static_cast<double>(points.size()) / static_cast<double>(all.size());
        for (const Request &request : requests) {
            if (!isSmooth(request.model) && request.model != Model::Step)
                continue;
            m_rivals.emplace_back(points, request, all.size());
            m_step = m_step || !m_rivals.back().smooth();
        }
    }

    /// A jump above the scale `last`.
    [[nodiscard]] double powerAt(double last, double jump) const
    {
        ArrayXd truth(static_cast<Eigen::Index>(m_x.size()));
        for (std::size_t i = 0; i < m_x.size(); ++i)
            truth[static_cast<Eigen::Index>(i)] = m_start + (m_x[i] > last ? jump : 0);
        const ArrayXd variance = m_variances(truth, m_phi);
        if (!(variance.minCoeff() > 0)) // no noise: any jump is seen
            return jump == 0 ? 0 : 1;
        std::vector<Account> smooth;
        Account threshold;
        for (const Rival &rival : m_rivals) {
            Account account = rival.explain(m_variances, truth, variance, m_phi);
            if (rival.smooth() && std::isfinite(account.aicc))
                smooth.push_back(std::move(account));
            else if (!rival.smooth() && account.aicc < threshold.aicc)
                threshold = std::move(account);
        }
        if (!std::isfinite(threshold.aicc))
            return 0;
        double least = 1;
        for (const Account &account : smooth) {
            const ArrayXd miss = (truth - account.mean) / account.variance;
            const ArrayXd change = variance * (threshold.variance.inverse() - account.variance.inverse());
            const int levels = std::max(0, account.levels + threshold.levels - 2);
            const double spread =
                (4 * miss.square() * variance + 2 * change.square()).sum() + 2 * std::max(levels, 1);
            const double excess = account.aicc - threshold.aicc - kDecisiveAicc;
            least = std::min(least, boost::math::cdf(boost::math::normal(), excess / std::sqrt(spread)));
        }
        return least;
    }

    Variances m_variances;
    std::vector<double> m_x;
    double m_start;
    double m_phi = 0;
    std::vector<Rival> m_rivals;
    bool m_step = false;
};

/// ∂μ/∂p of the free parameters at x, by central differences.
Eigen::VectorXd gradientAt(const Fit &fit, double x)
{
    constexpr double kStep = 1e-5;
    const Values at = values(fit);
    Eigen::VectorXd gradient(fit.k);
    Eigen::Index place = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i) {
        if (!fit.parameters[i].free)
            continue;
        Values up = at, down = at;
        const double step = kStep * std::max(1e-2, std::abs(at[i]));
        up[i] += step;
        down[i] -= step;
        gradient[place++] =
            (means(fit, up, std::span(&x, 1))[0] - means(fit, down, std::span(&x, 1))[0]) / (2 * step);
    }
    return gradient;
}

/// A model at x of its own: its variance with the fit's law and scatter.
double varianceAt(const Points &points, const Fit &fit, double x, double questions)
{
    const Noise law = fit.request.noise;
    if (law == Noise::Gaussian)
        return fit.rss / std::max(1, fit.m - fit.k);
    const double phi = fit.phi();
    const double mean = fit.mean(x);
    if (law == Noise::StatedError) {
        std::vector<double> stated;
        std::copy_if(points.se.begin(), points.se.end(), std::back_inserter(stated),
                     [](double se) { return se > 0; });
        return Likelihood({{x}, {mean}, {}, stated.empty() ? stated : std::vector{stated[stated.size() / 2]}},
                          law, fit.request.chance, fit.request.best)
            .variance(0, mean, phi);
    }
    return Likelihood({{x}, {std::clamp(mean, 0.0, 1.0)}, {questions}, {}}, law, fit.request.chance,
                      fit.request.best)
        .variance(0, mean, phi);
}

/// Of the numbers that are known.
double median(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return std::isnan(value); });
    if (values.empty())
        return kNone;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

double powerToSee(const Points &points, const Fit &smooth, const std::vector<Request> &rivals, double jump,
                  std::size_t mostScales)
{
    if (!smooth.usable() || points.size() == 0)
        return kNone;
    const Contest contest(points, smooth, rivals, mostScales);
    return contest.fair() ? contest.power(jump) : kNone;
}

double smallestJump(const Points &points, const Fit &smooth, const std::vector<Request> &rivals, double most,
                    double target)
{
    if (!smooth.usable() || points.size() == 0)
        return kNone;
    const Contest contest(points, smooth, rivals);
    if (!contest.fair())
        return kNone;
    if (!(contest.power(most) >= target))
        return std::copysign(kInfinity, most);
    constexpr double kPrecision = 5e-3; // of the largest jump
    double unseen = 0, seen = most;
    while (std::abs(seen - unseen) > kPrecision * std::abs(most)) {
        const double middle = (seen + unseen) / 2;
        (contest.power(middle) >= target ? seen : unseen) = middle;
    }
    return seen;
}

UsefulModel modelForOnset(const Onset &onset)
{
    if (std::isnan(onset.between.low) || std::isnan(onset.between.high))
        return {};
    return {(onset.between.low + onset.between.high) / 2, 0.5};
}

UsefulModel modelForMidpoint(const Points &points, const Fit &fit, double questions)
{
    if (!fit.usable() || points.size() == 0)
        return {};
    Eigen::Index midpoint = -1, free = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(fit.count); ++i) {
        const Parameter &parameter = fit.parameters[i];
        if (!parameter.free)
            continue;
        if (parameter.name == "midpoint" || parameter.name == "break")
            midpoint = free;
        ++free;
        if (!std::isfinite(parameter.value))
            return {};
    }
    if (midpoint < 0 || fit.request.model == Model::Step)
        return {};
    if (std::isnan(questions))
        questions = median(points.n);

    Eigen::MatrixXd information = Eigen::MatrixXd::Zero(fit.k, fit.k);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double n = i < points.n.size() ? points.n[i] : kNone;
        const Eigen::VectorXd gradient = gradientAt(fit, points.x[i]);
        information += gradient * gradient.transpose() / varianceAt(points, fit, points.x[i], n);
    }
    const Eigen::FullPivLU<Eigen::MatrixXd> factors(information);
    if (!information.allFinite() || !factors.isInvertible())
        return {};
    const Eigen::MatrixXd covariance = factors.inverse();
    const double before = covariance(midpoint, midpoint);

    constexpr int kSteps = 240;
    const auto [smallest, largest] = std::minmax_element(points.x.begin(), points.x.end());
    UsefulModel best;
    for (int i = 0; i <= kSteps; ++i) {
        const double x = *smallest - 1 + (*largest - *smallest + 2) * i / kSteps;
        const Eigen::VectorXd gradient = gradientAt(fit, x);
        const Eigen::VectorXd spread = covariance * gradient; // Sherman & Morrison 1950
        const double after = before - spread[midpoint] * spread[midpoint] /
                                          (varianceAt(points, fit, x, questions) + gradient.dot(spread));
        const double narrowing = 1 - std::sqrt(std::max(0.0, after / before));
        if (!(narrowing <= best.narrowing))
            best = {x, narrowing};
    }
    return best;
}

} // namespace onset::fit
