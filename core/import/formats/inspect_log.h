#pragma once

#include "core/import/read/format.h"

/// Logs of UK AISI's Inspect in JSON: one model on one task, with the metrics of each scorer. The task is its
/// own benchmark.
namespace onset::inspect_log {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput when it is no JSON; Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::inspect_log
