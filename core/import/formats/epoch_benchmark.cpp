#include "core/import/formats/epoch.h"

#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/score.h"
#include "core/import/tables/table_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

namespace onset::epoch_benchmark {

using namespace Qt::StringLiterals;

using epoch::dateOf, epoch::kFamily;

namespace {

/// A column that holds the scores of a benchmark, and what they are.
struct Known
{
    std::string_view column, metric;
};
/// Of several in one table, the first one counts.
constexpr std::array<Known, 17> kScores{{
    {"best_score_(across_scorers)", "accuracy"},
    {"em", "exact match"},
    {"accuracy", "accuracy"},
    {"overall_accuracy", "accuracy"},
    {"score", "accuracy"},
    {"%_score", "average score"},
    {"average_score", "average score"},
    {"global_average", "average score"},
    {"weighted_score", "average score"},
    {"overall_pass_(%)", "accuracy"},
    {"score_opt@1", "accuracy"},
    {"0_token_score", "accuracy"},
    {"unguided_%_solved", "accuracy"},
    {"overall_(no_subtitles)", "accuracy"},
    {"correct", "accuracy"},
    // grades, points and ratings, of no fixed range
    {"mean_score", "mean grade"},
    {"acw_avg_score", "points"},
}};
constexpr std::array<Known, 2> kUnbounded{{{"production_score", "production score"}, {"elo", "Elo rating"}}};

/// The error of the scorer that gave the best score: "choice:0.85±0.02,model:0.7±0.03"; NaN when unknown.
double errorOf(std::string_view scorers, double best)
{
    while (!scorers.empty()) {
        const auto comma = scorers.find(',');
        const std::string_view scorer = scorers.substr(0, comma);
        const auto colon = scorer.rfind(':'), between = scorer.find("±");
        if (colon != std::string_view::npos && between != std::string_view::npos && colon < between) {
            constexpr double rounded = 0.005 + 1e-9; // two digits are printed
            const Number value = parseNumber(trimmed(scorer.substr(colon + 1, between - colon - 1)));
            const Number error = parseNumber(trimmed(scorer.substr(between + std::string_view("±").size())));
            if (value.fault == Number::Fault::None && error.fault == Number::Fault::None && error.value > 0 &&
                std::abs(value.value - best) <= rounded)
                return error.value;
        }
        scorers.remove_prefix(comma == std::string_view::npos ? scorers.size() : comma + 1);
    }
    return Row::unknown;
}

/// "mmlu" of external_benchmark_mmlu.csv, by the name that papers give it.
std::string benchmarkOf(const QString &path)
{
    QString name = QString::fromStdString(stemOf(path));
    if (name.startsWith(u"external_benchmark_"))
        name = name.section(u'_', 2);
    return name == u"mmlu" ? "MMLU" : name.toStdString();
}

/// "recYPBajeLA2L6QSD", which a database gives to a row: no name of a model.
bool isRecordId(std::string_view text) { return text.size() == 17 && text.starts_with("rec"); }

/// Reads one benchmark's table, or the one of Epoch's own runs.
class BenchmarkReader
{
public:
    explicit BenchmarkReader(ImportFile &file)
        : m_file(file), m_rows(file), m_benchmark(benchmarkOf(file.path))
    {}

    Result<> read();

private:
    void findColumns();
    Result<bool> findUnit();
    Result<> readRow();
    Result<> readVersion();
    Result<> store(std::string_view model, double value);
    void addNotes();
    [[nodiscard]] std::string_view nameOf() const;
    [[nodiscard]] std::vector<std::string> settingsOf() const;

    ImportFile &m_file;
    TableRows m_rows;
    std::string m_benchmark;
    Known m_score{};
    Metric m_metric;
    bool m_percent = false;
    int m_value = -1, m_version = -1, m_task = -1, m_shots = -1, m_source = -1, m_scorers = -1;
    std::vector<int> m_names;        ///< columns that name the model, the best first
    std::vector<int> m_distinctions; ///< columns that tell runs of one model apart
    /// Scores by task, model, shots and setting.
    std::map<std::tuple<std::string, std::string, int, std::string>, double> m_taken;
    qint64 m_apart = 0, m_unversioned = 0;
};

void BenchmarkReader::findColumns()
{
    const auto seek = [&](const auto &known) {
        for (const Known &score : known) {
            if (m_value < 0 && m_rows.column(score.column) >= 0) {
                m_score = score;
                m_value = m_rows.column(score.column);
            }
        }
    };
    seek(kScores);
    seek(kUnbounded);
    m_metric = metricNamed(QString::fromUtf8(m_score.metric));
    m_version = m_rows.column("model_version");
    m_task = m_rows.column("best_score_(across_scorers)") >= 0 ? m_rows.column("task") : -1;
    m_shots = m_rows.column("shots");
    m_source = m_rows.column("source");
    m_scorers = m_rows.column("scores");
    if (m_version < 0)
        m_version = m_rows.column("model");
    for (const std::string_view name : {"name", "model", "agent", "id"})
        m_names.push_back(m_rows.column(name));
    for (const std::string_view name :
         {"agent", "scaffold", "tools", "source", "started_at", "name", "model", "id"}) {
        if (m_rows.column(name) != m_version)
            m_distinctions.push_back(m_rows.column(name));
    }
}

std::string_view BenchmarkReader::nameOf() const
{
    if (const std::string_view version = m_rows.text(m_version); !version.empty())
        return version;
    for (const int column : m_names) {
        if (const std::string_view name = m_rows.text(column); !name.empty() && !isRecordId(name))
            return name;
    }
    return {};
}

/// Names of settings to keep a score apart by, the plainest first.
std::vector<std::string> BenchmarkReader::settingsOf() const
{
    const std::string_view shots = m_rows.text(m_shots); // "few"
    const bool counted = shots.empty() || parseNumber(shots).fault == Number::Fault::None;
    std::string setting = counted ? std::string() : std::string(shots) + " shots";
    std::vector<std::string> settings{setting};
    const auto extend = [&](std::string_view by) {
        if (by.empty() || by == "None")
            return;
        setting += (setting.empty() ? "" : ", ") + std::string(by);
        settings.push_back(setting);
    };
    for (const int column : m_distinctions)
        extend(m_rows.text(column));
    return settings;
}

/// A first pass: whether scores without a percent sign are percentages.
Result<bool> BenchmarkReader::findUnit()
{
    ShareUnit unit;
    DelimitedReader reader(m_file.device, m_file.name, m_file.separator);
    for (bool header = true;; header = false) {
        const auto more = reader.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        const auto field = static_cast<std::size_t>(m_value);
        if (header || reader.fault() != DelimitedReader::Fault::None || reader.fields().size() <= field)
            continue;
        const Number score = parseNumber(trimmed(reader.fields()[field]));
        if (score.fault == Number::Fault::None && !score.percent)
            unit.add(score.value);
    }
    return m_metric.proportion && unit.percent();
}

Result<> BenchmarkReader::read()
{
    if (auto begun = m_rows.begin(); !begun)
        return begun;
    findColumns();
    const bool ofVersions = m_value < 0 && m_rows.column("version_release_date") >= 0;
    if (m_value >= 0) {
        m_file.device.seek(0);
        const auto percent = findUnit();
        if (!percent)
            return tl::unexpected(percent.error());
        m_percent = *percent;
        if (auto begun = m_rows.begin(); !begun)
            return begun;
    }
    if (m_task < 0)
        m_file.tasks.add({m_benchmark});
    const auto readOne = [&] {
        ++m_file.report.read;
        return ofVersions ? readVersion() : readRow();
    };
    if (auto read = m_rows.forEach(readOne); !read)
        return read;
    addNotes();
    return {};
}

void BenchmarkReader::addNotes()
{
    QStringList &notes = m_file.report.notes;
    if (m_value < 0)
        notes << ImportText::tr("Holds no scores.");
    else
        notes << ImportText::tr("Scores are those of the column “%1”.")
                     .arg(QString::fromStdString(m_rows.titles()[static_cast<std::size_t>(m_value)]));
    if (m_percent)
        notes << ImportText::tr("Values of %1 are percentages and were divided by 100.").arg(m_metric.name);
    if (m_unversioned > 0)
        notes << ImportText::tr("Rows without a version of the model, which go by its name: %1.")
                     .arg(m_unversioned);
    if (m_apart > 0)
        notes << ImportText::tr("Further scores of a model, kept apart by their agent or source: %1.")
                     .arg(m_apart);
}

/// "gpt-4-0314", a version of "GPT-4"
Result<> BenchmarkReader::readVersion()
{
    const std::string_view version = m_rows.text(m_rows.column("id"));
    const std::string_view model = m_rows.text(m_rows.column("model"));
    if (version.empty())
        return m_file.refuse(m_rows.line(), u"id"_s, ImportText::tr("is empty"));
    const std::string date = dateOf(m_rows.text(m_rows.column("version_release_date")));
    if (!date.empty()) {
        const Row row{.line = m_rows.line(), .family = kFamily, .model = version, .date = date};
        if (const auto stored = m_file.store(row); !stored)
            return tl::unexpected(stored.error());
    }
    return model.empty() || model == version ? Result<>() : m_file.writer.addVersion(kFamily, version, model);
}

Result<> BenchmarkReader::readRow()
{
    const std::string_view name = nameOf();
    if (m_version >= 0)
        m_file.models.add({m_rows.text(m_version)});
    const std::string_view text = m_rows.text(m_value);
    if (text.empty())
        return {};
    const QString column = QString::fromStdString(m_rows.titles()[static_cast<std::size_t>(m_value)]);
    const Number score = parseNumber(text, m_percent ? -2 : 0);
    if (score.fault != Number::Fault::None)
        return m_file.refuse(m_rows.line(), column, ImportText::tr("is not a number"));
    const bool sign = text.ends_with('%');
    m_file.report.count(sign ? parseNumber(trimmed(text.substr(0, text.size() - 1))).value
                             : parseNumber(text).value);
    if (sign && !m_metric.proportion)
        return m_file.refuse(
            m_rows.line(), column,
            ImportText::tr("has a percent sign, but %1 is no proportion").arg(m_metric.name));
    if (name.empty())
        return m_file.refuse(m_rows.line(), u"Model version"_s,
                             ImportText::tr("is empty, and so is the name"));
    if (const QString fault = faultOfLevel(score.value, m_metric); !fault.isEmpty())
        return m_file.refuse(m_rows.line(), column, fault);
    m_unversioned += m_rows.text(m_version).empty();
    return store(name, score.value);
}

Result<> BenchmarkReader::store(std::string_view model, double value)
{
    const std::string task = m_task < 0 ? m_benchmark : std::string(m_rows.text(m_task));
    if (task.empty())
        return m_file.refuse(m_rows.line(), u"task"_s, ImportText::tr("is empty"));
    if (m_task >= 0)
        m_file.tasks.add({task});
    constexpr double mostShots = 1e6; // beyond any prompt
    const double shots = m_rows.number(m_shots);
    Row row{.line = m_rows.line(), .family = kFamily, .model = model, .benchmark = task, .task = task};
    row.metric = m_score.metric;
    row.shots = shots >= 0 && shots <= mostShots && shots == std::floor(shots) ? static_cast<int>(shots) : -1;
    row.value = value;
    row.standardError = errorOf(m_rows.text(m_scorers), value);

    const std::vector<std::string> settings = settingsOf();
    const auto free = std::ranges::find_if(settings, [&](const std::string &setting) {
        return m_taken.try_emplace({task, std::string(model), row.shots, setting}, value).first->second ==
               value;
    });
    row.strategy = free == settings.end() ? settings.back() : *free;
    m_apart += free != settings.begin();
    const std::string_view from = m_rows.text(m_source);
    const std::string source =
        (placeOf(row.line) + (from.empty() ? QString() : u", "_s)).toStdString() + std::string(from);
    row.source = source;
    const auto stored = m_file.store(row);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

bool recognises(const Outline &outline)
{
    return hasColumns(outline, {"model_version", "source"}) ||
           hasColumns(outline, {"model", "best_score_(across_scorers)"}) ||
           hasColumns(outline, {"id", "model", "version_release_date"}) ||
           hasColumns(outline, {"model", "distilled", "confidence"}) ||
           hasColumns(outline, {"benchmark", "optimized_for", "benchmark_release_date"});
}

Result<> read(ImportFile &file) { return BenchmarkReader(file).read(); }

} // namespace

Format format()
{
    return {.name = QStringLiteral("epoch-benchmark"), .recognises = recognises, .read = read};
}

} // namespace onset::epoch_benchmark
