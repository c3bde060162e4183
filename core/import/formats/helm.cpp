#include "core/import/formats/json_scores.h"
#include "core/import/names/known_models.h"
#include "core/import/names/placed_model.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

/// Run folders of HELM [Liang et al. 2022, arXiv 2211.09110]: stats.json holds the scores, run_spec.json
/// beside it says of which model, on what and how. A benchmark is the run's group, a task the scenario with
/// its arguments; the shots are the setting. The other files of a run hold no results.
namespace onset::helm {

using namespace Qt::StringLiterals;

namespace {

/// Statistics of the run that are no scores of the model.
constexpr std::array<std::string_view, 21> kBookkeeping{"num_references",
                                                        "num_train_trials",
                                                        "num_prompt_tokens",
                                                        "num_completion_tokens",
                                                        "num_output_tokens",
                                                        "training_co2_cost",
                                                        "training_energy_cost",
                                                        "inference_runtime",
                                                        "batch_size",
                                                        "finish_reason_length",
                                                        "finish_reason_stop",
                                                        "finish_reason_endoftext",
                                                        "finish_reason_unknown",
                                                        "num_train_instances",
                                                        "prompt_truncated",
                                                        "max_prob",
                                                        "num_perplexity_tokens",
                                                        "num_bytes",
                                                        "num_instances",
                                                        "num_completions",
                                                        "estimated_num_tokens_cost"};
/// Of the text of the answers; 0 and what follows from it when a run did not ask for it.
constexpr std::array<std::string_view, 4> kLikelihoods{"logprob", "logprob_per_byte", "bits_per_byte",
                                                       "perplexity"};

bool isStats(const json::Value &root)
{
    const json::Value first = root.at(0);
    return root.isArray() && first["name"]["name"].isString() && first["count"].isNumber();
}

bool isItems(const json::Value &root)
{
    const json::Value first = root.at(0);
    return root.isArray() && first["instance_id"].isString() && first["stats"].isArray();
}

bool isDescription(const json::Value &root)
{
    const bool run = root["adapter_spec"].isObject() && (root["scenario_spec"] || root["request_states"]);
    const bool scenario =
        root["name"].isString() && root["definition_path"].isString() && root["tags"].isArray();
    return run || scenario;
}

/// Who was asked what, and how.
struct Run
{
    PlacedModel model;
    std::string benchmark = {}, task = {};
    int shots = -1; ///< −1: not stated
    bool choice = false;
};

/// The value of `model` in "mmlu:subject=anatomy,method=…,model=acme_base-1b".
std::string_view modelIn(std::string_view name)
{
    constexpr std::string_view key = "model=";
    const auto at = name.find(key);
    if (at == std::string_view::npos)
        return {};
    name.remove_prefix(at + key.size());
    return name.substr(0, name.find(','));
}

/// From run_spec.json, else from the folder's name.
Run runOf(const json::Value &spec, const QString &path)
{
    const std::string folder = QFileInfo(path).absoluteDir().dirName().toStdString();
    const json::Value adapter = spec["adapter_spec"];
    std::string_view name = spec["name"].text();
    if (name.empty())
        name = folder;
    std::string_view model = adapter["model"].text();
    if (model.empty()) {
        model = modelIn(name); // "acme_base-1b" stands for "acme/base-1b"
        model.remove_prefix(model.find('_') + 1);
    }
    Run run{.model = placedModel(lastPart(model)), .task = std::string(name.substr(0, name.find("model=")))};
    while (!run.task.empty() && (run.task.back() == ',' || run.task.back() == ':'))
        run.task.pop_back();
    const std::string_view group = spec["groups"].at(0).text();
    run.benchmark = group.empty() ? run.task.substr(0, run.task.find_first_of(":-")) : std::string(group);
    if (run.benchmark == "mmlu")
        run.benchmark = "MMLU";
    if (const double shots = adapter["max_train_instances"].number(); shots >= 0 && shots <= 1e6)
        run.shots = static_cast<int>(shots);
    run.choice = adapter["method"].text().starts_with("multiple_choice");
    return run;
}

/// The statistics of a run without perturbation, by split and name.
class Stats
{
public:
    explicit Stats(const json::Value &root)
    {
        for (const json::Value stat : root) {
            const json::Value name = stat["name"];
            if (!name["perturbation"])
                m_stats.try_emplace({name["split"].text(), name["name"].text()}, stat);
        }
    }
    [[nodiscard]] double mean(std::string_view split, std::string_view name) const
    {
        const auto found = m_stats.find({split, name});
        return found == m_stats.end() ? Row::unknown : found->second["mean"].number();
    }
    /// Whether a statistic of another split stands for the run: the test split goes before the others.
    [[nodiscard]] bool isOutdone(std::string_view split, std::string_view name) const
    {
        return split != "test" && !std::isnan(mean("test", name));
    }

private:
    std::map<std::pair<std::string_view, std::string_view>, json::Value> m_stats;
};

/// "exact_match@5": the best of five answers, beside "exact_match" of the first one.
bool isBestOfSeveral(const Stats &stats, std::string_view split, std::string_view name)
{
    const auto at = name.find('@');
    return at != std::string_view::npos && !std::isnan(stats.mean(split, name.substr(0, at)));
}

/// What was kept out, for the report.
struct KeptOut
{
    qint64 perturbed = 0, bookkeeping = 0, splits = 0, likelihoods = 0, several = 0;

    void addNotes(QStringList &notes) const
    {
        const auto add = [&](qint64 count, const QString &text) {
            if (count > 0)
                notes << text.arg(count);
        };
        add(bookkeeping, ImportText::tr("Left out, about the run and no scores: %1 statistics."));
        add(perturbed, ImportText::tr("Left out, of perturbed inputs: %1 statistics."));
        add(splits, ImportText::tr("Left out, of another split than the test one: %1 statistics."));
        add(several, ImportText::tr("Left out, the best of several answers: %1 statistics."));
        add(likelihoods,
            ImportText::tr("Left out, likelihoods that the run did not compute: %1 statistics."));
    }
};

Result<> readStats(ImportFile &file, const json::Value &root, const Run &run)
{
    const Stats stats(root);
    JsonScores scores(file, root.size());
    KeptOut out;
    for (const json::Value stat : root) {
        const json::Value about = stat["name"], mean = stat["mean"];
        const std::string_view name = about["name"].text(), split = about["split"].text();
        const auto isOneOf = [&](const auto &names) { return std::ranges::find(names, name) != names.end(); };
        qint64 *keptOut = nullptr;
        if (isOneOf(kBookkeeping))
            keptOut = &out.bookkeeping;
        else if (about["perturbation"])
            keptOut = &out.perturbed;
        else if (stats.isOutdone(split, name))
            keptOut = &out.splits;
        else if (isBestOfSeveral(stats, split, name))
            keptOut = &out.several;
        else if (isOneOf(kLikelihoods) && !(stats.mean(split, "logprob") < 0))
            keptOut = &out.likelihoods;
        if (keptOut) {
            ++*keptOut;
            if (auto left = scores.leaveOut(mean); !left)
                return left;
            continue;
        }
        Row row = run.model.row();
        row.benchmark = run.benchmark;
        row.task = run.task;
        row.shots = run.shots;
        // `count` counts trials, and the deviations are those over trials
        row.n = stats.mean(split, "num_instances");
        const Metric metric = metricNamed(QString::fromUtf8(name));
        const double options = stats.mean(split, "num_references");
        if (run.choice && metric.counts && options > 1 && options == std::floor(options))
            row.chance = 1 / options;
        if (auto stored = scores.store({mean, metric}, row); !stored)
            return stored;
    }
    scores.addNotes();
    out.addNotes(file.report.notes);
    return {};
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return isStats(root) || isItems(root) || isDescription(root);
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const auto spec = file.beside(u"run_spec.json"_s);
    const Run run = runOf(spec ? spec->root() : json::Value(), file.path);
    if (!run.model.name.empty()) {
        file.models.add({run.model.family, run.model.name});
        file.tasks.add({run.task});
    }
    const json::Value root = document->root();
    if (!isStats(root)) {
        file.report.notes
            << (isItems(root)
                    ? ImportText::tr("Holds single items; the scores of the run are in stats.json.")
                    : ImportText::tr("Describes a run and holds no results; they are in stats.json."));
        return {};
    }
    if (run.model.name.empty())
        return file.refuseWhole(
            root.path(), u"model"_s,
            ImportText::tr("is not said: there is no run_spec.json beside it, nor a folder named "
                           "after the run"));
    if (!spec)
        file.report.notes << ImportText::tr(
            "There is no run_spec.json beside it; the model is that of the folder's "
            "name.");
    return readStats(file, root, run);
}

} // namespace

Format format()
{
    return {.name = QStringLiteral("helm"),
            .recognises = recognises,
            .read = read,
            .companions = {QStringLiteral("run_spec.json")}};
}

} // namespace onset::helm
