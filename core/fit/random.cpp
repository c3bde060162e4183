#include "core/fit/random.h"

#include <cmath>
#include <numbers>

namespace onset::fit {
namespace {

std::uint32_t high(std::uint64_t word) { return static_cast<std::uint32_t>(word >> 32); }
std::uint32_t low(std::uint64_t word) { return static_cast<std::uint32_t>(word); }

/// Uniform on (0, 1], 53 bits: its logarithm is finite.
double uniform(std::uint32_t upper, std::uint32_t lower)
{
    const std::uint64_t bits = (std::uint64_t{upper} << 32 | lower) >> 11;
    return static_cast<double>(bits + 1) * 0x1p-53;
}

} // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)
{
    constexpr int kRounds = 10;
    for (int round = 0; round < kRounds; ++round) {
        const std::uint64_t first = std::uint64_t{0xD2511F53} * counter[0];
        const std::uint64_t second = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {high(second) ^ counter[1] ^ key[0], low(second), high(first) ^ counter[3] ^ key[1],
                   low(first)};
        key[0] += 0x9E3779B9;
        key[1] += 0xBB67AE85;
    }
    return counter;
}

std::array<double, 2> normalPair(std::uint64_t seed, std::uint64_t replicate, std::uint64_t pair)
{
    const auto bits =
        philox({low(pair), high(pair), low(replicate), high(replicate)}, {low(seed), high(seed)});
    const double radius = std::sqrt(-2 * std::log(uniform(bits[0], bits[1])));
    const double angle = 2 * std::numbers::pi * uniform(bits[2], bits[3]);
    return {radius * std::cos(angle), radius * std::sin(angle)};
}

} // namespace onset::fit
