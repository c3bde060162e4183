#pragma once

#include "core/store/curves.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace onset::cli {

/// Which curves a command takes, and what they run along. Globs match whole names, case-sensitively; an
/// omitted one takes all.
struct CurveOptions
{
    std::string family = {}, benchmark = {}, task = {}, metric = {}, setting = {};
    std::string x = "flops";
};

void addCurveOptions(CLI::App &parser, CurveOptions &options);

[[nodiscard]] CurveFilter filterOf(const CurveOptions &options);

/// The scale that `--x` names.
/// @error BadInput, wrong usage: not the name of a scale, or a measure in several settings with none chosen
/// @error NotFound: no such measure
[[nodiscard]] Result<Scale> scaleOf(const Workbook &workbook, const CurveOptions &options);

/// @error NotFound with the options in words when none matches
[[nodiscard]] Result<std::vector<Curve>> curvesOf(const Workbook &workbook, const CurveOptions &options,
                                                  const Scale &scale);

} // namespace onset::cli
