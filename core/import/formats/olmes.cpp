#include "core/import/formats/json_scores.h"
#include "core/import/names/checkpoint_name.h"
#include "core/import/names/known_models.h"
#include "core/import/read/import_text.h"

#include <QFileInfo>

#include <cmath>

/// Metrics that OLMES writes [Gu et al. 2024, arXiv 2406.08446]: of each task the primary one and others,
/// with the shots, the number of items and the model. The primary one is stored: it is how the task is
/// scored.
namespace onset::olmes {

using namespace Qt::StringLiterals;

namespace {

bool isTask(const json::Value &task)
{
    return task["task_name"].isString() && task["metrics"].isObject() && task["task_config"].isObject();
}

/// Whether a limit cut the items off.
bool isPartial(const json::Value &task)
{
    return task["num_instances"].number() >= task["task_config"]["limit"].number();
}

/// A list of tasks, or one task alone.
json::Value tasksOf(const json::Value &root) { return isTask(root) ? json::Value() : root["metrics"]; }

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return isTask(root) || isTask(root["metrics"].at(0));
}

RunOrder orderOf(const Outline &outline, const QString &path)
{
    const json::Value root = outline.json(), task = isTask(root) ? root : root["metrics"].at(0);
    const double day = timeIn(QString::fromUtf8(task["current_date"].text()) + u"T00:00:00"_s);
    return {.partial = isPartial(task), .time = day > 0 ? day : timeIn(QFileInfo(path).fileName())};
}

Result<> readTask(ImportFile &file, const json::Value &task, JsonScores &scores)
{
    if (!isTask(task))
        return file.refuseWhole(task.path(), {}, ImportText::tr("is no task: it holds no metrics"));
    const json::Value about = task["model_config"], config = task["task_config"], values = task["metrics"];
    std::string_view stated = about["model_path"].text();
    if (stated.empty())
        stated = about["model"].text();
    const CheckpointName name = checkpointIn(stated);
    const PlacedModel model = modelBySize(name.model);
    const std::string revision(about["revision"].text());
    file.models.add({model.family, model.name});
    file.tasks.add({task["task_name"].text()});
    Row row = model.row();
    row.checkpoint = revision.empty() || revision == "main" ? std::string_view(name.checkpoint) : revision;
    if (!row.checkpoint.empty()) { // what is known is of the finished model
        row.tokens = revision.empty() ? name.tokens : tokensOf(revision);
        row.tokensOrigin = kFromName;
        row.flops = Row::unknown;
        row.flopsOrigin = {};
    }
    row.benchmark = row.task = task["task_name"].text();
    if (const double shots = config["num_shots"].number(); shots >= 0 && shots <= 1e6)
        row.shots = static_cast<int>(shots);
    row.n = task["num_instances"].number();
    const std::string_view primary = config["primary_metric"].text();
    const QString spelt = QString::fromUtf8(primary);
    const json::Value value = values[primary] ? values[primary] : values["primary_score"];
    // "acc_uncond" is an accuracy with answers weighed in a way of its own
    const Metric metric = metricNamed(primary.starts_with("acc_") ? u"accuracy ("_s + spelt + u')'
                                      : spelt.isEmpty()           ? u"score"_s
                                                                  : spelt);
    file.standing = isPartial(task)
                        ? ImportText::tr("only a part of the items was asked here, and a full run counts")
                        : ImportText::tr("of several runs the newest counts");
    return scores.store({value, metric}, row);
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root(), tasks = tasksOf(root);
    JsonScores scores(file, std::max<std::size_t>(1, tasks.size()));
    if (isTask(root)) {
        if (auto read = readTask(file, root, scores); !read)
            return read;
    }
    for (const json::Value task : tasks) {
        if (auto read = readTask(file, task, scores); !read)
            return read;
    }
    scores.addNotes();
    file.report.notes << ImportText::tr("Of each task the primary metric is stored.");
    return {};
}

} // namespace

Format format() { return {.name = u"olmes"_s, .recognises = recognises, .read = read, .order = orderOf}; }

} // namespace onset::olmes
