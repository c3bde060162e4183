#include "core/store/same_models.h"

#include "core/store/removal.h"
#include "core/store/sqlite.h"

#include <algorithm>

namespace onset {

namespace {

/// What is stored: pairs of row ids, by the first.
using Pairs = std::vector<std::pair<qint64, qint64>>;

Result<Pairs> stored(sqlite3 *db)
{
    Pairs pairs;
    sqlite::Statement rows(db, "SELECT model, same_as FROM same_model ORDER BY model");
    while (rows.step())
        pairs.emplace_back(rows.integer(0), rows.integer(1));
    return rows.done().map([&] { return std::move(pairs); });
}

/// @param sql  gives two names a row
Result<std::vector<SameModel>> pairsIn(sqlite3 *db, std::string_view sql)
{
    std::vector<SameModel> pairs;
    sqlite::Statement rows(db, sql);
    while (rows.step())
        pairs.push_back({{rows.text(0), rows.text(1)}, {rows.text(2), rows.text(3)}});
    return rows.done().map([&] { return std::move(pairs); });
}

/// The rows of a join, one for each checkpoint of its name; makes those that the other model lacks.
Result<> addPairs(sqlite3 *db, const SameModel &join, Pairs &pairs)
{
    std::vector<std::pair<qint64, QString>> checkpoints;
    sqlite::Statement rows(db, "SELECT model.id, checkpoint FROM model JOIN family ON family.id = family "
                               "WHERE family.name = ?1 AND model.name = ?2");
    rows.bind(join.name.family, join.name.model);
    while (rows.step())
        checkpoints.emplace_back(rows.integer(0), rows.text(1));
    Result<> done = rows.done();
    sqlite::Statement family(db, "INSERT INTO family(name) VALUES(?1) ON CONFLICT DO UPDATE SET name = name "
                                 "RETURNING id");
    sqlite::Statement model(db, "INSERT INTO model(family, name, checkpoint) VALUES(?1, ?2, ?3) "
                                "ON CONFLICT DO UPDATE SET name = name RETURNING id");
    const auto idOf = [&done](sqlite::Statement &statement) {
        const qint64 id = statement.step() ? statement.integer(0) : 0;
        done = done.and_then([&] { return statement.run(); });
        return id;
    };
    for (const auto &[id, checkpoint] : checkpoints) {
        const qint64 owner = idOf(family.bind(join.sameAs.family));
        pairs.emplace_back(id, idOf(model.bind(owner, join.sameAs.model, checkpoint)));
    }
    return done;
}

} // namespace

Result<std::vector<ModelName>> SameModels::names() const
{
    std::vector<ModelName> names;
    sqlite::Statement rows(m_workbook.handle(),
                           "SELECT family.name, model.name FROM model JOIN family ON family.id = family "
                           "GROUP BY family.id, model.name ORDER BY min(model.id)");
    while (rows.step())
        names.push_back({rows.text(0), rows.text(1)});
    return rows.done().map([&] { return std::move(names); });
}

Result<std::vector<SameModel>> SameModels::joined() const
{
    return pairsIn(m_workbook.handle(), R"(
SELECT DISTINCT family.name, model.name, same_family.name, same.name FROM same_model
JOIN model ON model.id = same_model.model JOIN family ON family.id = model.family
JOIN model same ON same.id = same_as JOIN family same_family ON same_family.id = same.family
ORDER BY 3, 4, 1, 2)");
}

Result<std::vector<SameModel>> SameModels::said() const
{
    return pairsIn(m_workbook.handle(),
                   "SELECT family, model, same_family, same_model FROM user_join ORDER BY 1, 2");
}

Result<std::optional<ModelName>> SameModels::say(const ModelName &name,
                                                 const std::optional<ModelName> &sameAs)
{
    if (auto editable = m_workbook.requireEditable(); !editable)
        return tl::unexpected(editable.error());
    sqlite3 *const db = m_workbook.handle();
    std::optional<ModelName> before;
    sqlite::Statement found(db,
                            "SELECT same_family, same_model FROM user_join WHERE family = ?1 AND model = ?2");
    if (found.bind(name.family, name.model).step())
        before = ModelName{found.text(0), found.text(1)};
    return found.run()
        .and_then([&] {
            return sameAs
                       ? sqlite::Statement(db, "INSERT OR REPLACE INTO user_join(family, model, same_family, "
                                               "same_model) VALUES(?1, ?2, ?3, ?4)")
                             .bind(name.family, name.model, sameAs->family, sameAs->model)
                             .run()
                       : sqlite::Statement(db, "DELETE FROM user_join WHERE family = ?1 AND model = ?2")
                             .bind(name.family, name.model)
                             .run();
        })
        .map([&] { return before; });
}

Result<QStringList> SameModels::unused() const
{
    QStringList rules;
    sqlite::Statement rows(m_workbook.handle(), "SELECT rule FROM name_rule WHERE NOT used");
    while (rows.step())
        rules << rows.text(0);
    return rows.done().map([&] { return std::move(rules); });
}

Result<> SameModels::use(const QString &rule, bool used)
{
    return m_workbook.requireEditable().and_then([&] {
        return sqlite::Statement(m_workbook.handle(),
                                 "INSERT OR REPLACE INTO name_rule(rule, used) VALUES(?1, ?2)")
            .bind(rule, used)
            .run();
    });
}

Result<bool> SameModels::store(const std::vector<SameModel> &joins)
{
    if (auto editable = m_workbook.requireEditable(); !editable)
        return tl::unexpected(editable.error());
    sqlite3 *const db = m_workbook.handle();
    if (joins.empty()) { // the common case needs no lock
        const auto before = stored(db);
        if (!before || before->empty())
            return before.map([](const Pairs &) { return false; });
    }
    auto transaction = sqlite::Transaction::begin(db);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto before = stored(db);
    if (!before)
        return tl::unexpected(before.error());
    Pairs pairs;
    for (const SameModel &join : joins) {
        if (auto added = addPairs(db, join, pairs); !added)
            return tl::unexpected(added.error());
    }
    std::ranges::sort(pairs);
    if (pairs == *before)
        return false; // what addPairs may have made is taken back
    auto done = sqlite::execute(db, "DELETE FROM same_model");
    sqlite::Statement insert(db, "INSERT INTO same_model(model, same_as) VALUES(?1, ?2)");
    for (auto pair = pairs.begin(); pair != pairs.end() && done; ++pair)
        done = insert.bind(pair->first, pair->second).run();
    return done.and_then([&] { return removal::removeOrphans(db); })
        .and_then([&] { return transaction->commit(); })
        .map([] { return true; });
}

} // namespace onset
