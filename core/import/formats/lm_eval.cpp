#include "core/import/formats/lm_eval.h"

#include "core/import/read/import_text.h"
#include "core/import/read/score.h"

#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace onset::lm_eval {

namespace {

/// Members of a task that describe it and are no metrics.
constexpr std::array<std::string_view, 5> kNoMetrics{"alias", "name", "sample_len", "sample_count", "id"};

/// The metrics of one task, asked in one way.
struct Entry
{
    json::Value metrics;
    std::string_view task;
    std::string_view prompt; ///< its name; empty when the task has one only
};

bool holdsScores(const json::Value &value)
{
    return value.isObject() &&
           std::any_of(value.begin(), value.end(), [](const json::Value &score) { return score.isNumber(); });
}

/// An entry that names its task and prompt itself, or goes by its key.
Entry entryOf(const json::Value &metrics, std::string_view key)
{
    const std::string_view task = metrics["task_name"].text();
    return {metrics, task.empty() ? key : task, metrics["prompt_name"].text()};
}

/// The entries of a file in any of the layouts: by task, by task and prompt in a table of its own, or by task
/// and prompt, then by the time of the run, of which the last one counts.
std::vector<Entry> entriesOf(const json::Value &root)
{
    std::vector<Entry> entries;
    const json::Value table = root["table_results"];
    for (const json::Value task : table ? table : root["results"]) {
        const json::Value last = task.at(task.size() - 1);
        entries.push_back(entryOf(!holdsScores(task) && holdsScores(last) ? last : task, task.key()));
    }
    return entries;
}

/// "acc_stderr,none" is the error of "acc,none": metric and filter stand on either side of the comma.
struct MetricKey
{
    std::string_view metric, filter; ///< empty filter: none
    bool isError;

    explicit MetricKey(std::string_view key)
    {
        constexpr std::string_view ending = "_stderr";
        const auto comma = key.find(',');
        metric = key.substr(0, comma);
        filter = comma == std::string_view::npos ? std::string_view() : key.substr(comma + 1);
        if (filter == "none")
            filter = {};
        isError = metric.ends_with(ending);
        if (isError)
            metric.remove_suffix(ending.size());
    }
};

std::string errorKeyOf(std::string_view key)
{
    const auto comma = std::min(key.find(','), key.size());
    return std::string(key.substr(0, comma)) + "_stderr" + std::string(key.substr(comma));
}

/// The program that gave a score, which writes all of its proportions in one unit, or the metric itself:
/// sacreBLEU's BLEU is 0.0001 % beside a chrF of 2.2 %, SQuAD 2.0's exact match 0.4 % beside others.
std::string_view scorerOf(std::string_view key, const json::Value &metrics)
{
    const std::string_view metric = MetricKey(key).metric;
    if (metric == "bleu" || metric == "chrf" || metric == "ter")
        return "sacrebleu";
    const bool ofSquad = metric == "exact" || metric == "f1" || metric.starts_with("HasAns_") ||
                         metric.starts_with("NoAns_") || metric.starts_with("best_");
    return ofSquad && metrics["HasAns_exact"] ? "squad" : metric;
}

/// Those which have written a proportion above 1.
std::set<std::string_view> percentScorersOf(const json::Value &metrics)
{
    std::set<std::string_view> found;
    for (const json::Value score : metrics) {
        const MetricKey key(score.key());
        if (!key.isError && score.number() > 1 && metricNamed(QString::fromUtf8(key.metric)).proportion)
            found.insert(scorerOf(score.key(), metrics));
    }
    return found;
}

/// A whole number of shots or items, −1 when it is none.
double wholeOf(const json::Value &value)
{
    constexpr double most = 1e15; // whole numbers are exact in a double up to there
    const double number = value.number();
    return number >= 0 && number <= most && number == std::floor(number) ? number : -1;
}

/// A run of a part of the items of any task.
bool isPartial(const json::Value &root)
{
    const json::Value items = root["n-samples"];
    return std::isfinite(root["config"]["limit"].number()) ||
           std::any_of(items.begin(), items.end(), [](const json::Value &task) {
               return task["effective"].number() < task["original"].number();
           });
}

/// A full run before one with `--limit`, then the newest: the harness writes the time of a run as `date`, and
/// into the name of the file.
RunOrder orderOf(const Outline &outline, const QString &path)
{
    const json::Value root = outline.json();
    const double date = root["date"].number();
    return {.partial = isPartial(root),
            .time = std::isfinite(date) ? date : timeIn(QFileInfo(path).fileName())};
}

/// Reads one file.
class Reader
{
public:
    Reader(ImportFile &file, const json::Value &root)
        : m_file(file), m_root(root), m_model(modelOf(root, file.path))
    {}

    Result<> read();

private:
    void findGroups();
    Result<> readEntry(const Entry &entry);
    Result<> readScore(const json::Value &score, const Entry &entry, bool percent, Row row);
    [[nodiscard]] QString standingOf(std::string_view task) const;
    [[nodiscard]] std::string benchmarkOf(std::string_view task) const;
    [[nodiscard]] int shotsOf(std::string_view task) const;
    [[nodiscard]] double itemsOf(std::string_view task, std::string_view key, int depth = 0);
    [[nodiscard]] double chanceOf(std::string_view task, const Metric &metric) const;
    [[nodiscard]] bool isGroup(std::string_view task) const
    {
        return m_root["group_subtasks"][task].size() > 0;
    }
    void addNotes();

    ImportFile &m_file;
    json::Value m_root;
    Model m_model;
    std::map<std::string_view, std::string_view> m_parents; ///< group of a task or of a smaller group
    std::map<std::pair<std::string_view, std::string_view>, double> m_items; ///< of itemsOf, for groups
    qint64 m_missing = 0;
    QStringList m_percent; ///< tasks
    QStringList m_groups;
};

void Reader::findGroups()
{
    for (const json::Value group : m_root["group_subtasks"]) {
        for (const json::Value task : group) {
            if (task.text() != group.key())
                m_parents.try_emplace(task.text(), group.key());
        }
    }
}

/// The outermost group that holds a task, by the name that papers give it.
std::string Reader::benchmarkOf(std::string_view task) const
{
    std::string_view outer = task;
    for (int depth = 0; depth < json::Document::kMaxDepth; ++depth) { // groups may be made to go in circles
        const auto parent = m_parents.find(outer);
        if (parent == m_parents.end())
            break;
        outer = parent->second;
    }
    if (outer == "mmlu" || outer.starts_with("mmlu_") || outer.starts_with("hendrycksTest-"))
        return "MMLU";
    if (outer.starts_with("crows_pairs_"))
        return "crows_pairs";
    return std::string(outer);
}

int Reader::shotsOf(std::string_view task) const
{
    constexpr double most = 1e6; // beyond any prompt
    for (const json::Value &stated : {m_root["n-shot"][task], m_root["configs"][task]["num_fewshot"],
                                      m_root["config"]["num_fewshot"], m_root["num_fewshot"]}) {
        if (const double shots = wholeOf(stated); shots >= 0 && shots <= most)
            return static_cast<int>(shots);
    }
    return -1;
}

/// How many items were asked; of a group, in all its tasks. NaN when it is not said.
double Reader::itemsOf(std::string_view task, std::string_view key, int depth)
{
    if (scoresParts(MetricKey(key).metric))
        return Row::unknown;
    for (const json::Value &stated :
         {m_root["n-samples"][task]["effective"], m_root["results"][task]["sample_count"][key]}) {
        if (const double items = wholeOf(stated); items > 0)
            return items;
    }
    constexpr int mostLevels = 8; // MMLU has two
    const json::Value subtasks = m_root["group_subtasks"][task];
    if (subtasks.size() == 0 || depth == mostLevels)
        return Row::unknown;
    // each group once: in eight levels of many, or in one that holds itself, the ways down are countless
    const auto [known, isNew] = m_items.try_emplace({task, key}, Row::unknown);
    if (!isNew)
        return known->second;
    double sum = 0;
    for (const json::Value subtask : subtasks)
        sum += itemsOf(subtask.text(), key, depth + 1);
    return known->second = sum;
}

/// By the number of options, when all items have the same ones.
double Reader::chanceOf(std::string_view task, const Metric &metric) const
{
    const json::Value config = m_root["configs"][task];
    const std::size_t options = config["doc_to_choice"].isArray() ? config["doc_to_choice"].size() : 0;
    const bool chosen =
        config["output_type"].text() == "multiple_choice" && metric.counts && !metric.generated;
    return chosen && options > 1 ? 1.0 / static_cast<double>(options) : Row::unknown;
}

Result<> Reader::read()
{
    m_file.models.add({m_model.family, m_model.name});
    findGroups();
    const std::vector<Entry> entries = entriesOf(m_root);
    double done = 0;
    for (const Entry &entry : entries) {
        if (!m_file.proceed(done++ / static_cast<double>(entries.size())))
            return m_file.cancelled();
        if (auto read = readEntry(entry); !read)
            return read;
    }
    addNotes();
    return {};
}

/// Why the scores of a task give way to those of another run; see orderOf.
QString Reader::standingOf(std::string_view task) const
{
    const json::Value items = m_root["n-samples"][task];
    const double asked = items["effective"].number(), all = items["original"].number();
    if (asked < all)
        return ImportText::tr("only %1 of %2 items were asked here, and a full run counts")
            .arg(asked)
            .arg(all);
    if (isPartial(m_root))
        return ImportText::tr("only a part of the items was asked here, and a full run counts");
    return ImportText::tr("of several runs the newest counts");
}

Result<> Reader::readEntry(const Entry &entry)
{
    const auto &[metrics, task, prompt] = entry;
    m_file.standing = standingOf(task);
    if (!metrics.isObject())
        return m_file.refuseWhole(metrics.path(), {}, ImportText::tr("is no task: it holds no metrics"));
    m_file.tasks.add({task, prompt});
    const std::set<std::string_view> percent = percentScorersOf(metrics);
    if (!percent.empty())
        m_percent << QString::fromUtf8(task);
    if (isGroup(task))
        m_groups << QString::fromUtf8(task);
    const std::string benchmark = benchmarkOf(task);
    const std::string strategy = prompt.empty() ? std::string() : "prompt “" + std::string(prompt) + "”";
    Row row{.benchmark = benchmark, .task = task, .strategy = strategy, .shots = shotsOf(task)};
    m_model.fill(row);
    for (const json::Value score : metrics) {
        const bool isMetric =
            !MetricKey(score.key()).isError && std::ranges::find(kNoMetrics, score.key()) == kNoMetrics.end();
        if (!isMetric || !(score.isNumber() || score.text() == "N/A"))
            continue;
        if (auto read = readScore(score, entry, percent.contains(scorerOf(score.key(), metrics)), row); !read)
            return read;
    }
    return {};
}

Result<> Reader::readScore(const json::Value &score, const Entry &entry, bool percent, Row row)
{
    ++m_file.report.read;
    if (!std::isfinite(score.number())) {
        ++m_missing;
        return {};
    }
    m_file.report.count(score.number());
    const QString where = score.path();
    const MetricKey key(score.key());
    const Metric metric = metricNamed(QString::fromUtf8(key.metric));
    const QString column = metric.name;
    if (key.metric == "bypass")
        return m_file.refuse(where, column, ImportText::tr("stands for a task that was run, but not scored"));
    const auto inUnit = [&](double stated) {
        return percent && metric.proportion ? shareOf(stated) : stated;
    };
    row.value = inUnit(score.number());
    if (const QString fault = faultOfLevel(row.value, metric); !fault.isEmpty())
        return m_file.refuse(where, column, fault);
    // an error of 0 is one of a constant score, and no weight
    if (const double error = entry.metrics[errorKeyOf(score.key())].number();
        std::isfinite(error) && error != 0)
        row.standardError = inUnit(error);
    if (const QString fault = faultOfError(row.standardError, metric); !fault.isEmpty())
        return m_file.refuse(where, column, ImportText::tr("has an error that %1").arg(fault));
    row.n = itemsOf(entry.task, score.key());
    if (std::isnan(row.n) && metric.counts && !isGroup(entry.task) && !scoresParts(key.metric))
        row.n = outcomesBehind(row.value, row.standardError);
    row.chance = chanceOf(entry.task, metric);
    const std::string name = metric.name.toStdString(), source = where.toStdString();
    row.line = score.line();
    row.metric = name;
    row.decoding = key.filter;
    row.source = source;
    const auto stored = m_file.store(row, where);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

void Reader::addNotes()
{
    QStringList &notes = m_file.report.notes;
    if (m_missing > 0)
        notes << ImportText::tr("Scores that are missing (NaN, Infinity or N/A): %1.").arg(m_missing);
    if (!m_percent.isEmpty())
        notes << ImportText::tr(
                     "Proportions above 1 are percentages and were divided by 100, with all that the "
                     "same program scored: %1.")
                     .arg(m_percent.join(QStringLiteral(", ")));
    if (!m_groups.isEmpty())
        notes << ImportText::tr("Groups are kept as tasks beside the tasks in them: %1.")
                     .arg(m_groups.join(QStringLiteral(", ")));
    if (const double limit = m_root["config"]["limit"].number(); std::isfinite(limit))
        notes << ImportText::tr("Only a part of the items was asked: limit %1.").arg(limit);
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json(), results = root["results"];
    if (root["table_results"].isObject())
        return true;
    // other programs write results beside these
    if (!results.isObject() || root["tokens"] || root["config_general"])
        return false;
    if (results.size() == 0)
        return root["config"].isObject() && root["versions"].isObject();
    return std::ranges::any_of(entriesOf(root),
                               [](const Entry &entry) { return holdsScores(entry.metrics); });
}

Result<> read(ImportFile &file)
{
    auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    return Reader(file, document->root()).read();
}

} // namespace

Format format()
{
    return {.name = QStringLiteral("lm-eval"), .recognises = recognises, .read = read, .order = orderOf};
}

} // namespace onset::lm_eval
