#include "core/store/imports.h"

#include "core/store/removal.h"
#include "core/store/sqlite.h"

#include <QCoreApplication>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::Imports)
};

constexpr char kSelect[] =
    "SELECT id, name, hash,"
    " (SELECT group_concat(DISTINCT format) FROM import_file WHERE import = import.id),"
    " imported_at, bundled,"
    " (SELECT count(*) FROM result JOIN import_file file ON file.id = result.file WHERE file.import = "
    "import.id),"
    " refused FROM import ";

ImportInfo infoOf(const sqlite::Statement &row)
{
    return {.id = {row.integer(0)},
            .name = row.text(1),
            .hash = row.text(2),
            .format = row.text(3).replace(u',', QStringLiteral(", ")),
            .when = QDateTime::fromString(row.text(4), Qt::ISODate),
            .bundled = row.integer(5) != 0,
            .results = row.integer(6),
            .refused = row.integer(7)};
}

} // namespace

Result<> removal::removeImport(sqlite3 *db, ImportId id)
{
    return sqlite::Statement(db, "DELETE FROM import WHERE id = ?1").bind(id.value).run();
}

Result<> removal::removeOrphans(sqlite3 *db)
{
    return sqlite::execute(db, R"(
DELETE FROM source WHERE NOT EXISTS (SELECT 1 FROM result WHERE source = source.id)
    AND NOT EXISTS (SELECT 1 FROM reference WHERE source = source.id);
DELETE FROM setting WHERE NOT EXISTS (SELECT 1 FROM result WHERE setting = setting.id);
DELETE FROM measure WHERE NOT EXISTS (SELECT 1 FROM result WHERE measure = measure.id)
    AND NOT EXISTS (SELECT 1 FROM reference WHERE measure = measure.id)
    AND NOT EXISTS (SELECT 1 FROM measure_fact WHERE measure = measure.id);
DELETE FROM metric WHERE NOT EXISTS (SELECT 1 FROM measure WHERE metric = metric.id);
DELETE FROM task WHERE NOT EXISTS (SELECT 1 FROM measure WHERE task = task.id);
DELETE FROM benchmark WHERE NOT EXISTS (SELECT 1 FROM task WHERE benchmark = benchmark.id);
DELETE FROM model WHERE NOT EXISTS (SELECT 1 FROM result WHERE model = model.id)
    AND NOT EXISTS (SELECT 1 FROM model_scale WHERE model = model.id);
DELETE FROM family WHERE NOT EXISTS (SELECT 1 FROM model WHERE family = family.id);
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
            return failure(
                Code::NotFound,
                Text::tr("There is no import %1 in “%2” any more.").arg(id.value).arg(m_workbook.path()));
        });
    return known.run()
        .and_then([&] { return removal::removeImport(db, id); })
        .and_then([&] { return removal::removeOrphans(db); })
        .and_then([&] { return transaction->commit(); });
}

} // namespace onset
