#include "core/import/formats/json_scores.h"
#include "core/import/names/checkpoint_name.h"
#include "core/import/names/known_models.h"
#include "core/import/names/placed_model.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"
#include "core/import/read/score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

/// Logs of UK AISI's Inspect in JSON: one model on one task, with the metrics of each scorer. The task is its
/// own benchmark.
namespace onset::inspect_log {

using namespace Qt::StringLiterals;

namespace {

/// Of other metrics.
constexpr std::array<std::string_view, 4> kSpreads{"stderr", "bootstrap_stderr", "std", "var"};

/// One over the number of options, when all logged samples have the same one; NaN else.
double chanceOf(const json::Value &samples)
{
    const std::size_t options = samples.at(0)["choices"].size();
    const bool same = std::all_of(samples.begin(), samples.end(), [&](const json::Value &sample) {
        return sample["choices"].size() == options;
    });
    return same && options > 1 ? 1.0 / static_cast<double>(options) : Row::unknown;
}

/// The standard error of a scorer's mean; NaN when it gives none.
double errorOf(const json::Value &metrics, std::string_view metric)
{
    if (metric == "accuracy" || metric == "mean") {
        const json::Value error = metrics["stderr"] ? metrics["stderr"] : metrics["bootstrap_stderr"];
        return error["value"].number();
    }
    // "prompt_strict_stderr" is that of "prompt_strict_acc"
    const std::string_view stem = metric.substr(0, metric.size() - (metric.ends_with("_acc") ? 4 : 0));
    return metrics[std::string(stem) + "_stderr"]["value"].number();
}

/// Whether a metric says how sure another is, and is no score.
bool isSpread(std::string_view metric)
{
    return std::ranges::find(kSpreads, metric) != kSpreads.end() || metric.ends_with("_stderr");
}

/// How many scorers there are; one stands once for each of its reducers.
std::size_t scorersOf(const json::Value &scores)
{
    std::set<std::string_view> names;
    for (const json::Value scorer : scores)
        names.insert(scorer["name"].text());
    return names.size();
}

/// How the epochs of an item become its one score, where that is not their mean: "reducer pass_at_5".
std::string reducerOf(const json::Value &scorer)
{
    const std::string_view reducer = scorer["reducer"].text();
    return reducer.empty() || reducer == "mean" ? std::string() : "reducer " + std::string(reducer);
}

/// How many different items were scored: the log counts each as often as it was asked, in `epochs`.
double itemsOf(const json::Value &root, const json::Value &scorer)
{
    const json::Value about = root["eval"], scored = scorer["scored_samples"];
    const double dataset = about["dataset"]["samples"].number(), epochs = about["config"]["epochs"].number();
    double items = (scored ? scored : root["results"]["completed_samples"]).number();
    if (epochs > 1 && !(scored && items <= dataset))
        items = std::ceil(items / epochs);
    return items > dataset ? dataset : items;
}

/// A full run before one with a limit, then the newest.
RunOrder orderOf(const Outline &outline, const QString &)
{
    const json::Value about = outline.json()["eval"];
    return {.partial = bool(about["config"]["limit"]),
            .time = timeIn(QString::fromUtf8(about["created"].text()))};
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return root["eval"]["task"].isString() && root["eval"]["model"].isString() &&
           (root["results"]["scores"].isArray() || root["status"].isString());
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root(), about = root["eval"], results = root["results"];
    const std::string_view stated = about["model"].text();
    const CheckpointName weights = checkpointIn(stated); // "hf/./out/nova-1b/checkpoint-1000"
    const PlacedModel model = placedModel(weights.model.empty() ? lastPart(stated) : weights.model);
    const std::string_view task = lastPart(about["task"].text());
    file.models.add({model.family, model.name});
    file.tasks.add({task});
    Row row = model.row();
    row.benchmark = row.task = task;
    if (!weights.checkpoint.empty()) { // what is known of a model is known of its end
        row.checkpoint = weights.checkpoint;
        row.tokens = weights.tokens;
        row.tokensOrigin = kFromName;
        row.flops = Row::unknown;
        row.flopsOrigin = {};
    }
    for (const char *key : {"fewshot", "num_fewshot"}) {
        if (const double shots = about["task_args"][key].number(); shots >= 0 && shots <= 1e6)
            row.shots = static_cast<int>(shots);
    }

    const double choiceChance = chanceOf(root["samples"]);
    const bool several = scorersOf(results["scores"]) > 1;
    if (about["config"]["limit"])
        file.standing = ImportText::tr("only a part of the items was asked here, and a full run counts");
    else
        file.standing = ImportText::tr("of several runs the newest counts");
    JsonScores scores(file, results["scores"].size());
    for (const json::Value scorer : results["scores"]) {
        const double items = itemsOf(root, scorer);
        const std::string reducer = reducerOf(scorer);
        row.decoding = reducer;
        const bool choice = scorer["scorer"].text() == "choice";
        // several scorers may have a metric of the same name
        const QString remark =
            several ? u" ("_s + QString::fromUtf8(scorer["name"].text()) + u')' : QString();
        for (const json::Value value : scorer["metrics"]) {
            if (isSpread(value.key()))
                continue;
            const Metric metric = metricNamed(QString::fromUtf8(value.key()) + remark);
            row.n = scoresParts(value.key()) ? Row::unknown : items;
            row.chance = choice && metric.counts ? choiceChance : Row::unknown;
            const JsonScore score{value["value"], metric, errorOf(scorer["metrics"], value.key())};
            if (auto stored = scores.store(score, row); !stored)
                return stored;
        }
    }
    scores.addNotes();
    QStringList &notes = file.report.notes;
    if (const std::string_view status = root["status"].text(); !status.empty() && status != "success")
        notes << ImportText::tr("The run ended as “%1”.").arg(QString::fromUtf8(status));
    if (const double limit = about["config"]["limit"].number(); std::isfinite(limit))
        notes << ImportText::tr("Only a part of the items was asked: limit %1.").arg(limit);
    return {};
}

} // namespace

Format format()
{
    return {.name = QStringLiteral("inspect"), .recognises = recognises, .read = read, .order = orderOf};
}

} // namespace onset::inspect_log
