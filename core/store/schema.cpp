#include "core/store/schema.h"

#include "core/store/sqlite.h"
#include "core/store/store_text.h"

#include <QFile>
#include <QMap>

#include <sqlite3.h>

#include <array>

namespace onset::schema {

namespace {

/// Step n brings version n to n + 1. A step that was shipped never changes.
///
/// What an import says (results, scales, facts, references) is keyed by it, so that undoing the import
/// removes exactly that and the newest import can win. Exclusions, annotations and figures name what they
/// mean.
constexpr std::array kSteps{
    R"(
CREATE TABLE import(
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: an undone import's id must not find another
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    imported_at TEXT NOT NULL,            -- ISO 8601, UTC
    bundled INTEGER NOT NULL,             -- 1: came with the program; the user's own wins over it
    results INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE import_file(
    id INTEGER PRIMARY KEY,
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,                   -- SHA-256 of the bytes, hex
    format TEXT NOT NULL
) STRICT;
CREATE INDEX import_file_import ON import_file(import);
CREATE TABLE refusal(
    id INTEGER PRIMARY KEY,
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    file TEXT NOT NULL,
    place TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX refusal_import ON refusal(import);

CREATE TABLE source(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE family(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE model(
    id INTEGER PRIMARY KEY,
    family INTEGER NOT NULL REFERENCES family,
    name TEXT NOT NULL,
    checkpoint TEXT NOT NULL,             -- empty: the finished model
    UNIQUE(family, name, checkpoint)
) STRICT;
CREATE TABLE model_scale(
    model INTEGER NOT NULL REFERENCES model,
    quantity TEXT NOT NULL CHECK(quantity IN ('parameters', 'tokens', 'flops', 'date')),
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    value ANY NOT NULL,                   -- a count, or the date in ISO 8601
    origin TEXT NOT NULL,                 -- of FLOPs: reported, 6ND or inferred
    PRIMARY KEY(model, quantity, import)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_scale_import ON model_scale(import);

CREATE TABLE benchmark(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE task(
    id INTEGER PRIMARY KEY,
    benchmark INTEGER NOT NULL REFERENCES benchmark,
    name TEXT NOT NULL,
    UNIQUE(benchmark, name)
) STRICT;
CREATE TABLE metric(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE measure(
    id INTEGER PRIMARY KEY,
    task INTEGER NOT NULL REFERENCES task,
    metric INTEGER NOT NULL REFERENCES metric,
    UNIQUE(task, metric)
) STRICT;
CREATE INDEX measure_metric ON measure(metric);
CREATE TABLE measure_fact(
    measure INTEGER NOT NULL REFERENCES measure,
    quantity TEXT NOT NULL CHECK(quantity IN ('chance', 'best', 'questions')),
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    value REAL NOT NULL,
    PRIMARY KEY(measure, quantity, import)
) STRICT, WITHOUT ROWID;
CREATE INDEX measure_fact_import ON measure_fact(import);
CREATE TABLE reference(
    measure INTEGER NOT NULL REFERENCES measure,
    label TEXT NOT NULL,                  -- human raters, a random baseline
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    value REAL NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    PRIMARY KEY(measure, label, import)
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_import ON reference(import);
CREATE INDEX reference_source ON reference(source);

CREATE TABLE setting(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,            -- Setting::name of the rest
    strategy TEXT NOT NULL,
    shots INTEGER,
    decoding TEXT NOT NULL
) STRICT;

CREATE TABLE result(
    id INTEGER PRIMARY KEY,
    measure INTEGER NOT NULL REFERENCES measure,
    setting INTEGER NOT NULL REFERENCES setting,
    model INTEGER NOT NULL REFERENCES model,
    value REAL NOT NULL,
    standard_error REAL,
    n INTEGER,                            -- questions behind the value
    note TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    file INTEGER NOT NULL REFERENCES import_file ON DELETE CASCADE,
    line INTEGER NOT NULL
) STRICT;
-- The one index of the big table: each further one would cost a third of an import's time, and only an undo
-- would use it, which reads the table once instead.
CREATE INDEX result_curve ON result(measure, setting);

CREATE TABLE exclusion(
    benchmark TEXT NOT NULL,
    task TEXT NOT NULL,
    metric TEXT NOT NULL,
    setting TEXT NOT NULL,
    family TEXT NOT NULL,
    model TEXT NOT NULL,
    checkpoint TEXT NOT NULL,
    PRIMARY KEY(benchmark, task, metric, setting, family, model, checkpoint)
) STRICT, WITHOUT ROWID;
CREATE TABLE annotation(
    benchmark TEXT NOT NULL,
    task TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    source TEXT NOT NULL,
    PRIMARY KEY(benchmark, task, key, value, import)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_import ON annotation(import);
CREATE TABLE figure(
    name TEXT PRIMARY KEY,
    spec TEXT NOT NULL,                   -- JSON
    import INTEGER REFERENCES import ON DELETE CASCADE -- the dataset that brought it; NULL: the user's own
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_import ON figure(import);
)",
    // The results are their own index, in the order in which curves are read: a third of the time and of the
    // space of a table with an index beside it. The two indexes that go were used by undoing an import alone.
    R"(
CREATE TABLE ordered_result(
    measure INTEGER NOT NULL REFERENCES measure,
    setting INTEGER NOT NULL REFERENCES setting,
    model INTEGER NOT NULL REFERENCES model,
    value REAL NOT NULL,
    standard_error REAL,
    n INTEGER,                            -- questions behind the value
    note TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    file INTEGER NOT NULL REFERENCES import_file ON DELETE CASCADE,
    line INTEGER NOT NULL,
    PRIMARY KEY(measure, setting, model, file) -- an import says each result once
) STRICT, WITHOUT ROWID;
INSERT INTO ordered_result SELECT measure, setting, model, value, standard_error, n, note, source, file, line
    FROM result ORDER BY measure, setting, model, file;
DROP TABLE result;
ALTER TABLE ordered_result RENAME TO result;
DROP INDEX measure_metric;
DROP INDEX measure_fact_import;
)",
    // Chance levels and reference lines are kept with the file and line that state them: the files of one
    // import may differ. What the user says names what it means, wins over every import, and stays when an
    // import is undone.
    R"(
CREATE TABLE fact(
    measure INTEGER NOT NULL REFERENCES measure,
    quantity TEXT NOT NULL CHECK(quantity IN ('chance', 'best', 'questions')),
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    file INTEGER NOT NULL,                -- import_file, or 0: not known
    line INTEGER NOT NULL,                -- 0: not known
    value REAL NOT NULL,
    PRIMARY KEY(measure, quantity, import, file)
) STRICT, WITHOUT ROWID;
INSERT INTO fact SELECT measure, quantity, import,
    ifnull((SELECT min(id) FROM import_file WHERE import_file.import = measure_fact.import), 0), 0, value
    FROM measure_fact;
DROP TABLE measure_fact;
ALTER TABLE fact RENAME TO measure_fact;

CREATE TABLE level(
    measure INTEGER NOT NULL REFERENCES measure,
    label TEXT NOT NULL,                  -- human raters, a random baseline
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    file INTEGER NOT NULL,                -- import_file, or 0: not known
    value REAL NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    PRIMARY KEY(measure, label, import, file)
) STRICT, WITHOUT ROWID;
INSERT INTO level SELECT measure, label, import,
    ifnull((SELECT min(id) FROM import_file WHERE import_file.import = reference.import), 0), value, source
    FROM reference;
DROP TABLE reference;
ALTER TABLE level RENAME TO reference;
CREATE INDEX reference_import ON reference(import);
CREATE INDEX reference_source ON reference(source);

CREATE TABLE user_scale(
    family TEXT NOT NULL,
    model TEXT NOT NULL,
    checkpoint TEXT NOT NULL,             -- empty: the finished model; of parameters: every checkpoint
    quantity TEXT NOT NULL CHECK(quantity IN ('parameters', 'tokens', 'flops')),
    value REAL NOT NULL,
    PRIMARY KEY(family, model, checkpoint, quantity)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_chance(
    benchmark TEXT NOT NULL,
    task TEXT NOT NULL,
    metric TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY(benchmark, task, metric)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_join(                   -- one model under two names
    family TEXT NOT NULL,
    model TEXT NOT NULL,
    same_family TEXT NOT NULL,
    same_model TEXT NOT NULL,             -- the model's own name: it is joined with no other
    PRIMARY KEY(family, model)
) STRICT, WITHOUT ROWID;
CREATE TABLE name_rule(rule TEXT PRIMARY KEY, used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE column_map(
    header TEXT PRIMARY KEY,              -- of a table: the names of its columns, a line each
    map TEXT NOT NULL                     -- JSON, as import --map takes it
) STRICT, WITHOUT ROWID;

-- Which models are the same, as follows from their names, the rules and user_join.
CREATE TABLE same_model(
    model INTEGER PRIMARY KEY REFERENCES model ON DELETE CASCADE,
    same_as INTEGER NOT NULL REFERENCES model ON DELETE CASCADE
) STRICT;
CREATE INDEX same_model_same_as ON same_model(same_as);
)",
};

using Objects = QMap<QString, QString>; ///< name → statement that made it

Result<Objects> objects(sqlite3 *db)
{
    Objects found;
    sqlite::Statement rows(db, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE "
                               "'sqlite\\_%' ESCAPE '\\'");
    while (rows.step())
        found.insert(rows.text(0), rows.text(1));
    if (auto done = rows.done(); !done)
        return tl::unexpected(done.error());
    return found;
}

Result<Objects> expectedObjects()
{
    sqlite3 *opened = nullptr;
    const int code = sqlite3_open(":memory:", &opened);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> memory(opened, sqlite3_close);
    if (code != SQLITE_OK)
        return tl::unexpected(sqlite::lastError(opened));
    if (auto made = migrate(opened); !made)
        return tl::unexpected(made.error());
    return objects(opened);
}

tl::unexpected<Error> foreign(sqlite3 *db, const QString &detail)
{
    const QString path = QFile::decodeName(sqlite3_db_filename(db, "main"));
    return failure(
        Code::NotAWorkbook,
        StoreText::tr("“%1” does not hold the tables of an Onset workbook; open another file.").arg(path),
        detail);
}

} // namespace

int newest() { return static_cast<int>(kSteps.size()); }

Result<int> versionOf(sqlite3 *db)
{
    sqlite::Statement version(db, "PRAGMA user_version");
    const int found = version.step() ? static_cast<int>(version.integer(0)) : 0;
    return version.done().map([found] { return found; });
}

Result<> migrate(sqlite3 *db)
{
    for (;;) {
        auto transaction = sqlite::Transaction::begin(db);
        if (!transaction)
            return tl::unexpected(transaction.error());
        const auto version = versionOf(db); // asked under the lock: another program may have been quicker
        if (!version)
            return tl::unexpected(version.error());
        if (*version >= newest())
            return {};
        const QByteArray pragma = "PRAGMA user_version=" + QByteArray::number(*version + 1);
        auto stepped = sqlite::execute(db, kSteps[static_cast<std::size_t>(*version)])
                           .and_then([&] { return sqlite::execute(db, pragma.constData()); })
                           .and_then([&] { return transaction->commit(); });
        if (!stepped)
            return stepped;
    }
}

Result<> check(sqlite3 *db)
{
    sqlite::Statement active(db, "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'trigger') "
                                 "OR sql LIKE 'CREATE VIRTUAL%' LIMIT 1");
    if (active.step())
        return foreign(db, active.text(0) + u' ' + active.text(1));
    auto expected = expectedObjects();
    auto actual = active.done().and_then([&] { return objects(db); });
    if (!expected)
        return tl::unexpected(expected.error());
    if (!actual)
        return tl::unexpected(actual.error());
    for (auto object = expected->cbegin(); object != expected->cend(); ++object) {
        if (actual->value(object.key()) != object.value())
            return foreign(db, object.key());
    }
    return {};
}

} // namespace onset::schema
