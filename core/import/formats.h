#pragma once

#include "core/import/read/format.h"

#include <span>

namespace onset {

/// In the order in which they are asked whether they recognise a file.
[[nodiscard]] std::span<const Format> formats();
/// Null when there is none of this name.
[[nodiscard]] const Format *formatNamed(const QString &name);
/// Null when none recognises it.
[[nodiscard]] const Format *formatOf(const Outline &outline);

} // namespace onset
