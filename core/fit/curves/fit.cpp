#include "core/fit/curves/fit.h"

#include "core/fit/curves/parameters.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {

std::string_view name(Status status)
{
    switch (status) {
    case Status::Converged:
        return "converged";
    case Status::AtBound:
        return "at-bound";
    case Status::TooFewPoints:
        return "too-few-points";
    case Status::NotFinite:
        return "not-finite";
    case Status::UnsuitedNoise:
        return "unsuited-noise";
    case Status::EmptyBox:
        break;
    }
    return "empty-box";
}

bool sameRequest(const Request &a, const Request &b)
{
    const auto numbers = [](const Request &request) {
        const Box &box = request.box;
        return std::array{
            request.floor,          request.ceiling,         request.chance,         request.best,
            box.floor.low,          box.floor.high,          box.rise.low,           box.rise.high,
            box.slope.low,          box.slope.high,          box.midpoint.low,       box.midpoint.high,
            box.exponent.low,       box.exponent.high,       box.asymmetry.low,      box.asymmetry.high,
            box.exponentBefore.low, box.exponentBefore.high, box.exponentChange.low, box.exponentChange.high,
            box.sharpness.low,      box.sharpness.high};
    };
    const auto first = numbers(a);
    const auto second = numbers(b);
    return a.model == b.model && a.noise == b.noise &&
           std::equal(first.begin(), first.end(), second.begin(), [](double left, double right) {
               return left == right || (std::isnan(left) && std::isnan(right));
           });
}

double Fit::phi() const
{
    if (std::isnan(scatter))
        return 0;
    return request.noise == Noise::BetaBinomial ? scatter : scatter * scatter;
}

double Fit::parameter(std::string_view which) const
{
    for (int i = 0; i < count; ++i) {
        const Parameter &candidate = parameters[static_cast<std::size_t>(i)];
        if (candidate.name == which)
            return candidate.value;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

double Fit::mean(double x) const
{
    if (!usable())
        return std::numeric_limits<double>::quiet_NaN();
    if (request.model != Model::Isotonic)
        return means(*this, values(*this), {&x, 1})[0];
    const auto above = std::upper_bound(stepX.begin(), stepX.end(), x);
    return stepY[static_cast<std::size_t>(std::max<std::ptrdiff_t>(above - stepX.begin() - 1, 0))];
}

Interval slopesOver(const std::vector<double> &x)
{
    constexpr double kWidth = 4.394;   // of a logistic rise from 10 to 90 %, times its slope: 2 ln 9
    constexpr double kNarrowest = 0.4; // of the usual gap
    const std::vector<double> places = distinctValues(x);
    Interval slopes = Box().slope;
    if (places.size() < 2)
        return slopes;
    std::vector<double> gaps(places.size() - 1);
    std::transform(places.begin() + 1, places.end(), places.begin(), gaps.begin(), std::minus());
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    if (const double steepest = kWidth / (kNarrowest * *middle); std::isfinite(steepest))
        slopes.high = std::max(slopes.high, steepest);
    return slopes;
}

Box boxFor(const Points &points, const Interval &range, double floor, bool falls)
{
    std::vector<double> scores = points.y;
    if (!std::isnan(floor))
        scores.push_back(floor);
    if (scores.empty())
        return {};
    const auto [smallest, largest] = std::minmax_element(scores.begin(), scores.end());
    const double air = *largest - *smallest;
    // An open end reaches the other one where all scores lie beyond that.
    const double low = std::isfinite(range.low) ? range.low : std::min(*smallest - air, range.high);
    const double high = std::isfinite(range.high) ? range.high : std::max(*largest + air, low);
    const double span = high - low;
    Box box;
    box.floor = {low, high};
    box.rise = falls ? Interval{-span, 0} : Interval{0, span};
    box.slope = slopesOver(points.x);
    return box;
}

} // namespace onset::fit
