#include "core/store/curves.h"

#include "core/store/exclusion_list.h"
#include "core/store/sqlite.h"

namespace onset {

Result<std::vector<Exclusions::Key>> exclusionsIn(const Workbook &workbook)
{
    std::vector<Exclusions::Key> keys;
    sqlite::Statement rows(workbook.handle(),
                           "SELECT family, model, checkpoint, benchmark, task, metric, setting "
                           "FROM exclusion ORDER BY 4, 5, 6, 7, 1, 2, 3");
    while (rows.step())
        keys.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5),
                        rows.text(6)});
    return rows.done().map([&] { return std::move(keys); });
}

Result<std::vector<Exclusions::Key>> Exclusions::list() const { return exclusionsIn(m_workbook); }

Result<> Exclusions::set(const std::vector<Key> &keys, bool excluded)
{
    if (auto editable = m_workbook.requireEditable(); !editable)
        return editable;
    sqlite3 *db = m_workbook.handle();
    auto transaction = sqlite::Transaction::begin(db);
    if (!transaction)
        return tl::unexpected(transaction.error());
    sqlite::Statement change(
        db,
        excluded
            ? "INSERT OR IGNORE INTO exclusion(family, model, checkpoint, benchmark, task, metric, setting) "
              "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
            : "DELETE FROM exclusion WHERE family = ?1 AND model = ?2 AND checkpoint = ?3 AND "
              "benchmark = ?4 AND task = ?5 AND metric = ?6 AND setting = ?7");
    for (const Key &key : keys) {
        if (auto changed = change
                               .bind(key.family, key.model, key.checkpoint, key.benchmark, key.task,
                                     key.metric, key.setting)
                               .run();
            !changed)
            return changed;
    }
    return transaction->commit();
}

} // namespace onset
