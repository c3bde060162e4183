#pragma once

#include <QString>

namespace onset {

/// A text with the Greek letters that TeX names, "\\alpha" to "\\Omega", in place of their names.
[[nodiscard]] QString withGreek(QString text);

} // namespace onset
