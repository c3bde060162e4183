#pragma once

#include "app/cli/published.h"
#include "app/cli/table.h"
#include "core/fit/judge/big_bench.h"
#include "core/fit/judge/verdict.h"

#include <vector>

namespace onset::cli {

/// One curve of a report.
struct ReportRow
{
    Curve curve;
    fit::Verdict verdict;
    double q = kUnknown; ///< of the break test over all rows
    Published published = {};
    fit::BigBenchFinding bigBench = {}; ///< without its null of a line
};

/// One row a curve in the fixed columns of the CSV; scales as scales, not their logarithms.
[[nodiscard]] Table fixedReport(const std::vector<ReportRow> &rows);
/// For the terminal: key, headline, onset and the sentence with its evidence.
[[nodiscard]] Table readingReport(const std::vector<ReportRow> &rows);
/// For a paper: key, headline, onset, midpoint and the numbers of the evidence, under words.
[[nodiscard]] Table paperReport(const std::vector<ReportRow> &rows);
/// What must stand with it: from how many curves it is picked; empty for one.
[[nodiscard]] QString paperNote(std::size_t examined);
/// How its numbers are meant, for its caption.
[[nodiscard]] QString paperLegend();

} // namespace onset::cli
