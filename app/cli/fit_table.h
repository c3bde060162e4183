#pragma once

#include "app/cli/table.h"
#include "core/curve/curve.h"
#include "core/fit/curves/fit.h"

#include <vector>

namespace onset::cli {

/// One mean curve fitted to a curve, among others; intervals stand in the fit's parameters.
struct Rival
{
    fit::Fit fit;
    QString name = {}; ///< "logistic", "logistic, free floor"
    double weight =
        kUnknown; ///< Akaike weight among the comparable ones; unknown when not comparable or alone
};

struct FittedCurve
{
    Curve curve;
    std::vector<Rival> rivals = {};
    QString status = {}; ///< why there are none
};

/// One row for each (curve, rival), and one without a rival for a curve that has none, in the fixed columns
/// of the CSV; midpoint and break are printed as scales.
[[nodiscard]] Table fixedTable(const std::vector<FittedCurve> &curves);
/// The same for a reader: parameters in words, and why a rival is not comparable.
[[nodiscard]] Table readingTable(const std::vector<FittedCurve> &curves);

} // namespace onset::cli
