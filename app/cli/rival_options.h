#pragma once

#include "core/curve/curve.h"
#include "core/fit/judge/compare.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace onset::cli {

/// Which mean curves a command fits, under what noise, and what they hold.
struct RivalOptions
{
    std::string model = "auto";
    std::string noise = "auto";
    std::string floor = "chance";
    std::string ceiling = "auto";
    std::vector<std::string> bounds = {}; ///< NAME=LOW:HIGH
    std::vector<std::string> fixed = {};  ///< NAME=VALUE
};

enum class RivalChoice {
    ToFit,      ///< "auto", "all" or any name
    ToForecast, ///< "all" or a name of a curve that goes beyond its points
};
void addRivalOptions(CLI::App &parser, RivalOptions &options, RivalChoice choice);

/// Whether every bounded or fixed parameter is one of the curves asked for.
/// @error BadInput, wrong usage, with the names to choose from
[[nodiscard]] Result<> checkHeld(const RivalOptions &options);

/// The noise law asked for; none where the curve has not what it takes.
[[nodiscard]] std::optional<fit::Noise> noiseFor(const RivalOptions &options, const Curve &curve,
                                                 const fit::Points &points);

/// The requests for one curve, in the order of printing: of a named model its variants, the one that is asked
/// for first, else all that `fit::rivalRequests` has.
/// @error BadInput, wrong usage: a place that the scale has not
[[nodiscard]] Result<std::vector<fit::Request>> requestsFor(const RivalOptions &options, const Curve &curve,
                                                            const fit::Points &points, fit::Noise noise);

} // namespace onset::cli
