#include "core/import/formats/json_scores.h"
#include "core/import/names/placed_model.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <cmath>
#include <string>
#include <vector>

/// Scores of one model over its training, as BigScience gathered those of its first runs: the tokens seen and
/// the step of each checkpoint, and arrays of the same length by task and metric. The model is named by the
/// file only. A curve is the run: its checkpoints along tokens or compute.
namespace onset::checkpoint_arrays {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view kError = "_stderr";

struct Checkpoint
{
    std::string name;
    double tokens = Row::unknown;
};

/// The size in a name as BigScience writes it, "1B3" for 1.3 billion; NaN when it has none.
double sizeIn(const QString &name)
{
    static const QRegularExpression size(u"(?:^|[-_])(\\d+)B(\\d*)(?=[-_]|$)"_s);
    const auto found = size.match(name);
    return found.hasMatch() ? (found.captured(1) + u'.' + found.captured(2)).toDouble() * 1e9 : Row::unknown;
}

PlacedModel modelOf(const QString &path)
{
    static const QRegularExpression remark(u"[-_]checkpoints.*$"_s);
    const QString name = QFileInfo(path).completeBaseName().remove(remark);
    PlacedModel model = placedModel(name.toStdString());
    if (std::isnan(model.parameters)) {
        model.parameters = sizeIn(name);
        model.parametersOrigin = kFromName;
    }
    model.flops = Row::unknown; // those of the finished model
    return model;
}

std::vector<Checkpoint> checkpointsOf(const json::Value &root)
{
    std::vector<Checkpoint> checkpoints;
    for (std::size_t i = 0; i < root["tokens"].size(); ++i) {
        const json::Value step = root["checkpoints"].at(i);
        const double tokens = root["tokens"].at(i).number();
        checkpoints.push_back({step.isNumber() ? "step" + QString::number(step.number(), 'f', 0).toStdString()
                                               : std::string(step.text()),
                               std::isfinite(tokens) && tokens > 0 ? tokens : Row::unknown});
    }
    return checkpoints;
}

/// The scores of all checkpoints on one task in one metric.
Result<> readMetric(ImportFile &file, const json::Value &values, const json::Value &errors, Row row,
                    const std::vector<Checkpoint> &checkpoints, JsonScores &scores)
{
    if (values.size() != checkpoints.size())
        return file.refuseWhole(
            values.path(), {},
            ImportText::tr("has %1 values for %2 checkpoints").arg(values.size()).arg(checkpoints.size()));
    const Metric metric = metricNamed(QString::fromUtf8(values.key()));
    for (std::size_t i = 0; i < checkpoints.size(); ++i) {
        row.checkpoint = checkpoints[i].name;
        row.tokens = checkpoints[i].tokens;
        if (auto stored = scores.store({values.at(i), metric, errors.at(i).number()}, row); !stored)
            return stored;
    }
    return {};
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return root["tokens"].isArray() && root["checkpoints"].isArray() && root["results"].isObject() &&
           root["results"].at(0).at(0).isArray();
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root(), tasks = root["results"];
    const PlacedModel model = modelOf(file.path);
    const std::vector<Checkpoint> checkpoints = checkpointsOf(root);
    if (root["checkpoints"].size() != checkpoints.size())
        return file.refuseWhole(u"checkpoints"_s, {},
                                ImportText::tr("has %1 steps for %2 numbers of tokens")
                                    .arg(root["checkpoints"].size())
                                    .arg(checkpoints.size()));
    for (const Checkpoint &checkpoint : checkpoints)
        file.models.add({model.name, checkpoint.name});
    JsonScores scores(file, tasks.size() * checkpoints.size());
    for (const json::Value task : tasks) {
        file.tasks.add({task.key()});
        Row row = model.row();
        row.benchmark = row.task = task.key();
        for (const json::Value values : task) {
            if (values.key().ends_with(kError) || !values.isArray())
                continue;
            const json::Value errors = task[std::string(values.key()) + std::string(kError)];
            if (auto read = readMetric(file, values, errors, row, checkpoints, scores); !read)
                return read;
        }
    }
    scores.addNotes();
    file.report.notes << ImportText::tr("The file's name says which model it is: %1.")
                             .arg(QString::fromStdString(model.name));
    if (!std::isnan(model.parameters))
        file.report.notes << ImportText::tr("Parameters by its name: %1.").arg(model.parameters);
    return {};
}

} // namespace

Format format() { return {.name = QStringLiteral("checkpoints"), .recognises = recognises, .read = read}; }

} // namespace onset::checkpoint_arrays
