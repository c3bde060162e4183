#include "core/fit/solve/isotonic.h"

#include <algorithm>
#include <cstddef>

namespace onset::fit {
namespace {

/// Neighbouring points with one mean.
struct Block
{
    double mean = 0;
    double weight = 0;
    std::size_t scales = 0; ///< distinct x

    void take(const Block &other)
    {
        mean += other.weight / (weight + other.weight) * (other.mean - mean);
        weight += other.weight;
        scales += other.scales;
    }
};

} // namespace

double Isotonic::at(double scale) const
{
    const auto next = std::upper_bound(x.begin(), x.end(), scale);
    return mean[static_cast<std::size_t>(std::max<std::ptrdiff_t>(next - x.begin(), 1) - 1)];
}

Isotonic isotonic(std::span<const double> x, std::span<const double> y, std::span<const double> w,
                  Order order)
{
    const auto weight = [w](std::size_t i) { return w.empty() ? 1.0 : w[i]; };
    const double sign = order == Order::Increasing ? 1 : -1;

    Isotonic found;
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < x.size();) {
        Block block{0, 0, 1};
        found.x.push_back(x[i]);
        for (; i < x.size() && x[i] == found.x.back(); ++i)
            block.take({y[i], weight(i), 0});
        while (!blocks.empty() && sign * blocks.back().mean >= sign * block.mean) {
            blocks.back().take(block);
            block = blocks.back();
            blocks.pop_back();
        }
        blocks.push_back(block);
    }

    found.levels = static_cast<int>(blocks.size());
    for (const Block &block : blocks)
        found.mean.insert(found.mean.end(), block.scales, block.mean);
    std::size_t scale = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        while (found.x[scale] < x[i])
            ++scale;
        const double residual = y[i] - found.mean[scale];
        found.wss += weight(i) * residual * residual;
    }
    return found;
}

} // namespace onset::fit
