#include "core/import/formats/json_scores.h"
#include "core/import/formats/leaderboard.h"
#include "core/import/names/known_models.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/score.h"
#include "core/import/read/yaml.h"

#include <QRegularExpression>

#include <cmath>

/// Model cards of Hugging Face: the `model-index` before the text of a README.md, with the results of each
/// model by data set and metric. Proportions of one card are in one unit.
namespace onset::model_card {

using namespace Qt::StringLiterals;

namespace {

const QRegularExpression &shotsPattern()
{
    static const QRegularExpression pattern(u"\\s*\\(?(\\d{1,3})-shots?\\)?"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

/// "AI2 Reasoning Challenge (25-Shot)" by the name that papers give it, else as it stands, without its shots.
std::string benchmarkOf(const json::Value &dataset)
{
    QString name = QString::fromUtf8((dataset["name"] ? dataset["name"] : dataset["type"]).text());
    name = name.remove(shotsPattern()).simplified();
    if (dataset["config"].text() == "ARC-Challenge" || name == u"AI2 Reasoning Challenge")
        return leaderboard::kVersion1.front().name;
    return name.toStdString();
}

int shotsOf(const json::Value &dataset)
{
    for (const char *key : {"num_few_shot", "num_fewshot", "few_shot"}) {
        if (const double shots = dataset["args"][key].number(); shots >= 0 && shots <= 1000)
            return static_cast<int>(shots);
    }
    const auto stated = shotsPattern().match(QString::fromUtf8(dataset["name"].text()));
    return stated.hasMatch() ? stated.captured(1).toInt() : -1;
}

Metric metricOf(const json::Value &metric)
{
    const Metric byType = metricNamed(QString::fromUtf8(metric["type"].text()));
    if (std::isfinite(byType.low) || std::isfinite(byType.high) || !metric["name"])
        return byType;
    const Metric byName = metricNamed(QString::fromUtf8(metric["name"].text()));
    return std::isfinite(byName.low) || byType.name.isEmpty() ? byName : byType;
}

/// @param visit  called with the model, the result and the metric; its first error ends the walk
template <typename Visit>
Result<> forEach(const json::Value &root, Visit visit)
{
    for (const json::Value model : root["model-index"]) {
        for (const json::Value result : model["results"]) {
            for (const json::Value metric : result["metrics"]) {
                if (Result<> done = visit(model, result, metric); !done)
                    return done;
            }
        }
    }
    return {};
}

bool recognises(const Outline &outline) { return outline.yaml()["model-index"].isArray(); }

Result<> read(ImportFile &file)
{
    const auto document = yaml::read(file.device, file.name);
    if (!document)
        return tl::unexpected(document.error());
    ShareUnit unit;
    std::size_t expected = 0;
    const auto survey = [&](const json::Value &, const json::Value &, const json::Value &metric) -> Result<> {
        ++expected;
        if (metricOf(metric).proportion && std::isfinite(metric["value"].number()))
            unit.add(metric["value"].number());
        return {};
    };
    if (auto surveyed = forEach(document->root(), survey); !surveyed)
        return surveyed;
    JsonScores scores(file, expected);
    const auto store = [&](const json::Value &about, const json::Value &result, const json::Value &stated) {
        const PlacedModel model = modelBySize(lastPart(about["name"].text()));
        const std::string benchmark = benchmarkOf(result["dataset"]);
        const Metric metric = metricOf(stated);
        file.models.add({model.family, model.name});
        file.tasks.add({benchmark});
        Row row = model.row();
        row.benchmark = row.task = benchmark;
        row.shots = shotsOf(result["dataset"]);
        return scores.store(
            {.value = stated["value"], .metric = metric, .percent = metric.proportion && unit.percent()},
            row);
    };
    if (auto stored = forEach(document->root(), store); !stored)
        return stored;
    scores.addNotes();
    if (expected == 0)
        file.report.notes << ImportText::tr("Its model-index holds no metrics.");
    return {};
}

} // namespace

Format format() { return {.name = u"model-card"_s, .recognises = recognises, .read = read}; }

} // namespace onset::model_card
