#include "core/store/curves.h"

#include "core/store/exclusion_list.h"
#include "core/store/result_reader.h"
#include "core/store/store_text.h"

#include <QStringList>

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace onset {

namespace {

struct Place
{
    double x = kUnknown, standardError = kUnknown;
};

/// Where models stand along a scale.
class Places
{
public:
    Places(ResultReader &reader, Scale::Kind kind) : m_reader(reader), m_kind(kind) {}

    /// @error BadInput when the measure of a scale exists in several settings and none was named
    static Result<Places> along(const Scale &scale, ResultReader &reader, const Curves &curves);

    [[nodiscard]] Place of(qint64 model) const
    {
        if (m_kind != Scale::Kind::Measure)
            return {placeOf(m_reader.model(model), m_kind), kUnknown};
        const auto scored = m_scores.find(model);
        return scored == m_scores.end() ? Place{} : scored->second;
    }

private:
    ResultReader &m_reader;
    Scale::Kind m_kind;
    std::unordered_map<qint64, Place> m_scores; ///< by model, for Scale::Kind::Measure
};

Result<Places> Places::along(const Scale &scale, ResultReader &reader, const Curves &curves)
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
                           StoreText::tr("“%1” exists in several settings: %2; add @ and one of them.")
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
    for (const ResultGroup &group : *groups) {
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

/// The number in a checkpoint's name, behind "step" where it has that; 0 when there is none.
double numberIn(const QString &checkpoint)
{
    double number = 0;
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    const auto from =
        checkpoint.begin() + std::max<qsizetype>(0, checkpoint.indexOf(QLatin1StringView("step")));
    const auto begin = std::find_if(from, checkpoint.end(), isDigit);
    for (auto digit = begin; digit != checkpoint.end() && isDigit(*digit); ++digit)
        number = 10 * number + digit->digitValue();
    return number;
}

/// Makes curves of groups.
struct Shaper
{
    using Rows = std::vector<const ResultRow *>;

    ResultReader &reader;
    const Places &places;
    const Scale &scale;
    const ExclusionSet &excluded;
    const QByteArray runGlob = {}; ///< of the names of runs; empty: all

    [[nodiscard]] Curve curve(const ResultGroup &group, const Rows &rows, const QString &run) const;
    [[nodiscard]] Curve family(const ResultGroup &group) const
    {
        return curve(group, rowsOfFamily(group), {});
    }
    [[nodiscard]] std::vector<Curve> runs(const ResultGroup &group) const;

    [[nodiscard]] std::vector<OtherScore> othersOf(const ResultGroup &group, qint64 model) const;
    [[nodiscard]] CurveKey key(const ResultGroup &group, const Rows &rows, const QString &run) const;
    [[nodiscard]] Rows rowsOfFamily(const ResultGroup &group) const;
    [[nodiscard]] std::map<QString, Rows> rowsOfRuns(const ResultGroup &group) const;
    [[nodiscard]] bool isPlaced(const Place &place) const
    {
        return !std::isnan(place.x) && (!scale.logarithmic() || place.x > 0);
    }
};

CurveKey Shaper::key(const ResultGroup &group, const Rows &rows, const QString &run) const
{
    const MeasureKey &measure = reader.measure(group.measure).key;
    return {reader.model(rows.front()->model).family, run, measure.benchmark, measure.task, measure.metric,
            reader.setting(group.setting).name};
}

std::vector<OtherScore> Shaper::othersOf(const ResultGroup &group, qint64 model) const
{
    std::vector<OtherScore> others;
    for (const ResultRow &row : group.others)
        if (row.model == model)
            others.push_back({row.value, reader.source(row.source)});
    return others;
}

Curve Shaper::curve(const ResultGroup &group, const Rows &rows, const QString &run) const
{
    const MeasureInfo &measure = reader.measure(group.measure);
    Curve curve{.key = key(group, rows, run),
                .scale = scale,
                .metric = metricNamed(measure.key.metric),
                .chance = measure.chance,
                .best = measure.best,
                .points = {},
                .references = measure.references,
                .unplaced = 0,
                .conflicts = int(group.others.size())};
    for (const ResultRow *row : rows) {
        const ModelInfo &model = reader.model(row->model);
        const Place place = places.of(row->model);
        if (!isPlaced(place)) {
            ++curve.unplaced;
            continue;
        }
        const bool excludedByUser =
            !excluded.empty() &&
            excluded.contains({model.family, model.model, model.checkpoint, curve.key.benchmark,
                               curve.key.task, curve.key.metric, curve.key.setting});
        curve.points.push_back({.model = model.model,
                                .checkpoint = model.checkpoint,
                                .x = place.x,
                                .xStandardError = place.standardError,
                                .y = row->value,
                                .standardError = row->standardError,
                                .n = row->n,
                                .parameters = model.parameters,
                                .tokens = model.tokens,
                                .flops = model.flops,
                                .flopsEstimated = isEstimate(model.flopsFrom),
                                .excluded = excludedByUser,
                                .import = {row->import},
                                .source = reader.source(row->source),
                                .note = row->note,
                                .others = othersOf(group, row->model)});
    }
    std::ranges::sort(curve.points, {}, [&scale = scale](const CurvePoint &point) {
        return std::tuple(scale.toFit(point.x), QStringView(point.model), QStringView(point.checkpoint));
    });
    return curve;
}

/// The last checkpoint of each model.
Shaper::Rows Shaper::rowsOfFamily(const ResultGroup &group) const
{
    if (group.rows.size() == 1)
        return {&group.rows.front()};
    // The finished model has no checkpoint name; without it, the checkpoint that saw most tokens is the last,
    // or the one with the highest number: "step10000" comes after "step4000".
    const auto progress = [this](const ResultRow *row) {
        const ModelInfo &model = reader.model(row->model);
        return std::tuple(model.checkpoint.isEmpty(), std::isnan(model.tokens) ? 0 : model.tokens,
                          numberIn(model.checkpoint), model.checkpoint);
    };
    std::map<QString, const ResultRow *> last;
    for (const ResultRow &row : group.rows) {
        const ResultRow *&chosen = last[reader.model(row.model).model];
        if (!chosen || progress(chosen) < progress(&row))
            chosen = &row;
    }
    Rows rows;
    for (const auto &[model, row] : last)
        rows.push_back(row);
    return rows;
}

/// Of the models that have several checkpoints and match `runGlob`, by name.
std::map<QString, Shaper::Rows> Shaper::rowsOfRuns(const ResultGroup &group) const
{
    std::map<QString, Rows> models;
    if (group.rows.size() == 1)
        return models;
    for (const ResultRow &row : group.rows)
        models[reader.model(row.model).model].push_back(&row);
    std::erase_if(models, [&](const auto &model) {
        return model.second.size() == 1 ||
               (!runGlob.isEmpty() && sqlite3_strglob(runGlob, model.first.toUtf8()) != 0);
    });
    return models;
}

std::vector<Curve> Shaper::runs(const ResultGroup &group) const
{
    std::vector<Curve> curves;
    for (const auto &[model, rows] : rowsOfRuns(group))
        curves.push_back(curve(group, rows, model));
    return curves;
}

/// Brings groups into the order of a listing: by measure, setting and family.
void sortByName(std::vector<ResultGroup> &groups, ResultReader &reader)
{
    using Ability = std::pair<qint64, qint64>;
    std::map<Ability, std::size_t> abilities; // ranks by measure and setting …
    std::map<qint64, std::size_t> families;   // … and by family
    std::vector<std::pair<CurveKey, Ability>> abilityNames;
    std::vector<std::pair<QString, qint64>> familyNames;
    for (const ResultGroup &group : groups) {
        const Ability ability(group.measure, group.setting);
        if (abilities.try_emplace(ability).second) {
            const MeasureKey &key = reader.measure(group.measure).key;
            abilityNames.push_back(
                {{{}, {}, key.benchmark, key.task, key.metric, reader.setting(group.setting).name}, ability});
        }
        if (families.try_emplace(group.family).second)
            familyNames.emplace_back(reader.model(group.rows.front().model).family, group.family);
    }
    std::ranges::sort(abilityNames, {}, [](const auto &name) {
        const CurveKey &key = name.first;
        return std::tie(key.benchmark, key.task, key.metric, key.setting);
    });
    std::ranges::sort(familyNames);
    for (std::size_t i = 0; i < abilityNames.size(); ++i)
        abilities[abilityNames[i].second] = i;
    for (std::size_t i = 0; i < familyNames.size(); ++i)
        families[familyNames[i].second] = i;
    std::vector<std::tuple<std::size_t, std::size_t, std::size_t>> order; // ranks, position
    for (std::size_t i = 0; i < groups.size(); ++i)
        order.emplace_back(abilities[{groups[i].measure, groups[i].setting}], families[groups[i].family], i);
    std::ranges::sort(order);
    std::vector<ResultGroup> sorted;
    sorted.reserve(groups.size());
    for (const auto &[ability, family, i] : order)
        sorted.push_back(std::move(groups[i]));
    groups = std::move(sorted);
}

/// @param run  glob of the names of runs; empty: all
Result<std::vector<Curve>> curvesOf(const Selection &wanted, bool runs, const QString &run,
                                    const Scale &scale, const Workbook &workbook, const Curves &curves)
{
    const sqlite::Snapshot snapshot(workbook.handle());
    ResultReader reader(workbook.handle());
    const auto places = Places::along(scale, reader, curves);
    if (!places)
        return tl::unexpected(places.error());
    const auto excluded = excludedIn(workbook);
    if (!excluded)
        return tl::unexpected(excluded.error());
    const auto groups = reader.groups(wanted);
    if (!groups)
        return tl::unexpected(groups.error());

    const Shaper shaper{reader, *places, scale, *excluded, run.toUtf8()};
    std::vector<Curve> found;
    for (const ResultGroup &group : *groups) {
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

Result<std::vector<CurveCount>> Curves::counts(const Scale &scale) const
{
    const sqlite::Snapshot snapshot(m_workbook.handle());
    ResultReader reader(m_workbook.handle());
    const auto places = Places::along(scale, reader, *this);
    if (!places)
        return tl::unexpected(places.error());
    auto groups = reader.groups({});
    if (!groups)
        return tl::unexpected(groups.error());
    sortByName(*groups, reader);

    const Shaper shaper{reader, *places, scale, {}};
    std::vector<CurveCount> found;
    const auto count = [&](const ResultGroup &group, const Shaper::Rows &rows, const QString &run) {
        found.push_back({shaper.key(group, rows, run), std::ranges::count_if(rows, [&](const ResultRow *row) {
                             return shaper.isPlaced(places->of(row->model));
                         })});
    };
    for (const ResultGroup &group : *groups)
        count(group, shaper.rowsOfFamily(group), {});
    for (const ResultGroup &group : *groups) {
        for (const auto &[model, rows] : shaper.rowsOfRuns(group))
            count(group, rows, model);
    }
    return reader.done().map([&] { return std::move(found); });
}

Result<std::vector<Curve>> Curves::find(const CurveFilter &filter, const Scale &scale) const
{
    const Selection wanted{filter.family, filter.benchmark, filter.task,
                           filter.metric, filter.setting,   filter.source};
    return curvesOf(wanted, filter.runs, filter.model, scale, m_workbook, *this);
}

Result<std::vector<Curve>> Curves::ofAbility(const MeasureKey &measure, const QString &setting,
                                             const Scale &scale) const
{
    const Selection wanted{{}, measure.benchmark, measure.task, measure.metric, setting, {}, true};
    return curvesOf(wanted, false, {}, scale, m_workbook, *this);
}

Result<Curve> Curves::one(const CurveKey &key, const Scale &scale, const QString &source) const
{
    const Selection wanted{key.family, key.benchmark, key.task, key.metric, key.setting, source, true};
    auto found = curvesOf(wanted, !key.model.isEmpty(), {}, scale, m_workbook, *this);
    if (!found)
        return tl::unexpected(found.error());
    const auto curve = std::ranges::find(*found, key, &Curve::key);
    if (curve == found->end()) {
        const QString who = key.model.isEmpty() ? key.family : key.family + u' ' + key.model;
        return failure(
            Code::NotFound,
            StoreText::tr(
                "“%1” holds no results of %2 on %3, %4 (%5, %6); list the curves to see what there is.")
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
