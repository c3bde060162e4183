#include "core/store/imports.h"

#include "core/curve/setting.h"
#include "core/store/dictionary.h"
#include "core/store/removal.h"
#include "core/store/staged_facts.h"
#include "core/store/staged_results.h"
#include "core/store/store_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <future>
#include <map>

namespace onset {

namespace {

QString said(double number)
{
    return std::isnan(number) ? StoreText::tr("none") : QString::number(number, 'g', 10);
}

/// Whether a row repeats an earlier one for the same result, or where it contradicts that.
/// @param file  of the earlier row; empty: the same one
Verdict compared(const Row &row, const StagedResult &earlier, const std::string &note, const QString &file)
{
    const auto contradicts = [&](const char *column, const QString &says) {
        const QString place = file.isEmpty() ? StoreText::tr("line %1").arg(earlier.line)
                                             : StoreText::tr("line %1 of “%2”").arg(earlier.line).arg(file);
        return Verdict{
            .column = QLatin1StringView(column),
            .reason = StoreText::tr("contradicts %1, which says %2 for the same result").arg(place, says)};
    };
    const auto differ = [](double a, double b) { return a != b && !(std::isnan(a) && std::isnan(b)); };
    if (row.value != earlier.value)
        return contradicts("value", said(earlier.value));
    if (differ(row.standardError, earlier.standardError))
        return contradicts("stderr", said(earlier.standardError));
    if (differ(row.n, earlier.n))
        return contradicts("n_examples", said(earlier.n));
    if (row.note != note)
        return contradicts("note",
                           note.empty() ? StoreText::tr("none") : u'“' + QString::fromStdString(note) + u'”');
    return {.repeated = true};
}

Result<sqlite::Transaction> writing(Workbook &workbook)
{
    return workbook.requireEditable().and_then([&] { return sqlite::Transaction::begin(workbook.handle()); });
}

} // namespace

struct ImportWriter::State
{
    State(sqlite3 *handle, sqlite::Transaction begun, ImportInfo about)
        : db(handle), transaction(std::move(begun)), info(std::move(about))
    {}

    Result<qint64> modelOf(const Row &row, qint64 family);
    Result<qint64> measureOf(const Row &row);
    Result<qint64> settingOf(const Row &row);
    Result<Verdict> addResult(const Row &row, qint64 measure, qint64 family, qint64 model);
    Result<Verdict> addReference(const Row &row, qint64 measure);
    [[nodiscard]] QString remarkOn(const Row &row, const StagedFacts::Level &earlier) const;
    /// Whether many results or names wait that can be stored at once.
    [[nodiscard]] bool canStoreMeanwhile() const;
    /// Stores what waits in a thread of its own, while more is added; nothing else may use the database then.
    Result<> storeMeanwhile();
    /// Waits for that; afterwards the database can be used.
    Result<> settle() { return storing.valid() ? storing.get() : Result<>(); }
    [[nodiscard]] std::vector<NewNames> newNames();
    [[nodiscard]] Result<> storeRefusals() const;
    /// Gives versions the scales of their models; changes nothing when done again.
    Result<> placeVersions();

    sqlite3 *db;
    sqlite::Transaction transaction;
    sqlite::WithoutForeignKeys trusted{db}; ///< the ids that are stored come from this transaction
    ImportInfo info;
    qint64 file = 0;
    std::map<qint64, QString> files; ///< name by row id
    bool news = false;               ///< something was stored that is no result and no fact
    bool orphans = false;            ///< names may have been added for rows that were not stored
    std::vector<Refusal> refusals;   ///< the first kMaxRefusals
    StagedResults results{db};
    StagedFacts facts;
    std::vector<std::pair<qint64, qint64>> versions; ///< of models, as row ids
    std::string buffer;
    std::pair<std::string, qint64> recentMeasure; ///< by its names; neighbours in a table share it

    Dictionary families{db, "family(id, name)", "name = ?1"};
    Dictionary models{db, "model(id, family, name, checkpoint)",
                      "family = ?1 AND name = ?2 AND checkpoint = ?3"};
    Dictionary benchmarks{db, "benchmark(id, name)", "name = ?1"};
    Dictionary tasks{db, "task(id, benchmark, name)", "benchmark = ?1 AND name = ?2"};
    Dictionary metrics{db, "metric(id, name)", "name = ?1"};
    Dictionary measures{db, "measure(id, task, metric)", "task = ?1 AND metric = ?2"};
    Dictionary settings{db, "setting(id, name, strategy, shots, decoding)", "name = ?1"};
    Dictionary sources{db, "source(id, text)", "text = ?1"};
    const std::array<Dictionary *, 8> dictionaries{&families, &models,   &benchmarks, &tasks,
                                                   &metrics,  &measures, &settings,   &sources};
    bool isOurs = std::ranges::all_of(dictionaries, &Dictionary::isOurs); ///< all names in the workbook
    std::future<Result<>> storing;                                        ///< last: destroyed first, it waits
};

namespace {

Result<> store(const std::vector<NewNames> &all, sqlite3 *db)
{
    Result<> stored;
    for (const NewNames &names : all) {
        if (stored && names.count() > 0)
            stored = sqlite::insert(db, names.table(), names.columns(), names);
    }
    return stored;
}

} // namespace

std::vector<NewNames> ImportWriter::State::newNames()
{
    std::vector<NewNames> names;
    std::ranges::transform(dictionaries, std::back_inserter(names), &Dictionary::takeNew);
    return names;
}

bool ImportWriter::State::canStoreMeanwhile() const
{
    constexpr std::size_t many = std::size_t{1} << 16;
    const auto waits = [](const Dictionary *names) { return names->waiting() >= many; };
    return (isOurs && results.canStoreBatch()) || std::ranges::any_of(dictionaries, waits);
}

Result<> ImportWriter::State::storeMeanwhile()
{
    if (auto settled = settle(); !settled)
        return settled;
    storing = std::async(std::launch::async,
                         [to = db, names = newNames(),
                          batch = results.canStoreBatch() ? results.takeBatch() : ResultBatch()]() {
                             return store(names, to).and_then([&] { return batch.store(to); });
                         });
    return isOurs ? Result<>() : settle(); // the next names are asked of the database
}

Result<> ImportWriter::State::storeRefusals() const
{
    sqlite::Statement insert(
        db, "INSERT INTO refusal(import, file, place, field, reason) VALUES(?1, ?2, ?3, ?4, ?5)");
    Result<> stored;
    for (auto refusal = refusals.begin(); refusal != refusals.end() && stored; ++refusal)
        stored =
            insert.bind(info.id.value, refusal->file, refusal->where, refusal->column, refusal->reason).run();
    return stored;
}

Result<qint64> ImportWriter::State::modelOf(const Row &row, qint64 family)
{
    return models.id(joinedKey(buffer, {row.family, row.model, row.checkpoint}), family, row.model,
                     row.checkpoint);
}

Result<qint64> ImportWriter::State::measureOf(const Row &row)
{
    if (joinedKey(buffer, {row.benchmark, row.task, row.metric}) == recentMeasure.first)
        return recentMeasure.second;
    recentMeasure = {buffer, 0};
    const auto benchmark = benchmarks.id(row.benchmark, row.benchmark);
    if (!benchmark)
        return benchmark;
    const auto task = tasks.id(joinedKey(buffer, {row.benchmark, row.task}), *benchmark, row.task);
    if (!task)
        return task;
    const auto metric = metrics.id(row.metric, row.metric);
    if (!metric)
        return metric;
    const std::array<quint32, 2> key{static_cast<quint32>(*task), static_cast<quint32>(*metric)};
    const auto measure =
        measures.id({reinterpret_cast<const char *>(key.data()), sizeof key}, *task, *metric);
    recentMeasure.second = measure.value_or(0);
    return measure;
}

Result<qint64> ImportWriter::State::settingOf(const Row &row)
{
    std::array<char, 12> digits{};
    const char *const end = std::to_chars(digits.data(), digits.data() + digits.size(), row.shots).ptr;
    const std::string_view key = joinedKey(buffer, {row.strategy, {digits.data(), end}, row.decoding});
    if (const qint64 known = settings.known(key))
        return known;
    const Setting setting{.strategy = QString::fromUtf8(row.strategy),
                          .shots = row.shots < 0 ? std::nullopt : std::optional(row.shots),
                          .decoding = QString::fromUtf8(row.decoding)};
    const std::string name = setting.name().toStdString(); // two settings may have one
    qint64 id = settings.known(name);
    if (id == 0) {
        const auto held = settings.find(name);
        if (!held)
            return held;
        const auto shots = row.shots < 0 ? std::nullopt : std::optional(qint64{row.shots});
        id = *held != 0 ? *held : settings.add(name, name, row.strategy, shots, row.decoding);
    }
    settings.remember(key, id);
    return id;
}

Result<Verdict> ImportWriter::State::addReference(const Row &row, qint64 measure)
{
    return sources.id(row.source, row.source).map([&](qint64 source) {
        return facts.addReference(row, measure, source, file);
    });
}

Result<Verdict> ImportWriter::State::addResult(const Row &row, qint64 measure, qint64 family, qint64 model)
{
    const auto setting = settingOf(row);
    if (!setting)
        return tl::unexpected(setting.error());
    const auto source = sources.id(row.source, row.source);
    if (!source)
        return tl::unexpected(source.error());
    const auto id = [](qint64 value) { return static_cast<quint32>(value); };
    const StagedResult *earlier = results.add({.measure = id(measure),
                                               .setting = id(*setting),
                                               .family = id(family),
                                               .model = id(model),
                                               .source = id(*source),
                                               .file = id(file),
                                               .note = 0,
                                               .line = row.line,
                                               .value = row.value,
                                               .standardError = row.standardError,
                                               .n = row.n},
                                              row.note);
    if (!earlier)
        return canStoreMeanwhile() ? storeMeanwhile().map([] { return Verdict(); }) : Result<Verdict>();
    const QString other = earlier->file == file ? QString() : files[earlier->file];
    return compared(row, *earlier, results.noteOf(*earlier), other);
}

QString ImportWriter::State::remarkOn(const Row &row, const StagedFacts::Level &earlier) const
{
    const auto named = files.find(earlier.file);
    return StoreText::tr(
               "The chance level of %1 is %2 here and %3 in line %4 of “%5”. Both are kept; the newer, "
               "this one, counts.")
        .arg(QString::fromUtf8(row.task), said(row.chance), said(earlier.value))
        .arg(earlier.line)
        .arg(named == files.end() ? info.name : named->second);
}

Result<> ImportWriter::State::placeVersions()
{
    if (auto settled = settle(); !settled)
        return settled;
    for (const auto &[version, model] : versions) {
        if (auto placed = facts.inherit(db, version, model); !placed)
            return placed;
    }
    return {};
}

ImportWriter::ImportWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ImportWriter::ImportWriter(ImportWriter &&) noexcept = default;
ImportWriter::~ImportWriter() = default;

Result<ImportWriter> ImportWriter::begin(Workbook &workbook, const ImportInfo &info)
{
    auto transaction = writing(workbook);
    if (!transaction)
        return tl::unexpected(transaction.error());
    return begin(workbook.handle(), std::move(*transaction), info);
}

Result<std::optional<ImportWriter>> ImportWriter::beginBundled(Workbook &workbook, ImportInfo info)
{
    auto transaction = writing(workbook);
    if (!transaction)
        return tl::unexpected(transaction.error());
    info.bundled = true;
    sqlite::Statement held(workbook.handle(), "SELECT id, hash FROM import WHERE bundled AND name = ?1");
    const bool found = held.bind(info.name).step();
    if (found)
        info.id = {held.integer(0)};
    const bool same = found && held.text(1) == info.hash;
    if (auto read = held.run(); !read)
        return tl::unexpected(read.error());
    if (same)
        return std::nullopt;
    return begin(workbook.handle(), std::move(*transaction), info);
}

/// Makes the import's row in place of the one that it replaces.
Result<ImportWriter> ImportWriter::begin(sqlite3 *db, sqlite::Transaction transaction, const ImportInfo &info)
{
    if (info.id) {
        if (auto removed = removal::removeImport(db, info.id); !removed)
            return tl::unexpected(removed.error());
    }
    auto state = std::make_unique<State>(db, std::move(transaction), info);
    state->news = state->orphans = bool(info.id);
    const QDateTime when = info.when.isValid() ? info.when : QDateTime::currentDateTimeUtc();
    auto inserted =
        sqlite::Statement(db, "INSERT INTO import(id, name, hash, imported_at, bundled) "
                              "VALUES(nullif(?1, 0), ?2, ?3, ?4, ?5)")
            .bind(info.id.value, info.name, info.hash, when.toUTC().toString(Qt::ISODate), info.bundled)
            .run();
    if (!inserted)
        return tl::unexpected(inserted.error());
    state->info.id = {sqlite::insertedRow(db)};
    return ImportWriter(std::move(state));
}

Result<> ImportWriter::beginFile(const QString &name, const QString &hash, const QString &format)
{
    if (auto settled = m_state->settle(); !settled)
        return settled;
    auto inserted =
        sqlite::Statement(m_state->db,
                          "INSERT INTO import_file(import, name, hash, format) VALUES(?1, ?2, ?3, ?4)")
            .bind(m_state->info.id.value, name, hash, format)
            .run();
    m_state->file = sqlite::insertedRow(m_state->db);
    m_state->files[m_state->file] = name;
    return inserted;
}

Result<> ImportWriter::dropFile()
{
    if (auto settled = m_state->settle(); !settled)
        return settled;
    const qint64 file = std::exchange(m_state->file, 0);
    return sqlite::Statement(m_state->db, "DELETE FROM import_file WHERE id = ?1").bind(file).run();
}

Result<Verdict> ImportWriter::add(const Row &row)
{
    State &state = *m_state;
    if (state.file == 0) {
        if (auto begun = beginFile(state.info.name, state.info.hash, state.info.format); !begun)
            return tl::unexpected(begun.error());
    }
    const bool hasScore = !row.metric.empty();
    const bool isReference = !row.reference.empty();
    Q_ASSERT(isReference ? row.model.empty() && hasScore : !row.model.empty());

    qint64 family = 0, model = 0, measure = 0;
    Result<qint64> id;
    if (!isReference) {
        id = state.families.id(row.family, row.family);
        family = id.value_or(0);
        if (id)
            id = state.modelOf(row, family);
        model = id.value_or(0);
    }
    if (id && hasScore) {
        id = state.measureOf(row);
        measure = id.value_or(0);
    }
    if (!id)
        return tl::unexpected(id.error());

    Result<Verdict> verdict = state.facts.contradiction(row, model, measure, state.file);
    const StagedFacts::Level *const other = verdict->reason.isEmpty() && state.files.size() > 1
                                                ? state.facts.otherChance(row, measure, state.file)
                                                : nullptr;
    const QString remark = other ? state.remarkOn(row, *other) : QString();
    if (verdict->reason.isEmpty() && measure)
        verdict =
            isReference ? state.addReference(row, measure) : state.addResult(row, measure, family, model);
    if (verdict && verdict->reason.isEmpty()) {
        state.facts.add(row, model, measure, state.file);
        verdict->remark = remark;
    }
    return verdict;
}

Result<> ImportWriter::refuse(const Refusal &refusal)
{
    ++m_state->info.refused;
    m_state->orphans = true;
    if (m_state->info.refused <= kMaxRefusals)
        m_state->refusals.push_back(refusal);
    return {};
}

Result<> ImportWriter::addVersion(std::string_view family, std::string_view version, std::string_view model)
{
    const auto owner = m_state->families.id(family, family);
    if (!owner)
        return tl::unexpected(owner.error());
    const auto heir = m_state->modelOf({.family = family, .model = version}, *owner);
    if (!heir)
        return tl::unexpected(heir.error());
    const auto parent = m_state->modelOf({.family = family, .model = model}, *owner);
    if (!parent)
        return tl::unexpected(parent.error());
    m_state->versions.emplace_back(*heir, *parent);
    m_state->orphans = true;
    return {};
}

Result<> ImportWriter::annotate(std::string_view benchmark, std::string_view task, std::string_view key,
                                std::string_view value, std::string_view source)
{
    m_state->news = true;
    if (auto settled = m_state->settle(); !settled)
        return settled;
    return sqlite::Statement(m_state->db,
                             "INSERT OR IGNORE INTO annotation(benchmark, task, key, value, source, import) "
                             "VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(benchmark, task, key, value, source, m_state->info.id.value)
        .run();
}

Result<> ImportWriter::addFigure(const QString &name, const QByteArray &json)
{
    m_state->news = true;
    if (auto settled = m_state->settle(); !settled)
        return settled;
    return sqlite::Statement(m_state->db,
                             "INSERT OR IGNORE INTO figure(name, spec, import) VALUES(?1, ?2, ?3)")
        .bind(name, json, m_state->info.id.value)
        .run();
}

namespace {

// What is known of a model.
constexpr int kFlops = 1, kParameters = 2, kTokens = 4, kScored = 8;

bool isPlaced(int known)
{
    constexpr int product = kParameters | kTokens;
    return (known & kFlops) != 0 || (known & product) == product;
}

} // namespace

Result<std::vector<ImportWriter::Unplaced>> ImportWriter::unplaced() const
{
    const auto named = m_state->placeVersions().and_then(
        [&] { return store(m_state->newNames(), m_state->db); }); // the names are read below
    if (!named)
        return tl::unexpected(named.error());
    std::vector<unsigned char> known; // by row id, of the scales that each model has
    const auto note = [&known](qint64 model, int scale) {
        if (model >= std::ssize(known))
            known.resize(static_cast<std::size_t>(2 * model + 1));
        known[static_cast<std::size_t>(model)] |= static_cast<unsigned char>(scale);
    };
    sqlite::Statement held(m_state->db, "SELECT model, quantity FROM model_scale");
    while (held.step()) {
        const QByteArrayView quantity = held.bytes(1);
        note(held.integer(0), quantity == "flops"        ? kFlops
                              : quantity == "parameters" ? kParameters
                              : quantity == "tokens"     ? kTokens
                                                         : 0);
    }
    bool allPlaced = true;
    for (const quint32 model : m_state->results.models()) {
        const auto [flops, parameters, tokens] = m_state->facts.stated(model);
        note(model, kScored | (flops ? kFlops : 0) | (parameters ? kParameters : 0) | (tokens ? kTokens : 0));
        allPlaced = allPlaced && isPlaced(known[model]);
    }
    if (auto read = held.done(); !read || allPlaced)
        return read.map([] { return std::vector<Unplaced>(); });

    std::vector<Unplaced> found;
    sqlite::Statement names(m_state->db, // a model is one with its checkpoints
                            "SELECT model.id, family, model.name, family.name FROM model "
                            "JOIN family ON family.id = family ORDER BY family, model.name");
    std::pair<qint64, QString> last;
    bool scored = false, placed = true;
    QString family;
    const auto finish = [&] {
        if (scored && !placed)
            found.push_back({family, last.second});
        scored = placed = false;
    };
    while (names.step()) {
        const qint64 model = names.integer(0);
        const int scales = model < std::ssize(known) ? known[static_cast<std::size_t>(model)] : 0;
        std::pair now(names.integer(1), names.text(2));
        if (now != last) {
            finish();
            last = std::move(now);
            family = names.text(3);
        }
        scored = scored || (scales & kScored) != 0;
        placed = placed || ((scales & kScored) != 0 && isPlaced(scales));
    }
    finish();
    std::ranges::sort(found, {}, [](const Unplaced &model) { return std::tie(model.family, model.model); });
    return names.done().map([&] { return std::move(found); });
}

Result<ImportWriter::Outcome> ImportWriter::commit(const Progress &progress,
                                                   const std::function<Result<>()> &last)
{
    State &state = *m_state;
    const sqlite::Stoppable stoppable(state.db, progress);
    const auto named = state.placeVersions().and_then([&] { return store(state.newNames(), state.db); });
    if (!named)
        return tl::unexpected(named.error());
    const auto compared = state.results.compare(state.db);
    if (!compared)
        return tl::unexpected(compared.error());
    const auto facts = state.facts.store(state.db, state.info.id);
    if (!facts)
        return tl::unexpected(facts.error());
    Outcome outcome{.duplicates = compared->duplicates, .conflicts = compared->conflicts};
    if (!compared->news && !*facts && !state.news)
        return outcome; // the destructor takes everything back

    const auto stored = state.results.store(state.db);
    if (!stored)
        return tl::unexpected(stored.error());
    outcome.added = *stored;
    auto committed = state.storeRefusals();
    if (committed)
        committed = sqlite::Statement(state.db, "UPDATE import SET results = ?2, refused = ?3 WHERE id = ?1")
                        .bind(state.info.id.value, outcome.added, state.info.refused)
                        .run();
    if (committed && state.orphans)
        committed = removal::removeOrphans(state.db);
    if (committed && last)
        committed = last();
    if (committed)
        committed = state.transaction.commit();
    if (!committed)
        return tl::unexpected(committed.error());
    outcome.id = state.info.id;
    return outcome;
}

} // namespace onset
