#include "core/store/export.h"

#include "core/import/import.h"
#include "tests/support/draw.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QBuffer>
#include <QTemporaryDir>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// What `exported` says when nothing matches and nothing is written.
const QString nothing = u"nothing matches"_s;

/// The number of rows and the rows.
QString exported(const Workbook &workbook, const CurveFilter &filter)
{
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    Progress progress;
    const auto rows = exportResults(workbook, filter, out, progress);
    if (!rows)
        return rows.error().code == Code::NotFound && out.data().isEmpty() ? nothing : rows.error().what;
    return QString::number(*rows) + u'\n' + QString::fromUtf8(out.data()).section(u'\n', 1);
}

} // namespace

class TestExport : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void writesATidyTable();
    void writesReferencesWithoutResults();
    void leavesOutWhatNoRowCanSay();
    void comesBackTheSame();
};

void TestExport::writesATidyTable()
{
    const QTemporaryDir folder;
    auto workbook = Workbook::open(folder.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    auto writer = ImportWriter::begin(workbook, {.name = u"x"_s}).value();
    VERIFY_RESULT(writer.add({.family = "F",
                              .model = "a, \"b\"",
                              .parameters = 1e9,
                              .tokens = 1e10,
                              .date = "2020",
                              .benchmark = "B",
                              .task = "T\nU",
                              .metric = "accuracy",
                              .strategy = "cot",
                              .shots = 8,
                              .value = 0.1,
                              .n = 100,
                              .chance = 0.25,
                              .note = " n",
                              .source = "s"}));
    VERIFY_RESULT(writer.add({.benchmark = "B",
                              .task = "T\nU",
                              .metric = "accuracy",
                              .value = 0.9,
                              .reference = "Human",
                              .source = "t"}));
    VERIFY_RESULT(writer.add({.family = "G", .model = "g", .flops = 3.14e23, .flopsOrigin = "reported"}));
    VERIFY_RESULT(writer.commit());
    const QString result =
        u"F,\"a, \"\"b\"\"\",,1e+09,1e+10,6e+19,6ND,2020,B,\"T\nU\",cot,8,,accuracy,0.1,,100,0.25,,\" n\",s\n"_s;
    const QString reference = u",,,,,,,,B,\"T\nU\",,,,accuracy,0.9,,,0.25,Human,,t\n"_s;
    QCOMPARE(exported(workbook, {}),
             u"3\n"_s + result + reference + u"G,g,,,,3.14e+23,reported,,,,,,,,,,,,,,\n"_s);
    QCOMPARE(exported(workbook, {.family = u"F"_s}), u"2\n"_s + result + reference);
    QCOMPARE(exported(workbook, {.family = u"X"_s}), nothing);
}

void TestExport::writesReferencesWithoutResults()
{
    const QTemporaryDir folder;
    auto workbook = Workbook::open(folder.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    auto writer = ImportWriter::begin(workbook, {.name = u"x"_s}).value();
    VERIFY_RESULT(writer.add({.benchmark = "B",
                              .task = "T",
                              .metric = "accuracy",
                              .value = 0.9,
                              .chance = 0.25,
                              .reference = "Human",
                              .source = "t"}));
    VERIFY_RESULT(writer.commit());
    const QString line = u"1\n,,,,,,,,B,T,,,,accuracy,0.9,,,0.25,Human,,t\n"_s;
    QCOMPARE(exported(workbook, {}), line);
    QCOMPARE(exported(workbook, {.benchmark = u"B"_s, .task = u"T*"_s, .metric = u"acc*"_s}), line);
    QCOMPARE(exported(workbook, {.benchmark = u"C"_s}), nothing);
    QCOMPARE(exported(workbook, {.task = u"C"_s}), nothing);
    QCOMPARE(exported(workbook, {.metric = u"C"_s}), nothing);
    QCOMPARE(exported(workbook, {.family = u"F"_s}), nothing);
}

/// A model without scales whose only result another import has overruled.
void TestExport::leavesOutWhatNoRowCanSay()
{
    const QTemporaryDir folder;
    auto workbook = Workbook::open(folder.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Row row{.family = "F", .benchmark = "B", .task = "T", .metric = "accuracy"};
    const auto say = [&row](ImportWriter &writer, const char *model, double value) {
        row.model = model;
        row.value = value;
        return writer.add(row);
    };
    auto older = ImportWriter::begin(workbook, {.name = u"older"_s}).value();
    VERIFY_RESULT(say(older, "a", 0.1));
    VERIFY_RESULT(say(older, "b", 0.2));
    VERIFY_RESULT(older.commit());
    auto newer = ImportWriter::begin(workbook, {.name = u"newer"_s}).value();
    VERIFY_RESULT(say(newer, "a", 0.3));
    VERIFY_RESULT(newer.commit());
    QCOMPARE(exported(workbook, {}), u"1\nF,a,,,,,,,B,T,,,,accuracy,0.3,,,,,,\n"_s);
}

/// The bundled tables, with all their conflicts, settings and notes.
void TestExport::comesBackTheSame()
{
    const QTemporaryDir folder;
    auto first = Workbook::open(folder.filePath(u"1.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    VERIFY_RESULT(importBundled(first, QStringLiteral(ONSET_SOURCE_DIR "/datasets"), progress));
    QFile table(folder.filePath(u"all.csv"_s));
    QVERIFY(table.open(QIODevice::WriteOnly));
    const auto rows = exportResults(first, {}, table, progress);
    VERIFY_RESULT(rows);
    QVERIFY(*rows > 3000);
    table.close();

    auto second = Workbook::open(folder.filePath(u"2.onset"_s), Workbook::Mode::Create).value();
    const auto imported = importFiles(second, {table.fileName()}, {}, progress);
    VERIFY_RESULT(imported);
    QCOMPARE(draw::report(*imported), u"all.csv: read %1, accepted %1"_s.arg(*rows));
    for (const char *scale : {"flops", "params", "tokens", "date"}) {
        auto before = Curves(first).find({}, scaleNamed(QString::fromLatin1(scale)).value()).value();
        const auto after = Curves(second).find({}, scaleNamed(QString::fromLatin1(scale)).value()).value();
        for (Curve &curve : before)
            curve.conflicts = 0; // only the winners are exported
        QCOMPARE(draw::curves(after), draw::curves(before));
    }
}

ONSET_TEST(TestExport)
#include "tst_export.moc"
