#pragma once

#include "core/store/workbook.h"

#include <vector>

namespace onset {

/// One model checkpoint with its scales; unknown numbers are NaN.
struct ModelInfo
{
    QString family, model, checkpoint;
    double parameters, tokens, flops;
    QString flopsOrigin; ///< reported, 6ND or inferred
    QString date;        ///< ISO 8601
    qint64 results = 0;
};

struct TaskInfo
{
    QString benchmark, task, metric;
    double chance, best;
    qint64 results = 0;
};

[[nodiscard]] Result<std::vector<ModelInfo>> listModels(const Workbook &workbook);
[[nodiscard]] Result<std::vector<TaskInfo>> listTasks(const Workbook &workbook);

} // namespace onset
