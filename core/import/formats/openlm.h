#pragma once

#include "core/import/read/format.h"

/// What open_lm's experiments publish of a model, as the over-training testbed [Gadre et al. 2024, arXiv
/// 2403.08540] and DCLM [Li et al. 2024, arXiv 2406.11794] do: a file with its size, its training tokens and
/// its losses on validation texts, and a file with its scores (`eval_metrics.icl`) on a suite of tasks.
/// The two meet by the name of the model, `<data set>-<architecture>-<more>`. A family is a data set, so that
/// a curve goes over all sizes and lengths of training on it.
namespace onset::openlm {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput when it is no JSON; Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::openlm
