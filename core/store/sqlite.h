#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <QByteArrayView>
#include <QString>

#include <memory>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

/// The little of SQLite's C interface that the store needs. Nothing outside core/store includes this.
namespace onset::sqlite {

/// The last fault of a connection as a sentence for the user.
[[nodiscard]] Error lastError(sqlite3 *db);

/// Runs one or more statements that give no rows.
[[nodiscard]] Result<> execute(sqlite3 *db, const char *sql);

/// Row id that the last INSERT of the connection made; 0 when it changed nothing.
[[nodiscard]] qint64 insertedRow(sqlite3 *db);

/// While it lives, foreign keys are not checked and do not cascade: for many rows that are right by
/// construction.
class WithoutForeignKeys
{
public:
    explicit WithoutForeignKeys(sqlite3 *db) : m_db(db) { enforce(false); }
    ~WithoutForeignKeys() { enforce(true); }
    WithoutForeignKeys(const WithoutForeignKeys &) = delete;
    WithoutForeignKeys &operator=(const WithoutForeignKeys &) = delete;

private:
    void enforce(bool on);
    sqlite3 *m_db;
};

/// While it lives, statements end with Cancelled once the work should.
class Stoppable
{
public:
    Stoppable(sqlite3 *db, const Progress &progress);
    ~Stoppable();
    Stoppable(const Stoppable &) = delete;
    Stoppable &operator=(const Stoppable &) = delete;

private:
    sqlite3 *m_db;
};

/// One prepared statement. The first fault – in preparing, binding or stepping – ends the rows and is kept;
/// ask `done` after the last row. The connection must outlive it.
class Statement
{
public:
    Statement(sqlite3 *db, std::string_view sql);

    /// Starts over with these values for ?1, ?2 …; NaN is stored as NULL. Texts must live until the next
    /// `bind`.
    template <typename... Values>
    Statement &bind(const Values &...values)
    {
        reset();
        int index = 0;
        (bindOne(++index, values), ...);
        return *this;
    }

    /// True while there is a row to read.
    [[nodiscard]] bool step();
    /// Steps to the end.
    [[nodiscard]] Result<> run();
    [[nodiscard]] Result<> done() const;

    [[nodiscard]] bool null(int column) const;
    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] double real(int column) const; ///< NaN for NULL
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArrayView bytes(int column) const; ///< lives until the next step

private:
    struct Finalize
    {
        void operator()(sqlite3_stmt *statement) const;
    };

    void reset();
    void bindOne(int index, qint64 value);
    void bindOne(int index, int value) { bindOne(index, qint64{value}); }
    void bindOne(int index, bool value) { bindOne(index, qint64{value}); }
    void bindOne(int index, double value);
    void bindOne(int index, std::string_view value);
    void bindOne(int index, const QString &value);
    void bindOne(int index, const QByteArray &value)
    {
        bindOne(index, std::string_view(value.constData(), static_cast<std::size_t>(value.size())));
    }
    void bindOne(int index, const std::string &value) { bindOne(index, std::string_view(value)); }
    void keep(int code);

    sqlite3 *m_db;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    int m_code;
};

/// While it lives, all reads see the workbook as it was at the first of them.
class Snapshot
{
public:
    explicit Snapshot(sqlite3 *db);
    ~Snapshot();
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;

private:
    sqlite3 *m_db; ///< null inside a transaction, which is a snapshot already
};

/// A write transaction, rolled back unless committed. Inside another one it is a part of that: taken back
/// alone, but kept only when the other one is committed too.
class Transaction
{
public:
    /// @error Busy when another connection writes for longer than the busy timeout; ReadOnly
    [[nodiscard]] static Result<Transaction> begin(sqlite3 *db);

    Transaction(Transaction &&other) noexcept
        : m_db(std::exchange(other.m_db, nullptr)), m_inner(other.m_inner)
    {}
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    [[nodiscard]] Result<> commit();

private:
    Transaction(sqlite3 *db, bool inner) : m_db(db), m_inner(inner) {}
    sqlite3 *m_db;
    bool m_inner;
};

} // namespace onset::sqlite
