-- A workbook of version 3, made by: onset import sample.csv; sqlite3 sample.onset .dump; two facts of the user added
PRAGMA application_id=1332638580;
PRAGMA user_version=3;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE import(
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: an undone import's id must not find another
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    imported_at TEXT NOT NULL,            -- ISO 8601, UTC
    bundled INTEGER NOT NULL,             -- 1: came with the program; the user's own wins over it
    results INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO import VALUES(1,'sample.csv','78d56241f8b7b4a3514a8548e7704fb8f76bc6f235066469da05db2242af8f0a','2026-11-27T02:42:10Z',0,2,0);
CREATE TABLE import_file(
    id INTEGER PRIMARY KEY,
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,                   -- SHA-256 of the bytes, hex
    format TEXT NOT NULL
) STRICT;
INSERT INTO import_file VALUES(1,1,'sample.csv','78d56241f8b7b4a3514a8548e7704fb8f76bc6f235066469da05db2242af8f0a','tidy');
CREATE TABLE refusal(
    id INTEGER PRIMARY KEY,
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    file TEXT NOT NULL,
    place TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE TABLE source(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO source VALUES(1,'sample');
CREATE TABLE family(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO family VALUES(1,'GPT-3');
CREATE TABLE model(
    id INTEGER PRIMARY KEY,
    family INTEGER NOT NULL REFERENCES family,
    name TEXT NOT NULL,
    checkpoint TEXT NOT NULL,             -- empty: the finished model
    UNIQUE(family, name, checkpoint)
) STRICT;
INSERT INTO model VALUES(1,1,'6.7B','');
INSERT INTO model VALUES(2,1,'175B','');
CREATE TABLE model_scale(
    model INTEGER NOT NULL REFERENCES model,
    quantity TEXT NOT NULL CHECK(quantity IN ('parameters', 'tokens', 'flops', 'date')),
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    value ANY NOT NULL,                   -- a count, or the date in ISO 8601
    origin TEXT NOT NULL,                 -- of FLOPs: reported, 6ND or inferred
    PRIMARY KEY(model, quantity, import)
) STRICT, WITHOUT ROWID;
INSERT INTO model_scale VALUES(1,'date',1,'2020-05','');
INSERT INTO model_scale VALUES(1,'flops',1,1.2e+22,'');
INSERT INTO model_scale VALUES(1,'parameters',1,6700000000.0,'');
INSERT INTO model_scale VALUES(1,'tokens',1,300000000000.0,'');
INSERT INTO model_scale VALUES(2,'date',1,'2020-05','');
INSERT INTO model_scale VALUES(2,'flops',1,3.139999999999999958e+23,'');
INSERT INTO model_scale VALUES(2,'parameters',1,175000000000.0,'');
INSERT INTO model_scale VALUES(2,'tokens',1,300000000000.0,'');
CREATE TABLE benchmark(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO benchmark VALUES(1,'Arithmetic');
CREATE TABLE task(
    id INTEGER PRIMARY KEY,
    benchmark INTEGER NOT NULL REFERENCES benchmark,
    name TEXT NOT NULL,
    UNIQUE(benchmark, name)
) STRICT;
INSERT INTO task VALUES(1,1,'3-digit addition');
CREATE TABLE metric(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO metric VALUES(1,'accuracy');
CREATE TABLE measure(
    id INTEGER PRIMARY KEY,
    task INTEGER NOT NULL REFERENCES task,
    metric INTEGER NOT NULL REFERENCES metric,
    UNIQUE(task, metric)
) STRICT;
INSERT INTO measure VALUES(1,1,1);
CREATE TABLE setting(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,            -- Setting::name of the rest
    strategy TEXT NOT NULL,
    shots INTEGER,
    decoding TEXT NOT NULL
) STRICT;
INSERT INTO setting VALUES(1,'few-shot (K=50)','',50,'');
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
CREATE TABLE figure(
    name TEXT PRIMARY KEY,
    spec TEXT NOT NULL,                   -- JSON
    import INTEGER REFERENCES import ON DELETE CASCADE -- the dataset that brought it; NULL: the user's own
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "result"(
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
INSERT INTO result VALUES(1,1,1,0.10000000000000000555,NULL,2000,'',1,1,2);
INSERT INTO result VALUES(1,1,2,0.80400000000000004796,NULL,2000,'',1,1,3);
CREATE TABLE IF NOT EXISTS "measure_fact"(
    measure INTEGER NOT NULL REFERENCES measure,
    quantity TEXT NOT NULL CHECK(quantity IN ('chance', 'best', 'questions')),
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    file INTEGER NOT NULL,                -- import_file, or 0: not known
    line INTEGER NOT NULL,                -- 0: not known
    value REAL NOT NULL,
    PRIMARY KEY(measure, quantity, import, file)
) STRICT, WITHOUT ROWID;
INSERT INTO measure_fact VALUES(1,'chance',1,1,2,0.0);
CREATE TABLE IF NOT EXISTS "reference"(
    measure INTEGER NOT NULL REFERENCES measure,
    label TEXT NOT NULL,                  -- human raters, a random baseline
    import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
    file INTEGER NOT NULL,                -- import_file, or 0: not known
    value REAL NOT NULL,
    source INTEGER NOT NULL REFERENCES source,
    PRIMARY KEY(measure, label, import, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE user_scale(
    family TEXT NOT NULL,
    model TEXT NOT NULL,
    checkpoint TEXT NOT NULL,             -- empty: the finished model; of parameters: every checkpoint
    quantity TEXT NOT NULL CHECK(quantity IN ('parameters', 'tokens', 'flops')),
    value REAL NOT NULL,
    PRIMARY KEY(family, model, checkpoint, quantity)
) STRICT, WITHOUT ROWID;
INSERT INTO user_scale VALUES('GPT-3','175B','','tokens',300000000000.0);
CREATE TABLE user_chance(
    benchmark TEXT NOT NULL,
    task TEXT NOT NULL,
    metric TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY(benchmark, task, metric)
) STRICT, WITHOUT ROWID;
INSERT INTO user_chance VALUES('Arithmetic','3-digit addition','accuracy',0.0);
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
CREATE TABLE same_model(
    model INTEGER PRIMARY KEY REFERENCES model ON DELETE CASCADE,
    same_as INTEGER NOT NULL REFERENCES model ON DELETE CASCADE
) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('import',1);
CREATE INDEX import_file_import ON import_file(import);
CREATE INDEX refusal_import ON refusal(import);
CREATE INDEX model_scale_import ON model_scale(import);
CREATE INDEX annotation_import ON annotation(import);
CREATE INDEX figure_import ON figure(import);
CREATE INDEX reference_import ON reference(import);
CREATE INDEX reference_source ON reference(source);
CREATE INDEX same_model_same_as ON same_model(same_as);
COMMIT;
