#pragma once

#include "app/cli/table.h"
#include "core/curve/curve.h"
#include "core/fit/fit.h"

#include <vector>

namespace onset::cli {

/// One mean curve fitted to a curve, among others.
struct Rival
{
    fit::Fit fit;
    fit::Band band = {}; ///< intervals of the parameters; empty when none were asked for
    double weight =
        kUnknown; ///< Akaike weight among the comparable rivals; unknown when not comparable or alone
};

struct FittedCurve
{
    Curve curve;
    std::vector<Rival> rivals; ///< empty: none is comparable, too few models
};

/// Akaike weights exp(−Δᵢ/2)/Σ over the comparable rivals, Δ from AICc [Burnham & Anderson 2002, §2.9]. A
/// rival alone gets none.
void weigh(std::vector<Rival> &rivals);

/// The comparable rival of smallest AICc, or none.
[[nodiscard]] std::vector<Rival> bestOf(const std::vector<Rival> &rivals);

/// An interval of places on the scale; open ends stay infinite.
/// @param x  in the units of the fits
[[nodiscard]] fit::Interval placesOf(const fit::Interval &x, const Scale &scale);

/// One row for each (curve, rival), and one without a rival for a curve that has none, in the fixed columns
/// of the CSV; a midpoint is printed as a scale.
[[nodiscard]] Table fixedTable(const std::vector<FittedCurve> &curves);
/// The same for a reader: parameters in words, nothing that is not needed to compare.
[[nodiscard]] Table readingTable(const std::vector<FittedCurve> &curves);

} // namespace onset::cli
