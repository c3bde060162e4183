#include "widgets/session/registry.h"

namespace onset {

Result<RegistryPtr> loadRegistry(Workbook &workbook, Progress &progress)
{
    auto registry = std::make_shared<Registry>();
    const auto stop = [&progress]() -> Result<> {
        return progress.cancelled() ? Result<>(failure(Code::Cancelled, {})) : Result<>();
    };
    const auto read = listModels(workbook)
                          .map([&](auto &&models) { registry->models = std::move(models); })
                          .and_then(stop)
                          .and_then([&] { return listTasks(workbook); })
                          .map([&](auto &&tasks) { registry->tasks = std::move(tasks); })
                          .and_then(stop)
                          .and_then([&] { return SameModels(workbook).joined(); })
                          .map([&](auto &&joined) { registry->joined = std::move(joined); })
                          .and_then([&] { return SameModels(workbook).said(); })
                          .map([&](auto &&said) { registry->said = std::move(said); })
                          .and_then([&] { return SameModels(workbook).unused(); })
                          .map([&](auto &&unused) { registry->unusedRules = std::move(unused); });
    return read.map([&]() -> RegistryPtr { return registry; });
}

} // namespace onset
