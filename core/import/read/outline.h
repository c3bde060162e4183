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
        Yaml,      ///< one document, or what stands before a text in Markdown
    };

    Kind kind = Kind::Unknown;
    char separator = ','; ///< of a table
    std::vector<std::string> header =
        {}; ///< of a table: the fields of its first line, as columnName gives them
    std::optional<json::Document> document = {};
    QString fault = {}; ///< why it is unknown, one sentence

    [[nodiscard]] bool isTable() const { return kind == Kind::Table; }
    /// Of a file of one JSON value; Missing for any other.
    [[nodiscard]] json::Value json() const { return of(Kind::Json); }
    /// The first of JSON Lines; Missing for any other file.
    [[nodiscard]] json::Value firstLine() const { return of(Kind::JsonLines); }
    /// Of YAML, as JSON; Missing for any other.
    [[nodiscard]] json::Value yaml() const { return of(Kind::Yaml); }

private:
    [[nodiscard]] json::Value of(Kind asked) const
    {
        return kind == asked ? document->root() : json::Value();
    }
};

/// A column's name as formats compare it: lower case, '_' for blanks and '-'.
[[nodiscard]] std::string columnName(std::string_view field);

/// @param device  open for reading, at its beginning       @param name  of the file, for sentences
[[nodiscard]] Outline outlineOf(QIODevice &device, const QString &name);

} // namespace onset
