#pragma once

#include "core/import/read/format.h"

/// One row an item, one file a model, as the pipeline of the Inverse Scaling Prize writes them: `index`, then
/// `loss` or log odds, then `correct` when the items have a right answer. Read once, never held.
///
/// Stored is the mean over the items with its standard error, and n. Benchmark and task are the data set that
/// `args.log` in the same folder names, else the folder; the model is the file's name. So the models of one
/// family on one data set are a curve, although each has a file of its own.
namespace onset::per_item {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput, Cancelled, Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::per_item
