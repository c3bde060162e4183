#include "core/import/formats/json_scores.h"
#include "core/import/formats/openlm_tasks.h"
#include "core/import/names/known_models.h"
#include "core/import/names/placed_model.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"
#include "core/import/read/score.h"

#include <QFileInfo>

#include <cmath>

/// What open_lm's experiments publish of a model, as the over-training testbed [Gadre et al. 2024, arXiv
/// 2403.08540] and DCLM [Li et al. 2024, arXiv 2406.11794] do: a file with its size, its training tokens and
/// its losses on validation texts, and a file with its scores (`eval_metrics.icl`) on a suite of tasks.
/// The two meet by the name of the model, `<data set>-<architecture>-<more>`. A family is a data set, so that
/// a curve goes over all sizes and lengths of training on it.
namespace onset::openlm {

using namespace Qt::StringLiterals;

namespace {

bool holdsScores(const json::Value &root) { return root["eval_metrics"]["icl"].isObject(); }

bool describesModel(const json::Value &root)
{
    return root["name"].isString() && root["hyperparameters"]["params"].isNumber() &&
           root["results"].isArray();
}

/// The name of the model in that of a file of scores: "evaluation_<name>_heavy.json".
std::string nameIn(const QString &file)
{
    QString name = file;
    if (name.endsWith(u".json"_s, Qt::CaseInsensitive))
        name.chop(5);
    if (name.startsWith(u"evaluation_"_s))
        name.remove(0, 11);
    for (const QString &suite : {u"_heavy"_s, u"_medium"_s, u"_light"_s}) {
        if (name.endsWith(suite)) {
            name.chop(suite.size());
            break;
        }
    }
    return name.toStdString();
}

/// The data set of "<data set>-<architecture>-<more>"; empty when the architecture is not in it.
std::string_view datasetIn(std::string_view name, std::string_view architecture)
{
    const auto at = architecture.empty() ? std::string_view::npos : name.find(architecture);
    const bool joined =
        at != std::string_view::npos && at > 1 && (name[at - 1] == '-' || name[at - 1] == '_');
    return joined ? name.substr(0, at - 1) : std::string_view();
}

/// The model of a file of scores. It states the name, or its own file's name when it was published; else that
/// is the one it has now. `model` is the architecture, which many models share, or a name on a hub.
PlacedModel modelOfScores(const json::Value &root, const QString &path)
{
    const std::string_view architecture = root["model"].text();
    if (architecture.find('/') != std::string_view::npos)
        return placedModel(lastPart(architecture));
    std::string name(root["model_name"].text());
    if (const std::string_view file = lastPart(root["_filename"].text()); name.empty() && !file.empty())
        name = nameIn(QString::fromUtf8(file));
    if (name.empty())
        name = nameIn(QFileInfo(path).fileName());
    const std::string_view dataset = datasetIn(name, architecture);
    return dataset.empty() ? placedModel(name) : PlacedModel{.family = std::string(dataset), .name = name};
}

/// Whether a share of so many items can have this value. Scores have the seven digits of float, which leave
/// 0.004 of the largest task.
bool isShareOf(double items, double value)
{
    constexpr double tolerance = 0.01;
    return std::abs(value * items - std::round(value * items)) <= tolerance;
}

Result<> readScores(ImportFile &file, const json::Value &root)
{
    const auto tasks = openlm_tasks::tasksFor(file);
    const PlacedModel model = modelOfScores(root, file.path);
    file.models.add({model.family, model.name});
    const Metric metric = metricNamed(u"accuracy"_s);
    JsonScores scores(file, root["eval_metrics"]["icl"].size());
    QStringList estimated, undescribed;
    for (const json::Value score : root["eval_metrics"]["icl"]) {
        const std::string_view name = score.key();
        file.tasks.add({name});
        Row row = model.row();
        row.benchmark = openlm_tasks::benchmarkOf(name);
        row.task = name;
        double error = Row::unknown;
        if (const auto task = tasks.find(name); task != tasks.end()) {
            row.shots = task->second.shots;
            if (faultOfLevel(task->second.chance, metric).isEmpty())
                row.chance = task->second.chance;
            const double a = score.number(), items = task->second.items;
            if (isShareOf(items, a)) {
                row.n = items;
            } else if (a > 0 && a < 1 && items > 1) { // a mean over parts of nearly as many items each
                error = std::sqrt(a * (1 - a) / (items - 1));
                estimated << QString::fromUtf8(name);
            }
        } else {
            undescribed << QString::fromUtf8(name);
        }
        if (auto stored = scores.store({score, metric, error}, row); !stored)
            return stored;
    }
    scores.addNotes();
    QStringList &notes = file.report.notes;
    if (!estimated.isEmpty())
        notes << ImportText::tr(
                     "No shares of their items but means of several parts, whose errors were estimated as "
                     "those of shares: %1.")
                     .arg(estimated.join(u", "_s));
    if (tasks.empty())
        notes << ImportText::tr(
            "There is no eval_metadata.csv beside it, which says shots, items and chance levels.");
    else if (!undescribed.isEmpty())
        notes << ImportText::tr("Tasks that eval_metadata.csv does not describe: %1.")
                     .arg(undescribed.join(u", "_s));
    if (root["eval_metrics"].size() > 1)
        notes << ImportText::tr("Left out: what it calls perplexities, which are losses under another name.");
    if (root["Core"].isNumber() || root["aggregated_results"].isNumber())
        notes << ImportText::tr("Left out: means over its own tasks, such as Core and Extended.");
    return {};
}

/// The text that a loss was measured on: the folder of the file that it was read from.
std::string_view textOf(const json::Value &result)
{
    const std::string_view path = result["val_data"].at(0).text();
    const std::string_view folder =
        path.substr(0, path.size() - std::min(path.size(), lastPart(path).size()));
    return folder.empty() ? path : lastPart(folder);
}

Result<> readModel(ImportFile &file, const json::Value &root)
{
    const json::Value hyperparameters = root["hyperparameters"];
    const std::string_view dataset = root["dataset_name"].text(), name = root["name"].text();
    PlacedModel model = placedModel(name);
    if (!dataset.empty())
        model.family = dataset;
    const auto count = [&](const char *key) {
        const double stated = hyperparameters[key].number();
        return std::isfinite(stated) && stated > 0 ? stated : Row::unknown;
    };
    model.parameters = count("params");
    model.tokens = count("tokens");
    model.parametersOrigin = model.tokensOrigin = {};
    file.models.add({model.family, model.name});
    const QString where = (hyperparameters ? hyperparameters : root).path();
    if (name.empty())
        return file.refuseWhole(root.path(), u"name"_s, ImportText::tr("is empty"));
    const std::string source = where.toStdString();
    ++file.report.read;
    Row scales = model.row();
    scales.line = (hyperparameters ? hyperparameters : root).line();
    scales.source = source;
    if (auto stored = file.store(scales, where); !stored)
        return tl::unexpected(stored.error());

    const Metric metric = metricNamed(u"cross-entropy"_s);
    JsonScores scores(file, root["results"].size());
    for (const json::Value result : root["results"]) {
        const std::string_view text = textOf(result);
        if (text.empty()) {
            const auto refused = scores.leaveOut(result["loss"]).and_then([&] {
                return file.refuse(result.path(), u"val_data"_s, ImportText::tr("names no text"));
            });
            if (!refused)
                return refused;
            continue;
        }
        // half of a 95 % interval of a normal distribution
        const double error =
            (result["loss_tokens_upper_95"].number() - result["loss_tokens_lower_95"].number()) /
            (2 * 1.959964);
        Row row = model.row();
        row.benchmark = "validation loss";
        row.task = text;
        if (auto stored = scores.store({result["loss"], metric, error}, row); !stored)
            return stored;
    }
    scores.addNotes();
    if (root["results"].size() == 0)
        file.report.notes << ImportText::tr("Holds the size of a model and its tokens, but no losses.");
    return {};
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return holdsScores(root) || describesModel(root);
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root();
    return holdsScores(root) ? readScores(file, root) : readModel(file, root);
}

} // namespace

Format format()
{
    return {.name = QStringLiteral("openlm"),
            .recognises = recognises,
            .read = read,
            .companions = openlm_tasks::fileNames()};
}

} // namespace onset::openlm
