#pragma once

#include "core/base/text_set.h"
#include "core/import/read/delimited.h"
#include "core/import/read/json.h"
#include "core/import/read/report.h"

#include <functional>
#include <optional>
#include <string>

namespace onset {

/// Counts different keys; neighbours are often the same.
class Distinct
{
public:
    void add(std::initializer_list<std::string_view> names);
    [[nodiscard]] qint64 count() const { return static_cast<qint64>(m_seen.size()); }

private:
    std::string m_key, m_last;
    TextSet m_seen;
};

/// A file being read by an importer.
struct ImportFile
{
    QString name;      ///< as shown in reports
    QString path;      ///< a label of last resort: what the file says of itself goes before
    QIODevice &device; ///< open for reading, at its beginning, can seek
    char separator;    ///< of a table
    ImportWriter &writer;
    FileReport &report;
    std::function<bool(double fraction)> proceed; ///< of the file; false: the user asked to stop
    const ColumnMap *map = nullptr;               ///< of its columns; null: the user leaves them to us
    Distinct models = {}, tasks = {};             ///< seen in it, as COUNTS of the report
    QString standing = {};                        ///< why what another file says goes before; empty: it does
                                                  ///< not, or there is nothing to say
    qint64 repeated = 0;                          ///< rows that say what an earlier one says

    /// Stores a row, its names without blanks at either end, and counts it as accepted; or refuses it when a
    /// name is missing or when it contradicts an earlier one.
    /// @param where  of a refusal; empty: the row's line
    /// @return whether it was accepted
    [[nodiscard]] Result<bool> store(Row row, const QString &where = {});
    /// Reports and stores a refused row.
    [[nodiscard]] Result<> refuse(const QString &where, const QString &column, const QString &reason);
    [[nodiscard]] Result<> refuse(qint64 line, const QString &column, const QString &reason);
    /// The same of a part whose scores are not read one by one: it counts as one read.
    [[nodiscard]] Result<> refuseWhole(const QString &where, const QString &column, const QString &reason);
    [[nodiscard]] Result<> cancelled() const;
    /// All of a JSON file, with a note on members that it names twice.
    [[nodiscard]] Result<json::Document> json();
    /// A file of this name in the same folder, when there is one and it is JSON. The name is the format's
    /// own: no path that stands in a file is ever opened.
    [[nodiscard]] std::optional<json::Document> beside(const QString &fileName) const;
};

/// Why a record cannot be a row of a table with this many columns; empty when it can.
[[nodiscard]] QString faultOf(const DelimitedReader &reader, std::size_t columns);

/// @param reader  at a table's first record, which names the columns
/// @error BadInput when that is no text, so that the columns have no names
[[nodiscard]] Result<> checkHeader(const DelimitedReader &reader, const QString &name);

/// "line 12", as reports name a place in a table.
[[nodiscard]] QString placeOf(qint64 line);

} // namespace onset
