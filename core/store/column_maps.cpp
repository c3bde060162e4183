#include "core/store/column_maps.h"

#include "core/store/sqlite.h"

namespace onset {

QString ColumnMaps::keyOf(const std::vector<std::string> &header)
{
    std::string key;
    for (const std::string &name : header)
        key.append(name).push_back('\n');
    return QString::fromStdString(key);
}

Result<std::map<QString, QByteArray>> ColumnMaps::all() const
{
    std::map<QString, QByteArray> maps;
    sqlite::Statement rows(m_workbook.handle(), "SELECT header, map FROM column_map");
    while (rows.step())
        maps.emplace(rows.text(0), rows.bytes(1).toByteArray());
    return rows.done().map([&] { return std::move(maps); });
}

Result<std::map<QString, QByteArray>> ColumnMaps::replace(Workbook &workbook,
                                                          const std::map<QString, QByteArray> &maps)
{
    if (auto editable = workbook.requireEditable(); !editable)
        return tl::unexpected(editable.error());
    auto transaction = sqlite::Transaction::begin(workbook.handle());
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto before = ColumnMaps(workbook).all();
    if (!before)
        return before;
    sqlite::Statement put(workbook.handle(), "INSERT OR REPLACE INTO column_map(header, map) VALUES(?1, ?2)");
    sqlite::Statement remove(workbook.handle(), "DELETE FROM column_map WHERE header = ?1");
    std::map<QString, QByteArray> replaced;
    for (const auto &[header, map] : maps) {
        const auto known = before->find(header);
        replaced.emplace(header, known == before->end() ? QByteArray() : known->second);
        auto done = map.isEmpty() ? remove.bind(header).run() : put.bind(header, map).run();
        if (!done)
            return tl::unexpected(done.error());
    }
    return transaction->commit().map([&] { return std::move(replaced); });
}

} // namespace onset
