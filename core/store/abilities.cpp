#include "core/store/abilities.h"

#include "core/store/sqlite.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <unordered_map>

namespace onset {

namespace {

using Names = std::unordered_map<qint64, QString>;

/// What a listing needs of the names of a workbook, by row id.
class Words
{
public:
    explicit Words(sqlite3 *db) : m_db(db) {}

    [[nodiscard]] Result<> readModels();
    /// @param last  row id of the last that is needed
    [[nodiscard]] Result<> readMeasures(qint64 last);

    struct Model
    {
        quint32 family = 0;
        quint32 rank = 0; ///< the same for all checkpoints and names of one model; families lie together
    };
    /// Null when a damaged workbook does not have it.
    [[nodiscard]] const Model *model(qint64 id) const { return found(m_models, id); }
    [[nodiscard]] const MeasureKey *measure(qint64 id) const { return found(m_measures, id); }
    [[nodiscard]] const QString *setting(qint64 id) const { return found(m_settings, id); }
    [[nodiscard]] QString family(quint32 id) const
    {
        return m_families.contains(id) ? m_families.at(id) : QString();
    }
    [[nodiscard]] bool isPlaced(quint32 rank) const
    {
        return (m_known[rank] & Compute) != 0 || (m_known[rank] & Product) == Product;
    }

private:
    enum Known : unsigned char { Compute = 1, Parameters = 2, Tokens = 4, Product = Parameters | Tokens };

    template <typename Value>
    static const Value *found(const std::unordered_map<qint64, Value> &values, qint64 id)
    {
        const auto value = values.find(id);
        return value == values.end() ? nullptr : &value->second;
    }
    [[nodiscard]] Result<Names> names(std::string_view table) const;
    [[nodiscard]] Result<> readScales();

    sqlite3 *m_db;
    Names m_families, m_settings;
    std::unordered_map<qint64, MeasureKey> m_measures;
    std::unordered_map<qint64, Model> m_models;
    std::vector<unsigned char> m_known; ///< by rank: what of Known
};

Result<Names> Words::names(std::string_view table) const
{
    Names names;
    sqlite::Statement rows(m_db, "SELECT id, name FROM " + std::string(table));
    while (rows.step())
        names.emplace(rows.integer(0), rows.text(1));
    return rows.done().map([&] { return std::move(names); });
}

Result<> Words::readMeasures(qint64 last)
{
    const auto benchmarks = names("benchmark"), metrics = names("metric"); // shared by their measures
    auto settings = names("setting");
    for (const auto *const read : {&benchmarks, &metrics, &std::as_const(settings)}) {
        if (!*read)
            return tl::unexpected(read->error());
    }
    m_settings = std::move(*settings);
    sqlite::Statement rows(m_db, "SELECT measure.id, benchmark, task.name, metric FROM measure "
                                 "JOIN task ON task.id = measure.task WHERE measure.id <= ?1");
    rows.bind(last);
    while (rows.step()) {
        const QString *const benchmark = found(*benchmarks, rows.integer(1));
        const QString *const metric = found(*metrics, rows.integer(3));
        if (benchmark && metric)
            m_measures.emplace(rows.integer(0), MeasureKey{*benchmark, rows.text(2), *metric});
    }
    return rows.done();
}

Result<> Words::readModels()
{
    auto families = names("family");
    if (!families)
        return tl::unexpected(families.error());
    m_families = std::move(*families);
    sqlite::Statement rows(m_db, "SELECT model.id, counted.family, counted.name FROM model "
                                 "LEFT JOIN same_model ON same_model.model = model.id "
                                 "JOIN model counted ON counted.id = ifnull(same_as, model.id) "
                                 "ORDER BY 2, 3");
    std::pair<qint64, std::string> last;
    while (rows.step()) {
        const QByteArrayView name = rows.bytes(2);
        std::pair<qint64, std::string> now(rows.integer(1), name.toByteArray().toStdString());
        if (m_known.empty() || now != last)
            m_known.push_back(0);
        last = std::move(now);
        m_models.emplace(rows.integer(0),
                         Model{static_cast<quint32>(last.first), static_cast<quint32>(m_known.size() - 1)});
    }
    return rows.done().and_then([this] { return readScales(); });
}

Result<> Words::readScales()
{
    sqlite::Statement rows(m_db, R"(
SELECT model, quantity FROM model_scale
UNION ALL
SELECT model.id, quantity FROM user_scale
JOIN family ON family.name = user_scale.family
JOIN model ON model.family = family.id AND model.name = user_scale.model)");
    while (rows.step()) {
        const QByteArrayView quantity = rows.bytes(1);
        if (const Model *const placed = model(rows.integer(0)))
            m_known[placed->rank] |= quantity == "flops"        ? Compute
                                     : quantity == "parameters" ? Parameters
                                     : quantity == "tokens"     ? Tokens
                                                                : 0;
    }
    return rows.done();
}

/// @param models  of the ability, in any order; sorted here
std::vector<AbilityFamily> familiesOf(std::vector<Words::Model> &models, const Words &words)
{
    std::vector<AbilityFamily> families;
    std::ranges::sort(models, {}, &Words::Model::rank);
    const auto repeated = std::ranges::unique(models, {}, &Words::Model::rank);
    models.erase(repeated.begin(), repeated.end());
    for (std::size_t i = 0; i < models.size(); ++i) {
        if (i == 0 || models[i].family != models[i - 1].family)
            families.push_back({words.family(models[i].family)});
        ++families.back().models;
        families.back().placed += words.isPlaced(models[i].rank);
    }
    std::ranges::sort(families, {}, &AbilityFamily::name);
    return families;
}

} // namespace

Result<AbilityList> listAbilities(const Workbook &workbook, const Progress &progress, qint64 most)
{
    sqlite3 *const db = workbook.handle();
    const sqlite::Snapshot snapshot(db);
    const sqlite::Stoppable stoppable(db, progress);
    Words words(db);
    if (auto read = words.readModels(); !read)
        return tl::unexpected(read.error());

    struct Found
    {
        qint64 measure, setting;
        std::vector<AbilityFamily> families;
    };
    std::vector<Found> found;
    std::pair<qint64, qint64> last;
    std::vector<Words::Model> models; // of the last ability
    const auto finish = [&] {
        if (!models.empty())
            found.push_back({last.first, last.second, familiesOf(models, words)});
        models.clear();
    };
    AbilityList list;
    sqlite::Statement rows(db, "SELECT measure, setting, model FROM result ORDER BY measure, setting");
    while (rows.step()) {
        const std::pair now(rows.integer(0), rows.integer(1));
        if (now != last) {
            finish();
            list.complete = most > 0;
            if (!list.complete)
                break;
        }
        last = now;
        --most;
        if (const Words::Model *const model = words.model(rows.integer(2)))
            models.push_back(*model);
    }
    finish();

    const auto read = rows.done().and_then([&] { return words.readMeasures(last.first); });
    if (!read)
        return tl::unexpected(read.error());
    list.abilities.reserve(found.size());
    for (Found &ability : found) {
        const MeasureKey *const measure = words.measure(ability.measure);
        const QString *const setting = words.setting(ability.setting);
        if (measure && setting)
            list.abilities.push_back({*measure, *setting, std::move(ability.families)});
    }
    std::ranges::sort(list.abilities, [](const Ability &a, const Ability &b) {
        return std::tie(a.measure, a.setting) < std::tie(b.measure, b.setting);
    });
    return list;
}

} // namespace onset
