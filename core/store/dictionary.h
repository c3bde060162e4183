#pragma once

#include "core/store/sqlite.h"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace onset {

/// Row ids by name; each name is asked of the database once and added to it when it is new.
class Dictionary
{
public:
    /// @param columns  "table(column, …) VALUES(?1, …)" of the row
    /// @param same     an assignment that changes nothing, such as "name = name"
    Dictionary(sqlite3 *db, const std::string &columns, const std::string &same)
        : m_db(db), m_insert(db, "INSERT OR IGNORE INTO " + columns),
          m_find(db, "INSERT INTO " + columns + " ON CONFLICT DO UPDATE SET " + same + " RETURNING id")
    {}

    /// The id known for this key, 0 when it was not asked for yet.
    [[nodiscard]] qint64 known(std::string_view key)
    {
        if (m_lastId == 0 || key != m_lastKey) { // neighbours in a table share most names
            const auto found = m_ids.find(key);
            if (found == m_ids.end())
                return 0;
            m_lastKey = found->first;
            m_lastId = found->second;
        }
        return m_lastId;
    }

    /// @param key     the name of the row here      @param values  of its columns
    template <typename... Values>
    [[nodiscard]] Result<qint64> id(std::string_view key, const Values &...values)
    {
        if (const qint64 id = known(key))
            return id;
        if (auto inserted = m_insert.bind(values...).run(); !inserted)
            return tl::unexpected(inserted.error());
        qint64 id = sqlite::insertedRow(m_db);
        if (id == 0) {
            id = m_find.bind(values...).step() ? m_find.integer(0) : 0;
            if (auto found = m_find.run(); !found)
                return tl::unexpected(found.error());
        }
        m_ids.emplace(key, id);
        return id;
    }

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    sqlite3 *m_db;
    sqlite::Statement m_insert, m_find;
    std::unordered_map<std::string, qint64, Hash, std::equal_to<>> m_ids;
    std::string_view m_lastKey; ///< in m_ids
    qint64 m_lastId = 0;
};

/// Joins names into one key, in `buffer`; no name holds the NUL between them.
inline std::string_view joinedKey(std::string &buffer, std::initializer_list<std::string_view> names)
{
    buffer.clear();
    for (const std::string_view name : names)
        buffer.append(name).push_back('\0');
    return buffer;
}

} // namespace onset
