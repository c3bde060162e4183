#include "core/import/names/known_models.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/score.h"
#include "core/import/tables/table_rows.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

/// Long tables: a row for each task that a model was asked, a column for each metric, as users of evaluation
/// programs collect them: `model, checkpoint, task, fewshot, acc, acc_stderr`, or with `filename` for the
/// task, `prompt_type`, `seed` and `number_of_data`.
///
/// A task that ends in a number is one of a series, which is its benchmark; so a series has one task for each
/// number. Prompt and seed are parts of the setting: replicates stay apart. A number in `checkpoint` is a
/// step, whose tokens the known models give; so one file can hold a run. The first metric of a table is what
/// a report counts as records; all of them are stored. −100 stands for "not computed".
namespace onset::long_table {

using namespace Qt::StringLiterals;

namespace {

constexpr double kNotComputed = -100;
constexpr std::array<std::string_view, 3> kShots{"fewshot", "num_fewshot", "number_of_shots"};

/// The metric that a column's name stands for; nothing when it is none that is known.
std::optional<Metric> metricOf(const std::string &column)
{
    static const std::map<std::string, QString, std::less<>> ofScorers{
        {"exact_match_accuracy", u"exact match"_s},
        {"exact_match_f1", u"F1"_s},
        {"bert_score_accuracy", u"accuracy (BERTScore)"_s},
        {"bert_score_f1", u"F1 (BERTScore)"_s},
        {"single_bert_score", u"BERTScore"_s},
    };
    const auto known = ofScorers.find(column);
    const Metric metric =
        metricNamed(known == ofScorers.end() ? QString::fromStdString(column) : known->second);
    return std::isfinite(metric.low) || std::isfinite(metric.high) ? std::optional(metric) : std::nullopt;
}

struct Score
{
    int column, error; ///< −1: no errors
    Metric metric;
    std::string name;
};

/// A model as the rows name it.
struct Model
{
    std::string family = {}, name = {};
    const KnownModel *known = nullptr;
};

Model modelNamed(std::string_view text)
{
    static const QRegularExpression size(u"^\\d+(\\.\\d+)?[kmbt]$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    Model model{.name = std::string(lastPart(text))};
    if (size.match(QString::fromStdString(model.name)).hasMatch() && model.name.size() < text.size()) {
        // "models--llama/7B" is a folder of a cache of weights
        const auto slash = text.find_last_of("/\\", text.rfind(model.name));
        std::string_view before = lastPart(text.substr(0, slash));
        if (before.starts_with("models--"))
            before.remove_prefix(8);
        if (!before.empty())
            model.name = std::string(before) + '-' + model.name;
    }
    model.known = knownModel(model.name);
    model.family =
        (model.known ? model.known->family : familyByName(QString::fromStdString(model.name))).toStdString();
    return model;
}

/// "arithmetic_multiplication" of the task "arithmetic_multiplication_7"
std::string_view seriesOf(std::string_view task)
{
    const auto digits = task.find_last_not_of("0123456789");
    const bool numbered = digits != std::string_view::npos && digits > 0 && digits + 1 < task.size() &&
                          (task[digits] == '_' || task[digits] == '-');
    return numbered ? task.substr(0, digits) : task;
}

/// Reads one table.
class Reader
{
public:
    explicit Reader(ImportFile &file) : m_file(file), m_rows(file) {}

    Result<> read();

private:
    Result<> findColumns();
    Result<> readRow();
    Result<> readScore(const Score &score, Row row);
    [[nodiscard]] std::string_view taskOf() const;
    [[nodiscard]] std::string strategyOf() const;
    void addNotes();

    ImportFile &m_file;
    TableRows m_rows;
    std::vector<Score> m_scores;
    int m_model = -1, m_checkpoint = -1, m_task = -1, m_shots = -1, m_prompt = -1, m_seed = -1, m_items = -1;
    std::string m_modelText;
    Model m_known; ///< the model of m_modelText
    qint64 m_notComputed = 0, m_missing = 0;
};

Result<> Reader::findColumns()
{
    if (auto begun = m_rows.begin(); !begun)
        return begun;
    m_model = m_rows.column("model");
    m_checkpoint = m_rows.column("checkpoint");
    m_task = std::max(m_rows.column("task"), m_rows.column("filename"));
    for (const std::string_view shots : kShots)
        m_shots = std::max(m_shots, m_rows.column(shots));
    m_prompt = m_rows.column("prompt_type");
    m_seed = m_rows.column("seed");
    m_items = m_rows.column("number_of_data");
    for (std::size_t i = 0; i < m_rows.names().size(); ++i) {
        if (const auto metric = metricOf(m_rows.names()[i]))
            m_scores.push_back({static_cast<int>(i), m_rows.column(m_rows.names()[i] + "_stderr"), *metric,
                                metric->name.toStdString()});
    }
    if (m_model < 0 || m_task < 0 || m_scores.empty())
        return failure(
            Code::BadInput,
            ImportText::tr("“%1” lacks a column for the model, the task or a metric.").arg(m_file.name));
    return {};
}

Result<> Reader::read()
{
    if (auto found = findColumns(); !found)
        return found;
    if (auto read = m_rows.forEach([this] { return readRow(); }); !read)
        return read;
    addNotes();
    return {};
}

/// The task, or the folder of its file.
std::string_view Reader::taskOf() const
{
    const std::string_view text = m_rows.text(m_task);
    const auto slash = text.find_last_of("/\\");
    return slash == std::string_view::npos ? text : lastPart(text.substr(0, slash));
}

std::string Reader::strategyOf() const
{
    std::string strategy(m_rows.text(m_prompt));
    if (const std::string_view seed = m_rows.text(m_seed); !seed.empty() && seed != "None")
        strategy += (strategy.empty() ? "seed " : ", seed ") + std::string(seed);
    return strategy;
}

Result<> Reader::readRow()
{
    if (m_modelText != m_rows.text(m_model)) {
        m_modelText = m_rows.text(m_model);
        m_known = modelNamed(m_modelText);
    }
    const std::string_view task = taskOf();
    if (m_known.name.empty() || task.empty()) {
        ++m_file.report.read;
        return m_file.refuse(m_rows.line(), m_known.name.empty() ? u"model"_s : u"task"_s,
                             ImportText::tr("is empty"));
    }
    m_file.models.add({m_known.family, m_known.name});
    m_file.tasks.add({task});

    std::string checkpoint(m_rows.text(m_checkpoint));
    if (!checkpoint.empty() && checkpoint.find_first_not_of("0123456789") == std::string::npos)
        checkpoint.insert(0, "step");
    const std::string strategy = strategyOf();
    Row row{.line = m_rows.line(),
            .family = m_known.family,
            .model = m_known.name,
            .checkpoint = checkpoint,
            .benchmark = seriesOf(task),
            .task = task,
            .strategy = strategy};
    if (const KnownModel *known = m_known.known) {
        const double seen = stepOf(checkpoint) * known->tokensPerStep;
        row.parameters = known->parameters;
        row.tokens = checkpoint.empty() ? known->tokens : seen > 0 ? seen : Row::unknown;
        row.flops = checkpoint.empty() ? known->flops : Row::unknown;
        row.parametersOrigin = row.tokensOrigin = kFromTable;
        row.flopsOrigin = std::isnan(row.flops) ? std::string_view() : "reported";
    }
    constexpr double mostShots = 1e6; // beyond any prompt
    if (const double shots = m_rows.number(m_shots);
        shots >= 0 && shots <= mostShots && shots == std::floor(shots))
        row.shots = static_cast<int>(shots);
    if (const double items = m_rows.number(m_items); items >= 1 && items == std::floor(items) && items < 1e15)
        row.n = items;
    for (const Score &score : m_scores) {
        if (auto read = readScore(score, row); !read)
            return read;
    }
    return {};
}

Result<> Reader::readScore(const Score &score, Row row)
{
    ++m_file.report.read;
    const QString column = QString::fromStdString(m_rows.titles()[static_cast<std::size_t>(score.column)]);
    row.value = m_rows.number(score.column);
    if (std::isnan(row.value)) {
        ++m_missing;
        return {};
    }
    if (row.value == kNotComputed) {
        ++m_notComputed;
        return {};
    }
    if (&score == &m_scores.front())
        m_file.report.count(row.value);
    if (const QString fault = faultOfLevel(row.value, score.metric); !fault.isEmpty())
        return m_file.refuse(m_rows.line(), column, fault);
    // an error of 0 is one of a constant score, and no weight
    if (const double error = m_rows.number(score.error); std::isfinite(error) && error != 0)
        row.standardError = error;
    if (const QString fault = faultOfError(row.standardError, score.metric); !fault.isEmpty())
        return m_file.refuse(m_rows.line(), column, ImportText::tr("has an error that %1").arg(fault));
    if (std::isnan(row.n) && score.metric.counts)
        row.n = outcomesBehind(row.value, row.standardError);
    const std::string source = ImportText::tr("line %1, column %2").arg(row.line).arg(column).toStdString();
    row.metric = score.name;
    row.source = source;
    const auto stored = m_file.store(row);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

void Reader::addNotes()
{
    QStringList &notes = m_file.report.notes;
    if (m_missing > 0)
        notes << ImportText::tr("Scores that are missing: %1.").arg(m_missing);
    if (m_notComputed > 0)
        notes << ImportText::tr("Scores of −100, which stands for “not computed”: %1.").arg(m_notComputed);
    if (m_seed >= 0)
        notes << ImportText::tr("Repetitions by seed are kept apart as settings.");
}

bool recognises(const Outline &outline)
{
    const auto has = [&](std::string_view name) { return hasColumns(outline, {name}); };
    return has("model") && (has("task") || has("filename")) && std::ranges::any_of(kShots, has) &&
           !has("metric") && std::ranges::any_of(outline.header, [](const std::string &name) {
               return metricOf(name).has_value();
           });
}

Result<> read(ImportFile &file) { return Reader(file).read(); }

} // namespace

Format format() { return {.name = QStringLiteral("long"), .recognises = recognises, .read = read}; }

} // namespace onset::long_table
