#include "core/store/workbook.h"

#include "core/store/schema.h"
#include "core/store/sqlite.h"
#include "core/store/store_text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QUrl>
#include <QUuid>
#include <QtEndian>

#include <algorithm>
#include <sqlite3.h>

namespace onset {

namespace {

constexpr std::chrono::milliseconds kPatience{
    5000}; ///< an import of a million rows by another window takes about two seconds

tl::unexpected<Error> notAWorkbook(const QString &sentence, const QString &path)
{
    return failure(Code::NotAWorkbook, sentence.arg(path));
}

tl::unexpected<Error> tooNew(const QString &path)
{
    return failure(Code::TooNew,
                   StoreText::tr("“%1” was written by a newer Onset; open it with that version.").arg(path));
}

QString logOf(const QFileInfo &file) { return file.filePath() + QStringLiteral("-wal"); }

QByteArray uriOf(const QString &path, const QString &query = {})
{
    QUrl uri = QUrl::fromLocalFile(QFileInfo(path).absoluteFilePath());
    uri.setQuery(query);
    return uri.toEncoded();
}

/// The first 100 bytes, read through SQLite's own handle, which does no more than that. Closing another
/// handle would drop the locks of all connections that this process has to the file, and the next process
/// that leaves would take the log away from under them [https://www.sqlite.org/howtocorrupt.html, 2.2].
Result<QByteArray> headerOf(const QString &path)
{
    sqlite3 *db = nullptr;
    int code = sqlite3_open_v2(uriOf(path).constData(), &db,
                               SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    const auto closed = qScopeGuard([db] { sqlite3_close(db); });
    sqlite3_file *file = nullptr;
    if (code == SQLITE_OK)
        code = sqlite3_file_control(db, nullptr, SQLITE_FCNTL_FILE_POINTER, &file);
    sqlite3_int64 size = 0;
    if (code == SQLITE_OK)
        code = file->pMethods->xFileSize(file, &size);
    QByteArray header(std::min<sqlite3_int64>(size, 100), '\0');
    if (code == SQLITE_OK && !header.isEmpty())
        code = file->pMethods->xRead(file, header.data(), int(header.size()), 0);
    if (code == SQLITE_OK)
        return header;
    const int reason = sqlite3_system_errno(db);
    return failure(
        Code::Io, StoreText::tr("“%1” cannot be read (%2); check the disk and its permissions.")
                      .arg(path, reason ? qt_error_string(reason) : QString::fromUtf8(sqlite3_errstr(code))));
}

/// Looks at the header before the file is used, so that a foreign one is never touched.
/// Layout: https://www.sqlite.org/fileformat2.html#the_database_header
Result<> checkHeader(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return notAWorkbook(StoreText::tr("“%1” is a folder; give the path of a workbook file in it."), path);
    if (!info.isFile())
        return notAWorkbook(StoreText::tr("“%1” is no regular file; give the path of a workbook."), path);
    const auto read = headerOf(path);
    if (!read)
        return tl::unexpected(read.error());
    const QByteArray &header = *read;
    const auto number = [&header](qsizetype offset) {
        return qFromBigEndian<quint32>(header.constData() + offset);
    };
    if (header.isEmpty())
        return notAWorkbook(
            StoreText::tr("“%1” is empty, so it is no workbook; remove it or choose another."), path);
    if (header.size() < 100 || !header.startsWith(QByteArrayView("SQLite format 3\0", 16)) ||
        number(68) != schema::kApplicationId || number(60) == 0)
        return notAWorkbook(StoreText::tr("“%1” is no Onset workbook; to read a table from it, import it."),
                            path);
    if (number(60) > static_cast<quint32>(schema::newest()))
        return tooNew(path);
    const quint32 sizeField = qFromBigEndian<quint16>(header.constData() + 16);
    const qint64 pageSize = sizeField == 1 ? 65536 : sizeField;
    const bool pageCountValid = number(24) == number(92);
    if (pageCountValid && number(28) * pageSize > info.size() &&
        !QFile::exists(logOf(QFileInfo(info.canonicalFilePath()))))
        return notAWorkbook(
            StoreText::tr("“%1” is cut short: a part of the workbook is missing; restore it from a copy."),
            path);
    return {};
}

Result<> configure(sqlite3 *db)
{
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, static_cast<int>(kPatience.count()));
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // FULL: an answered commit survives a power cut too, at one sync per edit.
    return sqlite::execute(db, "PRAGMA synchronous=FULL");
}

} // namespace

void Workbook::Close::operator()(sqlite3 *db) const { sqlite3_close_v2(db); }

Result<Workbook::Connection> Workbook::connect(const QString &path, int flags, const QString &query)
{
    sqlite3 *opened = nullptr;
    const int code = sqlite3_open_v2(uriOf(path, query).constData(), &opened,
                                     flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection db(opened);
    if (code != SQLITE_OK)
        return failure(
            Code::Io,
            StoreText::tr("“%1” cannot be opened (%2); check that the folder is there and its permissions.")
                .arg(path, QString::fromUtf8(sqlite3_errmsg(opened))));
    if (auto configured = configure(opened); !configured)
        return tl::unexpected(configured.error());
    return db;
}

/// Makes the tables in a hidden file beside it and moves that into place: a crash leaves no half workbook.
Result<> Workbook::create(const QString &path)
{
    const QFileInfo info(path);
    const QString name = QStringLiteral(".onset-") + QUuid::createUuid().toString(QUuid::Id128);
    const QString draft = info.dir().filePath(name);
    const auto removed = qScopeGuard([&draft] { QFile::remove(draft); });
    auto made = connect(draft, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, {}).and_then([](const auto &db) {
        const QByteArray id = "PRAGMA application_id=" + QByteArray::number(schema::kApplicationId);
        return sqlite::execute(db.get(), "PRAGMA journal_mode=MEMORY") // no further file to leave behind
            .and_then([&] { return sqlite::execute(db.get(), id.constData()); })
            .and_then([&] { return schema::migrate(db.get()); });
    });
    if (!made) {
        made.error().what.replace(name, info.fileName());
        return made;
    }
    QFile file(draft);
    if (!file.rename(path) && !QFile::exists(path)) // it exists when another program was quicker
        return failure(
            Code::Io,
            StoreText::tr("“%1” cannot be created (%2); check its folder.").arg(path, file.errorString()));
    return {};
}

Result<Workbook> Workbook::open(const QString &path, Mode mode)
{
    const QFileInfo info(path);
    if (!info.exists() && mode == Mode::Create) {
        if (auto made = create(path); !made)
            return tl::unexpected(made.error());
    } else if (!info.exists()) {
        return failure(Code::NotFound, StoreText::tr("There is no workbook “%1”; check the path.").arg(path));
    }
    if (auto checked = checkHeader(path); !checked)
        return tl::unexpected(checked.error());

    const QFileInfo file(QFileInfo(path).canonicalFilePath()); // the log lies beside what a link points to
    const bool logged = QFile::exists(logOf(file));
    const bool writable = file.isWritable() && QFileInfo(file.path()).isWritable();
    const bool immutable = !writable && !logged; // else SQLite would want to make its files beside it
    const bool readOnly = mode == Mode::Read || !writable;

    auto db = connect(path, writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY,
                      immutable ? QStringLiteral("immutable=1") : QString());
    if (!db)
        return tl::unexpected(db.error());
    // Until the file has proved to be ours, closing it must not write a log back into it.
    sqlite3_db_config(db->get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, logged, nullptr);
    auto version = schema::versionOf(db->get());
    if (!version)
        return tl::unexpected(version.error());
    if (*version > schema::newest())
        return tooNew(path);
    if (*version < schema::newest()) {
        if (!writable)
            return failure(
                Code::ReadOnly,
                StoreText::tr(
                    "“%1” was written by an older Onset and cannot be brought up to date where it is; "
                    "copy it to a folder that you may write to.")
                    .arg(path));
        if (auto migrated = schema::migrate(db->get()); !migrated)
            return tl::unexpected(migrated.error());
    }
    if (auto checked = schema::check(db->get()); !checked)
        return tl::unexpected(checked.error());
    const char *const manner = readOnly ? "PRAGMA query_only=ON" : "PRAGMA journal_mode=WAL";
    if (auto ready = sqlite::execute(db->get(), manner); !ready)
        return tl::unexpected(ready.error());
    sqlite3_db_config(db->get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    return Workbook(std::move(*db), path, readOnly);
}

Result<> Workbook::requireEditable() const
{
    if (m_readOnly)
        return failure(
            Code::ReadOnly,
            StoreText::tr("“%1” can only be read; save a copy elsewhere to change it.").arg(m_path));
    return {};
}

Result<> Workbook::check(bool full, Progress &progress) const
{
    const sqlite::Stoppable stoppable(handle(), progress);
    sqlite::Statement findings(handle(), full ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)");
    QString finding = findings.step() ? findings.text(0) : QStringLiteral("ok");
    auto checked = findings.run();
    if (checked && full && finding == u"ok") {
        sqlite::Statement orphans(handle(), "PRAGMA foreign_key_check");
        if (orphans.step())
            finding = QStringLiteral("foreign key of %1, row %2").arg(orphans.text(0), orphans.text(1));
        checked = orphans.run();
    }
    if (!checked)
        return checked;
    if (finding != u"ok")
        return failure(Code::NotAWorkbook,
                       StoreText::tr("“%1” is damaged; restore it from a copy.").arg(m_path), finding);
    return {};
}

qint64 Workbook::dataVersion() const
{
    sqlite::Statement version(handle(), "PRAGMA data_version");
    return version.step() ? version.integer(0) : 0;
}

void Workbook::setPatience(std::chrono::milliseconds patience)
{
    sqlite3_busy_timeout(handle(), static_cast<int>(patience.count()));
}

Result<> Workbook::transact(const std::function<Result<>()> &edits)
{
    if (auto editable = requireEditable(); !editable)
        return editable;
    auto transaction = sqlite::Transaction::begin(handle());
    if (!transaction)
        return tl::unexpected(transaction.error());
    return edits().and_then([&] { return transaction->commit(); });
}

void Workbook::discardUnused(Workbook workbook)
{
    sqlite3 *const db = workbook.handle();
    workbook.setPatience(std::chrono::milliseconds(0));
    sqlite::Statement alone(db, "PRAGMA journal_mode=DELETE"); // stays WAL while another has the file open
    if (!alone.step() || alone.text(0) != u"delete" || !alone.run() ||
        !sqlite::execute(db, "BEGIN EXCLUSIVE"))
        return;
    sqlite::Statement imports(db, "SELECT 1 FROM import");
    if (!imports.step() && imports.done())
        QFile::remove(workbook.path());
}

Result<> Workbook::saveCopy(const QString &path) const
{
    if (QFileInfo::exists(path))
        return failure(Code::BadInput, StoreText::tr("“%1” already exists; choose another name.").arg(path));
    const QTemporaryDir folder(path + QStringLiteral(".XXXXXX"));
    if (!folder.isValid())
        return failure(
            Code::Io,
            StoreText::tr("“%1” cannot be written (%2); check that the folder is there and its permissions.")
                .arg(path, folder.errorString()));
    QFile copy(folder.filePath(QStringLiteral("copy.onset")));
    auto copied = sqlite::execute(handle(), "PRAGMA query_only=OFF").and_then([&] {
        return sqlite::Statement(handle(), "VACUUM INTO ?1").bind(copy.fileName()).run();
    });
    if (copied && m_readOnly)
        copied = sqlite::execute(handle(), "PRAGMA query_only=ON");
    if (!copied)
        return copied;
    if (!copy.rename(path))
        return failure(Code::Io, StoreText::tr("“%1” cannot be written (%2).").arg(path, copy.errorString()));
    return {};
}

} // namespace onset
