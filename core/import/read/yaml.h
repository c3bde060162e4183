#pragma once

#include "core/import/read/json.h"

/// YAML as benchmark programs write it, read into the values of JSON: plain scalars are numbers, booleans and
/// null where they look so, and dates are texts. Anchors and aliases are refused, so that no file grows while
/// it is read.
namespace onset::yaml {

/// Of a leaderboard or a model card; the parser takes some 100 times as much memory.
inline constexpr qint64 kMaxBytes = qint64{16} << 20;

/// Whether a text may be YAML: a document's mark, or a first line "key: …" or "- key: …" that is no row of a
/// table.
[[nodiscard]] bool startsAsYaml(QByteArrayView start);

/// Reads the first document; behind a mark "---" up to the next one, so that the rest may be Markdown. The
/// lines of its values are those of the file.
/// @param device  open for reading, at its beginning       @param name  of the file, for error sentences
/// @error Io; BadInput: no YAML, beyond the bounds of this and of json::Document, or with aliases
[[nodiscard]] Result<json::Document> read(QIODevice &device, const QString &name);

} // namespace onset::yaml
