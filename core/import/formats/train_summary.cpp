#include "core/import/read/import_text.h"
#include "core/import/tables/table_rows.h"

#include <algorithm>

/// A table with one finished run a row: facts about runs whose logs hold the scores. Reports the runs only.
namespace onset::train_summary {

namespace {

bool recognises(const Outline &outline)
{
    return hasColumns(outline, {"run_name", "steps"}) &&
           std::ranges::any_of(outline.header, [](const std::string &name) {
               return name.starts_with("final_") && name.ends_with("_accuracy");
           });
}

Result<> read(ImportFile &file)
{
    TableRows rows(file);
    if (auto begun = rows.begin(); !begun)
        return begun;
    const int run = rows.column("run_name");
    const auto count = [&]() -> Result<> {
        ++file.report.read;
        file.models.add({rows.text(run)});
        return {};
    };
    if (auto read = rows.forEach(count); !read)
        return read;
    file.report.notes << ImportText::tr("Sums up runs and was not stored; their logs hold the scores.");
    return {};
}

} // namespace

Format format() { return {.name = QStringLiteral("train-summary"), .recognises = recognises, .read = read}; }

} // namespace onset::train_summary
