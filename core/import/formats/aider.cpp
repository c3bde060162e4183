#include "core/import/formats/json_scores.h"
#include "core/import/read/import_text.h"
#include "core/import/read/yaml.h"
#include "core/import/tables/table_rows.h"

/// The leaderboards of aider in YAML: a list of runs, each with the percentage of exercises that a model
/// solved within so many tries, and costs and times, which are no abilities. The date is the run's, not the
/// model's.
namespace onset::aider {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view kRate = "pass_rate_";

bool recognises(const Outline &outline)
{
    const json::Value first = outline.yaml().at(0);
    return first["model"].isString() && first["pass_rate_1"].isNumber();
}

/// "polyglot_leaderboard.yml" is one of several leaderboards with exercises of their own.
std::string benchmarkOf(const QString &path)
{
    for (const char *known : {"polyglot", "refactor", "edit"}) {
        if (stemOf(path).starts_with(known))
            return std::string("aider ") + known;
    }
    return "aider";
}

Result<> read(ImportFile &file)
{
    const auto document = yaml::read(file.device, file.name);
    if (!document)
        return tl::unexpected(document.error());
    const std::string benchmark = benchmarkOf(file.path);
    JsonScores scores(file, document->root().size());
    for (const json::Value run : document->root()) {
        const PlacedModel model = modelBySize(run["model"].text());
        if (model.name.empty()) {
            if (auto refused = file.refuseWhole(run.path(), u"model"_s, ImportText::tr("is empty")); !refused)
                return refused;
            continue;
        }
        file.models.add({model.family, model.name});
        file.tasks.add({benchmark});
        Row row = model.row();
        row.benchmark = row.task = benchmark;
        row.strategy = run["edit_format"].text();
        row.n = run["test_cases"].number();
        for (const json::Value rate : run) {
            if (!rate.key().starts_with(kRate))
                continue;
            const Metric metric = metricNamed(u"accuracy ("_s + QString::fromUtf8(rate.key()) + u')');
            if (auto stored = scores.store({.value = rate, .metric = metric, .percent = true}, row); !stored)
                return stored;
        }
    }
    scores.addNotes();
    return {};
}

} // namespace

Format format() { return {.name = u"aider"_s, .recognises = recognises, .read = read}; }

} // namespace onset::aider
