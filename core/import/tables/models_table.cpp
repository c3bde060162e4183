#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/score.h"
#include "core/import/tables/table_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

/// The models table of LifeArchitect.ai: parameters and tokens in billions, MMLU, MMLU-Pro and GPQA in
/// percent. A family is a laboratory, so that the curves are laboratories' models by size.
namespace onset::models_table {

using namespace Qt::StringLiterals;

namespace {

struct Benchmark
{
    std::string_view column, name;
};
constexpr std::array<Benchmark, 3> kBenchmarks{
    {{"mmlu", "MMLU"}, {"mmlu_pro", "MMLU-Pro"}, {"gpqa", "GPQA"}}};

/// "Oct/2024" as ISO 8601; empty for anything else.
std::string dateOf(std::string_view text)
{
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto month = std::ranges::find(months, text.substr(0, 3));
    const bool dated = month != months.end() && text.size() == 8 && text[3] == '/' &&
                       text.find_first_not_of("0123456789", 4) == std::string_view::npos;
    if (!dated)
        return {};
    const auto number = month - months.begin() + 1;
    return std::string(text.substr(4)) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

/// A size in billions as a count; NaN when none above 0 is stated.
double billions(double stated)
{
    const double count = stated * 1e9;
    return std::isfinite(count) && count > 0 ? count : Row::unknown;
}

Result<> readScore(ImportFile &file, const TableRows &rows, int column, const Benchmark &benchmark, Row row)
{
    const std::string_view text = rows.text(column);
    if (text.empty())
        return {};
    ++file.report.read;
    const QString title = QString::fromUtf8(benchmark.name);
    const Number percent = parseNumber(text, -2);
    if (percent.fault != Number::Fault::None)
        return file.refuse(rows.line(), title, ImportText::tr("is not a number"));
    if (benchmark.column == kBenchmarks.front().column)
        file.report.count(parseNumber(text.substr(0, text.find('%'))).value);
    row.value = percent.value;
    if (const QString fault = faultOfLevel(row.value, metricNamed(u"accuracy"_s)); !fault.isEmpty())
        return file.refuse(rows.line(), title, fault);
    const std::string source = (placeOf(row.line) + u", "_s).toStdString() + std::string(benchmark.name);
    row.benchmark = row.task = benchmark.name;
    row.metric = "accuracy";
    row.source = source;
    const auto stored = file.store(row);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

Result<> readRow(ImportFile &file, const TableRows &rows)
{
    ++file.report.read;
    const std::string date = dateOf(rows.text(rows.column("announced_▼")));
    const std::string source = placeOf(rows.line()).toStdString();
    Row row{.line = rows.line(),
            .family = rows.text(rows.column("lab")),
            .model = rows.text(rows.column("model")),
            .parameters = billions(rows.number(rows.column("parameters_(b)"))),
            .tokens = billions(rows.number(rows.column("tokens_trained_(b)"))),
            .date = date,
            .source = source};
    if (row.model.empty() || row.family.empty()) // an empty row, or the notes at the end
        return file.refuse(row.line, row.model.empty() ? u"Model"_s : u"Lab"_s, ImportText::tr("is empty"));
    file.models.add({row.model});
    const auto stored = file.store(row);
    if (!stored)
        return tl::unexpected(stored.error());
    for (const Benchmark &benchmark : kBenchmarks) {
        if (!*stored) // contradicts its namesake; its scores still count as read
            break;
        if (auto read = readScore(file, rows, rows.column(benchmark.column), benchmark, row); !read)
            return read;
    }
    return {};
}

bool recognises(const Outline &outline)
{
    return hasColumns(outline, {"model", "lab", "parameters_(b)", "tokens_trained_(b)"});
}

Result<> read(ImportFile &file)
{
    file.tasks.add({kBenchmarks.front().name});
    file.report.notes << ImportText::tr(
        "Scores are percentages and were divided by 100; sizes are in billions.");
    TableRows rows(file);
    if (auto begun = rows.begin(); !begun)
        return begun;
    return rows.forEach([&] { return readRow(file, rows); });
}

} // namespace

Format format() { return {.name = QStringLiteral("models-table"), .recognises = recognises, .read = read}; }

} // namespace onset::models_table
