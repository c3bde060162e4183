#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <QString>

#include <chrono>
#include <functional>
#include <memory>

struct sqlite3;

namespace onset {

/// One `.onset` file: an SQLite database of models, measures, results, imports and figures.
/// Owns one connection; use and destroy it in the thread that opened it. Readers open one per job.
class Workbook
{
public:
    enum class Mode {
        Read,   ///< never writes; a missing file is NotFound
        Edit,   ///< edits an existing workbook; a missing file is NotFound
        Create, ///< as Edit, and a missing file is made with an empty schema
    };

    /// Opens and checks `application_id`, `user_version` and the schema at once; brings an older version up
    /// to date. A file and folder that cannot be written open for reading only, even in Mode::Edit;
    /// `readOnly` tells.
    /// @error NotFound, NotAWorkbook, TooNew, Io; the file is untouched on every error
    [[nodiscard]] static Result<Workbook> open(const QString &path, Mode mode);

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] bool readOnly() const { return m_readOnly; }

    /// ReadOnly with a sentence when this workbook cannot be edited.
    [[nodiscard]] Result<> requireEditable() const;

    /// SQLite's quick_check, or the full integrity_check and foreign keys when `full`.
    /// @param progress  can stop it; is told nothing
    /// @error NotAWorkbook with the first finding, Cancelled
    [[nodiscard]] Result<> check(bool full, Progress &progress) const;

    /// Changes when another connection has committed; compare with the last value to notice edits made
    /// elsewhere.
    [[nodiscard]] qint64 dataVersion() const;

    /// How long an edit waits for another program's; five seconds unless set.
    void setPatience(std::chrono::milliseconds patience);

    /// Runs edits as one: all of them are stored, or when one fails, none.
    /// @error ReadOnly, Busy, Io; that of `edits`
    [[nodiscard]] Result<> transact(const std::function<Result<>()> &edits);

    /// A consistent copy at `path`, which must not exist.
    [[nodiscard]] Result<> saveCopy(const QString &path) const;

    /// Closes a workbook that this program made, and removes its file again when nothing was imported into it
    /// and no other program has it open.
    static void discardUnused(Workbook workbook);

    /// For core/store only: nothing else runs SQL.
    [[nodiscard]] sqlite3 *handle() const { return m_db.get(); }

private:
    struct Close
    {
        void operator()(sqlite3 *db) const;
    };
    using Connection = std::unique_ptr<sqlite3, Close>;

    Workbook(Connection db, QString path, bool readOnly)
        : m_db(std::move(db)), m_path(std::move(path)), m_readOnly(readOnly)
    {}
    [[nodiscard]] static Result<Connection> connect(const QString &path, int flags, const QString &query);
    [[nodiscard]] static Result<> create(const QString &path);

    Connection m_db;
    QString m_path;
    bool m_readOnly;
};

} // namespace onset
