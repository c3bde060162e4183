#pragma once

#include "core/store/curves.h"

namespace onset {

/// All results set aside by the user; reading them needs no editable workbook.
[[nodiscard]] Result<std::vector<Exclusions::Key>> exclusionsIn(const Workbook &workbook);

} // namespace onset
