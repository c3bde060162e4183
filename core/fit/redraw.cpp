#include "core/fit/redraw.h"

#include "core/fit/parameters.h"

#include <algorithm>

namespace onset::fit {

Redraw::Redraw(const Points &points, const Fit &fit)
    : m_points(points), m_law(points, fit.request.noise, fit.request.chance, fit.request.best),
      m_mean(means(fit, values(fit), points.x)),
      m_phi(fit.request.noise == Noise::Gaussian ? fit.rss / (fit.m - fit.k) : fit.phi())
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
