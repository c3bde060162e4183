#pragma once

#include "core/import/read/format.h"

/// Records of Every Eval Ever, a schema for results from any source: one model and its scores on several
/// evaluations, each of which is a benchmark and a task.
namespace onset::every_eval_ever {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput when it is no JSON; Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::every_eval_ever
