#pragma once

#include "core/import/read/format.h"

/// Run folders of HELM [Liang et al. 2022, arXiv 2211.09110]: stats.json holds the scores, run_spec.json
/// beside it says of which model, on what and how. A benchmark is the run's group, a task the scenario with
/// its arguments; the shots are the setting. The other files of a run hold no results.
namespace onset::helm {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput when it is no JSON; Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::helm
