#pragma once

#include "core/import/read/format.h"

/// Facts about tasks that are no results: `benchmark,task,key,value,source`.
namespace onset::annotations {

[[nodiscard]] bool recognises(const Outline &outline);
[[nodiscard]] Result<> read(ImportFile &file);

} // namespace onset::annotations
