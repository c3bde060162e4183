#pragma once

#include "app/cli/workbook_option.h"
#include "core/base/table.h"
#include "core/store/curves.h"

#include <QStringList>

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
    std::string run = {}; ///< training runs of these models, over their checkpoints; empty: families
    std::string x = "flops";
};

void addCurveOptions(CLI::App &parser, CurveOptions &options);

/// The columns that name a curve in a table, `run` among them where it is one of a training run.
[[nodiscard]] QStringList keyColumns(bool runs);
[[nodiscard]] std::vector<Cell> keyCells(const CurveKey &key);

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
