#pragma once

#include <array>
#include <cstdint>

namespace onset::fit {

/// A stream of random numbers of its own for each (seed, replicate, place), apart from those of `normalPair`.
class Draws
{
public:
    Draws(std::uint64_t seed, std::uint64_t replicate, std::uint32_t place);

    [[nodiscard]] double uniform(); ///< on (0, 1], 53 bits
    [[nodiscard]] double normal();  ///< standard [Box & Muller 1958]

    /// Right answers of n questions. Inversion below ten expected, else BTRS, both exact
    /// [Hörmann 1993, J. Statist. Comput. Simul. 46:101].
    /// @param n  whole, ≥ 0      @param p  in 0..1
    [[nodiscard]] double binomial(double n, double p);

    /// ln of a gamma variate of scale 1: small shapes underflow otherwise [Marsaglia & Tsang 2000, ACM TOMS
    /// 26:363].
    [[nodiscard]] double logGamma(double shape);

private:
    std::array<std::uint32_t, 4> m_counter;
    std::array<std::uint32_t, 2> m_key;
    std::array<std::uint32_t, 4> m_block = {};
    bool m_half = false; ///< half of the block is left
};

} // namespace onset::fit
