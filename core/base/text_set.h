#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace onset {

/// Texts, each once, numbered from 0 in the order in which they came: in a third of the memory of a map of
/// strings. Views of them live as long as the set.
class TextSet
{
public:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    /// kNone when it is not there.
    [[nodiscard]] std::uint32_t find(std::string_view text) const
    {
        return m_slots.empty() ? kNone : m_slots[slotOf(text, hashOf(text))].number;
    }

    /// @return its number, and whether it is new
    std::pair<std::uint32_t, bool> insert(std::string_view text)
    {
        if (4 * (m_texts.size() + 1) > 3 * m_slots.size())
            grow();
        const std::uint32_t hash = hashOf(text);
        Slot &slot = m_slots[slotOf(text, hash)];
        const bool isNew = slot.number == kNone;
        if (isNew) {
            slot = {hash, static_cast<std::uint32_t>(m_texts.size())};
            m_texts.push_back(kept(text));
        }
        return {slot.number, isNew};
    }

    [[nodiscard]] std::string_view at(std::uint32_t number) const { return m_texts[number]; }
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }

private:
    struct Slot
    {
        std::uint32_t hash = 0, number = kNone;
    };

    static std::uint32_t hashOf(std::string_view text)
    {
        const std::uint64_t hash = std::hash<std::string_view>()(text);
        return static_cast<std::uint32_t>(hash ^ (hash >> 32));
    }

    /// Where the text is, or would be.
    [[nodiscard]] std::size_t slotOf(std::string_view text, std::uint32_t hash) const
    {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t at = hash & mask;
        while (m_slots[at].number != kNone &&
               (m_slots[at].hash != hash || m_texts[m_slots[at].number] != text))
            at = (at + 1) & mask;
        return at;
    }

    void grow()
    {
        constexpr std::size_t fewest = 16;
        const std::vector<Slot> before =
            std::exchange(m_slots, std::vector<Slot>(std::max(fewest, 2 * m_slots.size())));
        const std::size_t mask = m_slots.size() - 1;
        for (const Slot &slot : before) {
            if (slot.number == kNone)
                continue;
            std::size_t at = slot.hash & mask;
            while (m_slots[at].number != kNone)
                at = (at + 1) & mask;
            m_slots[at] = slot;
        }
    }

    /// A copy of the text that never moves.
    std::string_view kept(std::string_view text)
    {
        constexpr std::size_t block = std::size_t{1} << 14;
        if (text.empty())
            return {};
        if (text.size() > m_left) {
            m_left = std::max(block, text.size());
            m_blocks.push_back(std::make_unique_for_overwrite<char[]>(m_left));
            m_end = m_blocks.back().get();
        }
        std::memcpy(m_end, text.data(), text.size());
        const std::string_view copy(m_end, text.size());
        m_end += text.size();
        m_left -= text.size();
        return copy;
    }

    std::vector<Slot> m_slots; ///< open addressing, a power of 2
    std::vector<std::string_view> m_texts;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    char *m_end = nullptr; ///< of what the last block holds
    std::size_t m_left = 0;
};

} // namespace onset
