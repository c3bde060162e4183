#pragma once

#include "core/store/same_models.h"

#include <QStringList>

#include <limits>
#include <set>
#include <vector>

namespace onset {

/// Origin of a scale that the user gave.
inline constexpr char kFromUser[] = "user";

/// Where a scale of a model comes from.
struct ScaleSource
{
    QString origin = {}; ///< kFromUser, kFromTable or kFromName; of FLOPs reported, 6ND or inferred; else
                         ///< empty: the file says no more
    QString import = {}; ///< name of the import that states it; empty: none does

    bool operator==(const ScaleSource &) const = default;
};

/// Whether training compute is no statement on this model but 6ND, or taken from another model.
[[nodiscard]] bool isEstimate(const ScaleSource &flops);

/// One model checkpoint with its scales; unknown numbers are NaN.
struct ModelInfo
{
    QString family, model, checkpoint;
    double parameters = std::numeric_limits<double>::quiet_NaN();
    double tokens = std::numeric_limits<double>::quiet_NaN();
    double flops = std::numeric_limits<double>::quiet_NaN();
    ScaleSource parametersFrom, tokensFrom, flopsFrom;
    QString date; ///< ISO 8601
    qint64 results = 0;
    QStringList otherNames; ///< of joined models, "family: model"; filled by listModels
};

struct TaskInfo
{
    QString benchmark, task, metric;
    double chance; ///< NaN: not stated
    double best;   ///< as stated, else the metric's; NaN when unbounded
    qint64 results = 0;
    QString chanceFrom = {};       ///< the file and line, kFromUser, or the paper by which it is known
    QStringList otherChances = {}; ///< "0.25, file.csv line 3" for each that differs, the newest first
};

[[nodiscard]] Result<std::vector<ModelInfo>> listModels(const Workbook &workbook);
/// Models of known training compute among those that have several names or of which the user speaks: what one
/// import states of them is not all.
[[nodiscard]] Result<std::set<ModelName>> placedByOthers(const Workbook &workbook);
[[nodiscard]] Result<std::vector<TaskInfo>> listTasks(const Workbook &workbook);

[[nodiscard]] Result<QStringList> listFamilies(const Workbook &workbook);
[[nodiscard]] Result<QStringList> listSettings(const Workbook &workbook);

} // namespace onset
