#pragma once

#include "core/import/read/format.h"

/// Tables with one model a row that say how large models are, and little of what they can.
namespace onset::models_table {

/// The models table of LifeArchitect.ai: parameters and tokens in billions, MMLU, MMLU-Pro and GPQA in
/// percent. A family is a laboratory, so that the curves are laboratories' models by size.
[[nodiscard]] bool recognises(const Outline &outline);
/// @error Cancelled, Io
[[nodiscard]] Result<> read(ImportFile &file);

/// Checkpoints on Hugging Face by path and revision, with parameters and tokens: no scores. Families and
/// models are named as the harness's files name them, so that the scales meet their results.
[[nodiscard]] bool recognisesMetadata(const Outline &outline);
/// @error Cancelled, Io
[[nodiscard]] Result<> readMetadata(ImportFile &file);

} // namespace onset::models_table
