#include "tests/cli/program.h"
#include "tests/cli/sums.h"
#include "tests/support/test_class.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace onset;
using namespace Qt::StringLiterals;

/// Where the real program writes to, and what it must never write over.
class TestOutput : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void outputThatCannotBeWritten_data();
    void outputThatCannotBeWritten();
    void fullDiskIsNamed_data();
    void fullDiskIsNamed();
    void lockedFolderKeepsTheOldFile_data();
    void lockedFolderKeepsTheOldFile();
    void outputIsNoInput_data();
    void outputIsNoInput();
    void readerThatLeaves_data();
    void readerThatLeaves();

private:
    test::Program m_program;
    QString m_workbook;
};

void TestOutput::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    const QString table = m_program.file(u"sums.csv"_s, test::kTidyHeader + test::kTidyRows);
    m_workbook = m_program.path(u"sums.onset"_s);
    for (const QStringList &arguments : {QStringList{u"import"_s, table, u"-w"_s, m_workbook},
                                         {u"list"_s, u"figures"_s}}) { // makes the default one
        const test::Ended ended = m_program.onset(arguments);
        QVERIFY2(ended.status == 0, ended.err);
    }
}

void TestOutput::outputThatCannotBeWritten_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("no folder") << m_program.path(u"nowhere/a.csv"_s);
    QTest::newRow("folder") << m_program.home();
    QTest::newRow("full device") << u"/dev/full"_s;
}

void TestOutput::outputThatCannotBeWritten()
{
    QFETCH(QString, path);
    const test::Ended ended = m_program.onset({u"export"_s, u"curve"_s, u"-w"_s, m_workbook, u"-o"_s, path});
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QCOMPARE(ended.status, 1);
    QVERIFY(QFileInfo::exists(u"/dev/full"_s));
}

void TestOutput::fullDiskIsNamed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("results") << QStringList{u"export"_s, u"results"_s, u"-o"_s,
                                            m_program.path(u"full.csv"_s)};
    const QByteArray panel = R"({"curves": [{"family": "LaMDA", "benchmark": "GSM8K", "task": "GSM8K",
        "metric": "accuracy", "setting": "few-shot"}]},)";
    const QString large = m_program.file(
        u"large.json"_s,
        R"({"layers": {"fits": false}, "style": {"widthMm": 400, "heightMm": 400}, "panels": [)" +
            panel.repeated(100).chopped(1) + "]}");
    for (const char *ending : {"pdf", "svg", "png", "tex"})
        QTest::newRow(ending) << QStringList{u"render"_s, large, u"-o"_s,
                                             m_program.path(u"full."_s + QLatin1StringView(ending))};
}

void TestOutput::fullDiskIsNamed()
{
    QFETCH(QStringList, arguments);
    QVERIFY(!m_program.file(QFileInfo(arguments.back()).fileName(), "old").isEmpty());
    const test::Ended ended = m_program.run(QStringLiteral(ONSET_PROGRAM), arguments, [] {
        constexpr rlimit kSmall{48 << 10, 48 << 10}; // less than each, more than SQLite needs
        std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &kSmall);
    });
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QVERIFY2(ended.err.contains(std::strerror(EFBIG)), ended.err);
    QCOMPARE(ended.status, 1);
    QCOMPARE(test::bytesOf(arguments.back()), QByteArray("old"));
}

void TestOutput::lockedFolderKeepsTheOldFile_data()
{
    QTest::addColumn<QString>("ending");
    for (const char *ending : {"pdf", "svg", "png", "tex"})
        QTest::newRow(ending) << QString::fromLatin1(ending);
}

/// A folder in which not even root may write.
void TestOutput::lockedFolderKeepsTheOldFile()
{
    QFETCH(QString, ending);
    const QString folder = m_program.path(u"locked-"_s + ending);
    QVERIFY(QDir().mkpath(folder));
    const QString path = m_program.file(u"locked-%1/a.%1"_s.arg(ending), "old");
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
    const test::Ended ended = m_program.run(
        QStringLiteral(ONSET_PROGRAM), {u"render"_s, u"--figure"_s, u"Figure 4"_s, u"-o"_s, path},
        [] { prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0); }); // fails for others, who have it not
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QVERIFY2(ended.err.contains(path.toUtf8()) && ended.err.contains(std::strerror(EACCES)), ended.err);
    QCOMPARE(ended.status, 1);
    QCOMPARE(test::bytesOf(path), QByteArray("old"));
    QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 1); // nothing is left over
}

void TestOutput::outputIsNoInput_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("kept");
    const QString table = m_program.path(u"sums.csv"_s);
    const QString home = m_program.path(u"onset/default.onset"_s);
    const QString spec = m_program.file(u"spec.png"_s, R"({"panels": []})");
    const QString link = m_program.path(u"to-sums.csv"_s);
    QVERIFY(QFile::link(m_workbook, link));
    const auto row = [](const char *name, const QStringList &arguments, const QString &kept) {
        QTest::newRow(name) << arguments << kept;
    };
    row("fit, workbook", {u"fit"_s, u"-w"_s, m_workbook, u"-o"_s, m_workbook}, m_workbook);
    row("fit, table", {u"fit"_s, u"--table"_s, table, u"-o"_s, table}, table);
    row("export, link", {u"export"_s, u"results"_s, u"-w"_s, m_workbook, u"-o"_s, link}, m_workbook);
    row("export, default", {u"export"_s, u"curve"_s, u"-o"_s, home}, home);
    row("table, default", {u"fit"_s, u"--table"_s, table, u"-o"_s, home}, home);
    row("render", {u"render"_s, spec, u"-o"_s, spec}, spec);
}

void TestOutput::outputIsNoInput()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, kept);
    const QByteArray before = test::bytesOf(kept);
    const test::Ended ended = m_program.onset(arguments);
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QVERIFY2(ended.err.contains("overwrite"), ended.err);
    QCOMPARE(ended.status, 2);
    QCOMPARE(test::bytesOf(kept), before);
}

void TestOutput::readerThatLeaves_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("few bytes") << QStringList{u"fit"_s, u"--table"_s, m_program.path(u"sums.csv"_s),
                                              u"--interval"_s, u"none"_s};
    QTest::newRow("many bytes") << QStringList{u"export"_s, u"results"_s}; // more than a pipe holds
}

/// As `onset fit … | head`, when head is quick.
void TestOutput::readerThatLeaves()
{
    QFETCH(QStringList, arguments);
    test::Program program;
    const QDir temporary(program.path(u"tmp"_s));
    QVERIFY(temporary.mkpath(u"."_s));
    program.set("TMPDIR", temporary.path());
    const test::Ended ended = program.run(QStringLiteral(ONSET_PROGRAM), arguments, [] {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0 || dup2(ends[1], STDOUT_FILENO) < 0 || close(ends[0]) != 0)
            _exit(126);
    });
    QCOMPARE(ended.status, 0);
    QVERIFY2(ended.err.isEmpty(), ended.err);
    QVERIFY(temporary.isEmpty());
}

ONSET_TEST(TestOutput)
#include "tst_output.moc"
