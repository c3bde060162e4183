#include "core/store/workbook.h"

#include "core/store/curves.h"
#include "core/store/figures.h"
#include "core/store/imports.h"
#include "core/store/schema.h"
#include "core/store/sqlite.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtEndian>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s", qPrintable(file.errorString()));
}

/// A closed workbook after these statements, as its bytes.
QByteArray workbookAfter(const char *statements)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    {
        const auto workbook = Workbook::open(path, Workbook::Mode::Create);
        if (!workbook || !sqlite::execute(workbook->handle(), statements))
            qFatal("the sample workbook could not be made");
    }
    return bytesOf(path);
}

const Figures::Entry kFigure{u"Figure 1"_s, "{}"};

} // namespace

class TestWorkbook : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void createsAndOpensAgain();
    void createsOnlyWhenAsked();
    void leavesNothingOnAFullDisk();
    void refusesWhatIsNoWorkbook_data();
    void refusesWhatIsNoWorkbook();
    void readsWithoutWriting();
    void opensForReadingWithoutPermission_data();
    void opensForReadingWithoutPermission();
    void followsLinks();
    void recoversTheLog();
    void otherProcessesLeaveTheLog();
    void findsDamage();
    void savesACopy();
    void discardsOnlyWhatIsUnused();
    void opensEveryOlderVersion_data();
    void opensEveryOlderVersion();
};

void TestWorkbook::createsAndOpensAgain()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"new, 100 % “é”?#.onset"_s);
    {
        auto workbook = Workbook::open(path, Workbook::Mode::Create);
        VERIFY_RESULT(workbook);
        QVERIFY(!workbook->readOnly());
        VERIFY_RESULT(Figures(*workbook).put(kFigure));
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             {QFileInfo(path).fileName()});
    auto again = Workbook::open(path, Workbook::Mode::Create);
    VERIFY_RESULT(again);
    QCOMPARE(Figures(*again).list().value().size(), 1U);
    Progress progress;
    VERIFY_RESULT(again->check(true, progress));
    VERIFY_RESULT(again->check(false, progress));
}

void TestWorkbook::createsOnlyWhenAsked()
{
    const QTemporaryDir folder;
    for (const auto mode : {Workbook::Mode::Read, Workbook::Mode::Edit}) {
        const auto opened = Workbook::open(folder.filePath(u"none.onset"_s), mode);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Code::NotFound);
    }
    QCOMPARE(Workbook::open(folder.filePath(u"none/w.onset"_s), Workbook::Mode::Create).error().code,
             Code::Io);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestWorkbook::leavesNothingOnAFullDisk()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit full{8192, before.rlim_max};
    const auto handler = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &full);
    const auto opened = Workbook::open(path, Workbook::Mode::Create);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, Code::Io);
    QVERIFY2(opened.error().what.contains(u'“' + path + u'”'), qPrintable(opened.error().what));
    QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestWorkbook::refusesWhatIsNoWorkbook_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Code>("code");
    QTest::addColumn<QString>("says");
    const QByteArray good = workbookAfter("");
    const auto with = [good](qsizetype offset, quint32 value) {
        QByteArray bytes = good;
        qToBigEndian(value, bytes.data() + offset);
        return bytes;
    };
    QTest::newRow("empty") << ""_ba << Code::NotAWorkbook << u"is empty"_s;
    QTest::newRow("text") << QByteArray(5000, 'x') << Code::NotAWorkbook << u"is no Onset workbook"_s;
    QTest::newRow("table") << "family,model\n"_ba << Code::NotAWorkbook
                           << u"to read a table from it, import it"_s;
    QTest::newRow("another program's database")
        << with(68, 0) << Code::NotAWorkbook << u"is no Onset workbook"_s;
    QTest::newRow("header only") << good.left(100) << Code::NotAWorkbook << u"is cut short"_s;
    QTest::newRow("half a header") << good.left(50) << Code::NotAWorkbook << u"is no Onset workbook"_s;
    QTest::newRow("truncated") << good.left(good.size() / 2) << Code::NotAWorkbook << u"is cut short"_s;
    QTest::newRow("newer") << with(60, static_cast<quint32>(schema::newest() + 1)) << Code::TooNew
                           << u"was written by a newer Onset"_s;
    QTest::newRow("version 0") << with(60, 0) << Code::NotAWorkbook << u"is no Onset workbook"_s;
    QTest::newRow("without a table") << workbookAfter("DROP TABLE exclusion") << Code::NotAWorkbook
                                     << u"does not hold the tables"_s;
    QTest::newRow("with another table")
        << workbookAfter("DROP TABLE exclusion; CREATE TABLE exclusion(family TEXT)") << Code::NotAWorkbook
        << u"does not hold the tables"_s;
    QTest::newRow("with a trigger")
        << workbookAfter("CREATE TRIGGER t AFTER INSERT ON figure BEGIN DELETE FROM result; END")
        << Code::NotAWorkbook << u"does not hold the tables"_s;
    QTest::newRow("with a view") << workbookAfter("CREATE VIEW v AS SELECT 1") << Code::NotAWorkbook
                                 << u"does not hold the tables"_s;
    QByteArray damaged = good;
    damaged.replace(100, 2000, QByteArray(2000, '\x42'));
    QTest::newRow("damaged") << damaged << Code::NotAWorkbook << u"is damaged"_s;
}

void TestWorkbook::refusesWhatIsNoWorkbook()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const Code, code);
    QFETCH(const QString, says);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    write(path, bytes);
    for (const auto mode : {Workbook::Mode::Read, Workbook::Mode::Edit, Workbook::Mode::Create}) {
        const auto opened = Workbook::open(path, mode);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, code);
        QVERIFY2(opened.error().what.contains(says) && opened.error().what.contains(path),
                 qPrintable(opened.error().what));
        QVERIFY(bytesOf(path) == bytes);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), {u"w.onset"_s});
    }
    QCOMPARE(Workbook::open(folder.path(), Workbook::Mode::Create).error().code, Code::NotAWorkbook);
    QVERIFY(Workbook::open(folder.path(), Workbook::Mode::Create).error().what.contains(u"is a folder"_s));
}

void TestWorkbook::readsWithoutWriting()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    VERIFY_RESULT(Workbook::open(path, Workbook::Mode::Create));
    const QByteArray before = bytesOf(path);
    {
        auto workbook = Workbook::open(path, Workbook::Mode::Read).value();
        QVERIFY(workbook.readOnly());
        for (const auto &edit : {Figures(workbook).put(kFigure), Figures(workbook).remove(u"x"_s),
                                 Exclusions(workbook).set({{}}, true), workbook.requireEditable()}) {
            QVERIFY(!edit);
            QCOMPARE(edit.error().code, Code::ReadOnly);
            QVERIFY(edit.error().what.contains(path));
        }
        QVERIFY(!sqlite::execute(workbook.handle(), "DELETE FROM figure"));
    }
    QVERIFY(bytesOf(path) == before);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), {u"w.onset"_s});
}

void TestWorkbook::opensForReadingWithoutPermission_data()
{
    QTest::addColumn<bool>("folderWritable");
    QTest::addColumn<bool>("fileWritable");
    QTest::addColumn<bool>("fileReadable");
    QTest::newRow("file and folder") << false << false << true;
    QTest::newRow("file") << true << false << true;
    QTest::newRow("folder") << false << true << true;
    QTest::newRow("not even readable") << true << false << false;
}

void TestWorkbook::opensForReadingWithoutPermission()
{
    if (geteuid() == 0) { // whom no permission stops: run this test as nobody
        QProcess process;
        process.setChildProcessModifier([] {
            constexpr uid_t nobody = 65534;
            if (setgid(nobody) != 0 || setuid(nobody) != 0)
                _exit(99);
        });
        process.setWorkingDirectory(u"/"_s);
        process.start(
            QCoreApplication::applicationFilePath(),
            {u"tst_workbook"_s, QStringLiteral("%1:%2").arg(QString::fromLatin1(QTest::currentTestFunction()),
                                                            QString::fromLatin1(QTest::currentDataTag()))});
        if (!process.waitForStarted())
            QSKIP("nobody may not run this program where it is");
        QVERIFY(process.waitForFinished());
        QVERIFY2(process.exitCode() == 0, process.readAllStandardOutput().constData());
        return;
    }
    QFETCH(const bool, folderWritable);
    QFETCH(const bool, fileWritable);
    QFETCH(const bool, fileReadable);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    VERIFY_RESULT(Workbook::open(path, Workbook::Mode::Create));
    const QByteArray before = bytesOf(path);
    QFile::setPermissions(path, (fileReadable ? QFile::ReadOwner : QFile::Permissions()) |
                                    (fileWritable ? QFile::WriteOwner : QFile::Permissions()));
    const auto open = QFile::ReadOwner | QFile::ExeOwner;
    QFile::setPermissions(folder.path(), folderWritable ? open | QFile::WriteOwner : open);
    {
        auto workbook = Workbook::open(path, Workbook::Mode::Edit);
        if (fileReadable) {
            VERIFY_RESULT(workbook);
            QVERIFY(workbook->readOnly());
            VERIFY_RESULT(Curves(*workbook).find({}, {}));
            QCOMPARE(Figures(*workbook).put(kFigure).error().code, Code::ReadOnly);
            const QTemporaryDir elsewhere;
            VERIFY_RESULT(workbook->saveCopy(elsewhere.filePath(u"copy.onset"_s)));
        } else {
            QVERIFY(!workbook);
            QCOMPARE(workbook.error().code, Code::Io);
        }
    }
    QFile::setPermissions(folder.path(), open | QFile::WriteOwner);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), {u"w.onset"_s});
    QFile::setPermissions(path, QFile::ReadOwner);
    QVERIFY(bytesOf(path) == before);
}

void TestWorkbook::followsLinks()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s), link = folder.filePath(u"link.onset"_s);
    VERIFY_RESULT(Workbook::open(path, Workbook::Mode::Create));
    QVERIFY(QFile::link(path, link));
    auto one = Workbook::open(link, Workbook::Mode::Edit).value();
    auto other = Workbook::open(path, Workbook::Mode::Edit).value();
    VERIFY_RESULT(Figures(one).put(kFigure));
    QCOMPARE(Figures(other).list().value().size(), 1U);
}

void TestWorkbook::recoversTheLog()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s), copy = folder.filePath(u"copy.onset"_s);
    auto workbook = Workbook::open(path, Workbook::Mode::Create).value();
    VERIFY_RESULT(Figures(workbook).put(kFigure));
    // as a crash would leave them: the edit is in the log only
    QVERIFY(QFile::copy(path, copy) && QFile::copy(path + u"-wal"_s, copy + u"-wal"_s));
    auto crashed = Workbook::open(copy, Workbook::Mode::Read);
    VERIFY_RESULT(crashed);
    QCOMPARE(Figures(*crashed).list().value().size(), 1U);
}

/// A window has several connections to its workbook, and loses no edit to a program that reads it meanwhile.
void TestWorkbook::otherProcessesLeaveTheLog()
{
    if (QStandardPaths::findExecutable(u"sqlite3"_s).isEmpty())
        QSKIP("sqlite3 is not installed (package sqlite3)");
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    auto writer = Workbook::open(path, Workbook::Mode::Create);
    VERIFY_RESULT(writer);
    for (const QByteArray names : {"Figure 1\n", "Figure 1\nFigure 2\n"}) {
        VERIFY_RESULT(Figures(*writer).put({QString::fromUtf8(names.trimmed().last(8)), "{}"}));
        VERIFY_RESULT(Workbook::open(path, Workbook::Mode::Read)); // and closes it
        QProcess other;
        other.start(u"sqlite3"_s, {path, u"SELECT name FROM figure ORDER BY name"_s});
        QVERIFY(other.waitForFinished());
        QCOMPARE(other.readAllStandardOutput(), names);
        QVERIFY(QFile::exists(path + u"-wal"_s));
    }
}

void TestWorkbook::findsDamage()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    {
        const auto workbook = Workbook::open(path, Workbook::Mode::Create).value();
        VERIFY_RESULT(sqlite::execute(
            workbook.handle(),
            "PRAGMA foreign_keys=OFF; INSERT INTO model(family, name, checkpoint) VALUES(7, 'm', '')"));
    }
    const auto workbook = Workbook::open(path, Workbook::Mode::Read).value();
    Progress progress;
    VERIFY_RESULT(workbook.check(false, progress));
    const auto found = workbook.check(true, progress);
    QVERIFY(!found);
    QCOMPARE(found.error().code, Code::NotAWorkbook);
    QVERIFY(found.error().detail.contains(u"model"_s));
}

void TestWorkbook::discardsOnlyWhatIsUnused()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    const auto opened = [&path] { return Workbook::open(path, Workbook::Mode::Create).value(); };
    {
        const Workbook other = opened();
        QVERIFY(other.dataVersion() >= 0);
        Workbook::discardUnused(opened());
        QVERIFY(QFile::exists(path)); // the other would write into nothing
    }
    Workbook::discardUnused(opened());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList());

    {
        Workbook used = opened();
        auto writer = ImportWriter::begin(used, {.name = u"x"_s}).value();
        VERIFY_RESULT(writer.annotate("B", "T", "k", "v", "s"));
        VERIFY_RESULT(writer.commit());
    }
    Workbook::discardUnused(opened());
    QCOMPARE(Imports(*std::make_unique<Workbook>(opened())).list().value().size(), 1u);
}

void TestWorkbook::savesACopy()
{
    const QTemporaryDir folder;
    const QString copy = folder.filePath(u"copy.onset"_s);
    auto workbook = Workbook::open(folder.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    VERIFY_RESULT(Figures(workbook).put(kFigure));
    VERIFY_RESULT(workbook.saveCopy(copy));
    auto opened = Workbook::open(copy, Workbook::Mode::Edit);
    VERIFY_RESULT(opened);
    QCOMPARE(Figures(*opened).list().value().size(), 1U);
    QCOMPARE(workbook.saveCopy(copy).error().code, Code::BadInput);
    VERIFY_RESULT(workbook.saveCopy(folder.filePath(u"read.onset"_s)));
    const QByteArray before = bytesOf(folder.filePath(u"read.onset"_s));
    VERIFY_RESULT(Workbook::open(folder.filePath(u"read.onset"_s), Workbook::Mode::Read));
    QVERIFY(bytesOf(folder.filePath(u"read.onset"_s)) ==
            before); // a copy has no log yet, and a reader makes none
    QCOMPARE(workbook.saveCopy(folder.filePath(u"none/copy.onset"_s)).error().code, Code::Io);
    auto reader = Workbook::open(workbook.path(), Workbook::Mode::Read).value();
    VERIFY_RESULT(reader.saveCopy(folder.filePath(u"from a reader.onset"_s)));
}

void TestWorkbook::opensEveryOlderVersion_data()
{
    QTest::addColumn<QString>("sample");
    const QDir samples(QStringLiteral(ONSET_SOURCE_DIR "/tests/data/workbooks"));
    const QStringList names = samples.entryList({u"*.sql"_s}, QDir::Files);
    QCOMPARE(names.size(),
             schema::newest()); // a step that is added brings the sample of the version before it
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << samples.filePath(name);
}

/// A sample is an SQL dump, so that a difference between versions can be read.
void TestWorkbook::opensEveryOlderVersion()
{
    QFETCH(const QString, sample);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    if (QStandardPaths::findExecutable(u"sqlite3"_s).isEmpty())
        QSKIP("sqlite3 is not installed");
    QCOMPARE(QProcess::execute(u"sqlite3"_s, {path, u".read '%1'"_s.arg(sample)}), 0);
    auto workbook = Workbook::open(path, Workbook::Mode::Edit);
    VERIFY_RESULT(workbook);
    Progress progress;
    VERIFY_RESULT(workbook->check(true, progress));
    const auto curves = Curves(*workbook).find({}, {});
    VERIFY_RESULT(curves);
    QCOMPARE(curves->size(), 1U);
    QCOMPARE(curves->front().points.size(), 2U);
    VERIFY_RESULT(Figures(*workbook).put(kFigure));
}

ONSET_TEST(TestWorkbook)
#include "tst_workbook.moc"
