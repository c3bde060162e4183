#include "tests/cli/program.h"
#include "tests/support/test_class.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kHeader = "family,model,train_flops,benchmark,task,metric,value\n";

QByteArray rows(int count, const QByteArray &benchmark)
{
    QByteArray table = kHeader;
    for (int i = 0; i < count; ++i)
        table += "F,m" + QByteArray::number(i % 12) + ",1e2" + QByteArray::number(i % 12) + ',' + benchmark +
                 ",t" + QByteArray::number(i / 12) + ",accuracy,0.5\n";
    return table;
}

} // namespace

/// `onset import` where disks, other programs and files misbehave.
class TestImportSafety : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void namesAFullOrLockedDisk_data();
    void namesAFullOrLockedDisk();
    void letsTwoImportAtOnce();
    void stopsOnInterrupt_data();
    void stopsOnInterrupt();
    void boundsHostileFiles_data();
    void boundsHostileFiles();

private:
    /// How many results the workbook holds.
    [[nodiscard]] qsizetype held(const QString &workbook) const;

    std::optional<test::Program> m_program;
};

void TestImportSafety::init() { m_program.emplace(); }

qsizetype TestImportSafety::held(const QString &workbook) const
{
    const QString out = m_program->path(u"held.csv"_s);
    (void)m_program->onset({u"export"_s, u"results"_s, u"-w"_s, workbook, u"-o"_s, out});
    return std::max<qsizetype>(0, test::bytesOf(out).count('\n') - 1);
}

void TestImportSafety::namesAFullOrLockedDisk_data()
{
    QTest::addColumn<QString>("lock");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("full disk") << QString() << "disk is full"_ba;
    QTest::newRow("read-only disk") << u"mount -o remount,ro disk && "_s << "can only be read"_ba;
}

/// A disk of 2 MiB holds the first table and not the second; what it held stays.
void TestImportSafety::namesAFullOrLockedDisk()
{
    QFETCH(const QString, lock);
    QFETCH(const QByteArray, says);
    (void)m_program->file(u"small.csv"_s, rows(120, "small"));
    (void)m_program->file(u"large.csv"_s, rows(120'000, "large"));
    const QString script = u"mkdir disk && mount -t tmpfs -o size=2m none disk || exit 99; "
                           "\"$0\" import small.csv -w disk/w.onset >/dev/null || exit 98; "_s +
                           lock +
                           u"\"$0\" import large.csv -w disk/w.onset; status=$?; "
                           "\"$0\" export results -w disk/w.onset -o held.csv || exit 97; exit $status"_s;
    const test::Ended ended =
        m_program->run(u"unshare"_s, {u"-rm"_s, u"sh"_s, u"-c"_s, script, QStringLiteral(ONSET_PROGRAM)});
    if (ended.status == 99 || ended.err.contains("unshare"))
        QSKIP("this system lets no user mount a disk in a namespace of its own");
    QVERIFY2(ended.status == 1 && ended.err.contains(says) && ended.saidOneLine(), ended.err);
    QCOMPARE(test::bytesOf(m_program->path(u"held.csv"_s)).count('\n'), 121);
}

/// Of two programs that import into one workbook, each brings all of its own or says why it could not.
void TestImportSafety::letsTwoImportAtOnce()
{
    const QString workbook = m_program->path(u"w.onset"_s);
    constexpr int count = 24'000;
    QCOMPARE(
        m_program->onset({u"import"_s, m_program->file(u"0.csv"_s, rows(12, "0")), u"-w"_s, workbook}).status,
        0);
    std::array<QProcess, 2> programs;
    for (std::size_t i = 0; i < programs.size(); ++i) {
        const QByteArray name = QByteArray::number(qsizetype(i) + 1);
        const QString table = m_program->file(QString::fromLatin1(name + ".csv"), rows(count, name));
        programs[i].start(QStringLiteral(ONSET_PROGRAM), {u"import"_s, table, u"-w"_s, workbook});
    }
    qsizetype expected = 12;
    for (QProcess &program : programs) {
        QVERIFY(program.waitForFinished(120'000));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        const QByteArray said = program.readAllStandardError();
        QVERIFY2(program.exitCode() == 0 || said.contains("try again when it has finished"), said);
        expected += program.exitCode() == 0 ? count : 0;
    }
    QVERIFY(expected > 12);
    QCOMPARE(held(workbook), expected);
}

void TestImportSafety::stopsOnInterrupt_data()
{
    QTest::addColumn<int>("before"); // results in the workbook; 0: there is none
    QTest::newRow("a workbook with results") << 12;
    QTest::newRow("a new workbook") << 0;
}

/// Ctrl+C ends an import in order: one sentence, and the workbook is as it was, without a log beside it; one
/// that was not there is not left behind.
void TestImportSafety::stopsOnInterrupt()
{
    QFETCH(const int, before);
    const QString workbook = m_program->path(u"w.onset"_s);
    if (before > 0) {
        const QString small = m_program->file(u"0.csv"_s, rows(before, "0"));
        QCOMPARE(m_program->onset({u"import"_s, small, u"-w"_s, workbook}).status, 0);
    }
    const QString table = m_program->file(u"large.csv"_s, rows(600'000, "large"));
    QProcess program;
    program.start(QStringLiteral(ONSET_PROGRAM), {u"import"_s, table, u"-w"_s, workbook});
    QVERIFY(program.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(workbook + u"-wal"_s), 60'000); // it has begun
    QCOMPARE(::kill(static_cast<pid_t>(program.processId()), SIGINT), 0);
    QVERIFY(program.waitForFinished(120'000));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    const QByteArray said = program.readAllStandardError();
    QVERIFY2(program.exitCode() == 1 && said.count('\n') == 1 && said.contains("nothing was"), said);
    QVERIFY(!QFile::exists(workbook + u"-wal"_s));
    QCOMPARE(QFile::exists(workbook), before > 0);
    if (before > 0)
        QCOMPARE(held(workbook), before);
}

void TestImportSafety::boundsHostileFiles_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<qint64>("size"); // grown to it by zeros that take no space
    QTest::addColumn<QByteArray>("says");
    constexpr qint64 asItIs = 0;
    QTest::newRow("a line of 4 GiB") << kHeader << (qint64(4) << 30) << "more than 16 MiB"_ba;
    QTest::newRow("no line end in 4 GiB")
        << QByteArray("a") << (qint64(4) << 30) << "no table that Onset knows"_ba;
    QByteArray wide = "Model,Params";
    for (int i = 0; i < 1'000'000; ++i)
        wide += ",c" + QByteArray::number(i);
    QTest::newRow("a million columns") << wide + "\na-1b,1e9" + QByteArray(",0.5").repeated(1'000'000) + '\n'
                                       << asItIs << QByteArray();
    QTest::newRow("a zip file") << QByteArray("PK\x03\x04\x14\0\0\0\x08\0", 10) + QByteArray(4096, '\x9c')
                                << asItIs << "no table that Onset knows"_ba;
    QTest::newRow("nested JSON") << QByteArray("[").repeated(100'000) << asItIs << "nested deeper"_ba;
}

/// Whatever a file holds, 1 GiB of address space is enough for one sentence about it.
void TestImportSafety::boundsHostileFiles()
{
#if defined(__SANITIZE_ADDRESS__)
    QSKIP("AddressSanitizer takes more address space than this test allows");
#endif
    QFETCH(const QByteArray, start);
    QFETCH(const qint64, size);
    QFETCH(const QByteArray, says);
    const QString path = m_program->file(u"hostile.csv"_s, start);
    if (size > 0 && !QFile::resize(path, size))
        QSKIP("the disk keeps no sparse file of this size");
    const test::Ended ended = m_program->run(QStringLiteral(ONSET_PROGRAM),
                                             {u"import"_s, path, u"-w"_s, m_program->path(u"w.onset"_s)}, [] {
                                                 const rlimit most{rlim_t(1) << 30, rlim_t(1) << 30};
                                                 setrlimit(RLIMIT_AS, &most);
                                             });
    QVERIFY2(says.isEmpty() ? ended.status >= 0 : ended.status == 1 && ended.saidOneLine(), ended.err);
    QVERIFY2(ended.err.contains(says), ended.err);
}

ONSET_TEST(TestImportSafety)
#include "tst_import_safety.moc"
