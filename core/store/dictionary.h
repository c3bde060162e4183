#pragma once

#include "core/store/rows.h"
#include "core/store/sqlite.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace onset {

/// Rows of a table of names, ready to be inserted.
struct NewNames : sqlite::Rows
{
    using Value = std::variant<std::monostate, qint64, std::string>;

    std::string table; ///< "table(column, …)"
    std::size_t columns = 0;
    std::vector<Value> values; ///< row by row

    [[nodiscard]] std::size_t count() const override { return columns ? values.size() / columns : 0; }
    void read(std::size_t row, int column, sqlite::Cell &cell) const override
    {
        const Value &value = values[row * columns + static_cast<std::size_t>(column)];
        if (const auto *number = std::get_if<qint64>(&value))
            cell.set(*number);
        else if (const auto *text = std::get_if<std::string>(&value))
            cell.set(std::string_view(*text));
    }
};

/// Row ids by name. Each name is asked of the database once; one that is new to it gets the next id and waits
/// to be stored, so that the rows that refer to it need not wait for the database.
class Dictionary
{
public:
    /// @param table  "table(id, column, …)"
    /// @param same   finds the row of the values ?1, ?2 …, such as "name = ?1"
    Dictionary(sqlite3 *db, const std::string &table, const std::string &same)
        : m_table(table), m_find(db, "SELECT id FROM " + nameOf(table) + " WHERE " + same)
    {
        sqlite::Statement newest(db, "SELECT max(id) FROM " + nameOf(table));
        m_held = m_lastId = newest.step() ? newest.integer(0) : 0;
    }

    /// Whether the database held no names at first, so that nothing is asked of it any more.
    [[nodiscard]] bool isOurs() const { return m_held == 0; }

    /// The id known for this key, 0 when it was not asked for yet.
    [[nodiscard]] qint64 known(std::string_view key)
    {
        if (m_recentId == 0 || key != m_recentKey) { // neighbours in a table share most names
            const auto found = m_ids.find(key);
            if (found == m_ids.end())
                return 0;
            m_recentKey = found->first;
            m_recentId = found->second;
        }
        return m_recentId;
    }

    /// @param key     the name of the row here
    /// @param values  of its columns behind the id, which find it too: row ids and texts
    template <typename... Values>
    [[nodiscard]] Result<qint64> id(std::string_view key, const Values &...values)
    {
        if (const qint64 id = known(key))
            return id;
        const auto held = find(values...);
        if (!held || *held == 0)
            return held.map([&](qint64) { return add(key, values...); });
        remember(key, *held);
        return held;
    }

    /// The id of the row that the database holds with these values, 0 when there is none.
    template <typename... Values>
    [[nodiscard]] Result<qint64> find(const Values &...values)
    {
        if (isOurs())
            return 0;
        const qint64 id = m_find.bind(values...).step() ? m_find.integer(0) : 0;
        return m_find.run().map([id] { return id; });
    }

    /// Makes a row that the database does not hold. @param values  monostate is NULL
    template <typename... Values>
    qint64 add(std::string_view key, const Values &...values)
    {
        m_new.emplace_back(++m_lastId);
        (m_new.push_back(valueOf(values)), ...);
        remember(key, m_lastId);
        return m_lastId;
    }

    /// Another key of a row.
    void remember(std::string_view key, qint64 id) { m_ids.emplace(key, id); }

    /// The names that the database lacks; from now on they are taken to be stored.
    [[nodiscard]] NewNames takeNew()
    {
        NewNames names;
        names.table = m_table;
        names.columns = static_cast<std::size_t>(std::ranges::count(m_table, ',')) + 1;
        names.values = std::exchange(m_new, {});
        return names;
    }

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    static std::string nameOf(const std::string &table) { return table.substr(0, table.find('(')); }
    static NewNames::Value valueOf(qint64 value) { return value; }
    static NewNames::Value valueOf(std::string_view value) { return std::string(value); }
    static NewNames::Value valueOf(const std::string &value) { return value; }
    static NewNames::Value valueOf(std::optional<qint64> value)
    {
        return value ? NewNames::Value(*value) : NewNames::Value();
    }

    std::string m_table;
    sqlite::Statement m_find;
    qint64 m_held, m_lastId;
    std::vector<NewNames::Value> m_new;
    std::unordered_map<std::string, qint64, Hash, std::equal_to<>> m_ids;
    std::string_view m_recentKey; ///< in m_ids
    qint64 m_recentId = 0;
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
