#include "core/fit/curves/parameters.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

using Names = std::span<const std::string_view>;

Names namesOf(Model model)
{
    static constexpr std::array<std::string_view, 1> level{"level"};
    static constexpr std::array<std::string_view, 2> line{"intercept", "slope"};
    static constexpr std::array<std::string_view, 3> power{"ceiling", "amplitude", "exponent"};
    static constexpr std::array<std::string_view, 3> growth{"floor", "amplitude", "exponent"};
    static constexpr std::array<std::string_view, 3> hinge{"floor", "slope", "break"};
    static constexpr std::array<std::string_view, 3> step{"floor", "ceiling", "break"};
    static constexpr std::array<std::string_view, 5> sigmoid{"floor", "ceiling", "slope", "midpoint",
                                                             "asymmetry"};
    static constexpr std::array<std::string_view, 6> bnsl{"limit",           "amplitude", "exponent",
                                                          "exponent-change", "break",     "sharpness"};
    switch (model) {
    case Model::Flat:
        return level;
    case Model::Line:
        return line;
    case Model::Power:
        return power;
    case Model::Growth:
        return growth;
    case Model::Hinge:
        return hinge;
    case Model::Step:
        return step;
    case Model::Logistic:
    case Model::Gompertz:
        return Names(sigmoid).first(4);
    case Model::Richards:
        return sigmoid;
    case Model::Bnsl:
        return bnsl;
    case Model::Isotonic:
        break;
    }
    return {};
}

bool isFixed(const Interval &interval) { return interval.low == interval.high; }

} // namespace

double referenceOf(Model model, const std::vector<double> &x)
{
    switch (model) {
    case Model::Power:
    case Model::Bnsl:
        return *std::min_element(x.begin(), x.end());
    case Model::Growth:
        return *std::max_element(x.begin(), x.end());
    default:
        return 0;
    }
}

bool isCapped(const Request &request)
{
    return request.model == Model::Hinge && !std::isnan(request.ceiling);
}

void declareParameters(Fit &fit, const std::vector<double> &x)
{
    const Request &request = fit.request;
    const Names names = namesOf(request.model);
    const auto searched = searchedRanges(request, x);
    fit.count = static_cast<int>(names.size());
    fit.reference = referenceOf(request.model, x);
    for (std::size_t i = 0; i < names.size(); ++i) {
        fit.parameters[i].name = names[i];
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

std::array<Interval, kMaxParameters> searchedRanges(const Request &request, const std::vector<double> &x)
{
    std::array<Interval, kMaxParameters> ranges;
    ranges.fill({-kInfinity, kInfinity});
    const Box &box = request.box;
    const auto fixedAt = [](double value) {
        return std::isnan(value) ? Interval{-kInfinity, kInfinity} : Interval{value, value};
    };
    switch (request.model) {
    case Model::Flat:
        ranges[0] = fixedAt(request.floor);
        break;
    case Model::Power:
        ranges[0] = fixedAt(request.ceiling);
        ranges[2] = box.exponent;
        break;
    case Model::Growth:
        ranges[0] = fixedAt(request.floor);
        ranges[2] = box.exponent;
        break;
    case Model::Hinge:
        ranges[0] = fixedAt(request.floor);
        ranges[2] = midpointBox(box, x);
        break;
    case Model::Step:
        ranges[0] = fixedAt(request.floor);
        ranges[1] = fixedAt(request.ceiling);
        break;
    case Model::Logistic:
    case Model::Gompertz:
    case Model::Richards:
        ranges[0] = fixedAt(request.floor);
        ranges[1] = fixedAt(request.ceiling);
        ranges[2] = box.slope;
        ranges[3] = midpointBox(box, x);
        ranges[4] = box.asymmetry;
        break;
    case Model::Bnsl:
        ranges[2] = box.exponentBefore;
        ranges[3] = box.exponentChange;
        ranges[4] = midpointBox(box, x);
        ranges[5] = box.sharpness;
        break;
    case Model::Line:
    case Model::Isotonic:
        break;
    }
    return ranges;
}

Values printed(const Request &request, const Coefficients &found)
{
    const auto &[level, rise, theta] = found;
    const auto shape = [&, flat = rise == 0](int i) { return flat ? kNone : theta[i]; };
    const auto positive = [&](int i) { return std::exp(shape(i)); };
    switch (request.model) {
    case Model::Flat:
        return {level};
    case Model::Line:
        return {level, rise};
    case Model::Power:
        return {level, -rise, positive(0)};
    case Model::Growth:
        return {level, rise, positive(0)};
    case Model::Hinge:
        if (isCapped(request))
            return {level, rise == 0 ? 0 : rise / (theta[1] - theta[0]), shape(0)};
        return {level, rise, shape(0)};
    case Model::Step:
        return {level, level + rise, shape(0)};
    case Model::Logistic:
    case Model::Gompertz:
        return {level, level + rise, positive(0), shape(1)};
    case Model::Richards:
        return {level, level + rise, positive(0), shape(1), positive(2)};
    case Model::Bnsl:
        return {level, rise, shape(0), shape(1), shape(2), positive(3)};
    case Model::Isotonic:
        break;
    }
    return {};
}

Coefficients coefficients(const Request &request, std::span<const double> p)
{
    const auto theta = [](std::initializer_list<double> numbers) {
        Theta made(static_cast<Eigen::Index>(numbers.size()));
        std::copy(numbers.begin(), numbers.end(), made.data());
        return made;
    };
    switch (request.model) {
    case Model::Flat:
        return {p[0], 0};
    case Model::Line:
        return {p[0], p[1]};
    case Model::Power:
        return {p[0], -p[1], theta({std::log(p[2])})};
    case Model::Growth:
        return {p[0], p[1], theta({std::log(p[2])})};
    case Model::Hinge: {
        const double rise = request.ceiling - p[0];
        if (isCapped(request))
            return {p[0], rise, theta({p[2], p[2] + rise / p[1]})};
        return {p[0], p[1], theta({p[2]})};
    }
    case Model::Step:
        return {p[0], p[1] - p[0], theta({p[2]})};
    case Model::Logistic:
    case Model::Gompertz:
        return {p[0], p[1] - p[0], theta({std::log(p[2]), p[3]})};
    case Model::Richards:
        return {p[0], p[1] - p[0], theta({std::log(p[2]), p[3], std::log(p[4])})};
    case Model::Bnsl:
        return {p[0], p[1], theta({p[2], p[3], p[4], std::log(p[5])})};
    case Model::Isotonic:
        break;
    }
    return {};
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
