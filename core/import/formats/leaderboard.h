#pragma once

#include "core/import/read/format.h"

#include <array>

/// The Open LLM Leaderboard: dumps of its tables (v1 of 2023, v2 of 2024 and 2025), of v1's table as JSON,
/// and the details that it published of each model. A curve is the models whose names differ in the size
/// alone, on one benchmark with the shots that the leaderboard asks with. It has models several times, in
/// other precisions and revisions: see Entries.
namespace onset::leaderboard {

/// A benchmark of the leaderboard, as it asks and scores it.
struct Benchmark
{
    std::string_view column; ///< as columnName gives it, without shots and "raw"
    const char *name, *metric;
    int shots;
    double chance; ///< NaN: not one for all items
};

/// In the order of v1's lists.
inline constexpr std::array<Benchmark, 4> kVersion1{{
    {"arc", "ARC-C", "normalized accuracy", 25, 0.25},
    {"hellaswag", "HellaSwag", "normalized accuracy", 10, 0.25},
    {"mmlu", "MMLU", "accuracy", 5, 0.25},
    {"truthfulqa", "TruthfulQA", "MC2", 0, std::numeric_limits<double>::quiet_NaN()},
}};

} // namespace onset::leaderboard
