#include "core/import/read/mapping.h"
#include "core/import/read/outline.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

// Names of columns as columnName gives them, without their unit; of several columns the first name wins.
constexpr std::array<std::string_view, 12> kModels{
    "huggingface_path", "hf_path", "fullname", "full_name", "model_name", "model_id",
    "model_json",       "model",   "models",   "llm",       "name",       "model_nickname"};
constexpr std::array<std::string_view, 4> kFamilies{"model_family", "family", "model_series", "dataset"};
constexpr std::array<std::string_view, 5> kCheckpoints{"huggingface_revision", "hf_revision", "revision",
                                                       "checkpoint", "model_revision"};
constexpr std::array<std::string_view, 12> kParameters{
    "params",     "parameters", "#params",      "n_params",     "num_params",           "param_count",
    "model_size", "size",       "model_params", "total_params", "number_of_parameters", "total_parameters"};
constexpr std::array<std::string_view, 12> kTokens{"tokens",
                                                   "#tokens",
                                                   "#_tokens",
                                                   "train_tokens",
                                                   "training_tokens",
                                                   "tokens_trained",
                                                   "pretraining_tokens",
                                                   "num_tokens",
                                                   "n_tokens",
                                                   "pretraining_data_size",
                                                   "training_data_size",
                                                   "tokens_seen"};
constexpr std::array<std::string_view, 20> kFlops{"flops",
                                                  "train_flops",
                                                  "training_flops",
                                                  "total_flops",
                                                  "pretrain_flops",
                                                  "compute",
                                                  "train_compute",
                                                  "training_compute",
                                                  "total_train_compute",
                                                  "total_compute",
                                                  "total_training_compute",
                                                  "pretraining_compute",
                                                  "pretrain_compute",
                                                  "pretraining_flops",
                                                  "flop",
                                                  "train_flop",
                                                  "training_flop",
                                                  "total_train_flops",
                                                  "total_training_flops",
                                                  "compute_budget"};
constexpr std::array<std::string_view, 5> kDates{"date", "release_date", "published", "announced",
                                                 "publication_date"};
constexpr std::array<std::string_view, 4> kSettings{"setting", "strategy", "prompt", "chat_template"};
constexpr std::array<std::string_view, 2> kVariants{"precision", "seed"};

/// Numbers that are no scores of a benchmark: places in the table, remarks, what a model costs or is made of,
/// and means over other columns.
constexpr std::array<std::string_view, 43> kNoScores{"n",
                                                     "votes",
                                                     "num_votes",
                                                     "hidden_size",
                                                     "hidden_dim",
                                                     "context",
                                                     "context_window",
                                                     "context_size",
                                                     "max_length",
                                                     "learning_rate",
                                                     "warmup_steps",
                                                     "n_examples",
                                                     "knowledge_cutoff",
                                                     "rank",
                                                     "index",
                                                     "id",
                                                     "#",
                                                     "no.",
                                                     "average",
                                                     "avg",
                                                     "mean",
                                                     "overall",
                                                     "total",
                                                     "core",
                                                     "extended",
                                                     "year",
                                                     "step",
                                                     "epoch",
                                                     "lr",
                                                     "layers",
                                                     "n_layers",
                                                     "d_model",
                                                     "heads",
                                                     "n_heads",
                                                     "vocab_size",
                                                     "context_length",
                                                     "batch_size",
                                                     "likes",
                                                     "hub_likes",
                                                     "downloads",
                                                     "generation",
                                                     "rw_small",
                                                     "low_variance_datasets"};
constexpr std::array<std::string_view, 20> kNoScoreStarts{
    "aggregated_",    "perplexity.", "eval_metrics.", "average_",          "alscore", "unnamed:",
    "rank*",          "rank_(",      "latency",       "throughput",        "cost",    "price",
    "gpu_hour",       "gpu-hour",    "tokens/s",      "tokens_per_second", "runtime", "training_time",
    "inference_time", "seconds_per"};
constexpr std::array<std::string_view, 8> kNoScoreParts{"_centered", "_ci_",  "stderr", "_std",
                                                        "co2",       "_cost", "price",  "likes"};

/// The metric of columns that are known by their name alone, spelt as papers do. MT-Bench and Elo are no
/// proportions.
struct Known
{
    const char *task, *metric;
};
constexpr std::array<Known, 14> kKnown{{
    {"MMLU", "accuracy"},
    {"ARC-C", "accuracy"},
    {"HellaSwag", "accuracy"},
    {"Winograd", "accuracy"},
    {"Winogrande", "accuracy"},
    {"XWinograd", "accuracy"},
    {"TruthfulQA", "MC2"},
    {"GSM8K", "exact match"},
    {"HumanEval", "pass@1"},
    {"MMLU-Pro", "accuracy"},
    {"GPQA", "accuracy"},
    {"Arena-Elo", "score"},
    {"MTBench", "score"},
    {"MT-Bench", "score"},
}};

/// A column's name and the unit that it states.
struct Heading
{
    std::string name;            ///< as columnName gives it, without the unit
    std::optional<int> exponent; ///< of "(B)", "(1E21)", "(x10^21 FLOPs)", "_billions"; none stated
    double factor = 1;           ///< of "(PF-days)"
};

bool isOneOf(std::string_view name, std::span<const std::string_view> names)
{
    return std::ranges::find(names, name) != names.end();
}

Heading headingOf(const QString &text)
{
    static const QRegularExpression bracket(u"\\s*\\(([^()]*)\\)\\s*$"_s);
    static const QRegularExpression power(u"^(?:[x×*]\\s*)?(?:1e|10\\^|10e)\\+?(\\d{1,2})\\b"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression raised(u"10([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"_s);
    static const QRegularExpression pfDays(u"^(?:pf|petaflops?(?:/s)?)[- ]?days?$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const std::array units{
        std::pair(u"k"_s, 3),        std::pair(u"thousands"_s, 3), std::pair(u"m"_s, 6),
        std::pair(u"millions"_s, 6), std::pair(u"b"_s, 9),         std::pair(u"bn"_s, 9),
        std::pair(u"billions"_s, 9), std::pair(u"t"_s, 12),        std::pair(u"trillions"_s, 12),
        std::pair(u"flop"_s, 0),     std::pair(u"flops"_s, 0),     std::pair(u"eflop"_s, 18),
        std::pair(u"zflop"_s, 21),   std::pair(u"yflop"_s, 24)};
    const auto exponentOf = [](QString unit) -> std::optional<int> {
        if (pfDays.match(unit).hasMatch())
            return kPfDaysExponent;
        if (const auto found = raised.match(unit); found.hasMatch()) {
            QString digits;
            for (const QChar c : found.captured(1))
                digits += QString::number(c.digitValue());
            unit.replace(found.capturedStart(), found.capturedLength(), u"10^"_s + digits);
        }
        if (const auto found = power.match(unit); found.hasMatch())
            return found.captured(1).toInt();
        const auto known =
            std::ranges::find(units, unit.toLower(), [](const auto &each) { return each.first; });
        return known == units.end() ? std::nullopt : std::optional(known->second);
    };
    QString name = text.simplified();
    std::optional<int> exponent;
    double factor = 1;
    if (const auto unit = bracket.match(name); unit.hasMatch()) {
        exponent = exponentOf(unit.captured(1).trimmed());
        if (exponent)
            name.truncate(unit.capturedStart());
        if (pfDays.match(unit.captured(1).trimmed()).hasMatch())
            factor = kPfDaysFactor;
    }
    Heading heading{columnName(name.toStdString()), exponent, factor};
    const auto underscore = heading.name.rfind('_');
    if (!exponent && underscore != std::string::npos) { // "params_b", but no "model_t" where t is no unit
        const std::string unit = heading.name.substr(underscore + 1);
        heading.exponent = exponentOf(QString::fromStdString(unit));
        if (heading.exponent)
            heading.name.resize(underscore);
        // FLOPs are a unit of "training_compute_flops" and the quantity itself of "train_flops"
        const bool ofCompute = unit.ends_with("flop") || unit.ends_with("flops");
        if (heading.exponent && ofCompute && !isOneOf(heading.name, kFlops))
            heading.name += "_flops";
    }
    // signs and remarks in other scripts behind a name: "announced_▼"
    const auto foreign =
        std::ranges::find_if(heading.name, [](char c) { return static_cast<unsigned char>(c) > 127; });
    if (foreign != heading.name.begin() && foreign != heading.name.end()) {
        heading.name.erase(foreign, heading.name.end());
        while (heading.name.ends_with('_'))
            heading.name.pop_back();
    }
    return heading;
}

bool isNoScore(std::string_view name)
{
    const auto starts = [&](std::string_view start) { return name.starts_with(start); };
    const auto holds = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
    return name.empty() || isOneOf(name, kNoScores) || std::ranges::any_of(kNoScoreStarts, starts) ||
           std::ranges::any_of(kNoScoreParts, holds);
}

bool isMetric(const QString &name)
{
    const Metric metric = metricNamed(name);
    return std::isfinite(metric.low) || std::isfinite(metric.high);
}

/// Splits a metric off the end of a column's name: "word_unscrambling_2_exact_match", "trivia_qa (EM)".
QString takeMetric(QString &name)
{
    static const QRegularExpression breaks(u"[_ ./(]+"_s);
    for (auto at = breaks.globalMatch(name); at.hasNext();) {
        const auto separator = at.next();
        QString metric = name.mid(separator.capturedEnd());
        if (separator.captured().contains(u'(') && metric.endsWith(u')'))
            metric.chop(1);
        if (separator.capturedStart() > 0 && isMetric(metric)) {
            name.truncate(separator.capturedStart());
            return metric;
        }
    }
    return {};
}

/// And shots: "ARC (25-shot)", "gsm8k_5shot", "gsm8k_5" when a metric stood behind.
int takeShots(QString &name, bool bare)
{
    static const QRegularExpression inWords(u"[ _(]*(\\d{1,3})[- _]?shots?\\)?"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression alone(u"_(\\d{1,3})$"_s);
    auto found = inWords.match(name);
    if (!found.hasMatch() && bare)
        found = alone.match(name);
    if (!found.hasMatch() || found.capturedStart() == 0)
        return -1;
    name.remove(found.capturedStart(), found.capturedLength());
    return found.captured(1).toInt();
}

QString benchmarkOf(const QString &task)
{
    if (task.startsWith(u"mmlu_") || task.startsWith(u"hendrycksTest-"))
        return u"MMLU"_s;
    if (task.startsWith(u"bigbench_"))
        return u"BIG-bench"_s;
    if (task.startsWith(u"agi_eval_"))
        return u"AGIEval"_s;
    return task;
}

/// Whether a table writes its scores as percentages: most of its columns that may be scores do, and then a
/// column of small numbers does too. Not where some column is one of fractions for sure: it never exceeds 1,
/// and has more digits behind the point than the percentages have.
class TableUnit
{
public:
    explicit TableUnit(const std::vector<const ColumnSurvey *> &columns)
    {
        int shares = 0, percent = 0, decimals = 0;
        for (const ColumnSurvey *column : columns) {
            if (!mayBeShares(*column))
                continue;
            ++shares;
            if (column->share.percent()) {
                ++percent;
                if (column->high >= 10) // below, they may be points of any kind
                    decimals = std::max(decimals, column->decimals);
            }
        }
        m_percent = percent >= 2 && 2 * percent > shares &&
                    std::ranges::none_of(columns, [&](const ColumnSurvey *column) {
                        return mayBeShares(*column) && column->high <= 1 && column->decimals > decimals;
                    });
    }
    [[nodiscard]] bool percent() const { return m_percent; }
    /// @param column  of scores without a unit of their own
    [[nodiscard]] bool percent(const ColumnSurvey &column) const
    {
        return column.share.percent() || (m_percent && mayBeShares(column));
    }

private:
    static bool mayBeShares(const ColumnSurvey &column)
    {
        return column.numbers > 0 && column.percents == 0 && column.low >= 0 && column.high > 0 &&
               column.high <= 100;
    }
    bool m_percent = false;
};

/// Where cells have percent signs, those without one are percentages, too, when most have it or one
/// exceeds 1.
bool lacksSigns(const ColumnSurvey &column)
{
    return column.percents > 0 && column.percents < column.numbers &&
           (2 * column.percents > column.numbers || column.share.percent());
}

/// Task, metric, shots and filter by the name of a column of scores.
void nameScore(ColumnMapping &column, const ColumnSurvey &survey, const TableUnit &unit)
{
    QString name = column.name.simplified();
    const bool corrected = name.endsWith(u",norm");
    if (corrected)
        name.chop(5);
    if (const auto comma = name.indexOf(u','); comma > 0) {
        column.decoding = name.mid(comma + 1).trimmed();
        name.truncate(comma);
    }
    QString metric = takeMetric(name);
    const bool place = isNoScore(columnName(name.toStdString())); // "Average" is no metric here
    if (metric.isEmpty() && isMetric(name) && !place) // "WER", "Perplexity": named by the metric alone
        metric = name;
    column.shots = takeShots(name, !metric.isEmpty());
    column.task = name;
    const auto *const known =
        std::ranges::find(kKnown, name, [](const Known &each) { return QLatin1StringView(each.task); });
    if (metric.isEmpty() && known != kKnown.end())
        metric = QLatin1StringView(known->metric);
    // below 10 on a scale that exceeds 1, they may be points of any kind, unless the whole table has
    // percentages
    const bool small = survey.share.percent() && survey.high < 10;
    const bool proportion =
        survey.percents > 0 ||
        (survey.low >= 0 && survey.high <= (survey.share.percent() ? 100 : 1) && (!small || unit.percent()));
    if (metric.isEmpty())
        metric = proportion ? u"accuracy"_s : u"score"_s;
    const Metric standard = metricNamed(metric);
    column.metric = corrected ? u"chance-corrected "_s + standard.name : standard.name;
    column.benchmark = benchmarkOf(column.task);
}

/// The first of these names that a column has; of no column when none does.
std::size_t columnOf(std::span<const Heading> headings, std::span<const std::string_view> names)
{
    for (const std::string_view name : names) {
        if (const auto found = std::ranges::find(headings, name, &Heading::name); found != headings.end())
            return static_cast<std::size_t>(found - headings.begin());
    }
    return headings.size();
}

/// The column whose texts tell the rows apart, unless there is one of checkpoints, which does it too.
std::size_t modelColumn(std::span<const Heading> headings, const std::vector<ColumnSurvey> &columns)
{
    std::size_t best = columnOf(headings, kModels);
    if (columnOf(headings, kCheckpoints) < headings.size())
        return best;
    for (const std::string_view name : kModels) {
        const std::size_t at = columnOf(headings, std::array{name});
        if (at < headings.size() && columns[at].different > columns[best].different)
            best = at;
    }
    return best;
}

} // namespace

bool mayNameModel(std::string_view name) { return isOneOf(name, kModels); }

int guessedExponent(ColumnRole role, const ColumnSurvey &column)
{
    constexpr double fewest = 1e4;  // parameters: a smaller number counts billions
    constexpr double fewestD = 1e6; // tokens: a smaller one counts billions, and up to 100 trillions
    if (role == ColumnRole::Score)
        return column.percents == 0 ? (column.share.percent() ? -2 : 0) : (lacksSigns(column) ? -2 : 0);
    if (const auto stated = headingOf(column.name).exponent)
        return *stated;
    if (role == ColumnRole::Parameters && column.high < fewest)
        return 9;
    if (role == ColumnRole::Tokens && column.high < fewestD)
        return column.high <= 100 ? 12 : 9;
    return 0;
}

double guessedFactor(ColumnRole role, const ColumnSurvey &column)
{
    return role == ColumnRole::Flops ? headingOf(column.name).factor : 1;
}

Mapping guessedMapping(const std::vector<ColumnSurvey> &columns)
{
    std::vector<Heading> headings;
    std::vector<const ColumnSurvey *> numbers; // that are no sizes
    for (const ColumnSurvey &column : columns) {
        const Heading &heading = headings.emplace_back(headingOf(column.name));
        const bool scale = isOneOf(heading.name, kParameters) || isOneOf(heading.name, kTokens) ||
                           isOneOf(heading.name, kFlops);
        if (!scale && !isNoScore(columnName(column.name.toStdString())))
            numbers.push_back(&column);
    }
    const TableUnit unit(numbers);
    Mapping mapping;
    for (const ColumnSurvey &survey : columns) {
        ColumnMapping &column = mapping.columns.emplace_back();
        column.name = survey.name;
        column.sample = survey.sample;
        nameScore(column, survey, unit);
    }
    const auto give = [&](std::size_t at, ColumnRole role) {
        if (at < mapping.columns.size() && mapping.columns[at].role == ColumnRole::Ignored)
            mapping.columns[at].role = role;
    };
    give(modelColumn(headings, columns), ColumnRole::Model);
    give(columnOf(headings, kFamilies), ColumnRole::Family);
    give(columnOf(headings, kCheckpoints), ColumnRole::Checkpoint);
    give(columnOf(headings, kParameters), ColumnRole::Parameters);
    give(columnOf(headings, kTokens), ColumnRole::Tokens);
    give(columnOf(headings, kFlops), ColumnRole::Flops);
    give(columnOf(headings, kDates), ColumnRole::Date);
    give(columnOf(headings, kSettings), ColumnRole::Setting);
    give(columnOf(headings, kVariants), ColumnRole::Variant);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        ColumnMapping &column = mapping.columns[i];
        const bool numeric = columns[i].numbers > 0 && 2 * columns[i].numbers >= columns[i].texts;
        const std::string &name = headings[i].name;
        const bool other = mayNameModel(name) || isOneOf(name, kParameters) || isOneOf(name, kTokens) ||
                           isOneOf(name, kFlops) || isNoScore(columnName(column.name.toStdString()));
        if (column.role == ColumnRole::Ignored && numeric && !other)
            column.role = ColumnRole::Score;
        // as percentages only where the metric is one
        const bool score = column.role == ColumnRole::Score;
        if (score && !metricNamed(column.metric).proportion)
            column.exponent = 0;
        else
            column.exponent =
                score && unit.percent(columns[i]) ? -2 : guessedExponent(column.role, columns[i]);
        column.factor = guessedFactor(column.role, columns[i]);
    }
    return mapping;
}

} // namespace onset
