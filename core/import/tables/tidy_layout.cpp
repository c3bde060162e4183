#include "core/import/tables/tidy_layout.h"

#include "core/import/read/import_file.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/outline.h"

#include <algorithm>

namespace onset::tidy {

namespace {

/// Names as printed in reports, then other spellings.
constexpr std::array<std::array<std::string_view, 4>, kColumns> kNames{{
    {"model_family", "family"},
    {"model"},
    {"checkpoint"},
    {"params", "parameters", "n_params"},
    {"train_tokens", "tokens"},
    {"train_flops", "flops", "compute"},
    {"flops_origin"},
    {"date"},
    {"benchmark"},
    {"task"},
    {"strategy", "setting"},
    {"shots", "n_shots"},
    {"decoding"},
    {"metric"},
    {"value", "score"},
    {"stderr", "standard_error"},
    {"n_examples", "n"},
    {"chance_level", "chance"},
    {"reference"},
    {"note"},
    {"source"},
}};

} // namespace

std::optional<Column> columnNamed(std::string_view name)
{
    for (std::size_t column = 0; column < kNames.size(); ++column) {
        if (std::ranges::find(kNames[column], name) != kNames[column].end())
            return static_cast<Column>(column);
    }
    return std::nullopt;
}

QString nameOf(Column column) { return QLatin1StringView(kNames[column].front()); }

std::string_view Layout::text(const DelimitedReader &reader, Column column) const
{
    return has(column) ? trimmed(reader.fields()[static_cast<std::size_t>(field[column])])
                       : std::string_view();
}

Result<Layout> layoutOf(const std::vector<std::string_view> &header, const QString &file)
{
    Layout layout{.fields = header.size()};
    layout.field.fill(-1);
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto column = columnNamed(columnName(header[i]));
        if (!column)
            layout.keptOut << QString::fromUtf8(header[i]);
        else if (layout.has(*column))
            return failure(
                Code::BadInput,
                ImportText::tr("“%1” has two columns “%2”; remove one.").arg(file, nameOf(*column)));
        else
            layout.field[*column] = static_cast<int>(i);
    }
    QStringList missing;
    const bool scalesOnly =
        !layout.has(MetricName) && !layout.has(Value) &&
        (layout.has(Params) || layout.has(Tokens) || layout.has(Flops) || layout.has(ReleaseDate));
    for (const Column needed : {Family, Model, Benchmark, Task, MetricName, Value}) {
        if (!layout.has(needed) && (needed <= Model || !scalesOnly))
            missing << nameOf(needed);
    }
    if (!missing.isEmpty())
        return failure(
            Code::BadInput,
            ImportText::tr("“%1” lacks the columns %2, which a tidy table needs; add them to its first line.")
                .arg(file, missing.join(QStringLiteral(", "))));
    return layout;
}

} // namespace onset::tidy
