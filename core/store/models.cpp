#include "core/store/models.h"

#include "core/store/result_reader.h"
#include "core/store/sqlite.h"

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace onset {

namespace {

/// Models that are the same share what is stated of any of them.
constexpr char kMembers[] = "(SELECT ?1 UNION ALL SELECT model FROM same_model WHERE same_as = ?1)";

/// How much an origin counts: a size that the name rounds gives way to a known one, that to a stated one, an
/// estimate to a report.
constexpr char kTrust[] = "CASE origin WHEN 'name' THEN 0 WHEN 'known' THEN 1 WHEN '6ND' THEN 2 "
                          "WHEN 'inferred' THEN 2 ELSE 3 END";

std::string scalesOfOne()
{
    std::string sql = "SELECT quantity, value, origin, import.name FROM model_scale "
                      "JOIN import ON import.id = import WHERE model IN ";
    sql += kMembers;
    sql += " ORDER BY ";
    sql += kTrust;
    return sql += ", bundled DESC, import, model = ?1";
}

void take(ModelInfo &info, QByteArrayView quantity, double value, const ScaleSource &source)
{
    const bool parameters = quantity == "parameters", tokens = quantity == "tokens";
    (parameters ? info.parameters : tokens ? info.tokens : info.flops) = value;
    (parameters ? info.parametersFrom : tokens ? info.tokensFrom : info.flopsFrom) = source;
}

void estimateFlops(ModelInfo &info)
{
    if (std::isnan(info.flops) && !std::isnan(info.parameters * info.tokens)) {
        info.flops = 6 * info.parameters * info.tokens;
        info.flopsFrom = {QStringLiteral("6ND"), {}};
    }
}

/// Texts of which many are the same share their memory.
class Shared
{
public:
    const QString &of(QByteArrayView text)
    {
        const auto found = m_texts.find(std::string_view(text.data(), std::size_t(text.size())));
        return found != m_texts.end()
                   ? found->second
                   : m_texts.emplace(text.toByteArray().toStdString(), QString::fromUtf8(text)).first->second;
    }

private:
    std::map<std::string, QString, std::less<>> m_texts;
};

} // namespace

ModelFacts::ModelFacts(sqlite3 *db)
    : m_db(db),
      m_names(db, "SELECT family.name, model.name, checkpoint FROM model JOIN family ON family.id = family "
                  "WHERE model.id = ?1"),
      m_scales(db, scalesOfOne()),
      m_own(db, std::string(
                    "SELECT quantity, value FROM user_scale JOIN family ON family.name = user_scale.family "
                    "JOIN model ON model.family = family.id AND model.name = user_scale.model "
                    "AND (model.checkpoint = user_scale.checkpoint OR quantity = 'parameters') "
                    "WHERE model.id IN ") +
                    kMembers + " ORDER BY model.id = ?1")
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
    while (m_scales.step()) { // what counts comes last
        if (m_scales.bytes(0) == "date")
            info.date = m_scales.text(1);
        else
            take(info, m_scales.bytes(0), m_scales.real(1), {m_scales.text(2), m_scales.text(3)});
    }
    m_own.bind(model);
    while (m_own.step())
        take(info, m_own.bytes(0), m_own.real(1), {QLatin1StringView(kFromUser), {}});
    estimateFlops(info);
    return info;
}

Result<> ModelFacts::readAll()
{
    std::unordered_map<qint64, ModelInfo> models; // without those that are another one
    Shared texts;
    sqlite::Statement names(m_db, "SELECT model.id, family.name, model.name, checkpoint FROM model "
                                  "JOIN family ON family.id = family "
                                  "WHERE model.id NOT IN (SELECT model FROM same_model)");
    while (names.step()) {
        ModelInfo &info = models[names.integer(0)];
        info.family = names.text(1);
        info.model = names.text(2);
        info.checkpoint = texts.of(names.bytes(3));
    }
    std::string sql = "SELECT ifnull(same_as, model_scale.model), quantity, value, origin, import.name "
                      "FROM model_scale JOIN import ON import.id = import "
                      "LEFT JOIN same_model ON same_model.model = model_scale.model ORDER BY ";
    sql += kTrust;
    sql += ", bundled DESC, import, same_as IS NULL";
    sqlite::Statement scales(m_db, sql);
    while (scales.step()) { // what counts comes last
        ModelInfo &info = models[scales.integer(0)];
        if (scales.bytes(1) == "date")
            info.date = scales.text(2);
        else
            take(info, scales.bytes(1), scales.real(2),
                 {texts.of(scales.bytes(3)), texts.of(scales.bytes(4))});
    }
    sqlite::Statement own(m_db,
                          "SELECT ifnull(same_as, model.id), quantity, value FROM user_scale "
                          "JOIN family ON family.name = user_scale.family "
                          "JOIN model ON model.family = family.id AND model.name = user_scale.model "
                          "AND (model.checkpoint = user_scale.checkpoint OR quantity = 'parameters') "
                          "LEFT JOIN same_model ON same_model.model = model.id ORDER BY same_as IS NULL");
    while (own.step())
        take(models[own.integer(0)], own.bytes(1), own.real(2), {QLatin1StringView(kFromUser), {}});
    for (auto &[id, info] : models)
        estimateFlops(info);
    m_models = std::move(models);
    return names.done().and_then([&] { return scales.done(); }).and_then([&] { return own.done(); });
}

Result<> ModelFacts::done() const
{
    return m_names.done().and_then([this] { return m_scales.done(); }).and_then([this] {
        return m_own.done();
    });
}

bool isEstimate(const ScaleSource &flops) { return flops.origin == u"6ND" || flops.origin == u"inferred"; }

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
    if (auto read = facts.readAll(); !read)
        return tl::unexpected(read.error());
    std::unordered_map<qint64, std::size_t> places;
    sqlite::Statement rows(workbook.handle(), R"(
SELECT ifnull(same_as, model.id), family.name, model.name, ifnull(results, 0), same_as IS NOT NULL
FROM model JOIN family ON family.id = family LEFT JOIN same_model ON same_model.model = model.id
LEFT JOIN (SELECT model AS scored, count(*) AS results FROM result GROUP BY model) ON scored = model.id
ORDER BY same_as IS NOT NULL, family.name, model.name, checkpoint)");
    while (rows.step()) { // those that are another one come last
        const auto [place, isNew] = places.try_emplace(rows.integer(0), models.size());
        if (isNew)
            models.push_back(facts.of(rows.integer(0)));
        ModelInfo &model = models[place->second];
        model.results += rows.integer(3);
        if (rows.integer(4) != 0)
            model.otherNames << rows.text(1) + QStringLiteral(": ") + rows.text(2);
    }
    return rows.done().and_then([&] { return facts.done(); }).map([&] { return std::move(models); });
}

Result<std::set<ModelName>> placedByOthers(const Workbook &workbook)
{
    std::set<ModelName> placed;
    ModelFacts facts(workbook.handle());
    sqlite::Statement rows(workbook.handle(), R"(
SELECT same_as FROM same_model UNION
SELECT ifnull(same_as, model.id) FROM user_scale JOIN family ON family.name = user_scale.family
JOIN model ON model.family = family.id AND model.name = user_scale.model
LEFT JOIN same_model ON same_model.model = model.id)");
    while (rows.step()) {
        if (const ModelInfo &model = facts.of(rows.integer(0)); !std::isnan(model.flops))
            placed.insert({model.family, model.model});
    }
    return rows.done().and_then([&] { return facts.done(); }).map([&] { return std::move(placed); });
}

Result<std::vector<TaskInfo>> listTasks(const Workbook &workbook)
{
    std::vector<TaskInfo> tasks;
    ResultReader reader(workbook.handle());
    sqlite::Statement rows(workbook.handle(), R"(
SELECT measure.id, (SELECT count(*) FROM result WHERE measure = measure.id)
FROM measure JOIN task ON task.id = measure.task JOIN benchmark ON benchmark.id = task.benchmark
JOIN metric ON metric.id = measure.metric
ORDER BY benchmark.name, task.name, metric.name)");
    while (rows.step()) {
        const MeasureInfo &measure = reader.measure(rows.integer(0));
        const MeasureKey &key = measure.key;
        auto source = reader.chanceSource(rows.integer(0));
        if (!source)
            return tl::unexpected(source.error());
        tasks.push_back({key.benchmark, key.task, key.metric, measure.chance, measure.best, rows.integer(1),
                         source->from, source->others});
    }
    return rows.done().and_then([&] { return reader.done(); }).map([&] { return std::move(tasks); });
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
