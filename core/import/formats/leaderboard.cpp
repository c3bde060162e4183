#include "core/import/formats/leaderboard.h"

#include "core/import/tables/wide.h"

#include <algorithm>

namespace onset::leaderboard {

namespace {

/// As the leaderboard's page on its normalisation states them; BBH and MuSR have a chance level by subtask.
constexpr std::array<Benchmark, 8> kVersion2{{
    {"ifeval", "IFEval", "accuracy (strict)", 0, 0},
    {"bbh", "BBH", "normalized accuracy", 3, std::numeric_limits<double>::quiet_NaN()},
    {"math_lvl_5", "MATH Lvl 5", "exact match", 4, 0},
    {"math", "MATH Lvl 5", "exact match", 4, 0},
    {"gpqa", "GPQA", "normalized accuracy", 0, 0.25},
    {"musr", "MuSR", "normalized accuracy", 0, std::numeric_limits<double>::quiet_NaN()},
    {"mmlu_pro", "MMLU-Pro", "accuracy", 5, 0.1},
    {"mnlu_pro", "MMLU-Pro", "accuracy", 5, 0.1}, // as a copy spells it
}};

template <typename Columns>
bool has(const Columns &columns, std::string_view name)
{
    return std::ranges::find(columns, name) != std::ranges::end(columns);
}

bool isVersion1(const std::vector<std::string> &header)
{
    return has(header, "model") && has(header, "average") &&
           (has(header, "truthfulqa_(0_shot)") || has(header, "truthfulqa(0_shot)"));
}

bool isVersion2(const std::vector<std::string> &header)
{
    const bool raw = has(header, "fullname") && has(header, "ifeval_raw") && has(header, "bbh_raw");
    return raw ||
           (has(header, "model") && has(header, "ifeval") && has(header, "bbh") && has(header, "musr"));
}

void mapScore(ColumnMapping &column, const Benchmark &benchmark, int exponent)
{
    column.role = ColumnRole::Score;
    column.exponent = exponent;
    column.benchmark = column.task = QLatin1StringView(benchmark.name);
    column.metric = QLatin1StringView(benchmark.metric);
    column.shots = benchmark.shots;
    column.chance = benchmark.chance;
}

/// Scores in percent. "Parameters" are no counts, but rescaled to the largest model of the dump.
void mapVersion1(ColumnMapping &column, const std::string &name)
{
    if (name == "model")
        column.role = ColumnRole::Model;
    for (const Benchmark &benchmark : kVersion1) {
        if (name.starts_with(benchmark.column) && name.find("shot") != std::string::npos)
            mapScore(column, benchmark, -2);
    }
}

/// Scores as fractions; where a table has them raw, its columns without "raw" are normalised by chance.
void mapVersion2(ColumnMapping &column, const std::string &name, bool raw)
{
    if (name == (raw ? "fullname" : "model"))
        column.role = ColumnRole::Model;
    else if (name == "#params_(b)" || name == "parameters") // "72.7B" says its unit itself
        column.role = ColumnRole::Parameters, column.exponent = name == "parameters" ? 0 : 9;
    else if (name == "upload_to_hub_date" || name == "upload_date")
        column.role = ColumnRole::Date;
    else if (name == "chat_template")
        column.role = ColumnRole::Setting;
    else if (name == "precision")
        column.role = ColumnRole::Variant;
    for (const Benchmark &benchmark : kVersion2) {
        if (name == (raw ? std::string(benchmark.column) + "_raw" : benchmark.column))
            mapScore(column, benchmark, 0);
    }
}

Mapping mappingOf(const std::vector<ColumnSurvey> &columns)
{
    Mapping mapping;
    std::vector<std::string> header;
    for (const ColumnSurvey &column : columns)
        header.push_back(columnName(column.name.toStdString()));
    for (std::size_t i = 0; i < columns.size(); ++i) {
        ColumnMapping &column = mapping.columns.emplace_back();
        column.name = columns[i].name;
        column.benchmark = column.task = column.name.simplified(); // when the user makes it a score
        column.metric = QStringLiteral("score");
        column.sample = columns[i].sample;
        if (isVersion1(header))
            mapVersion1(column, header[i]);
        else
            mapVersion2(column, header[i], has(header, "ifeval_raw"));
    }
    return mapping;
}

/// A table of either version. The user may map its columns.
bool recognises(const Outline &outline)
{
    return outline.isTable() && (isVersion1(outline.header) || isVersion2(outline.header));
}

Result<> read(ImportFile &file) { return wide::read(file, mappingOf); }

} // namespace

Format format()
{
    return {.name = QStringLiteral("leaderboard"), .recognises = recognises, .read = read, .mapped = true};
}

} // namespace onset::leaderboard
