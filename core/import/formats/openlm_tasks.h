#pragma once

#include "core/import/read/format.h"

#include <map>
#include <string>

/// The table of tasks that is published with evaluations of open_lm models (eval_metadata.csv and
/// eval_meta_data.csv): shots, items and the score of guessing of each. It holds no results; its chance
/// levels become those of the measures, each with a reference line, whether results come with it or not.
namespace onset::openlm_tasks {

struct Task
{
    int shots = -1;              ///< −1: not stated
    double items = Row::unknown; ///< as stated, except the one that is known to be wrong
    double chance = Row::unknown;
};

/// Where the table lies as published: beside the results or a folder above.
[[nodiscard]] const QStringList &fileNames();
/// The table that lies with a file of results, by task; empty when there is none.
[[nodiscard]] std::map<std::string, Task, std::less<>> tasksFor(const ImportFile &file);

/// "MMLU", "BIG-bench" or "AGIEval" for their parts, else the task itself.
[[nodiscard]] std::string_view benchmarkOf(std::string_view task);

} // namespace onset::openlm_tasks
