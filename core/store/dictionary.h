#pragma once

#include "core/base/text_set.h"
#include "core/store/rows.h"
#include "core/store/sqlite.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onset {

/// Rows of a table of names, ready to be inserted.
class NewNames : public sqlite::Rows
{
public:
    /// @param table  "table(column, …)"
    explicit NewNames(std::string table = {})
        : m_table(std::move(table)), m_columns(std::ranges::count(m_table, ',') + 1)
    {}

    [[nodiscard]] const std::string &table() const { return m_table; }
    [[nodiscard]] int columns() const { return static_cast<int>(m_columns); }

    /// Adds the next value, row by row.
    void add(qint64 value) { m_values.push_back({value, 0, Kind::Number}); }
    void add(std::optional<qint64> value)
    {
        m_values.push_back({value.value_or(0), 0, value ? Kind::Number : Kind::Null});
    }
    void add(std::string_view value)
    {
        m_values.push_back({std::ssize(m_texts), static_cast<quint32>(value.size()), Kind::Text});
        m_texts.append(value);
    }

    [[nodiscard]] std::size_t count() const override
    {
        return m_values.size() / static_cast<std::size_t>(m_columns);
    }
    void read(std::size_t row, int column, sqlite::Cell &cell) const override
    {
        const auto &[number, size, kind] =
            m_values[row * static_cast<std::size_t>(m_columns) + static_cast<std::size_t>(column)];
        if (kind == Kind::Number)
            cell.set(number);
        else if (kind == Kind::Text)
            cell.set(std::string_view(m_texts).substr(static_cast<std::size_t>(number), size));
    }

private:
    enum class Kind : quint32 { Null, Number, Text };
    struct Value
    {
        qint64 number; ///< of a text, its place in m_texts
        quint32 size;
        Kind kind;
    };

    std::string m_table;
    std::ptrdiff_t m_columns;
    std::vector<Value> m_values;
    std::string m_texts;
};

/// Row ids by name. Each name is asked of the database once; one that is new to it gets the next id and waits
/// to be stored, so that the rows that refer to it need not wait for the database.
class Dictionary
{
public:
    /// @param table  "table(id, column, …)"
    /// @param same   finds the row of the values ?1, ?2 …, such as "name = ?1"
    Dictionary(sqlite3 *db, const std::string &table, const std::string &same)
        : m_new(table), m_find(db, "SELECT id FROM " + nameOf(table) + " WHERE " + same)
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
            const quint32 found = m_keys.find(key);
            if (found == TextSet::kNone)
                return 0;
            m_recentKey = m_keys.at(found);
            m_recentId = m_ids[found];
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

    /// Makes a row that the database does not hold. @param values  an empty optional is NULL
    template <typename... Values>
    qint64 add(std::string_view key, const Values &...values)
    {
        m_new.add(++m_lastId);
        (m_new.add(values), ...);
        remember(key, m_lastId);
        return m_lastId;
    }

    /// Another key of a row.
    void remember(std::string_view key, qint64 id)
    {
        if (m_keys.insert(key).second)
            m_ids.push_back(id);
    }

    /// How many names the database lacks.
    [[nodiscard]] std::size_t waiting() const { return m_new.count(); }
    /// Those; from now on they are taken to be stored.
    [[nodiscard]] NewNames takeNew() { return std::exchange(m_new, NewNames(m_new.table())); }

private:
    static std::string nameOf(const std::string &table) { return table.substr(0, table.find('(')); }

    NewNames m_new;
    sqlite::Statement m_find;
    qint64 m_held, m_lastId;
    TextSet m_keys;
    std::vector<qint64> m_ids;    ///< by key
    std::string_view m_recentKey; ///< in m_keys
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
