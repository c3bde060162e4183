#pragma once

#include "core/import/read/delimited.h"

#include <QStringList>

#include <array>
#include <optional>

namespace onset::tidy {

enum Column {
    Family,
    Model,
    Checkpoint,
    Params,
    Tokens,
    Flops,
    FlopsOrigin,
    ReleaseDate,
    Benchmark,
    Task,
    Strategy,
    Shots,
    Decoding,
    MetricName,
    Value,
    StandardError,
    Examples,
    Chance,
    ReferenceLabel,
    Note,
    Source,
    kColumns
};

/// By any of its spellings, as columnName gives them.
[[nodiscard]] std::optional<Column> columnNamed(std::string_view name);
/// As reports name it.
[[nodiscard]] QString nameOf(Column column);

/// Which field of a record holds which column.
struct Layout
{
    std::array<int, kColumns> field = {}; ///< −1: the table has no such column
    std::size_t fields = 0;
    QStringList keptOut = {}; ///< columns of the table that are none of these

    [[nodiscard]] bool has(Column column) const { return field[column] >= 0; }

    /// The text of a column, without blanks at its ends; empty when there is no such column.
    /// @param reader  at a record with as many fields as the layout
    [[nodiscard]] std::string_view text(const DelimitedReader &reader, Column column) const;
};

/// @error BadInput when a needed column is missing or one occurs twice
[[nodiscard]] Result<Layout> layoutOf(const std::vector<std::string_view> &header, const QString &file);

} // namespace onset::tidy
