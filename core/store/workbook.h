#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <QSqlDatabase>
#include <QString>

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

    Workbook(Workbook &&) noexcept;
    Workbook &operator=(Workbook &&) noexcept;
    ~Workbook();

    [[nodiscard]] QString path() const;
    [[nodiscard]] bool readOnly() const;

    /// ReadOnly with a sentence when this workbook cannot be edited.
    [[nodiscard]] Result<> requireEditable() const;

    /// SQLite's quick_check, or the full integrity_check and foreign keys when `full`.
    /// @error NotAWorkbook with the first finding, Cancelled
    [[nodiscard]] Result<> check(bool full, Progress &progress) const;

    /// Changes when another connection has committed; compare with the last value to notice edits made
    /// elsewhere.
    [[nodiscard]] qint64 dataVersion() const;

    /// A consistent copy at `path`, which must not exist.
    [[nodiscard]] Result<> saveCopy(const QString &path) const;

    /// For the classes of core/store only: nothing else writes SQL.
    [[nodiscard]] QSqlDatabase database() const;

private:
    explicit Workbook(QString connection, QString path, bool readOnly);
    QString m_connection;
    QString m_path;
    bool m_readOnly = false;
};

} // namespace onset
