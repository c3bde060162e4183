#include "core/import/formats/leaderboard.h"
#include "core/import/names/known_models.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/score.h"
#include "core/import/tables/entries.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <optional>

/// v1's table as a list of lists, or the details of a model: objects of metrics by "harness|<task>|<shots>".
namespace onset::leaderboard_json {

using leaderboard::Benchmark, leaderboard::kVersion1;

using namespace Qt::StringLiterals;

namespace {

/// What comes before the numbers of a list of v1: the model, and its revision in some dumps.
std::size_t namesIn(const json::Value &list) { return list.at(1).isString() ? 2 : 1; }

/// [model, (revision,) average, ARC, HellaSwag, MMLU, TruthfulQA]
bool isList(const json::Value &list)
{
    const std::size_t names = namesIn(list);
    return list.isArray() && list.at(0).isString() && list.size() == names + 1 + kVersion1.size() &&
           std::all_of(json::Value::Iterator(list, names), list.end(),
                       [](const json::Value &number) { return number.isNumber(); });
}

/// "harness|arc:challenge|25", and "leaderboard|arc:challenge|25|0" of later versions.
struct DetailKey
{
    std::string task; ///< as the harness names it
    int shots = -1;
};

std::optional<DetailKey> detailKey(std::string_view key)
{
    const auto first = key.find('|');
    const auto second = first == std::string_view::npos ? first : key.find('|', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    const std::string_view rest = key.substr(second + 1);
    const Number shots = parseNumber(rest.substr(0, rest.find('|')));
    constexpr double most = 1e6; // beyond any prompt
    if (shots.fault != Number::Fault::None || shots.value < 0 || shots.value > most)
        return std::nullopt;
    DetailKey found{std::string(key.substr(first + 1, second - first - 1)), static_cast<int>(shots.value)};
    std::ranges::replace(found.task, ':', '_');
    return found;
}

json::Value detailsOf(const json::Value &root) { return root["results"].isObject() ? root["results"] : root; }

/// A row of a model, with what is known of it.
struct Model
{
    explicit Model(std::string_view named) : name(named), family(familyOf(named))
    {
        if (const KnownModel *const known = knownModel(named)) {
            parameters = known->parameters;
            tokens = known->tokens;
            flops = known->flops;
            origin = kFromTable;
        } else {
            parameters = parametersByName(QString::fromUtf8(lastPart(named)));
        }
    }
    [[nodiscard]] Row row() const
    {
        return {.family = family,
                .model = name,
                .parameters = parameters,
                .tokens = tokens,
                .flops = flops,
                .flopsOrigin = std::isnan(flops) ? std::string_view() : "reported",
                .parametersOrigin = origin,
                .tokensOrigin = origin};
    }

    std::string name, family;
    std::string_view origin = kFromName;
    double parameters = Row::unknown, tokens = Row::unknown, flops = Row::unknown;
};

/// Counts, checks and stores a score.
/// @param row  all but metric, line and source
Result<> store(ImportFile &file, const json::Value &score, const Metric &metric, Row row)
{
    ++file.report.read;
    file.report.count(score.number());
    const QString where = score.path();
    const std::string name = metric.name.toStdString(), source = where.toStdString();
    if (const QString fault = faultOfLevel(row.value, metric); !fault.isEmpty())
        return file.refuse(where, metric.name, fault);
    if (const QString fault = faultOfError(row.standardError, metric); !fault.isEmpty())
        return file.refuse(where, metric.name, ImportText::tr("has an error that %1").arg(fault));
    row.line = score.line();
    row.metric = name;
    row.source = source;
    const auto stored = file.store(row, where);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

Result<> readList(ImportFile &file, const json::Value &list, Entries &entries)
{
    const std::size_t names = namesIn(list);
    const bool sound = list.isArray() && list.at(0).isString() && !list.at(0).text().empty() &&
                       list.size() > names && list.size() <= names + 1 + kVersion1.size();
    if (!sound)
        return file.refuseWhole(list.path(), {},
                                ImportText::tr("is no list of a model, an average and four scores"));
    const Model model(list.at(0).text());
    file.models.add({model.name});
    std::vector<double> scores;
    for (std::size_t i = 0; i < kVersion1.size(); ++i)
        scores.push_back(list.at(names + 1 + i).number());
    Row row = model.row();
    if (names == 2 && list.at(1).text() != "main")
        row.checkpoint = list.at(1).text();
    const std::string key = model.name + '\0' + std::string(row.checkpoint);
    const std::string entry = Entries::nameOf(entries.entryOf(key, scores));
    row.strategy = entry;
    for (std::size_t i = 0; i < kVersion1.size(); ++i) {
        const json::Value score = list.at(names + 1 + i);
        if (!std::isfinite(score.number()))
            continue;
        const Benchmark &benchmark = kVersion1[i];
        file.tasks.add({benchmark.name});
        row.benchmark = row.task = benchmark.name;
        row.shots = benchmark.shots;
        row.chance = benchmark.chance;
        row.value = shareOf(score.number());
        if (auto stored = store(file, score, metricNamed(QLatin1StringView(benchmark.metric)), row); !stored)
            return stored;
    }
    return {};
}

Result<> readTable(ImportFile &file, const json::Value &root)
{
    Entries entries;
    double done = 0;
    for (const json::Value list : root) {
        if (!file.proceed(done++ / static_cast<double>(root.size())))
            return file.cancelled();
        if (auto read = readList(file, list, entries); !read)
            return read;
    }
    file.report.notes << ImportText::tr(
        "Percentages, divided by 100; a list has no header: average (left out), ARC, "
        "HellaSwag, MMLU, TruthfulQA.");
    return {};
}

/// As stated, or as the path has it: "<remarks>_<organisation>__<model>.json", or the folder of
/// "results_….json".
std::string modelOf(const json::Value &root, const QString &path)
{
    if (const std::string_view stated = root["config_general"]["model_name"].text(); !stated.empty())
        return std::string(stated);
    const QFileInfo about(path);
    const QString file = about.completeBaseName();
    if (const auto at = file.lastIndexOf(u"__"); at >= 0 && at + 2 < file.size())
        return file.mid(at + 2).toStdString();
    const QString folder = about.dir().dirName();
    return (file.startsWith(u"results") && !folder.isEmpty() ? folder : file).toStdString();
}

Result<> readDetails(ImportFile &file, const json::Value &root)
{
    const Model model(modelOf(root, file.path));
    file.models.add({model.name});
    for (const json::Value task : detailsOf(root)) {
        const auto key = detailKey(task.key());
        if (!key)
            continue; // means over tasks
        const std::string benchmark = key->task.starts_with("hendrycksTest-") ? "MMLU" : key->task;
        for (const json::Value score : task) {
            const std::string_view name = score.key();
            if (name.ends_with("_stderr") || !std::isfinite(score.number()))
                continue;
            file.tasks.add({task.key()});
            const Metric metric = metricNamed(QString::fromUtf8(name));
            Row row = model.row();
            row.benchmark = benchmark;
            row.task = key->task;
            row.shots = key->shots;
            row.value = score.number();
            if (const double error = task[std::string(name) + "_stderr"].number();
                std::isfinite(error) && error != 0)
                row.standardError = error; // an error of 0 is one of a constant score, and no weight
            if (metric.counts)
                row.n = outcomesBehind(score.number(), row.standardError);
            if (auto stored = store(file, score, metric, row); !stored)
                return stored;
        }
    }
    return {};
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json(), details = detailsOf(root);
    if (root.isArray())
        return isList(root.at(0));
    return details.isObject() && std::any_of(details.begin(), details.end(), [](const json::Value &task) {
               return task.isObject() && detailKey(task.key());
           });
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root();
    return root.isArray() ? readTable(file, root) : readDetails(file, root);
}

} // namespace

Format format()
{
    return {.name = QStringLiteral("leaderboard-json"), .recognises = recognises, .read = read};
}

} // namespace onset::leaderboard_json
