#pragma once

#include "core/import/read/format.h"

/// `final.json` of the OLMo ladder: the parameters of the runs whose logs it names.
namespace onset::ladder_config {

/// What it says of the run with a log of this name; unknown numbers are NaN.
struct Size
{
    double parameters = Row::unknown;
    double flopsPerToken = Row::unknown;
};
[[nodiscard]] Size sizeOf(const json::Value &config, std::string_view log);

/// A count above 0, NaN otherwise: what step 0 has seen shows on no scale.
[[nodiscard]] double positive(double count);

} // namespace onset::ladder_config
