#pragma once

#include "core/store/workbook.h"

#include <QStringList>

#include <limits>
#include <vector>

namespace onset {

/// One model checkpoint with its scales; unknown numbers are NaN.
struct ModelInfo
{
    QString family, model, checkpoint;
    double parameters = std::numeric_limits<double>::quiet_NaN();
    double tokens = std::numeric_limits<double>::quiet_NaN();
    double flops = std::numeric_limits<double>::quiet_NaN();
    QString flopsOrigin; ///< reported, 6ND or inferred; empty: not said
    QString date;        ///< ISO 8601
    qint64 results = 0;
};

struct TaskInfo
{
    QString benchmark, task, metric;
    double chance; ///< NaN: not stated
    double best;   ///< as stated, else the metric's; NaN when unbounded
    qint64 results = 0;
};

[[nodiscard]] Result<std::vector<ModelInfo>> listModels(const Workbook &workbook);
[[nodiscard]] Result<std::vector<TaskInfo>> listTasks(const Workbook &workbook);

[[nodiscard]] Result<QStringList> listFamilies(const Workbook &workbook);
[[nodiscard]] Result<QStringList> listSettings(const Workbook &workbook);

} // namespace onset
