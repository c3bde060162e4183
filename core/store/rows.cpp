#include "core/store/rows.h"

#include "core/store/sqlite.h"

#include <sqlite3.h>

#include <cmath>
#include <string>

namespace onset::sqlite {

namespace {

/// What the virtual table of one INSERT reads. https://www.sqlite.org/vtab.html
struct Source
{
    const Rows &rows;
    int columns;
};

struct Table : sqlite3_vtab
{
    const Source *source;
};

struct Cursor : sqlite3_vtab_cursor
{
    std::size_t row;
};

const Rows &rowsOf(sqlite3_vtab_cursor *cursor) { return static_cast<Table *>(cursor->pVtab)->source->rows; }

std::size_t &rowOf(sqlite3_vtab_cursor *cursor) { return static_cast<Cursor *>(cursor)->row; }

int connectTable(sqlite3 *db, void *source, int, const char *const *, sqlite3_vtab **table, char **)
{
    std::string declared = "CREATE TABLE source(c0";
    for (int column = 1; column < static_cast<Source *>(source)->columns; ++column)
        declared += ", c" + std::to_string(column);
    *table = new Table{{}, static_cast<Source *>(source)};
    return sqlite3_declare_vtab(db, (declared + ')').c_str());
}

int disconnectTable(sqlite3_vtab *table)
{
    delete static_cast<Table *>(table);
    return SQLITE_OK;
}

int planNothing(sqlite3_vtab *, sqlite3_index_info *) { return SQLITE_OK; }

int openCursor(sqlite3_vtab *, sqlite3_vtab_cursor **cursor)
{
    *cursor = new Cursor{};
    return SQLITE_OK;
}

int closeCursor(sqlite3_vtab_cursor *cursor)
{
    delete static_cast<Cursor *>(cursor);
    return SQLITE_OK;
}

int toFirst(sqlite3_vtab_cursor *cursor, int, const char *, int, sqlite3_value **)
{
    rowOf(cursor) = 0;
    return SQLITE_OK;
}

int toNext(sqlite3_vtab_cursor *cursor)
{
    ++rowOf(cursor);
    return SQLITE_OK;
}

int atEnd(sqlite3_vtab_cursor *cursor) { return rowOf(cursor) >= rowsOf(cursor).count() ? 1 : 0; }

int readColumn(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    Cell cell(context);
    rowsOf(cursor).read(rowOf(cursor), column, cell);
    return SQLITE_OK;
}

int readRowId(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
    *id = static_cast<sqlite3_int64>(rowOf(cursor));
    return SQLITE_OK;
}

/// Without xCreate: a table that is there by its name alone.
constexpr sqlite3_module moduleOfRows()
{
    sqlite3_module module{};
    module.xConnect = connectTable;
    module.xBestIndex = planNothing;
    module.xDisconnect = disconnectTable;
    module.xOpen = openCursor;
    module.xClose = closeCursor;
    module.xFilter = toFirst;
    module.xNext = toNext;
    module.xEof = atEnd;
    module.xColumn = readColumn;
    module.xRowid = readRowId;
    return module;
}

} // namespace

void Cell::set(qint64 value) { sqlite3_result_int64(m_context, value); }

void Cell::set(double value) { sqlite3_result_double(m_context, value); }

void Cell::set(std::string_view value)
{
    const char *text = value.empty() ? "" : value.data();
    sqlite3_result_text64(m_context, text, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

Result<> insert(sqlite3 *db, std::string_view table, int columns, const Rows &rows)
{
    static constexpr sqlite3_module module = moduleOfRows();
    Source source{rows, columns};
    if (sqlite3_create_module(db, "onset_rows", &module, &source) != SQLITE_OK)
        return tl::unexpected(lastError(db));
    auto inserted = Statement(db, "INSERT INTO " + std::string(table) + " SELECT * FROM onset_rows").run();
    sqlite3_create_module(db, "onset_rows", nullptr, nullptr); // nothing may read the source later
    return inserted;
}

} // namespace onset::sqlite
