#include "core/store/result_reader.h"

#include "core/curve/known_chance.h"
#include "core/curve/metric.h"
#include "core/store/store_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

namespace onset {

namespace {

/// The condition that a column is as asked; `parameter` is its place in the statement.
std::string condition(const char *column, int parameter, const QString &wanted, bool exact)
{
    if (wanted.isEmpty() && !exact)
        return {};
    return std::string(" AND ") + column + (exact ? " = ?" : " GLOB ?") + std::to_string(parameter);
}

struct SourceFile
{
    qint64 import;
    bool bundled;
};

/// By row id.
Result<std::unordered_map<qint64, SourceFile>> filesOf(sqlite3 *db)
{
    std::unordered_map<qint64, SourceFile> files;
    sqlite::Statement rows(db, "SELECT import_file.id, import, bundled FROM import_file "
                               "JOIN import ON import.id = import");
    while (rows.step())
        files.emplace(rows.integer(0), SourceFile{rows.integer(1), rows.integer(2) != 0});
    return rows.done().map([&] { return std::move(files); });
}

/// A result with what its place among the others of its measure and setting depends on.
struct FoundRow
{
    qint64 family;
    bool bundled;
    qint64 ownFamily, own; ///< of the model under the name that the file gives
    ResultRow row;

    /// As keepWinners wants them; of two names of one model, the older comes first.
    [[nodiscard]] auto order() const { return std::tuple(family, bundled, -row.import, ownFamily, own); }
};

} // namespace

void keepWinners(ResultGroup &group)
{
    if (group.rows.size() == 1)
        return;
    std::unordered_map<qint64, double> winning; // by model; the rows come newest import first
    std::vector<ResultRow> kept;
    for (auto first = group.rows.begin(), last = first; first != group.rows.end(); first = last) {
        last = std::find_if(first, group.rows.end(),
                            [&](const ResultRow &row) { return row.import != first->import; });
        const auto disagrees = [&](const ResultRow &row) {
            const auto shown = winning.find(row.model);
            return shown != winning.end() && shown->second != row.value;
        };
        if (std::any_of(first, last, disagrees)) {
            std::copy_if(first, last, std::back_inserter(group.others), disagrees);
            continue;
        }
        for (; first != last; ++first) {
            const auto [shown, isNew] = winning.try_emplace(first->model, first->value);
            if (isNew)
                kept.push_back(std::move(*first));
            else if (shown->second != first->value) // two names of one model in one import
                group.others.push_back(std::move(*first));
        }
    }
    group.rows = std::move(kept);
}

ResultReader::ResultReader(sqlite3 *db)
    : m_db(db), m_models(db),
      m_measure(
          db,
          "SELECT benchmark.name, task.name, metric.name FROM measure JOIN task ON task.id = measure.task "
          "JOIN benchmark ON benchmark.id = task.benchmark JOIN metric ON metric.id = measure.metric "
          "WHERE measure.id = ?1"),
      m_facts(db, "SELECT quantity, value FROM measure_fact JOIN import ON import.id = import "
                  "WHERE measure = ?1 ORDER BY bundled DESC, import, file"),
      m_own(db, "SELECT value FROM user_chance WHERE benchmark = ?1 AND task = ?2 AND metric = ?3"),
      m_references(db, "SELECT label, value, text FROM reference JOIN import ON import.id = import "
                       "JOIN source ON source.id = source "
                       "WHERE measure = ?1 ORDER BY bundled DESC, import, file"),
      m_setting(db, "SELECT name, strategy, shots, decoding FROM setting WHERE id = ?1"),
      m_source(db, "SELECT text FROM source WHERE id = ?1")
{}

Result<std::vector<ResultGroup>> ResultReader::groups(const Selection &wanted)
{
    // The names are looked up first: results are then found through their index.
    const std::string measures = condition("benchmark.name", 2, wanted.benchmark, wanted.exact) +
                                 condition("task.name", 3, wanted.task, wanted.exact) +
                                 condition("metric.name", 4, wanted.metric, wanted.exact);
    const std::string families =
        condition("family.name", 1, wanted.family, wanted.exact && !wanted.family.isEmpty());
    const std::string settings = condition("setting.name", 5, wanted.setting, wanted.exact);
    sqlite::Statement joins(m_db, "SELECT 1 FROM same_model LIMIT 1");
    const bool joined = joins.step(); // asked for once here, not for every result
    const std::string_view models =
        joined ? "own.family FROM result LEFT JOIN same_model ON same_model.model = result.model "
                 "JOIN model ON model.id = ifnull(same_as, result.model) "
                 "JOIN model own ON own.id = result.model "
               : "model.family FROM result JOIN model ON model.id = result.model ";
    std::string sql = "SELECT measure, setting, model.family, model.id, result.model, file, value, "
                      "standard_error, n, note, source, ";
    sql += models;
    sql += "WHERE (?6 = '' OR file IN (SELECT import_file.id FROM import_file "
           "JOIN import ON import.id = import WHERE import.name = ?6))";
    if (!measures.empty())
        sql += " AND measure IN (SELECT measure.id FROM measure JOIN task ON task.id = measure.task "
               "JOIN benchmark ON benchmark.id = task.benchmark JOIN metric ON metric.id = measure.metric "
               "WHERE 1" +
               measures + ")";
    if (!settings.empty())
        sql += " AND setting IN (SELECT id FROM setting WHERE 1" + settings + ")";
    if (!families.empty()) {
        const std::string of = "model.family IN (SELECT id FROM family WHERE 1" + families + ")";
        sql += " AND " + of + " AND result.model IN (SELECT id FROM model WHERE " + of +
               " UNION SELECT same_model.model FROM same_model JOIN model ON model.id = same_as WHERE " + of +
               ")";
    }
    sql += " ORDER BY measure, setting"; // as the table is; a sort of everything would take most of the time

    const auto files = filesOf(m_db);
    if (!files)
        return tl::unexpected(files.error());
    std::vector<ResultGroup> groups;
    std::vector<FoundRow> found; // of one measure in one setting
    std::pair<qint64, qint64> last;
    const auto finish = [&] {
        std::ranges::sort(found, {}, &FoundRow::order);
        for (FoundRow &row : found) {
            if (groups.empty() ||
                std::tie(groups.back().measure, groups.back().setting, groups.back().family) !=
                    std::tie(last.first, last.second, row.family))
                groups.push_back({last.first, last.second, row.family});
            groups.back().rows.push_back(std::move(row.row));
        }
        found.clear();
    };
    sqlite::Statement rows(m_db, sql);
    rows.bind(wanted.family, wanted.benchmark, wanted.task, wanted.metric, wanted.setting, wanted.source);
    while (rows.step()) {
        if (const std::pair now(rows.integer(0), rows.integer(1)); now != last) {
            finish();
            last = now;
        }
        const auto file = files->find(rows.integer(5));
        if (file == files->end()) // the workbook is damaged
            continue;
        found.push_back({.family = rows.integer(2),
                         .bundled = file->second.bundled,
                         .ownFamily = joined ? rows.integer(11) : 0,
                         .own = rows.integer(4),
                         .row = {rows.integer(3), file->second.import, rows.real(6), rows.real(7),
                                 rows.real(8), rows.text(9), rows.integer(10)}});
    }
    finish();
    std::for_each(groups.begin(), groups.end(), keepWinners);
    const auto read = joins.run().and_then([&] { return rows.done(); });
    if (!read)
        return tl::unexpected(read.error());
    constexpr std::size_t many = 5000; // models: then one pass over all takes less time
    return (groups.size() < many ? Result<>() : m_models.readAll()).map([&] { return std::move(groups); });
}

Result<std::vector<qint64>> ResultReader::measuresWithReferences(const Selection &wanted)
{
    std::vector<qint64> measures;
    sqlite::Statement rows(
        m_db, "SELECT DISTINCT measure.id FROM reference JOIN measure ON measure.id = reference.measure "
              "JOIN task ON task.id = measure.task JOIN benchmark ON benchmark.id = task.benchmark "
              "JOIN metric ON metric.id = measure.metric "
              "WHERE (?1 = '' OR benchmark.name GLOB ?1) AND (?2 = '' OR task.name GLOB ?2) "
              "AND (?3 = '' OR metric.name GLOB ?3)");
    rows.bind(wanted.benchmark, wanted.task, wanted.metric);
    while (rows.step())
        measures.push_back(rows.integer(0));
    return rows.done().map([&] { return std::move(measures); });
}

Result<std::vector<qint64>> ResultReader::models()
{
    std::vector<qint64> models;
    sqlite::Statement rows(m_db, "SELECT model.id FROM model JOIN family ON family.id = family "
                                 "WHERE model.id NOT IN (SELECT model FROM same_model) "
                                 "ORDER BY family.name, model.name, checkpoint");
    while (rows.step())
        models.push_back(rows.integer(0));
    return rows.done().map([&] { return std::move(models); });
}

const MeasureInfo &ResultReader::measure(qint64 id)
{
    const auto [known, isNew] = m_measures.try_emplace(id);
    MeasureInfo &measure = known->second;
    if (!isNew)
        return measure;
    if (m_measure.bind(id).step())
        measure.key = {m_measure.text(0), m_measure.text(1), m_measure.text(2)};
    measure.best = metricNamed(measure.key.metric).best();
    const double listed = knownChance(measure.key).chance;
    measure.chance = listed;
    measure.chanceListed = !std::isnan(listed);
    const auto state = [&measure](double chance) {
        measure.chance = chance;
        measure.chanceListed = false;
    };
    m_facts.bind(id);
    while (m_facts.step()) { // the newest comes last
        const QByteArrayView quantity = m_facts.bytes(0);
        if (quantity == "chance")
            state(m_facts.real(1));
        else if (quantity == "best")
            measure.best = m_facts.real(1);
    }
    if (m_own.bind(measure.key.benchmark, measure.key.task, measure.key.metric).step())
        state(m_own.real(0));
    std::map<QString, std::pair<double, QString>> references;
    m_references.bind(id);
    while (m_references.step())
        references.insert_or_assign(m_references.text(0),
                                    std::pair(m_references.real(1), m_references.text(2)));
    for (const auto &[label, level] : references) {
        measure.references.push_back({label, level.first});
        measure.referenceSources.push_back(level.second);
    }
    return measure;
}

Result<ChanceSource> ResultReader::chanceSource(qint64 id)
{
    const MeasureKey &key = measure(id).key;
    std::vector<std::pair<double, QString>> chances; // the one that counts last
    if (const KnownChance listed = knownChance(key); !std::isnan(listed.chance))
        chances.emplace_back(listed.chance, listed.source);
    sqlite::Statement facts(
        m_db, "SELECT value, ifnull(import_file.name, import.name), line FROM measure_fact "
              "JOIN import ON import.id = measure_fact.import LEFT JOIN import_file ON import_file.id = file "
              "WHERE measure = ?1 AND quantity = 'chance' ORDER BY bundled DESC, measure_fact.import, file");
    facts.bind(id);
    while (facts.step()) {
        const qint64 line = facts.integer(2);
        chances.emplace_back(facts.real(0), line > 0
                                                ? StoreText::tr("%1, line %2").arg(facts.text(1)).arg(line)
                                                : facts.text(1));
    }
    if (m_own.bind(key.benchmark, key.task, key.metric).step())
        chances.emplace_back(m_own.real(0), QLatin1StringView(kFromUser));
    ChanceSource source;
    if (!chances.empty())
        source.from = chances.back().second;
    for (auto other = chances.rbegin(); other != chances.rend(); ++other) {
        if (other->first != chances.back().first)
            source.others << StoreText::tr("%1: %2").arg(other->first).arg(other->second);
    }
    return facts.done().map([&] { return std::move(source); });
}

const SettingInfo &ResultReader::setting(qint64 id)
{
    const auto [known, isNew] = m_settings.try_emplace(id);
    SettingInfo &setting = known->second;
    if (isNew && m_setting.bind(id).step()) {
        setting.name = m_setting.text(0);
        setting.parts.strategy = m_setting.text(1);
        if (!m_setting.null(2))
            setting.parts.shots = static_cast<int>(m_setting.integer(2));
        setting.parts.decoding = m_setting.text(3);
    }
    return setting;
}

const QString &ResultReader::source(qint64 id)
{
    const auto [text, isNew] = m_sources.try_emplace(id);
    if (isNew && m_source.bind(id).step())
        text->second = m_source.text(0);
    return text->second;
}

Result<> ResultReader::done() const
{
    for (const sqlite::Statement *statement :
         {&m_measure, &m_facts, &m_own, &m_references, &m_setting, &m_source}) {
        if (auto done = statement->done(); !done)
            return done;
    }
    return m_models.done();
}

} // namespace onset
