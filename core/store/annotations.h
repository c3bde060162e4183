#pragma once

#include "core/store/workbook.h"

#include <vector>

namespace onset {

/// What a publication says of a task: "emergent from train_flops" is "2.3e22".
struct Remark
{
    QString benchmark, task, key, value, source;
    bool operator==(const Remark &) const = default;
};

/// All of them, each once, ordered by benchmark, task, key, value.
[[nodiscard]] Result<std::vector<Remark>> listAnnotations(const Workbook &workbook);

} // namespace onset
