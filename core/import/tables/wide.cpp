#include "core/import/tables/wide.h"

#include "core/curve/scale.h"
#include "core/import/names/known_models.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/tables/entries.h"
#include "core/import/tables/table_survey.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace onset::wide {

namespace {

constexpr qint64 kRowsPerReport = 256;
constexpr double kSurveyShare = 0.5; ///< of the time that a file takes

double partOf(const ImportFile &file, const DelimitedReader &reader)
{
    return static_cast<double>(reader.position()) /
           static_cast<double>(std::max<qint64>(1, file.device.size()));
}

/// The number behind a percent sign, or the number.
double asWritten(std::string_view text)
{
    if (text.ends_with('%'))
        text = trimmed(text.substr(0, text.size() - 1));
    return parseNumber(text).value;
}

/// A model as a table names it; a file of an evaluation stands for the model that was evaluated, as in
/// DCLM's "evaluation_c4-open_lm_1b_heavy.json".
std::string_view modelIn(std::string_view text)
{
    constexpr std::string_view ending = ".json", start = "evaluation_";
    if (!text.ends_with(ending))
        return text;
    text.remove_suffix(ending.size());
    if (text.starts_with(start))
        text.remove_prefix(start.size());
    for (const std::string_view suite : {"_heavy", "_medium", "_light"}) {
        if (text.ends_with(suite)) {
            text.remove_suffix(suite.size());
            break;
        }
    }
    return text;
}

/// "a, b", of those that are not empty.
std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string all;
    for (const std::string_view part : parts) {
        if (!part.empty())
            all.append(all.empty() ? "" : ", ").append(part);
    }
    return all;
}

/// What a row is about when it is no model.
enum class RowKind { Model, Chance, Reference, Mean };

RowKind kindOf(std::string_view model)
{
    constexpr std::array<std::string_view, 11> chance{"random",          "random baseline", "random guess",
                                                      "random guessing", "random chance",   "random choice",
                                                      "random level",    "chance",          "chance level",
                                                      "chance baseline", "guessing"};
    constexpr std::array<std::string_view, 20> people{
        "human",          "humans",          "human expert",
        "human experts",  "human rater",     "human raters",
        "human baseline", "human average",   "human performance",
        "human level",    "human best",      "average human",
        "average rater",  "expert",          "experts",
        "expert human",   "expert humans",   "domain expert",
        "domain experts", "non expert human"};
    constexpr std::array<std::string_view, 6> means{"average", "avg", "mean", "median", "overall", "total"};
    constexpr std::size_t longest = 32;
    if (model.size() > longest)
        return RowKind::Model;
    std::string words;
    for (const char c : model) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && c != ' ' && c != '-' && c != '_' && c != '*' && c != '(' && c != ')')
            return RowKind::Model; // "Expert-7B"
        if (letter)
            words += static_cast<char>(c | 0x20);
        else if (!words.empty() && words.back() != ' ')
            words += ' ';
    }
    const std::string_view said = trimmed(words);
    const auto isOneOf = [said](const auto &names) { return std::ranges::find(names, said) != names.end(); };
    return isOneOf(chance)   ? RowKind::Chance
           : isOneOf(people) ? RowKind::Reference
           : isOneOf(means)  ? RowKind::Mean
                             : RowKind::Model;
}

/// A column of scores, with what every row says of it.
struct ScoreColumn
{
    std::size_t field;
    int exponent;
    Metric metric;
    QString name; ///< for reports
    std::string key, benchmark, task, metricName, strategy, decoding;
    int shots;
    double chance;
};

/// Reads the rows of one file.
class Reader
{
public:
    Reader(ImportFile &file, const Mapping &mapping);
    Result<> read();

private:
    Result<> readRow();
    Result<> readScales(Row &row);
    Result<> stateScales(Row row);
    Result<> readScores(Row row);
    Result<> readNoModel(RowKind kind, Row row);
    void readValues();
    Result<> readScore(const ScoreColumn &column, double value, Row row);
    [[nodiscard]] std::string_view text(std::size_t field) const { return trimmed(m_rows.fields()[field]); }
    /// Empty when there is no such column.
    [[nodiscard]] std::string_view text(ColumnRole role) const
    {
        const auto found = std::ranges::find(m_mapping.columns, role, &ColumnMapping::role);
        return found == m_mapping.columns.end()
                   ? std::string_view()
                   : text(static_cast<std::size_t>(found - m_mapping.columns.begin()));
    }
    [[nodiscard]] std::string settingOfRow() const;
    [[nodiscard]] std::string variantOfRow() const;
    void addNotes();

    ImportFile &m_file;
    const Mapping &m_mapping;
    DelimitedReader m_rows;
    std::vector<ScoreColumn> m_scores;
    std::vector<double> m_values; ///< of the row's scores, as stored
    Entries m_entries;
    QStringList m_noModels; ///< what stands where a model would
    qint64 m_missing = 0, m_empty = 0, m_remarks = 0, m_unknown = 0, m_differing = 0, m_again = 0,
           m_sizeless = 0, m_guessed = 0;
};

Reader::Reader(ImportFile &file, const Mapping &mapping)
    : m_file(file), m_mapping(mapping), m_rows(file.device, file.name, file.separator)
{
    for (std::size_t i = 0; i < mapping.columns.size(); ++i) {
        const ColumnMapping &column = mapping.columns[i];
        if (column.role != ColumnRole::Score)
            continue;
        const Metric metric = metricNamed(column.metric);
        m_scores.push_back({.field = i,
                            .exponent = column.exponent,
                            .metric = metric,
                            .name = column.name,
                            .key = column.name.toStdString(),
                            .benchmark = column.benchmark.toStdString(),
                            .task = column.task.toStdString(),
                            .metricName = metric.name.toStdString(),
                            .strategy = column.strategy.toStdString(),
                            .decoding = column.decoding.toStdString(),
                            .shots = column.shots,
                            .chance = column.chance});
    }
    m_values.resize(m_scores.size());
}

Result<> Reader::read()
{
    qint64 rows = 0;
    for (bool header = true;; header = false) {
        const auto more = m_rows.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        if (header)
            continue;
        if (++rows % kRowsPerReport == 0 &&
            !m_file.proceed(kSurveyShare + (1 - kSurveyShare) * partOf(m_file, m_rows)))
            return m_file.cancelled();
        if (auto done = readRow(); !done)
            return done;
    }
    addNotes();
    return {};
}

Result<> Reader::readRow()
{
    if (const QString broken = faultOf(m_rows, m_mapping.columns.size()); !broken.isEmpty()) {
        ++m_file.report.read;
        return m_file.refuse(m_rows.line(), {}, broken);
    }
    const auto filled = std::ranges::count_if(m_rows.fields(),
                                              [](std::string_view field) { return !trimmed(field).empty(); });
    const std::string_view model = modelIn(text(ColumnRole::Model));
    if (filled == 0) {
        ++m_empty;
        return {};
    }
    if (model.empty()) {
        ++m_file.report.read;
        const auto column = std::ranges::find(m_mapping.columns, ColumnRole::Model, &ColumnMapping::role);
        return m_file.refuse(m_rows.line(), column->name, ImportText::tr("is empty"));
    }
    if (const RowKind kind = kindOf(model); kind != RowKind::Model)
        return readNoModel(kind, {.line = m_rows.line(), .note = model});
    const std::string_view stated = text(ColumnRole::Family);
    const std::string family = stated.empty() ? familyOf(model) : std::string(stated);
    const std::string setting = settingOfRow();
    Row row{.line = m_rows.line(),
            .family = family,
            .model = model,
            .checkpoint = text(ColumnRole::Checkpoint),
            .strategy = setting};
    m_file.models.add({row.family, row.model, row.checkpoint});
    m_remarks += filled == 1;
    if (auto scales = readScales(row); !scales)
        return scales;
    if (auto stored = stateScales(row); !stored)
        return stored;
    row.parameters = row.tokens = row.flops = Row::unknown; // once is enough
    row.flopsOrigin = row.date = {};
    return readScores(row);
}

/// "chat template" where a column of this name says yes, and other texts as they are.
std::string Reader::settingOfRow() const
{
    std::string setting;
    for (std::size_t i = 0; i < m_mapping.columns.size(); ++i) {
        if (m_mapping.columns[i].role != ColumnRole::Setting)
            continue;
        const QString says = QString::fromUtf8(text(i)), plain = says.toLower();
        std::string part = says.toStdString();
        if (plain == QStringLiteral("true") || plain == QStringLiteral("yes"))
            part = m_mapping.columns[i].name.toLower().toStdString();
        else if (plain == QStringLiteral("false") || plain == QStringLiteral("no"))
            part.clear();
        setting = joined({setting, part});
    }
    return setting;
}

/// "float16", "seed 3"; empty when no column tells.
std::string Reader::variantOfRow() const
{
    const auto column = std::ranges::find(m_mapping.columns, ColumnRole::Variant, &ColumnMapping::role);
    const std::string says(text(ColumnRole::Variant));
    const bool bare = !says.empty() && parseNumber(says).fault == Number::Fault::None;
    return bare ? column->name.toLower().toStdString() + ' ' + says : says;
}

/// A scale of 0 or below stands for one that is not known.
Result<> Reader::readScales(Row &row)
{
    for (std::size_t i = 0; i < m_mapping.columns.size(); ++i) {
        const ColumnMapping &column = m_mapping.columns[i];
        double *const scale = column.role == ColumnRole::Parameters ? &row.parameters
                              : column.role == ColumnRole::Tokens   ? &row.tokens
                              : column.role == ColumnRole::Flops    ? &row.flops
                                                                    : nullptr;
        if (!scale || saysMissing(text(i)))
            continue;
        Number number = parseNumber(text(i), column.exponent);
        if (number.fault == Number::Fault::NotANumber || number.percent)
            number = parseCount(text(i)); // "72.7B" has its unit with it
        if (number.fault == Number::Fault::NotANumber || number.percent) {
            ++m_file.report.read;
            if (auto refused = m_file.refuse(m_rows.line(), column.name, ImportText::tr("is not a number"));
                !refused)
                return refused;
        } else if (number.fault != Number::Fault::None || number.value <= 0) {
            ++m_unknown;
        } else {
            *scale = column.factor * number.value;
        }
    }
    if (!std::isnan(row.flops))
        row.flopsOrigin = "reported";
    if (const std::string_view date = text(ColumnRole::Date);
        !std::isnan(decimalYear(QString::fromUtf8(date))))
        row.date = date;
    if (!std::isnan(row.parameters) || !std::isnan(row.flops))
        return {};
    if (const KnownModel *const known = knownModel(row.model)) {
        row.parameters = known->parameters;
        row.parametersOrigin = kFromTable;
        if (std::isnan(row.tokens) && row.checkpoint.empty()) {
            row.tokens = known->tokens;
            row.tokensOrigin = kFromTable;
        }
        return {};
    }
    row.parameters = parametersByName(QString::fromUtf8(lastPart(row.model)));
    if (!std::isnan(row.parameters)) {
        row.parametersOrigin = kFromName;
        ++m_guessed;
    }
    return {};
}

/// States the scales of the row's model; what contradicts an earlier row gives way, and costs no score.
Result<> Reader::stateScales(Row row)
{
    const bool states =
        !std::isnan(row.parameters) || !std::isnan(row.tokens) || !std::isnan(row.flops) || !row.date.empty();
    m_file.report.read += m_scores.empty();
    m_file.report.accepted += m_scores.empty() && states;
    m_sizeless += m_scores.empty() && !states;
    while (states) {
        const auto verdict = m_file.writer.add(row);
        if (!verdict)
            return tl::unexpected(verdict.error());
        if (verdict->reason.isEmpty())
            return {};
        ++m_differing;
        if (verdict->column == QStringLiteral("params"))
            row.parameters = Row::unknown;
        else if (verdict->column == QStringLiteral("train_tokens"))
            row.tokens = Row::unknown;
        else if (verdict->column == QStringLiteral("train_flops"))
            row.flops = Row::unknown;
        else
            row.date = {};
    }
    return {};
}

void Reader::readValues()
{
    std::ranges::transform(m_scores, m_values.begin(), [&](const ScoreColumn &column) {
        const Number written = parseNumber(text(column.field));
        const Number number = written.percent ? written : parseNumber(text(column.field), column.exponent);
        return number.fault == Number::Fault::None ? number.value : Row::unknown;
    });
}

/// Guessing is the chance level of the rows below it, people are a line to compare with, means are passed
/// over.
/// @param row  its note is what stands in place of a model
Result<> Reader::readNoModel(RowKind kind, Row row)
{
    m_noModels << QString::fromUtf8(row.note);
    if (kind == RowKind::Mean)
        return {};
    readValues();
    row.reference = std::exchange(row.note, {});
    for (std::size_t i = 0; i < m_scores.size(); ++i) {
        ScoreColumn &column = m_scores[i];
        const bool level = !std::isnan(m_values[i]) && faultOfLevel(m_values[i], column.metric).isEmpty();
        if (kind == RowKind::Chance && level && std::isnan(column.chance))
            column.chance = m_values[i];
        else if (kind == RowKind::Reference)
            if (auto stored = readScore(column, m_values[i], row); !stored)
                return stored;
    }
    return {};
}

Result<> Reader::readScores(Row row)
{
    readValues();
    std::string key;
    for (const std::string_view part : {row.family, row.model, row.checkpoint, row.strategy})
        key.append(part).push_back('\0');
    std::string entry;
    if (const std::size_t number = m_entries.entryOf(key, m_values); number > 0) {
        ++m_again;
        entry = variantOfRow();
        if (entry.empty())
            entry = Entries::nameOf(number);
    }
    const std::string strategy = joined({row.strategy, entry});
    const std::string source = placeOf(row.line).toStdString(); // the column is in task, metric and setting
    row.strategy = strategy;
    row.source = source;
    for (std::size_t i = 0; i < m_scores.size(); ++i) {
        if (auto stored = readScore(m_scores[i], m_values[i], row); !stored)
            return stored;
    }
    return {};
}

/// @param value  in the unit of the store; NaN: the cell holds none
Result<> Reader::readScore(const ScoreColumn &column, double value, Row row)
{
    const std::string_view cell = text(column.field);
    if (cell.empty())
        return {};
    if (saysMissing(cell) || parseNumber(cell).fault == Number::Fault::NotFinite) {
        ++m_missing;
        return {};
    }
    ++m_file.report.read;
    if (std::isnan(value))
        return m_file.refuse(m_rows.line(), column.name, ImportText::tr("is not a number"));
    m_file.report.count(asWritten(cell));
    m_file.tasks.add({column.key});
    if (const QString fault = faultOfLevel(value, column.metric); !fault.isEmpty())
        return m_file.refuse(m_rows.line(), column.name, fault);
    const std::string strategy = joined({column.strategy, row.strategy});
    row.benchmark = column.benchmark;
    row.task = column.task;
    row.metric = column.metricName;
    row.strategy = strategy;
    row.shots = column.shots;
    row.decoding = column.decoding;
    row.value = value;
    row.chance = column.chance;
    const auto stored = m_file.store(row);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

void Reader::addNotes()
{
    QStringList &notes = m_file.report.notes;
    QStringList percent;
    for (const ScoreColumn &column : m_scores) {
        if (column.exponent == -2)
            percent << column.name;
    }
    if (!percent.isEmpty())
        notes << ImportText::tr("Percentages, divided by 100: %1.").arg(percent.join(QStringLiteral(", ")));
    const auto add = [&](qint64 count, const QString &sentence) {
        if (count > 0)
            notes << sentence.arg(count);
    };
    QStringList ignored;
    for (const ColumnMapping &column : m_mapping.columns)
        if (column.role == ColumnRole::Ignored && !column.name.isEmpty() && !column.sample.isEmpty())
            ignored << column.name;
    if (!ignored.isEmpty())
        notes << ImportText::tr("Columns that were not read: %1.").arg(ignored.join(QStringLiteral(", ")));
    if (!m_noModels.isEmpty())
        notes << ImportText::tr(
                     "Rows that are no models: %1; guessing counts as the chance level of the rows "
                     "below it, people as a line to compare with, means not at all.")
                     .arg(m_noModels.join(QStringLiteral(", ")));
    add(m_empty, ImportText::tr("Empty rows, passed over: %1."));
    add(m_remarks, ImportText::tr("Rows that hold a name and nothing else: %1."));
    add(m_missing, ImportText::tr("Scores that are missing (N/A, NaN, -, …): %1."));
    add(m_unknown, ImportText::tr("Sizes and compute of 0 or below, which stand for unknown: %1."));
    add(m_sizeless, ImportText::tr("Rows of which neither a size, compute nor a date is known: %1."));
    add(m_guessed,
        ImportText::tr("Rows whose number of parameters is read from the name of the model, rounded: %1."));
    add(m_differing,
        ImportText::tr("Sizes, compute and dates that differ from what an earlier row or file says of the "
                       "same model; the earlier stay: %1."));
    add(m_again, ImportText::tr(
                     "Rows with other scores of a model that an earlier row has in the same setting, kept as "
                     "settings of their own: %1."));
}

bool recognises(const Outline &outline)
{
    return outline.isTable() && outline.header.size() > 1 &&
           std::ranges::any_of(outline.header, mayNameModel);
}

} // namespace

Result<> read(ImportFile &file, Guess guess)
{
    const auto surveyed = surveyTable(file.device, file.name, file.separator,
                                      [&file](double part) { return file.proceed(kSurveyShare * part); });
    if (!surveyed)
        return tl::unexpected(surveyed.error());
    Mapping &mapping = file.report.mapping = guess(surveyed->columns);
    if (file.map) {
        if (auto mapped = file.map->applyTo(mapping, surveyed->columns); !mapped)
            return mapped;
    }
    const auto has = [&](std::initializer_list<ColumnRole> roles) {
        return std::ranges::any_of(mapping.columns, [&](const ColumnMapping &column) {
            return std::ranges::find(roles, column.role) != roles.end();
        });
    };
    if (!has({ColumnRole::Model}))
        return failure(
            Code::BadInput,
            ImportText::tr("“%1” has no column that names models; map its columns to say which it is.")
                .arg(file.name));
    if (!has({ColumnRole::Score, ColumnRole::Parameters, ColumnRole::Tokens, ColumnRole::Flops}))
        return failure(Code::BadInput,
                       ImportText::tr("“%1” has no column of scores or sizes of models; map its "
                                      "columns to say which they are.")
                           .arg(file.name));
    return Reader(file, mapping).read();
}

Format format()
{
    return {.name = QStringLiteral("wide"),
            .recognises = recognises,
            .read = [](ImportFile &file) { return read(file, guessedMapping); },
            .mapped = true};
}

} // namespace onset::wide
