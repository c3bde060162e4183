#pragma once

#include "core/base/text_set.h"

#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace onset {

/// Tells the scores of one model in one setting apart, where a table has several.
class Entries
{
public:
    /// Which entry of `key` has these scores, or none that differ; a new one otherwise. From 0.
    /// @param scores  in an order of their own, always the same; NaN: none
    std::size_t entryOf(const std::string &key, const std::vector<double> &scores)
    {
        const auto [place, isNew] = m_keys.insert(key);
        if (isNew) {
            m_first.push_back(add(scores));
            return 0;
        }
        std::size_t number = 0;
        for (std::size_t at = m_first[place];; at = m_entries[at].next, ++number) {
            if (complete(m_entries[at], scores))
                return number;
            if (m_entries[at].next == 0) {
                const std::size_t last = add(scores);
                m_entries[at].next = last;
                return number + 1;
            }
        }
    }

    /// The setting of an entry: none for the first, then "entry 2", …
    static std::string nameOf(std::size_t entry)
    {
        return entry == 0 ? std::string() : "entry " + std::to_string(entry + 1);
    }

private:
    struct Entry
    {
        std::size_t scores; ///< the first of them in m_scores
        std::size_t next;   ///< entry of the same key; 0: none
    };

    std::size_t add(const std::vector<double> &scores)
    {
        m_entries.push_back({m_scores.size(), 0});
        m_scores.insert(m_scores.end(), scores.begin(), scores.end());
        return m_entries.size() - 1;
    }

    /// Adds what the entry lacks, unless they differ.
    bool complete(const Entry &entry, const std::vector<double> &scores)
    {
        const std::span known(m_scores.begin() + std::ptrdiff_t(entry.scores), scores.size());
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (known[i] != scores[i] && !std::isnan(known[i]) && !std::isnan(scores[i]))
                return false;
        }
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (std::isnan(known[i]))
                known[i] = scores[i];
        }
        return true;
    }

    TextSet m_keys;
    std::vector<std::size_t> m_first; ///< entry by key
    std::vector<Entry> m_entries;
    std::vector<double> m_scores;
};

} // namespace onset
