#include "core/fit/parameters.h"

#include "core/fit/mean_curve.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {

void declareParameters(Fit &fit)
{
    withShape(fit.request.model, [&]<typename Shape>(Shape) {
        fit.count = static_cast<int>(Shape::kNames.size());
        for (std::size_t i = 0; i < Shape::kNames.size(); ++i)
            fit.parameters[i].name = Shape::kNames[i];
        if constexpr (Shape::kShape > 0)
            fit.parameters[0].free = std::isnan(fit.request.floor);
    });
}

int freeParameters(const Fit &fit)
{
    return static_cast<int>(std::count_if(fit.parameters.begin(), fit.parameters.begin() + fit.count,
                                          [](const Parameter &parameter) { return parameter.free; }));
}

std::array<double, kMaxParameters> values(const Fit &fit)
{
    std::array<double, kMaxParameters> numbers;
    std::transform(fit.parameters.begin(), fit.parameters.end(), numbers.begin(),
                   [](const Parameter &parameter) { return parameter.value; });
    return numbers;
}

std::array<Interval, kMaxParameters> searchedRanges(const Request &request, const std::vector<double> &x)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    std::array<Interval, kMaxParameters> ranges;
    ranges.fill({-kInfinity, kInfinity});
    if (request.model == Model::Logistic) {
        ranges[2] = request.box.slope;
        ranges[3] = midpointBox(request.box, x);
    }
    return ranges;
}

std::array<double, kMaxParameters> printed(Model model, const Solution &solution)
{
    std::array<double, kMaxParameters> values = {};
    withShape(model, [&]<typename Shape>(Shape) {
        Curve<Shape> curve{solution.level, solution.rise};
        std::copy_n(solution.shape.begin(), Shape::kShape, curve.theta.data());
        const auto numbers = Shape::print(curve);
        std::copy(numbers.begin(), numbers.end(), values.begin());
    });
    return values;
}

Eigen::ArrayXd means(Model model, std::span<const double> parameters, std::span<const double> x)
{
    return withShape(model, [&]<typename Shape>(Shape) {
        return mean(Shape::read(parameters),
                    Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Eigen::Index>(x.size())));
    });
}

} // namespace onset::fit
