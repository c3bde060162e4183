#include "core/import/formats/json_scores.h"
#include "core/import/names/checkpoint_name.h"
#include "core/import/read/import_text.h"

#include <QDir>
#include <QFileInfo>

#include <array>
#include <cmath>

/// trainer_state.json of Hugging Face's Trainer: the losses and scores of a training run by step. The model
/// is named by the folder of its best checkpoint, or by the folder that the file is in; each step with scores
/// is a checkpoint. The compute of a step is its share of `total_flos`.
namespace onset::trainer_state {

using namespace Qt::StringLiterals;

namespace {

/// Endings of numbers about the evaluation itself.
constexpr std::array<std::string_view, 5> kNoScores{"_runtime", "_per_second", "_samples", "_time", "_steps"};

/// "eval_accuracy" and "eval_quiz_accuracy", "loss" of training; no metric when it is none that is known.
struct Score
{
    std::string task;
    Metric metric = {};
};

std::optional<Score> scoreOf(std::string_view key)
{
    if (key == "loss" || key == "train_loss")
        return Score{"train", metricNamed(u"loss"_s)};
    const bool about =
        std::ranges::any_of(kNoScores, [&](std::string_view end) { return key.ends_with(end); });
    if (!key.starts_with("eval_") || about)
        return std::nullopt;
    const QString name = QString::fromUtf8(key.substr(5));
    for (qsizetype at = 0; at >= 0; at = name.indexOf(u'_', at)) {
        at += at > 0;
        const Metric metric = metricNamed(name.mid(at));
        if (std::isfinite(metric.low) || std::isfinite(metric.high))
            return Score{at > 1 ? name.left(at - 1).toStdString() : "eval", metric};
        at += at == 0;
    }
    return std::nullopt;
}

std::string modelOf(const json::Value &root, const QString &path)
{
    for (const std::string &stated : {std::string(root["best_model_checkpoint"].text()),
                                      QFileInfo(path).absoluteDir().path().toStdString()}) {
        if (CheckpointName name = checkpointIn(stated); !name.model.empty())
            return name.model;
    }
    return {};
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return root["log_history"].isArray() && root["global_step"].isNumber();
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root(), history = root["log_history"];
    const PlacedModel model = modelBySize(modelOf(root, file.path));
    if (model.name.empty())
        return file.refuseWhole(root.path(), u"model"_s, ImportText::tr("is not said: no folder names it"));
    file.models.add({model.family, model.name});
    const double perStep = root["total_flos"].number() / root["global_step"].number();
    JsonScores scores(file, history.size());
    QStringList others;
    for (const json::Value entry : history) {
        const double step = entry["step"].number();
        if (!(step >= 0 && step <= 1e15)) {
            if (auto refused = file.refuseWhole(entry.path(), u"step"_s, ImportText::tr("is not said"));
                !refused)
                return refused;
            continue;
        }
        const std::string checkpoint = "step" + QString::number(step, 'f', 0).toStdString();
        for (const json::Value value : entry) {
            const auto score = scoreOf(value.key());
            if (!score) {
                const QString name = QString::fromUtf8(value.key());
                if (value.key().starts_with("eval_") && !others.contains(name) && others.size() < 50)
                    others << name;
                continue;
            }
            file.tasks.add({score->task});
            Row row = model.row();
            row.checkpoint = checkpoint;
            const double seen = entry["num_input_tokens_seen"].number();
            row.tokens = seen > 0 ? seen : Row::unknown;
            row.tokensOrigin = {};
            row.flops = perStep * step > 0 && std::isfinite(perStep) ? perStep * step : Row::unknown;
            row.flopsOrigin = std::isnan(row.flops) ? "" : "inferred";
            row.benchmark = model.family;
            row.task = score->task;
            if (auto stored = scores.store({value, score->metric}, row); !stored)
                return stored;
        }
    }
    scores.addNotes();
    file.report.notes
        << ImportText::tr("The folder says the model, “%1”.").arg(QString::fromStdString(model.name));
    if (!others.isEmpty())
        file.report.notes
            << ImportText::tr("Numbers that are no known scores, left out: %1.").arg(others.join(u", "_s));
    return {};
}

} // namespace

Format format() { return {.name = u"trainer-state"_s, .recognises = recognises, .read = read}; }

} // namespace onset::trainer_state
