#pragma once

#include <QString>

namespace onset {

/// A chance level as people write it: "0.25", "25%" or "1/4"; NaN when it is none of these.
[[nodiscard]] double chanceIn(const QString &text);

} // namespace onset
