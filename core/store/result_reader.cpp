#include "core/store/result_reader.h"

#include "core/curve/metric.h"

#include <algorithm>
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

} // namespace

void keepWinners(ResultGroup &group)
{
    std::unordered_map<qint64, double> winning; // by model; the rows come newest import first
    std::vector<ResultRow> kept;
    for (auto first = group.rows.begin(), last = first; first != group.rows.end(); first = last) {
        last = std::find_if(first, group.rows.end(),
                            [&](const ResultRow &row) { return row.import != first->import; });
        const auto disagrees = [&](const ResultRow &row) {
            const auto shown = winning.find(row.model);
            return shown != winning.end() && shown->second != row.value;
        };
        if (const auto differing = std::count_if(first, last, disagrees)) {
            group.conflicts += static_cast<int>(differing);
            continue;
        }
        for (; first != last; ++first) {
            if (winning.try_emplace(first->model, first->value).second)
                kept.push_back(std::move(*first));
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
                  "WHERE measure = ?1 ORDER BY bundled DESC, import"),
      m_references(db, "SELECT label, value, text FROM reference JOIN import ON import.id = import "
                       "JOIN source ON source.id = source "
                       "WHERE measure = ?1 ORDER BY bundled DESC, import"),
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
    std::string sql = "SELECT measure, setting, model.family, model, file.import, value, "
                      "standard_error, n, note, "
                      "source FROM result JOIN model ON model.id = result.model "
                      "JOIN import_file file ON file.id = result.file JOIN import ON import.id = file.import "
                      "WHERE ?6 IN ('', import.name)";
    if (!measures.empty())
        sql += " AND measure IN (SELECT measure.id FROM measure JOIN task ON task.id = measure.task "
               "JOIN benchmark ON benchmark.id = task.benchmark JOIN metric ON metric.id = measure.metric "
               "WHERE 1" +
               measures + ")";
    if (!settings.empty())
        sql += " AND setting IN (SELECT id FROM setting WHERE 1" + settings + ")";
    if (!families.empty())
        sql += " AND model.family IN (SELECT id FROM family WHERE 1" + families + ")";
    sql += " ORDER BY measure, setting, model.family, import.bundled, file.import DESC, model";

    std::vector<ResultGroup> groups;
    sqlite::Statement rows(m_db, sql);
    rows.bind(wanted.family, wanted.benchmark, wanted.task, wanted.metric, wanted.setting, wanted.source);
    while (rows.step()) {
        const qint64 measureId = rows.integer(0), settingId = rows.integer(1), family = rows.integer(2);
        if (groups.empty() || std::tie(groups.back().measure, groups.back().setting, groups.back().family) !=
                                  std::tie(measureId, settingId, family))
            groups.push_back({measureId, settingId, family});
        groups.back().rows.push_back({rows.integer(3), rows.integer(4), rows.real(5), rows.real(6),
                                      rows.real(7), rows.text(8), rows.integer(9)});
    }
    std::for_each(groups.begin(), groups.end(), keepWinners);
    return rows.done().map([&] { return std::move(groups); });
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
    m_facts.bind(id);
    while (m_facts.step()) { // the newest comes last
        const QByteArrayView quantity = m_facts.bytes(0);
        if (quantity == "chance")
            measure.chance = m_facts.real(1);
        else if (quantity == "best")
            measure.best = m_facts.real(1);
    }
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
    for (const sqlite::Statement *statement : {&m_measure, &m_facts, &m_references, &m_setting, &m_source}) {
        if (auto done = statement->done(); !done)
            return done;
    }
    return m_models.done();
}

} // namespace onset
