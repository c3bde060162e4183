#include "core/import/formats/ladder_config.h"

#include "core/import/read/import_text.h"
#include "core/import/read/score.h"
#include "core/import/tables/table_rows.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

/// Logs of training runs: one run a file, one step a row, one score a column.
///
/// `eval/…` columns are those of OLMo's trainer: task, split, method, shots and metric stand in the name, as
/// in "eval/downstream/arc_challenge_test_rc_5shot_len_norm". `train_accuracy`, `test_loss` and so on are
/// those of small experiments.
///
/// The model is the file's name, its family the folder, and each row a checkpoint "step200"; so each file is
/// a run, and the last rows of the files in a folder are a family curve. Tokens and FLOPs of a checkpoint
/// come from its row; `final.json` of the OLMo ladder in the same folder gives parameters, and FLOPs a token
/// where the log has no FLOPs. A log without tokens stores its steps as a measure "steps", an axis to plot
/// along. Validation losses are measures of the same checkpoints, so that accuracy can be seen against loss.
/// The accuracies on held-out data are what a report counts as records; all scores are stored.
namespace onset::train_log {

using namespace Qt::StringLiterals;

namespace {

/// What a column of scores holds.
struct Score
{
    int column = -1;
    QString title = {};
    std::string benchmark = {}, task = {}, strategy = {};
    int shots = -1;
    Metric metric = {};
    std::string metricName = {};
    bool accuracy = false; ///< of a task, which the report then counts
    bool held = false;     ///< an accuracy on data that was not trained on: counted as a record
};

/// The metric that the end of a column's name, or its folder, stands for.
QString metricOf(const QString &ending)
{
    static const QHash<QString, QString> known{
        {u"len_norm"_s, u"normalized accuracy"_s},
        {u"acc"_s, u"accuracy"_s},
        {u"bpb"_s, u"bits per byte"_s},
        {u"soft"_s, u"probability of correct answer"_s},
        {u"soft_log"_s, u"log-probability of correct answer"_s},
    };
    return known.value(ending, ending);
}

void setMetric(Score &score, const QString &name)
{
    score.metric = metricNamed(name);
    score.metricName = score.metric.name.toStdString();
}

/// "eval/c4_en-validation/CrossEntropyLoss", "eval/downstream_bpb/boolq_val_rc_5shot_bpb"
std::optional<Score> evalScore(const QString &title)
{
    const QStringList parts = title.split(u'/');
    if (parts.size() != 3 || parts[0] != u"eval")
        return std::nullopt;
    Score score{.title = title};
    if (!parts[1].startsWith(u"downstream")) {
        static const QRegularExpression set(u"-validation$"_s);
        score.benchmark = "validation";
        score.task = QString(parts[1]).remove(set).toStdString();
        setMetric(score, parts[2] == u"CrossEntropyLoss" ? u"cross-entropy"_s : parts[2]);
        return score;
    }
    static const QRegularExpression name(
        u"^(?<task>.+?)(?<split>_val|_test)?_(?<method>rc|mc)_(?<shots>\\d{1,3})shot_(?<metric>.+)$"_s);
    const auto found = name.match(parts[2]);
    const QString task = found.hasMatch() ? found.captured(u"task"_s) : parts[2];
    score.benchmark = task.startsWith(u"mmlu") ? "MMLU" : task.toStdString();
    score.task = (task + found.captured(u"split"_s)).toStdString();
    score.strategy = found.captured(u"method"_s).toStdString();
    score.shots = found.hasMatch() ? found.captured(u"shots"_s).toInt() : -1;
    score.accuracy = score.held = parts[1] == u"downstream";
    setMetric(score, found.hasMatch() ? metricOf(found.captured(u"metric"_s)) : u"accuracy"_s);
    return score;
}

/// "test_accuracy", "train_loss"
std::optional<Score> splitScore(const QString &title, const std::string &benchmark)
{
    static const QRegularExpression name(
        u"^(?<split>train|test|val|valid|validation)_(?<metric>accuracy|acc|loss)$"_s);
    const auto found = name.match(title);
    if (!found.hasMatch())
        return std::nullopt;
    Score score{.title = title, .benchmark = benchmark, .task = found.captured(u"split"_s).toStdString()};
    score.accuracy = found.captured(u"metric"_s) != u"loss";
    score.held = score.accuracy && score.task != "train";
    setMetric(score, found.captured(u"metric"_s));
    return score;
}

std::optional<Score> scoreOf(const QString &title, const std::string &benchmark)
{
    auto score = evalScore(title);
    if (!score)
        score = splitScore(title, benchmark);
    const bool named = score && !score->task.empty() && !score->metricName.empty();
    return named ? score : std::nullopt;
}

std::string wholeText(double count) { return QString::number(count, 'f', 0).toStdString(); }

/// Reads one log.
class Reader
{
public:
    explicit Reader(ImportFile &file)
        : m_file(file), m_rows(file), m_family(folderOf(file.path)), m_model(stemOf(file.path))
    {}

    Result<> read();

private:
    Result<> findColumns();
    Result<> readRow();
    Result<> readScore(const Score &score, Row row);
    Result<> store(const Row &row, const QString &title);

    ImportFile &m_file;
    TableRows m_rows;
    std::string m_family, m_model;
    ladder_config::Size m_size;
    std::vector<Score> m_scores;
    int m_step = -1, m_tokens = -1, m_gigaflops = -1, m_batch = -1, m_modulus = -1;
    qint64 m_missing = 0;
};

Result<> Reader::findColumns()
{
    if (auto begun = m_rows.begin(); !begun)
        return begun;
    m_step = m_rows.column("step");
    m_tokens = m_rows.column("throughput/total_tokens");
    m_gigaflops = m_rows.column("throughput/total_training_gflops");
    m_batch = m_rows.column("batch_size_in_tokens");
    m_modulus = m_rows.column("modulus");
    if (m_step < 0 && m_tokens < 0)
        return failure(
            Code::BadInput,
            ImportText::tr("“%1” has no column of training steps; name it “step”.").arg(m_file.name));
    for (std::size_t i = 0; i < m_rows.titles().size(); ++i) {
        auto score = scoreOf(QString::fromStdString(m_rows.titles()[i]), m_family);
        if (!score)
            continue;
        score->column = static_cast<int>(i);
        if (score->accuracy)
            m_file.tasks.add({score->task, score->strategy});
        m_scores.push_back(std::move(*score));
    }
    return {};
}

Result<> Reader::read()
{
    if (auto found = findColumns(); !found)
        return found;
    m_file.models.add({m_family, m_model});
    if (const auto config = m_file.beside(u"final.json"_s))
        m_size = ladder_config::sizeOf(config->root(), m_model);
    if (auto read = m_rows.forEach([this] { return readRow(); }); !read)
        return read;
    if (m_missing > 0)
        m_file.report.notes << ImportText::tr("Scores that are missing (empty or NaN): %1.").arg(m_missing);
    return {};
}

Result<> Reader::readRow()
{
    const double step = m_rows.number(m_step);
    const double batch = m_rows.number(m_batch);
    const double tokens = m_tokens >= 0 ? m_rows.number(m_tokens) : step * batch;
    if (std::isnan(m_step >= 0 ? step : tokens)) {
        ++m_file.report.read;
        return m_file.refuse(
            m_rows.line(), QString::fromStdString(m_rows.titles()[std::size_t(std::max(m_step, m_tokens))]),
            ImportText::tr("does not tell the step, so that the row has no place in the run"));
    }
    const std::string checkpoint = m_step >= 0 ? "step" + wholeText(step) : wholeText(tokens) + " tokens";
    Row row{.line = m_rows.line(), .family = m_family, .model = m_model, .checkpoint = checkpoint};
    row.parameters = m_size.parameters;
    row.tokens = ladder_config::positive(tokens);
    row.flops = ladder_config::positive(m_gigaflops >= 0 ? 1e9 * m_rows.number(m_gigaflops)
                                                         : tokens * m_size.flopsPerToken);
    row.flopsOrigin = std::isnan(row.flops) ? std::string_view() : "reported";
    for (const Score &score : m_scores) {
        if (auto read = readScore(score, row); !read)
            return read;
    }
    if (m_tokens >= 0 || m_batch >= 0 || !(step > 0))
        return {};
    ++m_file.report.read;
    row.benchmark = m_family;
    row.task = "steps";
    row.metric = "training steps";
    row.value = step;
    return store(row, QString::fromStdString(m_rows.titles()[std::size_t(m_step)]));
}

Result<> Reader::readScore(const Score &score, Row row)
{
    ++m_file.report.read;
    row.value = m_rows.number(score.column);
    if (std::isnan(row.value)) {
        ++m_missing;
        return {};
    }
    if (score.held)
        m_file.report.count(row.value);
    row.benchmark = score.benchmark;
    row.task = score.task;
    row.strategy = score.strategy;
    row.shots = score.shots;
    row.metric = score.metricName;
    if (const double options = m_rows.number(m_modulus); score.accuracy && options > 1)
        row.chance = 1 / options;
    if (const QString fault = faultOfLevel(row.value, score.metric); !fault.isEmpty())
        return m_file.refuse(m_rows.line(), score.title, fault);
    return store(row, score.title);
}

Result<> Reader::store(const Row &row, const QString &title)
{
    const std::string source = ImportText::tr("line %1, column %2").arg(row.line).arg(title).toStdString();
    Row placed = row;
    placed.source = source;
    const auto stored = m_file.store(placed);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

bool recognises(const Outline &outline)
{
    const auto isScore = [](const std::string &name) {
        return name.starts_with("eval/") || splitScore(QString::fromStdString(name), {});
    };
    return (hasColumns(outline, {"step"}) || hasColumns(outline, {"throughput/total_tokens"})) &&
           std::ranges::any_of(outline.header, isScore);
}

Result<> read(ImportFile &file) { return Reader(file).read(); }

} // namespace

Format format()
{
    return {.name = QStringLiteral("train-log"),
            .recognises = recognises,
            .read = read,
            .companions = {QStringLiteral("final.json")}};
}

} // namespace onset::train_log
