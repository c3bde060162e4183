#include "core/fit/curves/fit.h"
#include "tests/cli/program.h"
#include "tests/cli/sums.h"
#include "tests/support/csv.h"
#include "tests/support/test_class.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <unistd.h>

using namespace onset;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(QByteArray)

namespace {

const QString kPython = u"/usr/bin/python3"_s; // the system's, which has the system's SciPy

/// GPT-3's 3-digit addition, as the issue asks for it.
const QStringList kAddition{
    u"fit"_s,       u"--family"_s,  u"GPT-3"_s,   u"--task"_s,     u"3-digit addition"_s,
    u"--setting"_s, u"few-shot*"_s, u"--model"_s, u"logistic"_s,   u"--noise"_s,
    u"gaussian"_s,  u"--floor"_s,   u"free"_s,    u"--interval"_s, u"bootstrap"_s,
    u"--format"_s,  u"csv"_s};

} // namespace

/// The real program as a process: statuses, streams and files are its contract with scripts.
class TestCli : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void versionAndHelp();
    void wrongUsage_data();
    void wrongUsage();
    void noDisplay();

    void hostileWorkbook_data();
    void hostileWorkbook();
    void readOnlyWorkbook();
    void defaultWorkbook();

    void importMakesAWorkbook();
    void importListsRefusals();
    void importReportsAsJson();
    void failedImportLeavesNothing();
    void dryRunLeavesNothing();

    void list_data();
    void list();

    void addition();
    void additionAgreesWithSciPy();
    void unknownChanceIsSaid();
    void tableNeedsNoWorkbook();
    void thousandCurves();
    void sameBytesOnAnyThreadCount();
    void sameBytesInGerman();
    void anotherMeasureAsScale();

    void patternsAreAsInAShell_data();
    void patternsAreAsInAShell();
    void nothingMatches_data();
    void nothingMatches();
    void exportsPoints();
    void exportedResultsComeBackIn();

private:
    test::Program m_program; ///< its default workbook is filled once
    QString m_workbook;      ///< a small good one
};

void TestCli::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    const QString table = m_program.file(u"sums.csv"_s, test::kTidyHeader + test::kTidyRows);
    m_workbook = m_program.path(u"sums.onset"_s);
    const test::Ended import = m_program.onset({u"import"_s, table, u"-w"_s, m_workbook});
    QVERIFY2(import.status == 0, import.err);
}

void TestCli::versionAndHelp()
{
    const test::Ended version = m_program.onset({u"--version"_s});
    QCOMPARE(version.status, 0);
    QVERIFY2(version.out.startsWith("Onset 0.1.0\n"), version.out);

    const test::Ended help = m_program.onset({u"--help"_s});
    QCOMPARE(help.status, 0);
    for (const char *subcommand : {"import", "list", "fit", "report", "backtest", "render", "export"}) {
        QVERIFY2(help.out.contains(subcommand), subcommand);
        const test::Ended own = m_program.onset({QLatin1StringView(subcommand), u"--help"_s});
        QCOMPARE(own.status, 0);
        QVERIFY2(own.out.contains("--workbook"), subcommand);
    }
}

void TestCli::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *name, const QString &line) { QTest::newRow(name) << line.split(u' '); };
    row("unknown option", u"list models --colour"_s);
    row("unknown listing", u"list sheep"_s);
    row("nothing to list", u"list"_s);
    row("nothing to import", u"import"_s);
    row("unknown import format", u"import a.csv --format sheet"_s);
    row("two subcommands", u"list models fit"_s);
    row("unknown model", u"fit --model spline"_s);
    row("unknown noise", u"fit --noise pink"_s);
    row("unknown interval", u"fit --interval guess"_s);
    row("unknown parameter", u"fit --bound width=1:2"_s);
    row("bounds the wrong way round", u"fit --bound slope=2:1"_s);
    row("one bound", u"fit --bound slope=2"_s);
    row("slope that falls", u"fit --fix slope=-1"_s);
    row("parameter of another curve", u"fit --model logistic --fix break=1e22"_s);
    row("curve without parameters to bound", u"fit --model line --fix midpoint=1e22"_s);
    row("floor that is no number", u"fit --floor low"_s);
    row("floor that is not finite", u"fit --floor nan"_s);
    row("no replicates", u"fit --replicates 0"_s);
    row("no threads", u"fit --threads 0"_s);
    row("unknown output format", u"fit --format xml"_s);
    row("unknown report format", u"report --format xml"_s);
    row("unknown scale", u"fit --x height"_s);
    row("workbook without a name", u"list models -w "_s);
    row("table without a name", u"fit --table "_s);
    row("workbook and table", u"fit -w a.onset --table a.csv"_s);
    row("no figure", u"render -o a.pdf"_s);
    row("two figures", u"render a.json --figure b -o a.pdf"_s);
    row("no output", u"render --figure b"_s);
    row("unknown picture", u"render --figure b -o a.gif"_s);
    row("size without unit", u"render --figure b --size 88x60 -o a.pdf"_s);
    row("size too large", u"render --figure b --size 88x6000mm -o a.pdf"_s);
    row("unknown export", u"export sheep"_s);
}

void TestCli::wrongUsage()
{
    QFETCH(QStringList, arguments);
    const test::Ended ended = m_program.onset(arguments);
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QCOMPARE(ended.status, 2);
}

void TestCli::noDisplay()
{
    const test::Ended alone = m_program.onset({});
    QVERIFY2(alone.saidOneLine(), alone.err);
    QVERIFY2(alone.err.contains("display"), alone.err);
    QCOMPARE(alone.status, 1);

    test::Program elsewhere;
    elsewhere.set("DISPLAY", u":4711"_s); // named, but nobody listens
    const test::Ended unreachable = elsewhere.onset({});
    QVERIFY2(unreachable.saidOneLine(), unreachable.err);
    QCOMPARE(unreachable.status, 1);
}

void TestCli::hostileWorkbook_data()
{
    QTest::addColumn<QByteArray>("bytes"); // null: nothing there; the rest is written as a file
    QTest::addColumn<QStringList>("arguments");

    const QByteArray good = test::bytesOf(m_workbook);
    QByteArray newer = good;
    newer.replace(60, 4, QByteArray("\x00\x00\x27\x0f", 4)); // user_version in the header of an SQLite file
    const QList<std::pair<const char *, QByteArray>> kinds{
        {"text", "not a workbook\n"},
        {"another database", QByteArray(good).replace(68, 4, "abcd")},
        {"truncated", good.left(good.size() / 2)},
        {"header only", good.left(100)},
        {"empty", ""},
        {"newer", newer},
        {"missing", QByteArray()}};
    const QString table = m_program.path(u"sums.csv"_s);
    const QList<std::pair<const char *, QStringList>> commands{
        {"list", {u"list"_s, u"models"_s}},
        {"fit", {u"fit"_s}},
        {"render", {u"render"_s, u"--figure"_s, u"a"_s, u"-o"_s, m_program.path(u"a.pdf"_s)}},
        {"export", {u"export"_s, u"curve"_s}},
        {"import", {u"import"_s, table}},
        {"dry run", {u"import"_s, table, u"--dry-run"_s}}};
    for (const auto &[kind, bytes] : kinds)
        for (const auto &[command, arguments] : commands)
            if (!bytes.isNull() || !arguments.contains(u"import"_s)) // import makes a missing workbook
                QTest::addRow("%s, %s", kind, command) << bytes << arguments;
}

void TestCli::hostileWorkbook()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QStringList, arguments);
    const QString path = m_program.path(u"hostile.onset"_s);
    QFile::remove(path);
    if (!bytes.isNull())
        QCOMPARE(m_program.file(u"hostile.onset"_s, bytes), path);
    const QStringList before = QDir(m_program.home()).entryList(QDir::Files);

    const test::Ended ended = m_program.onset(arguments + QStringList{u"-w"_s, path});
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QVERIFY2(ended.err.contains("hostile.onset"), ended.err);
    QCOMPARE(ended.status, 1);
    QCOMPARE(test::bytesOf(path), bytes);
    QCOMPARE(QDir(m_program.home()).entryList(QDir::Files), before);

    const test::Ended folder = m_program.onset(arguments + QStringList{u"-w"_s, m_program.home()});
    QVERIFY2(folder.saidOneLine(), folder.out + folder.err);
    QCOMPARE(folder.status, 1);
}

void TestCli::readOnlyWorkbook()
{
    const QDir folder(m_program.path(u"shelf"_s));
    QVERIFY(folder.mkpath(u"."_s));
    const QString path = folder.filePath(u"sums.onset"_s);
    QVERIFY(QFile::copy(m_workbook, path));
    const QString other = m_program.file(
        u"other.csv"_s, test::kTidyHeader + QByteArray(test::kTidyRows).replace("0.30", "0.31"));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadOther));
    QVERIFY(QFile::setPermissions(folder.path(),
                                  QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther));
    QVERIFY(QFile::setPermissions(m_program.home(), QFile::Permissions(0x7755)));

    // Root may write anywhere, so it steps down first.
    constexpr uid_t kNobody = 65534;
    const auto asNobody = [] {
        if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0))
            _exit(126);
    };
    const QString program = QStringLiteral(ONSET_PROGRAM);
    if (m_program.run(program, {u"--version"_s}, asNobody).status != 0)
        QSKIP("the program lies in a folder that another user cannot enter");

    const QByteArray before = test::bytesOf(path);
    const test::Ended list = m_program.run(program, {u"list"_s, u"models"_s, u"-w"_s, path}, asNobody);
    QVERIFY2(list.status == 0, list.err);
    QVERIFY2(list.out.contains("F 16B"), list.out);
    const test::Ended import = m_program.run(program, {u"import"_s, other, u"-w"_s, path}, asNobody);
    QVERIFY2(import.saidOneLine(), import.out + import.err);
    QCOMPARE(import.status, 1);
    const test::Ended dry =
        m_program.run(program, {u"import"_s, other, u"-w"_s, path, u"--dry-run"_s}, asNobody);
    QVERIFY2(dry.status == 0, dry.err);
    QVERIFY2(dry.out.contains("5 accepted"), dry.out);
    QCOMPARE(test::bytesOf(path), before);
    QCOMPARE(folder.entryList(QDir::Files), QStringList{u"sums.onset"_s});
    QVERIFY(QFile::setPermissions(folder.path(), QFile::Permissions(0x7700))); // so that it can be removed
}

void TestCli::defaultWorkbook()
{
    const test::Program fresh;
    const test::Ended first = fresh.onset({u"list"_s, u"figures"_s, u"--format"_s, u"csv"_s});
    QVERIFY2(first.status == 0, first.err);
    for (const char *figure : {"Figure 2", "Figure 3", "Figure 4"})
        QVERIFY2(first.out.contains(figure), first.out);
    const QString path = fresh.path(u"onset/default.onset"_s);
    const QByteArray filled = test::bytesOf(path);
    QVERIFY(!filled.isEmpty());

    const test::Ended second = fresh.onset({u"list"_s, u"figures"_s, u"--format"_s, u"csv"_s});
    QCOMPARE(second.out, first.out);
    QCOMPARE(test::bytesOf(path), filled);
}

void TestCli::importMakesAWorkbook()
{
    const QString path = m_program.path(u"made.onset"_s);
    const QStringList arguments{u"import"_s, m_program.path(u"sums.csv"_s), u"-w"_s, path};
    const test::Ended first = m_program.onset(arguments);
    QVERIFY2(first.status == 0, first.err);
    QVERIFY2(first.out.contains("5 rows read, 5 accepted, 0 refused"), first.out);
    QVERIFY2(first.out.contains("5 results stored"), first.out);

    const test::Ended again = m_program.onset(arguments);
    QVERIFY2(again.status == 0, again.err);
    QVERIFY2(again.out.contains("0 results stored"), again.out);
    const test::Ended list =
        m_program.onset({u"list"_s, u"models"_s, u"-w"_s, path, u"--format"_s, u"csv"_s});
    QCOMPARE(test::readCsv(list.out).rows.size(), 5);
}

void TestCli::importListsRefusals()
{
    const QString table =
        m_program.file(u"bad.csv"_s, test::kTidyHeader + test::kTidyRows +
                                         "F,F 32B,3e10,1e11,2e22,reported,B,sums,5,accuracy,many,100,0,t\n"
                                         "F,F 64B,-6e10,1e11,4e22,reported,B,sums,5,accuracy,0.9,100,0,t\n"
                                         "F,F 99B,9e10,1e11,5e22,reported,B,sums\n");
    const QString path = m_program.path(u"bad.onset"_s);
    const test::Ended ended = m_program.onset({u"import"_s, table, u"-w"_s, path});
    QCOMPARE(ended.status, 3);
    QVERIFY2(ended.err.isEmpty(), ended.err);
    QVERIFY2(ended.out.contains("8 rows read, 5 accepted, 3 refused"), ended.out);
    for (const char *place : {"line 7, column value", "line 8, column params", "line 9"})
        QVERIFY2(ended.out.contains(place), ended.out);
    const test::Ended list =
        m_program.onset({u"list"_s, u"curves"_s, u"-w"_s, path, u"--format"_s, u"csv"_s});
    QCOMPARE(test::readCsv(list.out).at(0, "n"), u"5"_s);
}

void TestCli::importReportsAsJson()
{
    const QString table = m_program.file(
        u"one-bad.csv"_s, test::kTidyHeader + test::kTidyRows +
                              "F,F 32B,3e10,1e11,2e22,reported,B,sums,5,accuracy,many,100,0,t\n");
    const test::Ended ended = m_program.onset({u"import"_s, table, u"--dry-run"_s, u"--json"_s});
    QCOMPARE(ended.status, 3);
    const QJsonArray files = QJsonDocument::fromJson(ended.out)[u"files"_s].toArray();
    QCOMPARE(files.size(), 1);
    const QJsonObject file = files[0].toObject();
    QCOMPARE(file[u"format"_s].toString(), u"tidy"_s);
    QCOMPARE(file[u"rows_read"_s].toInt(), 6);
    QCOMPARE(file[u"accepted"_s].toInt(), 5);
    QCOMPARE(file[u"models"_s].toInt(), 5);
    QCOMPARE(file[u"tasks"_s].toInt(), 1);
    const QJsonObject refused = file[u"refused"_s][0].toObject();
    QCOMPARE(refused[u"where"_s].toString(), u"line 7"_s);
    QCOMPARE(refused[u"column"_s].toString(), u"value"_s);
    QVERIFY(!refused[u"reason"_s].toString().isEmpty());
}

void TestCli::failedImportLeavesNothing()
{
    const QString path = m_program.path(u"never.onset"_s);
    const test::Ended ended = m_program.onset({u"import"_s, m_program.path(u"missing.csv"_s), u"-w"_s, path});
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QVERIFY2(ended.err.contains("missing.csv"), ended.err);
    QCOMPARE(ended.status, 1);
    QVERIFY(!QFile::exists(path));

    // Something that was not there when the import began, and is no work of its own.
    const QString link = m_program.path(u"link.onset"_s);
    QVERIFY(QFile::link(path, link));
    const test::Ended dangling =
        m_program.onset({u"import"_s, m_program.path(u"missing.csv"_s), u"-w"_s, link});
    QCOMPARE(dangling.status, 1);
    QVERIFY(QFileInfo(link).isSymLink());
}

void TestCli::dryRunLeavesNothing()
{
    const QString missing = m_program.path(u"dry.onset"_s);
    const QString table = m_program.path(u"sums.csv"_s);
    QCOMPARE(m_program.onset({u"import"_s, table, u"-w"_s, missing, u"--dry-run"_s}).status, 0);
    QVERIFY(!QFile::exists(missing));

    const QString other = m_program.file(
        u"more.csv"_s, test::kTidyHeader + QByteArray(test::kTidyRows).replace("sums", "products"));
    const QByteArray before = test::bytesOf(m_workbook);
    QCOMPARE(m_program.onset({u"import"_s, other, u"-w"_s, m_workbook, u"--dry-run"_s}).status, 0);
    QCOMPARE(test::bytesOf(m_workbook), before);
}

void TestCli::list_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("first");
    const auto row = [](const char *what, const QString &header, const QString &first) {
        QTest::newRow(what) << QString::fromLatin1(what) << header << first;
    };
    row("models", u"family,model,checkpoint,params,train_tokens,train_flops,flops_origin,date,results"_s,
        u"F,F 16B,,1.6e+10,1e+11,9.6e+21,reported,,1"_s);
    row("tasks", u"benchmark,task,metric,chance_level,best,results"_s, u"B,sums,accuracy,0,1,5"_s);
    row("curves", u"family,model,benchmark,task,metric,setting,x,n"_s,
        u"F,,B,sums,accuracy,few-shot (K=5),flops,5"_s);
    row("imports", u"name,format,when,origin,results,refused,sha256"_s, {});
    row("figures", u"name,panels,curves"_s, {});
}

void TestCli::list()
{
    QFETCH(QString, what);
    QFETCH(QString, header);
    QFETCH(QString, first);
    const QStringList arguments{u"list"_s, what, u"-w"_s, m_workbook, u"--format"_s};
    const test::Ended csv = m_program.onset(arguments + QStringList{u"csv"_s});
    QVERIFY2(csv.status == 0, csv.err);
    const QStringList lines = QString::fromUtf8(csv.out).split(u'\n');
    QCOMPARE(lines[0], header);
    if (!first.isEmpty())
        QCOMPARE(lines[1], first);

    const test::Ended json = m_program.onset(arguments + QStringList{u"json"_s});
    QCOMPARE(json.status, 0);
    const QJsonDocument document = QJsonDocument::fromJson(json.out);
    QVERIFY2(document.isArray(), json.out);
    QCOMPARE(document.array().size(), test::readCsv(csv.out).rows.size());
    QCOMPARE(m_program.onset(arguments + QStringList{u"table"_s}).status, 0);
}

void TestCli::addition()
{
    const test::Ended ended = m_program.onset(kAddition);
    QVERIFY2(ended.status == 0, ended.err);
    QVERIFY2(ended.err.isEmpty(), ended.err);
    const test::Csv fit = test::readCsv(ended.out);
    QCOMPARE(fit.header.join(u',').left(79),
             u"family,benchmark,task,metric,setting,x,model,n,status,rss,loglik,aicc,bic,weight"_s.left(79));
    QCOMPARE(fit.header.size(), 14 + 7 * 4 + 2);
    QCOMPARE(fit.rows.size(), 1);
    QCOMPARE(fit.rows[0].size(), fit.header.size());
    QCOMPARE(fit.at(0, "n"), u"8"_s);
    QCOMPARE(fit.at(0, "p4_name"), u"midpoint"_s);
    const double midpoint = fit.number(0, "p4_value");
    QVERIFY(midpoint > 1.2e22);  // training compute of GPT-3 6.7B [Brown et al. 2020, Table D.1]
    QVERIFY(midpoint < 3.14e23); // … and of 175B
    QVERIFY(fit.number(0, "p4_low") < midpoint);
    QVERIFY(fit.number(0, "p4_high") > midpoint);
}

void TestCli::additionAgreesWithSciPy()
{
    if (!QFile::exists(kPython) || m_program.run(kPython, {u"-c"_s, u"import scipy"_s}).status != 0)
        QSKIP("python3-scipy is not installed");
    const QString points = m_program.path(u"addition.csv"_s);
    const test::Ended exported =
        m_program.onset({u"export"_s, u"curve"_s, u"--family"_s, u"GPT-3"_s, u"--task"_s,
                         u"3-digit addition"_s, u"--setting"_s, u"few-shot*"_s, u"-o"_s, points});
    QVERIFY2(exported.status == 0, exported.err);
    const test::Ended scipy =
        m_program.run(kPython, {QStringLiteral(ONSET_SOURCE_DIR "/tests/cli/scipy_logistic.py"), points});
    QVERIFY2(scipy.status == 0, scipy.err);
    const double theirs = scipy.out.trimmed().toDouble();
    const double ours = test::readCsv(m_program.onset(kAddition).out).number(0, "rss");
    QVERIFY2(std::abs(ours / theirs - 1) < 5e-5, // four digits, as the issue asks
             qPrintable(u"RSS %1, SciPy %2"_s.arg(ours, 0, 'g', 8).arg(theirs, 0, 'g', 8)));
}

void TestCli::unknownChanceIsSaid()
{
    const QByteArray rows = QByteArray(test::kTidyRows).replace(",100,0,", ",100,,");
    const QString free = m_program.file(u"free.csv"_s, test::kTidyHeader + rows);
    const QStringList options{u"--model"_s, u"logistic"_s, u"--interval"_s,
                              u"none"_s,    u"--format"_s, u"csv"_s};
    const test::Ended accuracy = m_program.onset(QStringList{u"fit"_s, u"--table"_s, free} + options);
    QCOMPARE(accuracy.status, 0);
    QVERIFY2(accuracy.err.contains("left free"), accuracy.err);

    const QString zero = m_program.file(
        u"zero.csv"_s, test::kTidyHeader + QByteArray(rows).replace("accuracy", "exact match"));
    const test::Ended exact = m_program.onset(QStringList{u"fit"_s, u"--table"_s, zero} + options);
    QCOMPARE(exact.status, 0);
    QVERIFY2(exact.err.contains("floor is 0"), exact.err);
    QCOMPARE(test::readCsv(exact.out).number(0, "p1_value"), 0.0);
}

void TestCli::tableNeedsNoWorkbook()
{
    const test::Program fresh;
    const QString table =
        fresh.file(u"a.csv"_s, test::kTidyHeader + test::kTidyRows +
                                   "F,F 32B,3e10,1e11,2e22,reported,B,sums,5,accuracy,many,100,0,t\n");
    const test::Ended ended = fresh.onset({u"fit"_s, u"--table"_s, table, u"--model"_s, u"logistic"_s,
                                           u"--format"_s, u"json"_s, u"-o"_s, fresh.path(u"fit.json"_s)});
    QCOMPARE(ended.status, 3);                         // a row was refused …
    QVERIFY2(ended.err.contains("line 7"), ended.err); // … and is listed
    QVERIFY(ended.out.isEmpty());
    const QJsonArray rows = QJsonDocument::fromJson(test::bytesOf(fresh.path(u"fit.json"_s))).array();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0][u"n"_s].toInt(), 5);
    QVERIFY(!QFile::exists(fresh.path(u"onset"_s)));
}

void TestCli::thousandCurves()
{
    const QString generator = QStringLiteral(ONSET_SOURCE_DIR "/../shared/bench/make_curves.py");
    if (!QFile::exists(generator) || !QFile::exists(kPython))
        QSKIP("the generator of curves with known truth is not beside the project, or python3 is missing");
    const QString table = m_program.path(u"c1000.csv"_s);
    const test::Ended made =
        m_program.run(kPython, {generator, u"1000"_s, u"12"_s, table, m_program.path(u"truth.csv"_s)});
    QVERIFY2(made.status == 0, made.err);
    const test::Ended ended = m_program.onset({u"fit"_s, u"--table"_s, table, u"--model"_s, u"logistic"_s,
                                               u"--noise"_s, u"gaussian"_s, u"--floor"_s, u"free"_s,
                                               u"--interval"_s, u"none"_s, u"--format"_s, u"csv"_s});
    QVERIFY2(ended.status == 0, ended.err);
    const test::Csv fits = test::readCsv(ended.out);
    QCOMPARE(fits.rows.size(), 1000);
    double total = 0;
    for (qsizetype i = 0; i < fits.rows.size(); ++i)
        total += fits.number(i, "rss");
    QVERIFY2(total <= 4.404860,
             qPrintable(QString::number(total, 'g', 9))); // best known, to its printed digits
}

void TestCli::sameBytesOnAnyThreadCount()
{
    const test::Ended one =
        m_program.onset(kAddition + QStringList{u"--threads"_s, u"1"_s, u"--seed"_s, u"7"_s});
    const test::Ended two =
        m_program.onset(kAddition + QStringList{u"--threads"_s, u"2"_s, u"--seed"_s, u"7"_s});
    const test::Ended other =
        m_program.onset(kAddition + QStringList{u"--threads"_s, u"2"_s, u"--seed"_s, u"8"_s});
    QCOMPARE(one.status, 0);
    QCOMPARE(one.out, two.out);
    QVERIFY(one.out != other.out);
}

void TestCli::sameBytesInGerman()
{
    test::Program german;
    if (!test::turnGerman(german))
        QSKIP("a German locale cannot be made (localedef and /usr/share/i18n are in the package locales)");
    for (const QString &format : {u"csv"_s, u"json"_s, u"table"_s}) {
        const QStringList arguments = QStringList(kAddition).replaceInStrings(u"csv"_s, format);
        const test::Ended here = german.onset(arguments);
        QVERIFY2(here.status == 0, here.err);
        QCOMPARE(here.out, m_program.onset(arguments).out);
    }
}

void TestCli::anotherMeasureAsScale()
{
    QByteArray table = test::kTidyHeader + test::kTidyRows;
    for (const char *shots : {"0", "1"})
        for (const char *model : {"1B,1e9,1e11,6e20,reported,B,text,%1,perplexity,30",
                                  "8B,8e9,1e11,4.8e21,reported,B,text,%1,perplexity,12"})
            table += "F,F " + QByteArray(model).replace("%1", shots) + ",,,test\n";
    const QString path = m_program.file(u"perplexity.csv"_s, table);
    const QStringList arguments{u"export"_s, u"curve"_s, u"--table"_s, path,
                                u"--task"_s, u"sums"_s,  u"--x"_s};

    const test::Ended ambiguous = m_program.onset(arguments + QStringList{u"B/text/perplexity"_s});
    QCOMPARE(ambiguous.status, 2);
    QVERIFY2(ambiguous.saidOneLine(), ambiguous.err);
    QVERIFY2(ambiguous.err.contains("@zero-shot") && ambiguous.err.contains("@one-shot"), ambiguous.err);

    const test::Ended chosen = m_program.onset(arguments + QStringList{u"B/text/perplexity@zero-shot"_s});
    QVERIFY2(chosen.status == 0, chosen.err);
    const test::Csv points = test::readCsv(chosen.out);
    QCOMPARE(points.rows.size(), 2);
    QCOMPARE(points.number(0, "x"), 30.0);
    QCOMPARE(points.number(1, "x"), 12.0);

    const test::Ended unknown = m_program.onset(arguments + QStringList{u"B/text/perplexity@two-shot"_s});
    QCOMPARE(unknown.status, 2);
    QVERIFY2(unknown.saidOneLine(), unknown.err);
    QVERIFY2(unknown.err.contains("@zero-shot") && unknown.err.contains("@one-shot"), unknown.err);

    const test::Ended missing = m_program.onset(arguments + QStringList{u"B/text/BLEU"_s});
    QCOMPARE(missing.status, 1);
    QVERIFY2(missing.saidOneLine(), missing.err);
}

void TestCli::patternsAreAsInAShell_data()
{
    QTest::addColumn<QString>("task");
    QTest::addColumn<bool>("matches");
    QTest::newRow("all") << u"*"_s << true;
    QTest::newRow("one letter") << u"sum?"_s << true;
    QTest::newRow("part of the name") << u"sum"_s << false;
    QTest::newRow("other case") << u"Sums"_s << false;
    QTest::newRow("one of") << u"[a-s]ums"_s << true;
    QTest::newRow("none of") << u"[!a-r]ums"_s << true;
    QTest::newRow("none of, with it") << u"[!a-s]ums"_s << false;
    QTest::newRow("none of, as in SQLite") << u"[^a-s]ums"_s << false;
    QTest::newRow("none of, with a bracket") << u"[!]s]ums"_s << false;
    QTest::newRow("one of, with a bracket and a mark") << u"[s[!]ums"_s << true;
}

void TestCli::patternsAreAsInAShell()
{
    QFETCH(QString, task);
    QFETCH(bool, matches);
    const test::Ended ended =
        m_program.onset({u"export"_s, u"curve"_s, u"-w"_s, m_workbook, u"--task"_s, task});
    QCOMPARE(ended.status, matches ? 0 : 1);
}

void TestCli::nothingMatches_data()
{
    QTest::addColumn<QStringList>("what");
    QTest::newRow("fit") << QStringList{u"fit"_s};
    QTest::newRow("points") << QStringList{u"export"_s, u"curve"_s};
    QTest::newRow("results") << QStringList{u"export"_s, u"results"_s};
}

void TestCli::nothingMatches()
{
    QFETCH(QStringList, what);
    const QString table = m_program.path(u"sums.csv"_s);
    for (const QStringList &source : {QStringList{u"-w"_s, m_workbook}, {u"--table"_s, table}}) {
        const test::Ended ended = m_program.onset(what + source + QStringList{u"--task"_s, u"products"_s});
        QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
        QCOMPARE(ended.status, 1);

        // The advice can be followed.
        static const QRegularExpression quoted(u"“onset ([^”]*)”"_s);
        const QString advice = quoted.match(QString::fromUtf8(ended.err)).captured(1);
        QVERIFY2(advice.contains(source[1]), ended.err);
        const test::Ended list = m_program.onset(QProcess::splitCommand(QString(advice).remove(u'\'')));
        QVERIFY2(list.status == 0, list.err);
        QVERIFY2(list.out.contains("sums"), list.out);
    }

    const QString empty = m_program.file(u"empty.csv"_s, test::kTidyHeader);
    const test::Ended ended = m_program.onset(what + QStringList{u"--table"_s, empty});
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QVERIFY2(ended.err.contains("empty.csv” holds no curves"), ended.err);
    QCOMPARE(ended.status, 1);
}

void TestCli::exportsPoints()
{
    const test::Ended ended = m_program.onset({u"export"_s, u"curve"_s, u"-w"_s, m_workbook});
    QVERIFY2(ended.status == 0, ended.err);
    const test::Csv points = test::readCsv(ended.out);
    QCOMPARE(points.rows.size(), 5);
    QCOMPARE(points.at(0, "model"), u"F 1B"_s);
    QCOMPARE(points.number(0, "x"), 6e20);
    QCOMPARE(points.number(2, "y"), 0.30);
    QVERIFY(std::abs(points.number(2, "y_low") - 0.2189489) < 1e-6); // Wilson, 30 of 100
    QVERIFY(std::abs(points.number(2, "y_high") - 0.3958485) < 1e-6);
}

void TestCli::exportedResultsComeBackIn()
{
    const QString again = m_program.path(u"again.csv"_s);
    const test::Ended first =
        m_program.onset({u"export"_s, u"results"_s, u"-w"_s, m_workbook, u"-o"_s, again});
    QVERIFY2(first.status == 0, first.err);
    const test::Csv results = test::readCsv(test::bytesOf(again));
    QCOMPARE(results.rows.size(), 5);
    QCOMPARE(results.at(3, "model"), u"F 8B"_s);
    QCOMPARE(results.at(3, "value"), u"0.7"_s);
    QCOMPARE(results.at(3, "shots"), u"5"_s);
    QCOMPARE(results.at(3, "chance_level"), u"0"_s);

    const QString workbook = m_program.path(u"again.onset"_s);
    QCOMPARE(m_program.onset({u"import"_s, again, u"-w"_s, workbook}).status, 0);
    const auto points = [this](const QString &path) {
        return m_program.onset({u"export"_s, u"curve"_s, u"-w"_s, path}).out;
    };
    QCOMPARE(points(workbook), points(m_workbook));
}

ONSET_TEST(TestCli)
#include "tst_cli.moc"
