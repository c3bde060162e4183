#include "core/import/formats/json_scores.h"
#include "core/import/names/known_models.h"
#include "core/import/names/placed_model.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"

#include <cmath>

/// Records of Every Eval Ever, a schema for results from any source: one model and its scores on several
/// evaluations, each of which is a benchmark and a task.
namespace onset::every_eval_ever {

using namespace Qt::StringLiterals;

namespace {

/// "Exact Match on MATH Level 5" is an exact match.
Metric metricOf(const json::Value &config)
{
    const QString stated = QString::fromUtf8(config["metric_name"].text());
    if (!stated.isEmpty())
        return metricNamed(stated);
    const QString description = QString::fromUtf8(config["evaluation_description"].text());
    const auto on = description.indexOf(u" on "_s);
    return metricNamed(on > 0 ? description.left(on) : u"score"_s);
}

/// In thousand millions, as a number or its text.
double parametersOf(const json::Value &details)
{
    const json::Value stated = details["params_billions"];
    const Number number = parseNumber(stated.text());
    const double billions = stated.isNumber()                     ? stated.number()
                            : number.fault == Number::Fault::None ? number.value
                                                                  : Row::unknown;
    return std::isfinite(billions) && billions > 0 ? billions * 1e9 : Row::unknown;
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return root["schema_version"].isString() && root["model_info"].isObject() &&
           root["evaluation_results"].isArray();
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root(), about = root["model_info"];
    PlacedModel model = placedModel(lastPart((about["id"] ? about["id"] : about["name"]).text()));
    if (model.name.empty())
        return file.refuseWhole(root.path(), u"model_info.id"_s, ImportText::tr("is empty"));
    if (const double stated = parametersOf(about["additional_details"]); !std::isnan(stated)) {
        model.parameters = stated;
        model.parametersOrigin = {};
    }
    file.models.add({model.family, model.name});
    Row row = model.row();

    JsonScores scores(file, root["evaluation_results"].size());
    for (const json::Value result : root["evaluation_results"]) {
        const json::Value config = result["metric_config"], details = result["score_details"];
        const std::string_view task = result["evaluation_name"].text();
        const Metric metric = directed(metricOf(config), config["lower_is_better"]);
        if (task.empty()) {
            const auto refused = scores.leaveOut(details["score"]).and_then([&] {
                return file.refuse(result.path(), {}, ImportText::tr("has no evaluation_name"));
            });
            if (!refused)
                return refused;
            continue;
        }
        file.tasks.add({task});
        row.benchmark = row.task = task;
        const json::Value uncertainty = details["uncertainty"], error = uncertainty["standard_error"];
        row.n = uncertainty["num_samples"].number();
        const JsonScore score{details["score"], metric, (error.isObject() ? error["value"] : error).number(),
                              metric.proportion && config["max_score"].number() == 100};
        if (auto stored = scores.store(score, row); !stored)
            return stored;
    }
    scores.addNotes();
    return {};
}

} // namespace

Format format()
{
    return {.name = QStringLiteral("every-eval-ever"), .recognises = recognises, .read = read};
}

} // namespace onset::every_eval_ever
