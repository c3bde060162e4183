#pragma once

#include "core/import/read/json.h"

#include <optional>
#include <string>
#include <vector>

namespace onset {

/// What a file holds, as far as its format shows in it: made once per file, from its content alone.
struct Outline
{
    enum class Kind {
        Unknown,
        Table,     ///< delimited text
        Json,      ///< one JSON value
        JsonLines, ///< a JSON value on each line; `document` holds the first one
    };

    Kind kind = Kind::Unknown;
    char separator = ','; ///< of a table
    std::vector<std::string> header =
        {}; ///< of a table: the fields of its first line, as columnName gives them
    std::optional<json::Document> document = {};
    QString fault = {}; ///< why it is unknown, one sentence

    [[nodiscard]] bool isTable() const { return kind == Kind::Table; }
    /// Of a file of one JSON value; Missing for any other.
    [[nodiscard]] json::Value json() const { return kind == Kind::Json ? document->root() : json::Value(); }
};

/// A column's name as formats compare it: lower case, '_' for blanks and '-'.
[[nodiscard]] std::string columnName(std::string_view field);

/// @param device  open for reading, at its beginning       @param name  of the file, for sentences
[[nodiscard]] Outline outlineOf(QIODevice &device, const QString &name);

} // namespace onset
