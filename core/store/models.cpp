#include "core/store/models.h"

#include "core/curve/metric.h"
#include "core/store/model_facts.h"
#include "core/store/sqlite.h"

#include <cmath>
#include <limits>

namespace onset {

ModelFacts::ModelFacts(sqlite3 *db)
    : m_names(db, "SELECT family.name, model.name, checkpoint FROM model JOIN family ON family.id = family "
                  "WHERE model.id = ?1"),
      m_scales(db, "SELECT quantity, value, origin FROM model_scale JOIN import ON import.id = import "
                   "WHERE model = ?1 ORDER BY bundled DESC, import")
{}

const ModelInfo &ModelFacts::of(qint64 model)
{
    const auto [known, isNew] = m_models.try_emplace(model);
    ModelInfo &info = known->second;
    if (!isNew)
        return info;
    if (m_names.bind(model).step()) {
        info.family = m_names.text(0);
        info.model = m_names.text(1);
        info.checkpoint = m_names.text(2);
    }
    m_scales.bind(model);
    while (m_scales.step()) { // the newest comes last
        const QByteArrayView quantity = m_scales.bytes(0);
        if (quantity == "parameters")
            info.parameters = m_scales.real(1);
        else if (quantity == "tokens")
            info.tokens = m_scales.real(1);
        else if (quantity == "date")
            info.date = m_scales.text(1);
        else {
            info.flops = m_scales.real(1);
            info.flopsOrigin = m_scales.text(2);
        }
    }
    if (std::isnan(info.flops) && !std::isnan(info.parameters * info.tokens)) {
        info.flops = 6 * info.parameters * info.tokens;
        info.flopsOrigin = QStringLiteral("6ND");
    }
    return info;
}

Result<> ModelFacts::done() const
{
    return m_names.done().and_then([this] { return m_scales.done(); });
}

double placeOf(const ModelInfo &model, Scale::Kind kind)
{
    switch (kind) {
    case Scale::Kind::Compute:
        return model.flops;
    case Scale::Kind::Parameters:
        return model.parameters;
    case Scale::Kind::Tokens:
        return model.tokens;
    case Scale::Kind::Date:
        return decimalYear(model.date);
    case Scale::Kind::Measure:
        break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

Result<std::vector<ModelInfo>> listModels(const Workbook &workbook)
{
    std::vector<ModelInfo> models;
    ModelFacts facts(workbook.handle());
    sqlite::Statement rows(
        workbook.handle(),
        "SELECT model.id, ifnull(results, 0) FROM model JOIN family ON family.id = family "
        "LEFT JOIN (SELECT model AS scored, count(*) AS results FROM result GROUP BY model) "
        "ON scored = model.id ORDER BY family.name, model.name, checkpoint");
    while (rows.step()) {
        models.push_back(facts.of(rows.integer(0)));
        models.back().results = rows.integer(1);
    }
    return rows.done().and_then([&] { return facts.done(); }).map([&] { return std::move(models); });
}

Result<std::vector<TaskInfo>> listTasks(const Workbook &workbook)
{
    std::vector<TaskInfo> tasks;
    sqlite::Statement rows(workbook.handle(), R"(
SELECT benchmark.name, task.name, metric.name,
       (SELECT value FROM measure_fact JOIN import ON import.id = import
        WHERE measure = measure.id AND quantity = 'chance' ORDER BY bundled, import DESC LIMIT 1),
       (SELECT value FROM measure_fact JOIN import ON import.id = import
        WHERE measure = measure.id AND quantity = 'best' ORDER BY bundled, import DESC LIMIT 1),
       (SELECT count(*) FROM result WHERE measure = measure.id)
FROM measure JOIN task ON task.id = measure.task JOIN benchmark ON benchmark.id = task.benchmark
JOIN metric ON metric.id = measure.metric
ORDER BY benchmark.name, task.name, metric.name)");
    while (rows.step()) {
        TaskInfo &task = tasks.emplace_back(
            TaskInfo{rows.text(0), rows.text(1), rows.text(2), rows.real(3), rows.real(4), rows.integer(5)});
        if (std::isnan(task.best))
            task.best = metricNamed(task.metric).best();
    }
    return rows.done().map([&] { return std::move(tasks); });
}

namespace {

Result<QStringList> namesOf(const Workbook &workbook, std::string_view sql)
{
    QStringList names;
    sqlite::Statement rows(workbook.handle(), sql);
    while (rows.step())
        names << rows.text(0);
    return rows.done().map([&] { return std::move(names); });
}

} // namespace

Result<QStringList> listFamilies(const Workbook &workbook)
{
    return namesOf(workbook, "SELECT name FROM family ORDER BY name");
}

Result<QStringList> listSettings(const Workbook &workbook)
{
    return namesOf(workbook, "SELECT name FROM setting ORDER BY name");
}

} // namespace onset
