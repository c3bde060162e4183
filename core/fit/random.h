#pragma once

#include <array>
#include <cstdint>

namespace onset::fit {

/// Philox4x32-10, a counter-based generator: block `counter` of stream `key`, 128 random bits, without any
/// state that threads could share [Salmon, Moraes, Dror, Shaw, SC'11, doi 10.1145/2063384.2063405].
[[nodiscard]] std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                                  std::array<std::uint32_t, 2> key);

/// Two independent standard normal numbers [Box & Muller 1958], a function of their place alone.
[[nodiscard]] std::array<double, 2> normalPair(std::uint64_t seed, std::uint64_t replicate,
                                               std::uint64_t pair);

} // namespace onset::fit
