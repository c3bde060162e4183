#pragma once

#include "core/import/read/format.h"

/// Score files of BIG-bench [Srivastava et al. 2022, arXiv 2206.04615]: one model on one task, at all numbers
/// of shots and in all subtasks. A subtask is a task, and the aggregate of a task is one beside them; a
/// family is a model family, so that its sizes make a curve along parameters (files say nothing of tokens).
/// Of a sparse model the parameters are those of the dense one of the same cost.
namespace onset::big_bench {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput when it is no JSON; Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::big_bench
