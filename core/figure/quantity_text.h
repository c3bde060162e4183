#pragma once

#include "core/curve/metric.h"
#include "core/curve/scale.h"
#include "core/fit/points.h"

#include <QString>

#include <functional>

namespace onset {

/// Numbers as a reader of the field writes them; NaN gives an empty text, infinity ∞.

/// A count of parameters or tokens: "125 M", "1.3 B", "300 B", "1.4 T".
[[nodiscard]] QString shortCountText(double count);
/// Two significant digits and a power of ten: "3.1 × 10²³".
[[nodiscard]] QString powerText(double value);
/// A value of a scale without its unit: "3.1 × 10²³", "13 B", "2020.4".
[[nodiscard]] QString scaleText(const Scale &scale, double value);
/// The unit of a scale around %1, the value: "%1 FLOPs", "%1 parameters", "%1".
[[nodiscard]] QString scaleUnit(const Scale &scale);
/// An interval of places on the scale; open ends stay infinite.
/// @param x  in the units of the fits
[[nodiscard]] fit::Interval placesOf(const fit::Interval &x, const Scale &scale);
/// A score: proportions as percent, "37.1 %", anything else with four digits.
[[nodiscard]] QString scoreText(const Metric &metric, double score);
/// An interval of texts, "a – b"; open ends as "≥ a" and "≤ b", none as empty.
[[nodiscard]] QString intervalText(const fit::Interval &interval, const std::function<QString(double)> &text);

} // namespace onset
