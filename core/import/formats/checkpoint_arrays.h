#pragma once

#include "core/import/read/format.h"

/// Scores of one model over its training, as BigScience gathered those of its first runs: the tokens seen and
/// the step of each checkpoint, and arrays of the same length by task and metric. The model is named by the
/// file only. A curve is the run: its checkpoints along tokens or compute.
namespace onset::checkpoint_arrays {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput when it is no JSON; Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::checkpoint_arrays
