#include "core/store/imports.h"

#include "core/store/removal.h"
#include "core/store/sqlite.h"
#include "core/store/store_text.h"

namespace onset {

namespace {

constexpr char kSelect[] = "SELECT id, name, hash, imported_at, bundled, results, refused,"
                           " (SELECT group_concat(DISTINCT format) FROM import_file WHERE import = import.id)"
                           " FROM import ";

ImportInfo infoOf(const sqlite::Statement &row)
{
    return {.id = {row.integer(0)},
            .name = row.text(1),
            .hash = row.text(2),
            .format = row.text(7).replace(u',', QStringLiteral(", ")),
            .when = QDateTime::fromString(row.text(3), Qt::ISODate),
            .bundled = row.integer(4) != 0,
            .results = row.integer(5),
            .refused = row.integer(6)};
}

} // namespace

Result<> removal::removeImport(sqlite3 *db, ImportId id)
{
    return sqlite::Statement(db, "DELETE FROM import WHERE id = ?1").bind(id.value).run();
}

Result<> removal::removeOrphans(sqlite3 *db)
{
    // What is removed here is what nothing refers to, so each check would only repeat the search.
    const sqlite::WithoutForeignKeys trusted(db);
    return sqlite::execute(db, R"(
DELETE FROM same_model WHERE model NOT IN (SELECT model FROM result UNION SELECT model FROM model_scale);
DELETE FROM source WHERE id NOT IN (SELECT source FROM result UNION SELECT source FROM reference);
DELETE FROM setting WHERE id NOT IN (SELECT setting FROM result);
DELETE FROM measure WHERE id NOT IN (SELECT measure FROM result UNION SELECT measure FROM reference
                                     UNION SELECT measure FROM measure_fact);
DELETE FROM metric WHERE id NOT IN (SELECT metric FROM measure);
DELETE FROM task WHERE id NOT IN (SELECT task FROM measure);
DELETE FROM benchmark WHERE id NOT IN (SELECT benchmark FROM task);
DELETE FROM model WHERE id NOT IN (SELECT model FROM result UNION SELECT model FROM model_scale
                                   UNION SELECT same_as FROM same_model);
DELETE FROM family WHERE id NOT IN (SELECT family FROM model);
)");
}

Result<std::vector<ImportInfo>> Imports::list() const
{
    std::vector<ImportInfo> imports;
    sqlite::Statement rows(m_workbook.handle(), std::string(kSelect) + "ORDER BY id");
    while (rows.step())
        imports.push_back(infoOf(rows));
    return rows.done().map([&] { return std::move(imports); });
}

Result<std::optional<ImportInfo>> Imports::withFile(const QString &hash) const
{
    std::optional<ImportInfo> found;
    sqlite::Statement rows(m_workbook.handle(),
                           std::string(kSelect) +
                               "WHERE id IN (SELECT import FROM import_file WHERE hash = ?1)");
    if (rows.bind(hash).step())
        found = infoOf(rows);
    return rows.done().map([&] { return std::move(found); });
}

Result<std::vector<Refusal>> Imports::refusals(ImportId id) const
{
    std::vector<Refusal> refusals;
    sqlite::Statement rows(m_workbook.handle(),
                           "SELECT file, place, field, reason FROM refusal WHERE import = ?1 ORDER BY id");
    rows.bind(id.value);
    while (rows.step())
        refusals.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3)});
    return rows.done().map([&] { return std::move(refusals); });
}

Result<> Imports::undo(ImportId id)
{
    if (auto editable = m_workbook.requireEditable(); !editable)
        return editable;
    sqlite3 *db = m_workbook.handle();
    auto transaction = sqlite::Transaction::begin(db);
    if (!transaction)
        return tl::unexpected(transaction.error());
    sqlite::Statement known(db, "SELECT 1 FROM import WHERE id = ?1");
    if (!known.bind(id.value).step())
        return known.done().and_then([&]() -> Result<> {
            return failure(Code::NotFound, StoreText::tr("There is no import %1 in “%2” any more.")
                                               .arg(id.value)
                                               .arg(m_workbook.path()));
        });
    return known.run()
        .and_then([&] { return removal::removeImport(db, id); })
        .and_then([&] { return removal::removeOrphans(db); })
        .and_then([&] { return transaction->commit(); });
}

} // namespace onset
