#pragma once

#include "core/base/progress.h"
#include "core/store/models.h"
#include "core/store/same_models.h"

#include <memory>

namespace onset {

/// What a workbook says of models and tasks, beside their results. Immutable once loaded, shared with the
/// models of the dialogs.
struct Registry
{
    std::vector<ModelInfo> models;
    std::vector<TaskInfo> tasks;
    std::vector<SameModel> joined; ///< names of one model
    std::vector<SameModel> said;   ///< by the user
    QStringList unusedRules;
};
using RegistryPtr = std::shared_ptr<const Registry>;

/// @error Cancelled; Io and the like from the store
[[nodiscard]] Result<RegistryPtr> loadRegistry(Workbook &workbook, Progress &progress);

} // namespace onset
