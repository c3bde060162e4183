#pragma once

#include "core/import/read/format.h"

/// Long tables: a row for each task that a model was asked, a column for each metric, as users of evaluation
/// programs collect them: `model, checkpoint, task, fewshot, acc, acc_stderr`, or with `filename` for the
/// task, `prompt_type`, `seed` and `number_of_data`.
///
/// A task that ends in a number is one of a series, which is its benchmark; so a series has one task for each
/// number. Prompt and seed are parts of the setting: replicates stay apart. A number in `checkpoint` is a
/// step, whose tokens the known models give; so one file can hold a run. The first metric of a table is what
/// a report counts as records; all of them are stored. −100 stands for "not computed".
namespace onset::long_table {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput, Cancelled, Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::long_table
