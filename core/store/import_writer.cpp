#include "core/store/imports.h"

#include "core/curve/setting.h"
#include "core/store/removal.h"
#include "core/store/sqlite.h"

#include <QCoreApplication>

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::ImportWriter)
};

struct TextHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// Row ids by name, each asked of the database once.
class Dictionary
{
public:
    /// @param sql  inserts the row when it is new and returns its id either way
    Dictionary(sqlite3 *db, std::string_view sql) : m_upsert(db, sql) {}

    template <typename... Values>
    Result<qint64> id(std::string_view key, const Values &...values)
    {
        if (const auto known = m_ids.find(key); known != m_ids.end())
            return known->second;
        const qint64 id = m_upsert.bind(values...).step() ? m_upsert.integer(0) : 0;
        if (auto done = m_upsert.run(); !done)
            return tl::unexpected(done.error());
        m_ids.emplace(key, id);
        return id;
    }

    [[nodiscard]] std::optional<qint64> known(std::string_view key) const
    {
        const auto found = m_ids.find(key);
        return found == m_ids.end() ? std::nullopt : std::optional(found->second);
    }

private:
    sqlite::Statement m_upsert;
    std::unordered_map<std::string, qint64, TextHash, std::equal_to<>> m_ids;
};

/// Joins parts that hold no NUL into one key.
std::string_view joined(std::string &buffer, std::initializer_list<std::string_view> parts)
{
    buffer.clear();
    for (const std::string_view part : parts)
        buffer.append(part).push_back('\0');
    return buffer;
}

/// A result waiting for its commit.
struct Entry
{
    qint64 measure, setting, family, model;
    qint64 source, file, line;
    double value, standardError, n;
    std::string note;

    [[nodiscard]] auto curve() const { return std::tie(measure, setting, family); }
    [[nodiscard]] auto key() const { return std::tie(measure, setting, model); }
};

/// Finds an entry by its key: an open-addressing hash table of positions in the vector of entries.
class EntryIndex
{
public:
    /// The earlier entry with this one's key, or null after noting this one's position.
    const Entry *findOrNote(const std::vector<Entry> &entries, const Entry &entry)
    {
        if (2 * (entries.size() + 1) > m_slots.size())
            grow(entries);
        for (std::size_t slot = hash(entry);; ++slot) {
            quint32 &position = m_slots[slot & (m_slots.size() - 1)];
            if (position == kFree) {
                position = static_cast<quint32>(entries.size());
                return nullptr;
            }
            if (entries[position].key() == entry.key())
                return &entries[position];
        }
    }

private:
    static constexpr quint32 kFree = ~quint32{0};

    static std::size_t hash(const Entry &entry)
    {
        quint64 mixed = static_cast<quint64>(entry.measure);
        for (const qint64 part : {entry.setting, entry.model})
            mixed = std::rotl(mixed * 0x9e3779b97f4a7c15u, 29) + static_cast<quint64>(part); // 2⁶⁴/φ
        return mixed * 0x9e3779b97f4a7c15u >> 20;
    }

    void grow(const std::vector<Entry> &entries)
    {
        m_slots.assign(std::max<std::size_t>(1024, 4 * entries.size()), kFree);
        m_slots.resize(std::bit_ceil(m_slots.size()), kFree);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            std::size_t slot = hash(entries[i]);
            while (m_slots[slot & (m_slots.size() - 1)] != kFree)
                ++slot;
            m_slots[slot & (m_slots.size() - 1)] = static_cast<quint32>(i);
        }
    }

    std::vector<quint32> m_slots;
};

enum Quantity { Parameters, Tokens, Flops, Date };
constexpr std::array<std::string_view, 4> kQuantities{"parameters", "tokens", "flops", "date"};
constexpr std::array<const char *, 4> kColumns{"params", "train_tokens", "train_flops", "date"};

/// What this import states of one scale of one model.
struct ScaleFact
{
    double value = Row::unknown; ///< NaN for a date
    std::string date;
    std::string origin;
    qint64 line = 0; ///< 0: nothing stated yet
};

struct ChanceFact
{
    double value;
    qint64 line;
};

struct ReferenceFact
{
    double value;
    qint64 source, line;
};

int printedDigits(double value)
{
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific).ptr;
    const std::string_view mantissa(text.data(),
                                    static_cast<std::size_t>(std::find(text.data(), end, 'e') - text.data()));
    return static_cast<int>(std::count_if(mantissa.begin(), mantissa.end(), [](char c) { return c != '.'; }));
}

double roundedTo(double value, int digits)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::scientific, digits - 1)
                         .ptr;
    std::from_chars(text.data(), end, value);
    return value;
}

/// Whether two counts are the same number printed with more or fewer digits, of which at least two must
/// agree.
bool sameAsPrinted(double a, double b)
{
    const int digits = std::max(2, std::min(printedDigits(a), printedDigits(b)));
    return a == b || roundedTo(a, digits) == roundedTo(b, digits);
}

Verdict contradiction(const char *column, const QString &earlier, qint64 line)
{
    return {.column = QString::fromLatin1(column),
            .reason = Text::tr("contradicts line %1, which says %2").arg(line).arg(earlier)};
}

QString shown(double value) { return QString::number(value, 'g', 10); }

} // namespace

struct ImportWriter::State
{
    State(Workbook &workbook, sqlite::Transaction begun, ImportInfo about)
        : db(workbook.handle()), transaction(std::move(begun)), info(std::move(about))
    {}

    Result<qint64> modelOf(const Row &row, qint64 family);
    Result<qint64> measureOf(const Row &row);
    Result<qint64> settingOf(const Row &row);
    Verdict noteScales(const Row &row, qint64 model);
    Verdict noteChance(const Row &row, qint64 measure);
    Result<Verdict> addReference(const Row &row, qint64 measure);
    Result<Verdict> addResult(const Row &row, qint64 measure, qint64 family, qint64 model);
    Result<> dropHeld();
    Result<> storeResults();
    Result<bool> storeScales();
    Result<bool> storeChances();
    Result<bool> storeReferences();

    sqlite3 *db;
    sqlite::Transaction transaction;
    ImportInfo info;
    qint64 file = 0;
    qint64 refused = 0;
    bool anythingElse = false; ///< an annotation or figure was stored, or an older self replaced
    Outcome outcome;

    std::vector<Entry> entries;
    EntryIndex index;
    std::unordered_map<qint64, std::array<ScaleFact, 4>> scales;
    std::unordered_map<qint64, ChanceFact> chances;
    std::map<std::pair<qint64, std::string>, ReferenceFact> references;
    std::string buffer;

    Dictionary families{db, "INSERT INTO family(name) VALUES(?1) "
                            "ON CONFLICT DO UPDATE SET name = name RETURNING id"};
    Dictionary models{db, "INSERT INTO model(family, name, checkpoint) VALUES(?1, ?2, ?3) "
                          "ON CONFLICT DO UPDATE SET name = name RETURNING id"};
    Dictionary benchmarks{db, "INSERT INTO benchmark(name) VALUES(?1) "
                              "ON CONFLICT DO UPDATE SET name = name RETURNING id"};
    Dictionary tasks{db, "INSERT INTO task(benchmark, name) VALUES(?1, ?2) "
                         "ON CONFLICT DO UPDATE SET name = name RETURNING id"};
    Dictionary metrics{db, "INSERT INTO metric(name) VALUES(?1) "
                           "ON CONFLICT DO UPDATE SET name = name RETURNING id"};
    Dictionary measures{db, "INSERT INTO measure(task, metric) VALUES(?1, ?2) "
                            "ON CONFLICT DO UPDATE SET task = task RETURNING id"};
    Dictionary settings{
        db, "INSERT INTO setting(name, strategy, shots, decoding) VALUES(?1, ?2, nullif(?3, -1), ?4) "
            "ON CONFLICT DO UPDATE SET name = name RETURNING id"};
    Dictionary sources{db, "INSERT INTO source(text) VALUES(?1) "
                           "ON CONFLICT DO UPDATE SET text = text RETURNING id"};
};

Result<qint64> ImportWriter::State::modelOf(const Row &row, qint64 family)
{
    return models.id(joined(buffer, {row.family, row.model, row.checkpoint}), family, row.model,
                     row.checkpoint);
}

Result<qint64> ImportWriter::State::measureOf(const Row &row)
{
    if (const auto known = measures.known(joined(buffer, {row.benchmark, row.task, row.metric})))
        return *known;
    const std::string key = buffer;
    const auto benchmark = benchmarks.id(row.benchmark, row.benchmark);
    if (!benchmark)
        return benchmark;
    const auto task = tasks.id(joined(buffer, {row.benchmark, row.task}), *benchmark, row.task);
    if (!task)
        return task;
    const auto metric = metrics.id(row.metric, row.metric);
    if (!metric)
        return metric;
    return measures.id(key, *task, *metric);
}

Result<qint64> ImportWriter::State::settingOf(const Row &row)
{
    std::array<char, 16> shots{};
    const auto end = std::to_chars(shots.data(), shots.data() + shots.size(), row.shots).ptr;
    const std::string_view key = joined(
        buffer, {row.strategy, {shots.data(), static_cast<std::size_t>(end - shots.data())}, row.decoding});
    if (const auto known = settings.known(key))
        return *known;
    const Setting setting{QString::fromUtf8(row.strategy),
                          row.shots < 0 ? std::nullopt : std::optional(row.shots),
                          QString::fromUtf8(row.decoding)};
    return settings.id(key, setting.name(), row.strategy, row.shots, row.decoding);
}

/// Notes the scales that a row states; when one contradicts an earlier row, none.
Verdict ImportWriter::State::noteScales(const Row &row, qint64 model)
{
    std::array<ScaleFact, 4> &facts = scales[model];
    const std::array<double, 3> counts{row.parameters, row.tokens, row.flops};
    for (std::size_t i = Parameters; i <= Flops; ++i) {
        if (facts[i].line && !std::isnan(counts[i]) && !sameAsPrinted(facts[i].value, counts[i]))
            return contradiction(kColumns[i], shown(facts[i].value), facts[i].line);
    }
    if (facts[Date].line && !row.date.empty() && facts[Date].date != row.date)
        return contradiction(kColumns[Date], QString::fromStdString(facts[Date].date), facts[Date].line);
    for (std::size_t i = Parameters; i <= Flops; ++i) {
        if (!facts[i].line && !std::isnan(counts[i]))
            facts[i] = {counts[i], {}, i == Flops ? std::string(row.flopsOrigin) : std::string(), row.line};
    }
    if (!facts[Date].line && !row.date.empty())
        facts[Date] = {Row::unknown, std::string(row.date), {}, row.line};
    return {};
}

Verdict ImportWriter::State::noteChance(const Row &row, qint64 measure)
{
    if (std::isnan(row.chance))
        return {};
    const auto [fact, isNew] = chances.try_emplace(measure, ChanceFact{row.chance, row.line});
    if (!isNew && fact->second.value != row.chance)
        return contradiction("chance_level", shown(fact->second.value), fact->second.line);
    return {};
}

Result<Verdict> ImportWriter::State::addReference(const Row &row, qint64 measure)
{
    const auto source = sources.id(row.source, row.source);
    if (!source)
        return tl::unexpected(source.error());
    const auto [fact, isNew] = references.try_emplace({measure, std::string(row.reference)},
                                                      ReferenceFact{row.value, *source, row.line});
    if (isNew)
        return Verdict{};
    if (fact->second.value == row.value)
        return Verdict{.repeated = true};
    return contradiction("value", shown(fact->second.value), fact->second.line);
}

Result<Verdict> ImportWriter::State::addResult(const Row &row, qint64 measure, qint64 family, qint64 model)
{
    const auto setting = settingOf(row);
    if (!setting)
        return tl::unexpected(setting.error());
    const auto source = sources.id(row.source, row.source);
    if (!source)
        return tl::unexpected(source.error());
    Entry entry{measure,
                *setting,
                family,
                model,
                *source,
                file,
                row.line,
                row.value,
                row.standardError,
                row.n,
                std::string(row.note)};
    if (const Entry *earlier = index.findOrNote(entries, entry)) {
        if (earlier->value == entry.value)
            return Verdict{.repeated = true};
        return contradiction("value", shown(earlier->value), earlier->line);
    }
    entries.push_back(std::move(entry));
    return Verdict{};
}

/// Drops each curve whose every result another import holds and none contradicts; counts conflicts in the
/// rest. Expects the entries in order of their curves.
Result<> ImportWriter::State::dropHeld()
{
    sqlite::Statement any(db, "SELECT 1 FROM result LIMIT 1");
    if (!any.step())
        return any.done();

    sqlite::Statement held(
        db, "SELECT result.model, result.value FROM result JOIN model ON model.id = result.model "
            "WHERE result.measure = ?1 AND result.setting = ?2 AND model.family = ?3");
    auto kept = entries.begin();
    for (auto first = entries.begin(), last = first; first != entries.end(); first = last) {
        last = std::find_if(first, entries.end(),
                            [&](const Entry &entry) { return entry.curve() != first->curve(); });
        std::unordered_map<qint64, std::vector<double>> values; // by model
        held.bind(first->measure, first->setting, first->family);
        while (held.step())
            values[held.integer(0)].push_back(held.real(1));
        if (auto read = held.done(); !read)
            return read;

        qint64 equal = 0, different = 0;
        bool contradicted = false;
        for (auto entry = first; entry != last; ++entry) {
            const std::vector<double> &others = values[entry->model];
            const auto same = std::count(others.begin(), others.end(), entry->value);
            equal += same > 0;
            different += same == 0 && !others.empty();
            contradicted |= same < static_cast<qint64>(others.size());
        }
        if (equal == last - first && !contradicted) {
            outcome.duplicates += equal;
            continue;
        }
        outcome.conflicts += different;
        kept = kept == first ? last : std::move(first, last, kept);
    }
    entries.erase(kept, entries.end());
    return {};
}

Result<> ImportWriter::State::storeResults()
{
    sqlite::Statement insert(db,
                             "INSERT INTO result(measure, setting, model, value, standard_error, n, note, "
                             "source, file, line) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    for (const Entry &entry : entries) {
        if (auto stored =
                insert
                    .bind(entry.measure, entry.setting, entry.model, entry.value, entry.standardError,
                          entry.n, entry.note, entry.source, entry.file, entry.line)
                    .run();
            !stored)
            return stored;
    }
    outcome.added = static_cast<qint64>(entries.size());
    return {};
}

/// @return whether any of it was not known before
Result<bool> ImportWriter::State::storeScales()
{
    sqlite::Statement known(db,
                            "SELECT 1 FROM model_scale WHERE model = ?1 AND quantity = ?2 AND value = ?3");
    sqlite::Statement insert(
        db, "INSERT INTO model_scale(model, quantity, import, value, origin) VALUES(?1, ?2, ?3, ?4, ?5)");
    bool news = false;
    const auto store = [&](qint64 model, std::string_view quantity, const auto &value,
                           std::string_view origin) {
        news = !known.bind(model, quantity, value).step() || news;
        return known.run().and_then(
            [&] { return insert.bind(model, quantity, info.id.value, value, origin).run(); });
    };
    for (const auto &[model, facts] : scales) {
        for (std::size_t i = Parameters; i <= Date; ++i) {
            if (!facts[i].line)
                continue;
            auto stored = i == Date ? store(model, kQuantities[i], std::string_view(facts[i].date), {})
                                    : store(model, kQuantities[i], facts[i].value, facts[i].origin);
            if (!stored)
                return tl::unexpected(stored.error());
        }
    }
    return news;
}

Result<bool> ImportWriter::State::storeChances()
{
    sqlite::Statement known(
        db, "SELECT 1 FROM measure_fact WHERE measure = ?1 AND quantity = 'chance' AND value = ?2");
    sqlite::Statement insert(
        db, "INSERT INTO measure_fact(measure, quantity, import, value) VALUES(?1, 'chance', ?2, ?3)");
    bool news = false;
    for (const auto &[measure, fact] : chances) {
        news = !known.bind(measure, fact.value).step() || news;
        auto stored = known.run().and_then(
            [&, id = measure, value = fact.value] { return insert.bind(id, info.id.value, value).run(); });
        if (!stored)
            return tl::unexpected(stored.error());
    }
    return news;
}

Result<bool> ImportWriter::State::storeReferences()
{
    sqlite::Statement known(db, "SELECT 1 FROM reference WHERE measure = ?1 AND label = ?2 AND value = ?3");
    sqlite::Statement insert(
        db, "INSERT INTO reference(measure, label, import, value, source) VALUES(?1, ?2, ?3, ?4, ?5)");
    bool news = false;
    for (const auto &[key, fact] : references) {
        const std::string_view label = key.second;
        news = !known.bind(key.first, label, fact.value).step() || news;
        auto stored = known.run().and_then([&, measure = key.first, &said = fact] {
            return insert.bind(measure, label, info.id.value, said.value, said.source).run();
        });
        if (!stored)
            return tl::unexpected(stored.error());
    }
    return news;
}

ImportWriter::ImportWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ImportWriter::ImportWriter(ImportWriter &&) noexcept = default;
ImportWriter::~ImportWriter() = default;

Result<ImportWriter> ImportWriter::begin(Workbook &workbook, const ImportInfo &info)
{
    if (auto editable = workbook.requireEditable(); !editable)
        return tl::unexpected(editable.error());
    sqlite3 *db = workbook.handle();
    auto transaction = sqlite::Transaction::begin(db);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (info.id) {
        if (auto removed = removal::removeImport(db, info.id); !removed)
            return tl::unexpected(removed.error());
    }
    auto state = std::make_unique<State>(workbook, std::move(*transaction), info);
    state->anythingElse = bool(info.id);
    const QDateTime when = info.when.isValid() ? info.when : QDateTime::currentDateTimeUtc();
    auto inserted =
        sqlite::Statement(db, "INSERT INTO import(id, name, hash, imported_at, bundled) "
                              "VALUES(nullif(?1, 0), ?2, ?3, ?4, ?5)")
            .bind(info.id.value, info.name, info.hash, when.toUTC().toString(Qt::ISODate), info.bundled)
            .run();
    if (!inserted)
        return tl::unexpected(inserted.error());
    state->info.id = {sqlite3_last_insert_rowid(db)};
    return ImportWriter(std::move(state));
}

Result<> ImportWriter::beginFile(const QString &name, const QString &hash, const QString &format)
{
    auto inserted =
        sqlite::Statement(m_state->db,
                          "INSERT INTO import_file(import, name, hash, format) VALUES(?1, ?2, ?3, ?4)")
            .bind(m_state->info.id.value, name, hash, format)
            .run();
    m_state->file = sqlite3_last_insert_rowid(m_state->db);
    return inserted;
}

Result<Verdict> ImportWriter::add(const Row &row)
{
    State &state = *m_state;
    if (!state.file) {
        if (auto begun = beginFile(state.info.name, state.info.hash, state.info.format); !begun)
            return tl::unexpected(begun.error());
    }
    const bool hasMeasure = !row.metric.empty();
    Q_ASSERT(!row.model.empty() || (!row.reference.empty() && hasMeasure));

    qint64 family = 0, model = 0, measure = 0;
    if (row.reference.empty()) {
        auto found = state.families.id(row.family, row.family).and_then([&](qint64 id) {
            family = id;
            return state.modelOf(row, id);
        });
        if (!found)
            return tl::unexpected(found.error());
        model = *found;
        if (Verdict verdict = state.noteScales(row, model); !verdict.reason.isEmpty() || !hasMeasure)
            return verdict;
    }
    if (auto found = state.measureOf(row))
        measure = *found;
    else
        return tl::unexpected(found.error());
    if (Verdict verdict = state.noteChance(row, measure); !verdict.reason.isEmpty())
        return verdict;
    return model ? state.addResult(row, measure, family, model) : state.addReference(row, measure);
}

Result<> ImportWriter::refuse(const Refusal &refusal)
{
    ++m_state->refused;
    return sqlite::Statement(
               m_state->db,
               "INSERT INTO refusal(import, file, place, field, reason) VALUES(?1, ?2, ?3, ?4, ?5)")
        .bind(m_state->info.id.value, refusal.file, refusal.where, refusal.column, refusal.reason)
        .run();
}

Result<> ImportWriter::annotate(std::string_view benchmark, std::string_view task, std::string_view key,
                                std::string_view value, std::string_view source)
{
    m_state->anythingElse = true;
    return sqlite::Statement(m_state->db,
                             "INSERT OR IGNORE INTO annotation(benchmark, task, key, value, source, import) "
                             "VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(benchmark, task, key, value, source, m_state->info.id.value)
        .run();
}

Result<> ImportWriter::addFigure(const QString &name, const QByteArray &json)
{
    m_state->anythingElse = true;
    return sqlite::Statement(m_state->db,
                             "INSERT OR IGNORE INTO figure(name, spec, import) VALUES(?1, ?2, ?3)")
        .bind(name, std::string_view(json.constData(), static_cast<std::size_t>(json.size())),
              m_state->info.id.value)
        .run();
}

Result<ImportWriter::Outcome> ImportWriter::commit()
{
    State &state = *m_state;
    std::sort(state.entries.begin(), state.entries.end(), [](const Entry &a, const Entry &b) {
        return std::tuple_cat(a.curve(), std::tie(a.model)) < std::tuple_cat(b.curve(), std::tie(b.model));
    });
    auto stored = state.dropHeld().and_then([&] { return state.storeResults(); });
    if (!stored)
        return tl::unexpected(stored.error());
    bool news = state.outcome.added > 0 || state.anythingElse;
    for (const auto store : {&State::storeScales, &State::storeChances, &State::storeReferences}) {
        const auto some = (state.*store)();
        if (!some)
            return tl::unexpected(some.error());
        news = *some || news;
    }
    if (!news)
        return state.outcome; // and the destructor takes everything back
    auto committed = sqlite::Statement(state.db, "UPDATE import SET refused = ?2 WHERE id = ?1")
                         .bind(state.info.id.value, state.refused)
                         .run()
                         .and_then([&] { return removal::removeOrphans(state.db); })
                         .and_then([&] { return state.transaction.commit(); });
    if (!committed)
        return tl::unexpected(committed.error());
    state.outcome.id = state.info.id;
    return state.outcome;
}

} // namespace onset
