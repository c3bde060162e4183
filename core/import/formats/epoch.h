#pragma once

#include "core/import/read/format.h"

/// The tables of Epoch AI: its database of models, with training compute, and its collection of benchmarks.
///
/// All models are of one family, "Epoch AI", because the collection is a scatter over developers: its curves
/// show every model with known compute on one benchmark. A model of the benchmark tables is a version
/// ("gpt-4-0314"), which `model_versions.csv` says to be of a model ("GPT-4"); the version then has the
/// scales of that model. Imported together, or the models first, the two meet. Each fact of a model is
/// stored, counted and refused for itself.
///
/// Benchmark and task are the file's name without "external_benchmark_", or the column `task`. A model that
/// has several scores keeps the first one in the plain setting; the others are kept apart in settings named
/// by their agent or scaffold, then by their source.
namespace onset::epoch {

inline constexpr std::string_view kFamily = "Epoch AI";

/// A date as the store takes it: ISO stays, "19-09-2024" is turned; empty for anything else.
[[nodiscard]] std::string dateOf(std::string_view text);

} // namespace onset::epoch
