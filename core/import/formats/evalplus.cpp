#include "core/import/formats/json_scores.h"
#include "core/import/read/import_text.h"
#include "core/import/read/score.h"

#include <algorithm>
#include <cmath>

/// The results of EvalPlus's leaderboard [Liu et al. 2023, arXiv 2305.01210]: an object of models, each with
/// its pass@1 on HumanEval and MBPP and on their versions with more tests, in percent, and its size in
/// billions.
namespace onset::evalplus {

using namespace Qt::StringLiterals;

namespace {

/// 164 problems of HumanEval, 378 of MBPP that EvalPlus kept.
double itemsOf(std::string_view problems)
{
    if (problems.starts_with("humaneval"))
        return 164;
    return problems.starts_with("mbpp") ? 378 : Row::unknown;
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return root.isObject() && root.size() > 0 &&
           std::all_of(root.begin(), root.end(),
                       [](const json::Value &model) { return model["pass@1"].isObject(); });
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    ShareUnit unit;
    std::size_t expected = 0;
    for (const json::Value about : document->root()) {
        for (const json::Value score : about["pass@1"]) {
            ++expected;
            if (std::isfinite(score.number()))
                unit.add(score.number());
        }
    }
    JsonScores scores(file, expected);
    for (const json::Value about : document->root()) {
        PlacedModel model = placedModel(about.key());
        if (const double billions = about["size"].number(); billions > 0) {
            model.parameters = shifted(billions, 9);
            model.parametersOrigin = {};
        }
        file.models.add({model.family, model.name});
        for (const json::Value score : about["pass@1"]) {
            file.tasks.add({score.key()});
            Row row = model.row();
            row.benchmark = row.task = score.key();
            row.n = itemsOf(score.key());
            const JsonScore passed{
                .value = score, .metric = metricNamed(u"pass@1"_s), .percent = unit.percent()};
            if (auto stored = scores.store(passed, row); !stored)
                return stored;
        }
    }
    scores.addNotes();
    return {};
}

} // namespace

Format format() { return {.name = u"evalplus"_s, .recognises = recognises, .read = read}; }

} // namespace onset::evalplus
