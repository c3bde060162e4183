#pragma once

#include "app/cli/workbook_option.h"
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
/// @error BadInput, wrong usage: not the name of a scale, a setting that the measure has not, or none chosen
/// of several
/// @error NotFound: no such measure
[[nodiscard]] Result<Scale> scaleOf(const OpenWorkbook &open, const CurveOptions &options);

/// NotFound with the options in words.
[[nodiscard]] Error nothingMatches(const OpenWorkbook &open, const CurveOptions &options);

/// @error as nothingMatches when no curve does
[[nodiscard]] Result<std::vector<Curve>> curvesOf(const OpenWorkbook &open, const CurveOptions &options,
                                                  const Scale &scale);

} // namespace onset::cli
