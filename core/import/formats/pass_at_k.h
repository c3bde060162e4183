#pragma once

#include "core/import/read/format.h"

/// The scores of one model on a set of programming problems, as BigScience published them for HumanEval:
/// {"pass@1": …, "pass@10": …}. Model, problems and temperature stand in the path only: the folder is the
/// model, "humaneval_temp02" the problems and a setting.
namespace onset::pass_at_k {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput when it is no JSON; Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::pass_at_k
