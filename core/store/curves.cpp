#include "core/store/curves.h"

#include "core/store/exclusion_list.h"
#include "core/store/model_facts.h"
#include "core/store/sqlite.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::Curves)
};

/// Which rows: each text is a glob or, when exact, a name; empty means all.
struct Selection
{
    QString family = {}, benchmark = {}, task = {}, metric = {}, setting = {}, source = {};
    bool exact = false;
};

struct ResultRow
{
    qint64 id, model, import;
    double value, standardError, n;
    QString note;
    qint64 source;
};

/// All results of one family on one measure in one setting that win over those of older imports.
struct Group
{
    qint64 measure = 0, setting = 0, family = 0;
    std::vector<ResultRow> rows = {};
    int conflicts = 0;
};

struct MeasureInfo
{
    MeasureKey key;
    double chance = kUnknown, best = kUnknown;
    std::vector<Reference> references;
};

/// Reads results and names of one workbook; what repeats is read once.
class Reader
{
public:
    explicit Reader(sqlite3 *db) : m_db(db), m_models(db) {}

    Result<std::vector<Group>> groups(const Selection &wanted);
    const MeasureInfo &measure(qint64 id);
    const ModelInfo &model(qint64 id) { return m_models.of(id); }
    const QString &setting(qint64 id) { return textOf(id, m_settings, m_setting); }
    const QString &source(qint64 id) { return textOf(id, m_sources, m_source); }
    /// The first fault of any of the statements behind the functions above.
    Result<> done() const;

private:
    using Texts = std::unordered_map<qint64, QString>;
    static const QString &textOf(qint64 id, Texts &known, sqlite::Statement &statement);

    sqlite3 *m_db;
    ModelFacts m_models;
    std::unordered_map<qint64, MeasureInfo> m_measures;
    Texts m_settings, m_sources;
    sqlite::Statement m_measure{
        m_db,
        "SELECT benchmark.name, task.name, metric.name FROM measure JOIN task ON task.id = measure.task "
        "JOIN benchmark ON benchmark.id = task.benchmark JOIN metric ON metric.id = measure.metric "
        "WHERE measure.id = ?1"};
    sqlite::Statement m_facts{m_db,
                              "SELECT quantity, value FROM measure_fact JOIN import ON import.id = import "
                              "WHERE measure = ?1 ORDER BY bundled DESC, import"};
    sqlite::Statement m_references{m_db,
                                   "SELECT label, value FROM reference JOIN import ON import.id = import "
                                   "WHERE measure = ?1 ORDER BY bundled DESC, import"};
    sqlite::Statement m_setting{m_db, "SELECT name FROM setting WHERE id = ?1"};
    sqlite::Statement m_source{m_db, "SELECT text FROM source WHERE id = ?1"};
};

/// Keeps the newest import's rows, and of older ones only the whole of those that disagree nowhere.
void keepWinners(Group &group)
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

/// The condition that a column is as asked; `parameter` is its place in the statement.
std::string condition(const char *column, int parameter, const QString &wanted, bool exact)
{
    if (wanted.isEmpty() && !exact)
        return {};
    return std::string(" AND ") + column + (exact ? " = ?" : " GLOB ?") + std::to_string(parameter);
}

Result<std::vector<Group>> Reader::groups(const Selection &wanted)
{
    // The names are looked up first: results are then found through their index.
    const std::string measures = condition("benchmark.name", 2, wanted.benchmark, wanted.exact) +
                                 condition("task.name", 3, wanted.task, wanted.exact) +
                                 condition("metric.name", 4, wanted.metric, wanted.exact);
    const std::string families =
        condition("family.name", 1, wanted.family, wanted.exact && !wanted.family.isEmpty());
    const std::string settings = condition("setting.name", 5, wanted.setting, wanted.exact);
    std::string sql = "SELECT result.id, measure, setting, model.family, model, file.import, value, "
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
    sql += " ORDER BY measure, setting, model.family, import.bundled, file.import DESC, result.id";

    std::vector<Group> groups;
    sqlite::Statement rows(m_db, sql);
    rows.bind(wanted.family, wanted.benchmark, wanted.task, wanted.metric, wanted.setting, wanted.source);
    while (rows.step()) {
        const qint64 measureId = rows.integer(1), settingId = rows.integer(2), family = rows.integer(3);
        if (groups.empty() || std::tie(groups.back().measure, groups.back().setting, groups.back().family) !=
                                  std::tie(measureId, settingId, family))
            groups.push_back({measureId, settingId, family});
        groups.back().rows.push_back({rows.integer(0), rows.integer(4), rows.integer(5), rows.real(6),
                                      rows.real(7), rows.real(8), rows.text(9), rows.integer(10)});
    }
    std::for_each(groups.begin(), groups.end(), keepWinners);
    return rows.done().map([&] { return std::move(groups); });
}

const MeasureInfo &Reader::measure(qint64 id)
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
    std::map<QString, double> references;
    m_references.bind(id);
    while (m_references.step())
        references.insert_or_assign(m_references.text(0), m_references.real(1));
    for (const auto &[label, value] : references)
        measure.references.push_back({label, value});
    return measure;
}

const QString &Reader::textOf(qint64 id, Texts &known, sqlite::Statement &statement)
{
    const auto [text, isNew] = known.try_emplace(id);
    if (isNew && statement.bind(id).step())
        text->second = statement.text(0);
    return text->second;
}

Result<> Reader::done() const
{
    for (const sqlite::Statement *statement : {&m_measure, &m_facts, &m_references, &m_setting, &m_source}) {
        if (auto done = statement->done(); !done)
            return done;
    }
    return m_models.done();
}

struct Place
{
    double x = kUnknown, standardError = kUnknown;
};

/// Where models stand along a scale.
class Places
{
public:
    Places(Reader &reader, Scale::Kind kind) : m_reader(reader), m_kind(kind) {}

    /// @error BadInput when the measure of a scale exists in several settings and none was named
    static Result<Places> along(const Scale &scale, Reader &reader, const Curves &curves);

    [[nodiscard]] Place of(qint64 model) const
    {
        if (m_kind != Scale::Kind::Measure)
            return {placeOf(m_reader.model(model), m_kind), kUnknown};
        const auto scored = m_scores.find(model);
        return scored == m_scores.end() ? Place{} : scored->second;
    }

private:
    Reader &m_reader;
    Scale::Kind m_kind;
    std::unordered_map<qint64, Place> m_scores; ///< by model, for Scale::Kind::Measure
};

Result<Places> Places::along(const Scale &scale, Reader &reader, const Curves &curves)
{
    Places places(reader, scale.kind);
    if (scale.kind != Scale::Kind::Measure)
        return places;
    QString setting = scale.setting;
    if (setting.isEmpty()) {
        const auto settings = curves.settingsOf(scale.measure);
        if (!settings)
            return tl::unexpected(settings.error());
        if (settings->size() > 1)
            return failure(Code::BadInput,
                           Text::tr("“%1” exists in several settings: %2; add @ and one of them.")
                               .arg(scale.name(), settings->join(QStringLiteral("; "))));
        if (settings->isEmpty())
            return places;
        setting = settings->front();
    }
    const auto groups = reader.groups({.benchmark = scale.measure.benchmark,
                                       .task = scale.measure.task,
                                       .metric = scale.measure.metric,
                                       .setting = setting,
                                       .exact = true});
    if (!groups)
        return tl::unexpected(groups.error());
    for (const Group &group : *groups) {
        for (const ResultRow &row : group.rows)
            places.m_scores.emplace(row.model, Place{row.value, row.standardError});
    }
    return places;
}

using ExclusionSet = std::set<Exclusions::Key>;

Result<ExclusionSet> excludedIn(const Workbook &workbook)
{
    return exclusionsIn(workbook).map(
        [](const auto &keys) { return ExclusionSet(keys.begin(), keys.end()); });
}

/// Makes curves of groups.
struct Shaper
{
    Reader &reader;
    const Places &places;
    const Scale &scale;
    const ExclusionSet &excluded;

    [[nodiscard]] Curve curve(const Group &group, const std::vector<const ResultRow *> &rows,
                              const QString &run) const;
    [[nodiscard]] Curve family(const Group &group) const;
    [[nodiscard]] std::vector<Curve> runs(const Group &group) const;
};

Curve Shaper::curve(const Group &group, const std::vector<const ResultRow *> &rows, const QString &run) const
{
    const MeasureInfo &measure = reader.measure(group.measure);
    Curve curve{.key = {reader.model(rows.front()->model).family, run, measure.key.benchmark,
                        measure.key.task, measure.key.metric, reader.setting(group.setting)},
                .scale = scale,
                .metric = metricNamed(measure.key.metric),
                .chance = measure.chance,
                .best = measure.best,
                .points = {},
                .references = measure.references,
                .unplaced = 0,
                .conflicts = group.conflicts};
    const bool onlyPositive = scale.logarithmic();
    for (const ResultRow *row : rows) {
        const ModelInfo &model = reader.model(row->model);
        const Place place = places.of(row->model);
        if (std::isnan(place.x) || (onlyPositive && place.x <= 0)) {
            ++curve.unplaced;
            continue;
        }
        const bool excludedByUser =
            !excluded.empty() &&
            excluded.contains({model.family, model.model, model.checkpoint, curve.key.benchmark,
                               curve.key.task, curve.key.metric, curve.key.setting});
        curve.points.push_back({.result = {row->id},
                                .model = model.model,
                                .checkpoint = model.checkpoint,
                                .x = place.x,
                                .xStandardError = place.standardError,
                                .y = row->value,
                                .standardError = row->standardError,
                                .n = row->n,
                                .parameters = model.parameters,
                                .tokens = model.tokens,
                                .flops = model.flops,
                                .xEstimated = scale.kind == Scale::Kind::Compute &&
                                              !model.flopsOrigin.isEmpty() &&
                                              model.flopsOrigin != u"reported",
                                .excluded = excludedByUser,
                                .import = {row->import},
                                .source = reader.source(row->source),
                                .note = row->note});
    }
    std::sort(curve.points.begin(), curve.points.end(), [](const CurvePoint &a, const CurvePoint &b) {
        return std::tie(a.x, a.model, a.checkpoint) < std::tie(b.x, b.model, b.checkpoint);
    });
    return curve;
}

Curve Shaper::family(const Group &group) const
{
    // The finished model has no checkpoint name; without it, the checkpoint that saw most tokens is the last.
    const auto progress = [this](const ResultRow *row) {
        const ModelInfo &model = reader.model(row->model);
        return std::tuple(model.checkpoint.isEmpty(), std::isnan(model.tokens) ? 0 : model.tokens,
                          model.checkpoint);
    };
    std::map<QString, const ResultRow *> last;
    for (const ResultRow &row : group.rows) {
        const ResultRow *&chosen = last[reader.model(row.model).model];
        if (!chosen || progress(chosen) < progress(&row))
            chosen = &row;
    }
    std::vector<const ResultRow *> rows;
    for (const auto &[model, row] : last)
        rows.push_back(row);
    return curve(group, rows, {});
}

std::vector<Curve> Shaper::runs(const Group &group) const
{
    std::map<QString, std::vector<const ResultRow *>> models;
    for (const ResultRow &row : group.rows)
        models[reader.model(row.model).model].push_back(&row);
    std::vector<Curve> curves;
    for (const auto &[model, rows] : models) {
        if (rows.size() > 1)
            curves.push_back(curve(group, rows, model));
    }
    return curves;
}

Result<std::vector<Curve>> curvesOf(const Selection &wanted, bool runs, const Scale &scale,
                                    const Workbook &workbook, const Curves &curves)
{
    Reader reader(workbook.handle());
    const auto places = Places::along(scale, reader, curves);
    if (!places)
        return tl::unexpected(places.error());
    const auto excluded = excludedIn(workbook);
    if (!excluded)
        return tl::unexpected(excluded.error());
    const auto groups = reader.groups(wanted);
    if (!groups)
        return tl::unexpected(groups.error());

    const Shaper shaper{reader, *places, scale, *excluded};
    std::vector<Curve> found;
    for (const Group &group : *groups) {
        if (runs)
            std::ranges::move(shaper.runs(group), std::back_inserter(found));
        else
            found.push_back(shaper.family(group));
    }
    const auto order = [](const Curve &curve) {
        const CurveKey &key = curve.key;
        return std::tie(key.benchmark, key.task, key.metric, key.setting, key.family, key.model);
    };
    std::sort(found.begin(), found.end(),
              [&](const Curve &a, const Curve &b) { return order(a) < order(b); });
    return reader.done().map([&] { return std::move(found); });
}

} // namespace

Result<std::vector<Curve>> Curves::find(const CurveFilter &filter, const Scale &scale) const
{
    const Selection wanted{filter.family, filter.benchmark, filter.task,
                           filter.metric, filter.setting,   filter.source};
    return curvesOf(wanted, filter.runs, scale, m_workbook, *this);
}

Result<Curve> Curves::one(const CurveKey &key, const Scale &scale, const QString &source) const
{
    const Selection wanted{key.family, key.benchmark, key.task, key.metric, key.setting, source, true};
    auto found = curvesOf(wanted, !key.model.isEmpty(), scale, m_workbook, *this);
    if (!found)
        return tl::unexpected(found.error());
    const auto curve = std::ranges::find(*found, key, &Curve::key);
    if (curve == found->end()) {
        const QString who = key.model.isEmpty() ? key.family : key.family + u' ' + key.model;
        return failure(
            Code::NotFound,
            Text::tr("“%1” holds no results of %2 on %3, %4 (%5, %6); list the curves to see what there is.")
                .arg(m_workbook.path(), who, key.benchmark, key.task, key.metric, key.setting));
    }
    return std::move(*curve);
}

Result<QStringList> Curves::settingsOf(const MeasureKey &measure) const
{
    QStringList settings;
    sqlite::Statement rows(
        m_workbook.handle(),
        "SELECT DISTINCT setting.name FROM result JOIN setting ON setting.id = setting "
        "WHERE measure = (SELECT measure.id FROM measure JOIN task ON task.id = measure.task "
        "JOIN benchmark ON benchmark.id = task.benchmark JOIN metric ON metric.id = measure.metric "
        "WHERE benchmark.name = ?1 AND task.name = ?2 AND metric.name = ?3) ORDER BY setting.name");
    rows.bind(measure.benchmark, measure.task, measure.metric);
    while (rows.step())
        settings << rows.text(0);
    return rows.done().map([&] { return std::move(settings); });
}

} // namespace onset
