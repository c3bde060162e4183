#include "core/fit/curves/parameters.h"

#include "core/fit/curves/rival.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

bool isFixed(const Interval &interval) { return interval.low == interval.high; }

} // namespace

double referenceOf(Model model, const std::vector<double> &x)
{
    switch (rivalOf(model).reference) {
    case Reference::SmallestX:
        return *std::min_element(x.begin(), x.end());
    case Reference::LargestX:
        return *std::max_element(x.begin(), x.end());
    case Reference::None:
        break;
    }
    return 0;
}

bool isCapped(const Request &request)
{
    return request.model == Model::Hinge && !std::isnan(request.ceiling);
}

void declareParameters(Fit &fit, const std::vector<double> &x)
{
    const Request &request = fit.request;
    const auto parameters = rivalOf(request.model).parameters;
    const auto searched = searchedRanges(request, x);
    fit.count = static_cast<int>(parameters.size());
    fit.reference = referenceOf(request.model, x);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        fit.parameters[i].name = parameters[i].name;
        fit.parameters[i].free = !isFixed(searched[i]);
    }
    fit.k = freeParameters(fit);
}

Interval hingeWidth(const Box &box) { return {4 / box.slope.high, 4 / box.slope.low}; }

int freeParameters(const Fit &fit)
{
    return static_cast<int>(std::count_if(fit.parameters.begin(), fit.parameters.begin() + fit.count,
                                          [](const Parameter &parameter) { return parameter.free; }));
}

Values values(const Fit &fit)
{
    Values numbers;
    std::transform(fit.parameters.begin(), fit.parameters.end(), numbers.begin(),
                   [](const Parameter &parameter) { return parameter.value; });
    return numbers;
}

Interval midpointBox(const Box &box, const std::vector<double> &x)
{
    const auto [smallest, largest] = std::minmax_element(x.begin(), x.end());
    return {std::isnan(box.midpoint.low) ? *smallest - 2 : box.midpoint.low,
            std::isnan(box.midpoint.high) ? *largest + 3 : box.midpoint.high};
}

Interval boxOf(const RivalParameter &parameter, const Box &box, const std::vector<double> &x)
{
    return !parameter.box || parameter.box == &Box::midpoint ? midpointBox(box, x) : box.*parameter.box;
}

std::array<Interval, kMaxParameters> searchedRanges(const Request &request, const std::vector<double> &x)
{
    std::array<Interval, kMaxParameters> ranges;
    ranges.fill({-kInfinity, kInfinity});
    const auto parameters = rivalOf(request.model).parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const RivalParameter &parameter = parameters[i];
        if (parameter.given && !std::isnan(request.*parameter.given))
            ranges[i] = {request.*parameter.given, request.*parameter.given};
        else if (parameter.box)
            ranges[i] = boxOf(parameter, request.box, x);
    }
    return ranges;
}

Values printed(const Request &request, const Coefficients &found)
{
    Values values{};
    const auto parameters = rivalOf(request.model).parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        switch (parameters[i].role) {
        case Role::Level:
            values[i] = found.level;
            break;
        case Role::Rise:
            values[i] = found.rise;
            break;
        case Role::Fall:
            values[i] = -found.rise;
            break;
        case Role::Top:
            values[i] = found.level + found.rise;
            break;
        case Role::Shape: {
            const double at = found.rise == 0 ? kNone : found.theta[static_cast<Eigen::Index>(i) - 2];
            values[i] = parameters[i].logarithmic ? std::exp(at) : at;
            break;
        }
        }
    }
    if (isCapped(request))
        values[1] = found.rise == 0 ? 0 : found.rise / (found.theta[1] - found.theta[0]);
    return values;
}

Coefficients coefficients(const Request &request, std::span<const double> p)
{
    Coefficients found;
    const auto parameters = rivalOf(request.model).parameters;
    if (parameters.size() > 2)
        found.theta.resize(static_cast<Eigen::Index>(parameters.size()) - 2);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        switch (parameters[i].role) {
        case Role::Level:
            found.level = p[i];
            break;
        case Role::Rise:
            found.rise = p[i];
            break;
        case Role::Fall:
            found.rise = -p[i];
            break;
        case Role::Top:
            found.rise = p[i] - p[0];
            break;
        case Role::Shape:
            found.theta[static_cast<Eigen::Index>(i) - 2] = parameters[i].logarithmic ? std::log(p[i]) : p[i];
            break;
        }
    }
    if (isCapped(request)) {
        found.rise = request.ceiling - p[0];
        found.theta.resize(2);
        found.theta << p[2], p[2] + found.rise / p[1];
    }
    return found;
}

Eigen::ArrayXd means(const Fit &fit, std::span<const double> parameters, std::span<const double> x)
{
    const Eigen::ArrayXd places =
        Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Eigen::Index>(x.size()));
    if (fit.request.model == Model::Isotonic)
        return places.unaryExpr([&fit](double place) { return fit.mean(place); });
    const Coefficients found = coefficients(fit.request, parameters);
    const bool flat = found.rise == 0 || (found.theta.size() > 0 && !found.theta.isFinite().all());
    Eigen::ArrayXd s = Eigen::ArrayXd::Zero(places.size());
    if (!flat)
        makeShape(fit.request, fit.reference)->value(found.theta, places, s);
    return found.level + (flat ? 0 : found.rise) * s;
}

Eigen::MatrixXd meanJacobian(const Fit &fit, const std::vector<double> &x)
{
    const auto m = static_cast<Eigen::Index>(x.size());
    const Eigen::ArrayXd places = Eigen::Map<const Eigen::ArrayXd>(x.data(), m);
    const Coefficients found = coefficients(fit.request, values(fit));
    const auto shape = makeShape(fit.request, fit.reference);
    Eigen::ArrayXd s(m);
    Eigen::ArrayXXd gradient(m, shape->size());
    shape->value(found.theta, places, s);
    shape->gradient(found.theta, places, s, gradient);
    Eigen::MatrixXd jacobian(m, fit.k);
    Eigen::Index column = 0;
    for (int i = 0; i < fit.count; ++i) { // level, rise, θ: as the parameters of the models are ordered
        if (!fit.parameters[static_cast<std::size_t>(i)].free)
            continue;
        if (i == 0)
            jacobian.col(column++).setOnes();
        else if (i == 1)
            jacobian.col(column++) = s.matrix();
        else
            jacobian.col(column++) = (found.rise * gradient.col(i - 2)).matrix();
    }
    return jacobian;
}

} // namespace onset::fit
