#include "core/store/sqlite.h"

#include "core/store/store_text.h"

#include <QFile>

#include <sqlite3.h>

#include <cmath>
#include <limits>

namespace onset::sqlite {

namespace {

/// True for results that are no fault.
bool good(int code) { return code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE; }

Error errorOf(sqlite3 *db, int code)
{
    const char *name = sqlite3_db_filename(db, "main");
    const QString path = QFile::decodeName(name ? name : "");
    const QString detail =
        QStringLiteral("SQLite %1: %2").arg(code).arg(QString::fromUtf8(sqlite3_errmsg(db)));
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {Code::Busy,
                StoreText::tr("Another program is changing “%1”; try again when it has finished.").arg(path),
                detail};
    case SQLITE_READONLY:
        return {Code::ReadOnly,
                StoreText::tr("“%1” can only be read; save a copy elsewhere to change it.").arg(path),
                detail};
    case SQLITE_FULL:
        return {
            Code::Io,
            StoreText::tr("The disk is full, so “%1” was left as it was; make room and try again.").arg(path),
            detail};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_SCHEMA:
        return {Code::NotAWorkbook,
                StoreText::tr("“%1” is damaged or no Onset workbook; open a copy of it, or another file.")
                    .arg(path),
                detail};
    case SQLITE_INTERRUPT:
        return {Code::Cancelled, StoreText::tr("Stopped; nothing was changed."), detail};
    default:
        return {Code::Io,
                StoreText::tr("“%1” could not be read or written (%2); check the disk and the permissions.")
                    .arg(path, QString::fromUtf8(sqlite3_errmsg(db))),
                detail};
    }
}

} // namespace

Error lastError(sqlite3 *db) { return errorOf(db, sqlite3_extended_errcode(db)); }

Result<> execute(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::unexpected(lastError(db));
    return {};
}

qint64 insertedRow(sqlite3 *db) { return sqlite3_changes(db) > 0 ? sqlite3_last_insert_rowid(db) : 0; }

void WithoutForeignKeys::enforce(bool on)
{
    sqlite3_db_config(m_db, SQLITE_DBCONFIG_ENABLE_FKEY, on ? 1 : 0, nullptr);
}

Stoppable::Stoppable(sqlite3 *db, const Progress &progress) : m_db(db)
{
    constexpr int operations = 10000; // of SQLite's virtual machine, between two questions
    const auto stop = [](void *asked) { return static_cast<const Progress *>(asked)->cancelled() ? 1 : 0; };
    sqlite3_progress_handler(db, operations, stop, const_cast<Progress *>(&progress));
}

Stoppable::~Stoppable() { sqlite3_progress_handler(m_db, 0, nullptr, nullptr); }

void Statement::Finalize::operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }

Statement::Statement(sqlite3 *db, std::string_view sql) : m_db(db)
{
    sqlite3_stmt *statement = nullptr;
    m_code = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    m_statement.reset(statement);
}

void Statement::reset()
{
    if (m_statement)
        sqlite3_reset(m_statement.get());
    keep(SQLITE_OK);
}

void Statement::keep(int code)
{
    if (good(m_code))
        m_code = code;
}

void Statement::bindOne(int index, qint64 value)
{
    keep(sqlite3_bind_int64(m_statement.get(), index, value));
}

void Statement::bindOne(int index, double value)
{
    keep(sqlite3_bind_double(m_statement.get(), index, value));
}

void Statement::bindOne(int index, std::string_view value)
{
    // a null pointer would bind NULL, and an empty view may hold one
    const char *text = value.empty() ? "" : value.data();
    keep(sqlite3_bind_text64(m_statement.get(), index, text, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bindOne(int index, const QString &value)
{
    const QByteArray utf8 = value.toUtf8();
    keep(sqlite3_bind_text64(m_statement.get(), index, utf8.constData(),
                             static_cast<sqlite3_uint64>(utf8.size()), SQLITE_TRANSIENT, SQLITE_UTF8));
}

bool Statement::step()
{
    if (!good(m_code) || m_code == SQLITE_DONE) // SQLite would start over
        return false;
    m_code = sqlite3_step(m_statement.get());
    return m_code == SQLITE_ROW;
}

Result<> Statement::run()
{
    while (step()) {
    }
    reset(); // ends the read, so that the transaction can
    return done();
}

Result<> Statement::done() const
{
    if (!good(m_code))
        return tl::unexpected(errorOf(m_db, m_code));
    return {};
}

bool Statement::null(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

qint64 Statement::integer(int column) const { return sqlite3_column_int64(m_statement.get(), column); }

double Statement::real(int column) const
{
    return null(column) ? std::numeric_limits<double>::quiet_NaN()
                        : sqlite3_column_double(m_statement.get(), column);
}

QString Statement::text(int column) const
{
    const QByteArrayView utf8 = bytes(column);
    return QString::fromUtf8(utf8);
}

QByteArrayView Statement::bytes(int column) const
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement.get(), column));
    return {text, sqlite3_column_bytes(m_statement.get(), column)};
}

Snapshot::Snapshot(sqlite3 *db) : m_db(sqlite3_get_autocommit(db) ? db : nullptr)
{
    if (m_db)
        sqlite3_exec(m_db, "BEGIN", nullptr, nullptr, nullptr);
}

Snapshot::~Snapshot()
{
    if (m_db)
        sqlite3_exec(m_db, "COMMIT", nullptr, nullptr, nullptr);
}

Result<Transaction> Transaction::begin(sqlite3 *db)
{
    const bool inner = !sqlite3_get_autocommit(db);
    if (auto begun = execute(db, inner ? "SAVEPOINT part" : "BEGIN IMMEDIATE"); !begun)
        return tl::unexpected(begun.error());
    return Transaction(db, inner);
}

Transaction::~Transaction()
{
    if (m_db && !sqlite3_get_autocommit(m_db)) // a full disk may have rolled back already
        sqlite3_exec(m_db, m_inner ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK", nullptr, nullptr,
                     nullptr);
}

Result<> Transaction::commit()
{
    auto committed = execute(m_db, m_inner ? "RELEASE part" : "COMMIT");
    if (committed)
        m_db = nullptr;
    return committed;
}

} // namespace onset::sqlite
