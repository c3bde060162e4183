#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace onset::test {

/// Reads choices from the bytes of a fuzzer; zeros when there are no more.
class Choices
{
public:
    Choices(const std::uint8_t *data, std::size_t size) : m_left(data, size) {}

    [[nodiscard]] bool ended() const { return m_left.empty(); }

    std::uint8_t byte()
    {
        if (m_left.empty())
            return 0;
        const std::uint8_t first = m_left.front();
        m_left = m_left.subspan(1);
        return first;
    }

    bool flag() { return byte() % 2 != 0; }

    template <typename T, std::size_t N>
    T oneOf(const std::array<T, N> &all)
    {
        return all[byte() % N];
    }

    /// Any double at all, by its eight bytes.
    double anyDouble()
    {
        std::uint64_t bits = 0;
        for (int i = 0; i < 8; ++i)
            bits = bits << 8 | byte();
        return std::bit_cast<double>(bits);
    }

private:
    std::span<const std::uint8_t> m_left;
};

} // namespace onset::test
