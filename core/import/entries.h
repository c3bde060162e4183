#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
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
        std::vector<std::vector<double>> &known = m_entries[key];
        for (std::size_t i = 0; i < known.size(); ++i) {
            if (!std::ranges::equal(known[i], scores, agree))
                continue;
            std::ranges::transform(known[i], scores, known[i].begin(),
                                   [](double a, double b) { return std::isnan(a) ? b : a; });
            return i;
        }
        known.push_back(scores);
        return known.size() - 1;
    }

    /// The setting of an entry: none for the first, then "entry 2", …
    static std::string nameOf(std::size_t entry)
    {
        return entry == 0 ? std::string() : "entry " + std::to_string(entry + 1);
    }

private:
    static bool agree(double a, double b) { return a == b || std::isnan(a) || std::isnan(b); }

    std::unordered_map<std::string, std::vector<std::vector<double>>> m_entries;
};

} // namespace onset
