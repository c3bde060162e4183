#pragma once

#include "core/fit/points.h"

#include <QString>

namespace onset {

/// An estimate in as many digits as its 95 % interval supports: two significant ones of half its width, or
/// of the distance to its one finite end; three of the value without an interval.
struct Rounded
{
    QString value;     ///< empty: NaN
    QString low, high; ///< empty: none; ∞ and −∞ for open ends
    int power = 0;     ///< of ten that all three are multiplied by; 0: written in full
    bool operator==(const Rounded &) const = default;
};

/// @param powers  from 10⁵ on and below 10⁻³ as a power of ten
[[nodiscard]] Rounded rounded(double value, const fit::Interval &interval, bool powers);

/// "0.804 [0.771, 0.836]", "3.81 [2.47, 4.51] × 10²²", "3.81 × 10²²"; with true minus signs.
[[nodiscard]] QString roundedText(const Rounded &rounded);

/// The number that one of its texts stands for, as a computer reads it: "3.81e+22"; "inf" for ∞.
[[nodiscard]] QString roundedNumber(const QString &text, int power);

} // namespace onset
