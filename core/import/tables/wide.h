#pragma once

#include "core/import/read/format.h"
#include "core/import/read/mapping.h"

/// The wide table: one row a model, a column for each score, and columns of any names for family and scales.
/// Its columns are guessed, and may be mapped by the user. A curve is a family on a column: the family that
/// the table states, or the name of the model without its size. A model that comes again in the same setting
/// with other scores keeps them in a setting of their own, "entry 2", so that nothing is lost or mixed.
namespace onset::wide {

using Guess = Mapping (*)(const std::vector<ColumnSurvey> &columns);
/// Reads a table of a known layout, which the user's map overrides as well.
/// @error BadInput when no column names models, none holds scores or scales, or the user's map is wrong;
///        Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file, Guess guess);

} // namespace onset::wide
