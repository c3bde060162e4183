#include "core/fit/multiplicity.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace onset::fit {
namespace {

/// Places of the known p, the smallest p first.
std::vector<std::size_t> ascending(std::span<const double> p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return std::isnan(p[i]); });
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    return order;
}

std::vector<double> unknown(std::size_t count)
{
    return std::vector(count, std::numeric_limits<double>::quiet_NaN());
}

} // namespace

std::vector<double> holm(std::span<const double> p)
{
    const std::vector<std::size_t> order = ascending(p);
    std::vector<double> adjusted = unknown(p.size());
    double largest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        largest = std::max(largest, p[order[rank]] * static_cast<double>(order.size() - rank));
        adjusted[order[rank]] = std::min(1.0, largest);
    }
    return adjusted;
}

std::vector<double> benjaminiHochberg(std::span<const double> p)
{
    const std::vector<std::size_t> order = ascending(p);
    std::vector<double> adjusted = unknown(p.size());
    double smallest = 1;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const double share = static_cast<double>(order.size()) / static_cast<double>(rank);
        smallest = std::min(smallest, p[order[rank - 1]] * share);
        adjusted[order[rank - 1]] = smallest;
    }
    return adjusted;
}

} // namespace onset::fit
