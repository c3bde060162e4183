#include "core/fit/intervals/redraw.h"

#include "core/fit/curves/parameters.h"

#include <algorithm>

namespace onset::fit {

Noise lawOf(const Fit &fit)
{
    return fit.request.model == Model::Isotonic ? Noise::Gaussian : fit.request.noise;
}

int degreesLeft(const Fit &fit)
{
    if (fit.request.model != Model::Isotonic)
        return fit.m - freeParameters(fit);
    int levels = 0;
    for (std::size_t i = 0; i < fit.stepY.size(); ++i)
        levels += i == 0 || fit.stepY[i] != fit.stepY[i - 1];
    return fit.m - levels;
}

Redraw::Redraw(const Points &points, const Fit &fit)
    : m_points(points), m_law(points, lawOf(fit), fit.request.chance, fit.request.best),
      m_mean(means(fit, values(fit), points.x)),
      m_phi(lawOf(fit) == Noise::Gaussian ? fit.rss / degreesLeft(fit) : fit.phi())
{}

Points Redraw::operator()(std::uint64_t seed, std::uint64_t replicate) const
{
    Points drawn = m_points;
    for (std::size_t i = 0; i < drawn.size(); ++i)
        drawn.y[i] = m_law.draw(i, m_mean[static_cast<Eigen::Index>(i)], m_phi, seed, replicate);
    return drawn;
}

Interval percentileInterval(std::span<double> values, double level)
{
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>((1 - level) / 2 * static_cast<double>(values.size() + 1));
    const std::size_t skip = std::max<std::size_t>(rank, 1) - 1;
    return {values[skip], values[values.size() - 1 - skip]};
}

} // namespace onset::fit
