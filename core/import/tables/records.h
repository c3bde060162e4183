#pragma once

#include "core/import/read/outline.h"

namespace onset {

/// Flat records of JSON, JSON Lines or YAML as a table, so that its columns are read and mapped as those of
/// any other: a list of objects, alone or as a member of one object; objects of columns by name or by model,
/// and "columns" with "data", as pandas writes them. Records with a task each become a tidy table.
struct RecordTable
{
    QByteArray text = {};     ///< comma-separated; empty: the file holds no such records
    qint64 records = 0;       ///< each in the line behind that of its number; of a tidy table, one or more
    QStringList leftOut = {}; ///< members that hold lists or objects
};

inline constexpr qint64 kMaxRecordCells = 4'000'000; ///< more are no table

/// @param outline  of the file      @param device  the file, open for reading; only asked of JSON Lines
[[nodiscard]] RecordTable recordsIn(const Outline &outline, QIODevice &device, const QString &name);

} // namespace onset
