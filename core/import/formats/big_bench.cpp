#include "core/import/formats/json_scores.h"
#include "core/import/names/placed_model.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"
#include "core/import/read/score.h"

#include <cmath>
#include <map>
#include <string>

/// Score files of BIG-bench [Srivastava et al. 2022, arXiv 2206.04615]: one model on one task, at all numbers
/// of shots and in all subtasks. A subtask is a task, and the aggregate of a task is one beside them; a
/// family is a model family, so that its sizes make a curve along parameters (files say nothing of tokens).
/// Of a sparse model the parameters are those of the dense one of the same cost.
namespace onset::big_bench {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view kAggregate = "normalized_aggregate_score"; ///< 100·(raw − low)/(high − low), §2

PlacedModel modelOf(const json::Value &about)
{
    const std::string_view family = about["model_family"].text(), size = about["model_name"].text();
    PlacedModel model = placedModel(size);
    if (!family.empty()) {
        model = {.family = std::string(family), .name = std::string(size)};
        if (!size.starts_with(family))
            model.name = model.family + (size.empty() ? "" : " ") + model.name;
    }
    for (const char *key : {"flop_matched_non_embedding_params", "non_embedding_params", "total_params"}) {
        if (const double stated = about[key].number(); std::isfinite(stated) && stated > 0) {
            model.parameters = stated;
            model.parametersOrigin = {};
            break;
        }
    }
    return model;
}

/// The unit of each metric in the file, which one program wrote.
std::map<std::string_view, ShareUnit> unitsOf(const json::Value &scores)
{
    std::map<std::string_view, ShareUnit> units;
    for (const json::Value entry : scores) {
        for (const json::Value score : entry["score_dict"]) {
            if (std::isfinite(score.number()))
                units[score.key()].add(score.number());
        }
    }
    return units;
}

/// The scores of one subtask at one number of shots.
Result<> readEntry(ImportFile &file, const json::Value &entry, const PlacedModel &model,
                   const std::map<std::string_view, ShareUnit> &units, JsonScores &scores)
{
    const std::string_view task = entry["subtask_description"].text();
    if (task.empty() || !entry["score_dict"].isObject())
        return file.refuseWhole(entry.path(), {},
                                ImportText::tr("has no subtask_description or no score_dict"));
    file.tasks.add({task});
    Row row = model.row();
    row.benchmark = "BIG-bench";
    row.task = task;
    if (const double shots = entry["number_of_shots"].number(); shots >= 0 && shots <= 1e6)
        row.shots = static_cast<int>(shots);
    for (const json::Value score : entry["score_dict"]) {
        const Metric metric = metricNamed(QString::fromUtf8(score.key()));
        const auto unit = units.find(score.key());
        const bool percent =
            score.key() == kAggregate || (metric.proportion && unit != units.end() && unit->second.percent());
        const bool preferred = score.key() == entry["preferred_score"].text();
        row.note = preferred ? "preferred metric" : "";
        row.chance = Row::unknown;
        const double low = entry["low_score"].number() / (percent ? 100 : 1);
        if (preferred && score.key() != kAggregate && std::isfinite(low) &&
            faultOfLevel(low, metric).isEmpty())
            row.chance = low;
        if (auto stored = scores.store({score, metric, Row::unknown, percent}, row); !stored)
            return stored;
    }
    return {};
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return root["model"].isObject() && root["scores"].at(0)["score_dict"].isObject();
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root(), all = root["scores"];
    const PlacedModel model = modelOf(root["model"]);
    if (model.name.empty())
        return file.refuseWhole(root.path(), u"model.model_name"_s, ImportText::tr("is empty"));
    file.models.add({model.family, model.name});
    const auto units = unitsOf(all);
    JsonScores scores(file, all.size());
    for (const json::Value entry : all) {
        if (auto read = readEntry(file, entry, model, units, scores); !read)
            return read;
    }
    scores.addNotes();
    return {};
}

} // namespace

Format format() { return {.name = QStringLiteral("big-bench"), .recognises = recognises, .read = read}; }

} // namespace onset::big_bench
