#pragma once

#include "core/import/read/format.h"

namespace onset::tidy {

/// The tidy table: one result per row. Header names decide, their order does not.
[[nodiscard]] bool recognises(const Outline &outline);

/// @error BadInput when a needed column is missing or one occurs twice; Cancelled; Io
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::tidy
