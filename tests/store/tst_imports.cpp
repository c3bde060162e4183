#include "core/store/imports.h"

#include "core/import/import.h"
#include "core/store/curves.h"
#include "core/store/models.h"
#include "tests/support/draw.h"
#include "tests/support/verify.h"

#include <QTemporaryDir>

using namespace onset;
using namespace Qt::StringLiterals;

class TestImports : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void leavesNoTraceUncommitted();
    void countsWhatAnotherImportHolds();
    void letsAnOldValueComeBack();
    void letsTheNewestWinForTheWholeCurve();
    void extendsACurve();
    void picksOneImportByName();
    void letsTheNewestScaleWin();
    void undoesExactlyWhatAnImportSaid();
    void importsAgainAfterUndo();
    void refusesToUndoTwice();
    void neverGivesAnIdTwice();
    void tellsOthersWhenItIsBusy();
    void keepsTheFirstThousandRefusals();

private:
    /// Imports rows "model flops task value [chance]" as F's accuracy on B.
    ImportWriter::Outcome add(const QString &name, const QStringList &rows);

    std::optional<QTemporaryDir> m_folder;
    std::optional<Workbook> m_workbook;
};

void TestImports::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_workbook.reset();
    m_folder.emplace();
    m_workbook = Workbook::open(m_folder->filePath(u"w.onset"_s), Workbook::Mode::Create).value();
}

ImportWriter::Outcome TestImports::add(const QString &name, const QStringList &rows)
{
    auto writer = ImportWriter::begin(*m_workbook, {.name = name, .hash = name, .format = u"tidy"_s}).value();
    for (const QString &text : rows) {
        const QList<QByteArray> parts = text.toUtf8().split(' ');
        Row row{.line = 1, .family = "F", .benchmark = "B", .metric = "accuracy", .source = "a table"};
        row.model = parts[0].constData();
        row.flops = parts[1].toDouble();
        row.task = parts[2].constData();
        row.value = parts[3].toDouble();
        row.chance = parts.size() > 4 ? parts[4].toDouble() : Row::unknown;
        const auto verdict = writer.add(row);
        if (!verdict || !verdict->reason.isEmpty())
            qFatal("a row of the test was not taken");
    }
    return writer.commit().value();
}

void TestImports::leavesNoTraceUncommitted()
{
    {
        auto writer = ImportWriter::begin(*m_workbook, {.name = u"x"_s}).value();
        VERIFY_RESULT(writer.add({.family = "F",
                                  .model = "a",
                                  .flops = 1,
                                  .benchmark = "B",
                                  .task = "T",
                                  .metric = "F1",
                                  .value = 1}));
        VERIFY_RESULT(writer.annotate("B", "T", "k", "v", "s"));
        VERIFY_RESULT(writer.refuse({u"x"_s, u"line 1"_s, u"value"_s, u"no"_s}));
    }
    QCOMPARE(draw::workbook(*m_workbook), QString());
    QVERIFY(listTasks(*m_workbook).value().empty());
}

void TestImports::countsWhatAnotherImportHolds()
{
    add(u"one"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.2"_s, u"a 1 U 0.5"_s});
    const QString before = draw::workbook(*m_workbook);
    const auto same = add(u"two"_s, {u"b 2 T 0.2"_s, u"a 1 T 0.1"_s});
    QVERIFY(!same.id);
    QCOMPARE(same.duplicates, 2);
    QCOMPARE(draw::workbook(*m_workbook), before);

    // one differing value, and the import is stored whole: it stays when the other one is undone
    const auto other = add(u"three"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.25"_s, u"a 1 U 0.5"_s});
    QCOMPARE(other.added, 3);
    QCOMPARE(other.duplicates, 2);
    QCOMPARE(other.conflicts, 1);
    VERIFY_RESULT(Imports(*m_workbook).undo(Imports(*m_workbook).list().value().front().id));
    QCOMPARE(draw::curves(Curves(*m_workbook).find({}, {}).value()),
             u"F | B/T/accuracy | not stated: a 1 0.1; b 2 0.25\nF | B/U/accuracy | not stated: a 1 0.5"_s);
}

/// An older value said again is news: it wins from now on.
void TestImports::letsAnOldValueComeBack()
{
    add(u"one"_s, {u"a 1 T 0.1"_s});
    add(u"two"_s, {u"a 1 T 0.2"_s});
    const auto again = add(u"three"_s, {u"a 1 T 0.1"_s});
    QVERIFY(again.id);
    QCOMPARE(again.duplicates, 1);
    QCOMPARE(draw::curves(Curves(*m_workbook).find({}, {}).value()),
             u"F | B/T/accuracy | not stated: a 1 0.1 | 1 in conflict"_s);
}

void TestImports::letsTheNewestWinForTheWholeCurve()
{
    add(u"old"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.2"_s, u"c 3 T 0.3"_s});
    add(u"new"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.25"_s});
    // c is only in the older import, which disagrees about b: all of it is left out
    QCOMPARE(draw::curves(Curves(*m_workbook).find({}, {}).value()),
             u"F | B/T/accuracy | not stated: a 1 0.1; b 2 0.25 | 1 in conflict"_s);
}

void TestImports::extendsACurve()
{
    add(u"old"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.2"_s});
    add(u"new"_s, {u"b 2 T 0.2"_s, u"c 3 T 0.3"_s});
    QCOMPARE(draw::curves(Curves(*m_workbook).find({}, {}).value()),
             u"F | B/T/accuracy | not stated: a 1 0.1; b 2 0.2; c 3 0.3"_s);
}

void TestImports::picksOneImportByName()
{
    add(u"old"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.2"_s});
    add(u"new"_s, {u"a 1 T 0.15"_s});
    const Curves curves(*m_workbook);
    QCOMPARE(draw::curves(curves.find({.source = u"old"_s}, {}).value()),
             u"F | B/T/accuracy | not stated: a 1 0.1; b 2 0.2"_s);
    const CurveKey key{u"F"_s, {}, u"B"_s, u"T"_s, u"accuracy"_s, u"not stated"_s};
    QCOMPARE(draw::curves({curves.one(key, {}, u"old"_s).value()}),
             u"F | B/T/accuracy | not stated: a 1 0.1; b 2 0.2"_s);
    QCOMPARE(curves.one(key, {}, u"none"_s).error().code, Code::NotFound);
    QVERIFY(curves.find({.source = u"ol*"_s}, {}).value().empty()); // a name, no glob
}

void TestImports::letsTheNewestScaleWin()
{
    add(u"old"_s, {u"a 1e20 T 0.1 0.2"_s});
    const auto newer = add(u"new"_s, {u"a 2e20 U 0.5"_s, u"b 3e20 T 0.4 0.25"_s});
    QCOMPARE(draw::curves(Curves(*m_workbook).find({.task = u"T"_s}, {}).value()),
             u"F | B/T/accuracy | not stated | chance 0.25: a 2e+20 0.1; b 3e+20 0.4"_s);
    VERIFY_RESULT(Imports(*m_workbook).undo(newer.id));
    QCOMPARE(draw::curves(Curves(*m_workbook).find({}, {}).value()),
             u"F | B/T/accuracy | not stated | chance 0.2: a 1e+20 0.1"_s);
}

void TestImports::undoesExactlyWhatAnImportSaid()
{
    add(u"old"_s, {u"a 1 T 0.1"_s});
    const QString before = draw::workbook(*m_workbook);
    const auto newer = add(u"new"_s, {u"a 1 T 0.2 0.1"_s, u"b 2 U 0.5"_s});
    QVERIFY(draw::workbook(*m_workbook) != before);
    VERIFY_RESULT(Imports(*m_workbook).undo(newer.id));
    QCOMPARE(draw::workbook(*m_workbook), before);
    QCOMPARE(listTasks(*m_workbook).value().size(), 1U); // no name is left that nothing uses
    Progress progress;
    VERIFY_RESULT(m_workbook->check(true, progress));
}

void TestImports::importsAgainAfterUndo()
{
    const auto first = add(u"one"_s, {u"a 1 T 0.1"_s});
    const QString before = draw::workbook(*m_workbook);
    VERIFY_RESULT(Imports(*m_workbook).undo(first.id));
    QCOMPARE(draw::workbook(*m_workbook), QString());
    QVERIFY(add(u"one"_s, {u"a 1 T 0.1"_s}).id);
    QCOMPARE(draw::workbook(*m_workbook), before);
}

void TestImports::refusesToUndoTwice()
{
    const auto first = add(u"one"_s, {u"a 1 T 0.1"_s});
    VERIFY_RESULT(Imports(*m_workbook).undo(first.id));
    const auto again = Imports(*m_workbook).undo(first.id);
    QVERIFY(!again);
    QCOMPARE(again.error().code, Code::NotFound);
    auto reader = Workbook::open(m_workbook->path(), Workbook::Mode::Read).value();
    QCOMPARE(Imports(reader).undo(first.id).error().code, Code::ReadOnly);
}

void TestImports::neverGivesAnIdTwice()
{
    const auto first = add(u"one"_s, {u"a 1 T 0.1"_s});
    VERIFY_RESULT(Imports(*m_workbook).undo(first.id));
    QVERIFY(add(u"two"_s, {u"a 1 T 0.1"_s}).id != first.id);
}

void TestImports::tellsOthersWhenItIsBusy()
{
    auto other = Workbook::open(m_workbook->path(), Workbook::Mode::Edit).value();
    const qint64 seen = other.dataVersion();
    {
        auto writer = ImportWriter::begin(*m_workbook, {.name = u"x"_s}).value();
        other.setPatience(std::chrono::milliseconds(1));
        const auto blocked = ImportWriter::begin(other, {.name = u"y"_s});
        QVERIFY(!blocked);
        QCOMPARE(blocked.error().code, Code::Busy);
        QVERIFY(blocked.error().what.contains(u"w.onset"_s));
        VERIFY_RESULT(Curves(other).find({}, {})); // reading goes on
    }
    QCOMPARE(other.dataVersion(), seen);
    add(u"one"_s, {u"a 1 T 0.1"_s});
    QVERIFY(other.dataVersion() != seen);
    QCOMPARE(draw::curves(Curves(other).find({}, {}).value()), u"F | B/T/accuracy | not stated: a 1 0.1"_s);
}

void TestImports::keepsTheFirstThousandRefusals()
{
    auto writer = ImportWriter::begin(*m_workbook, {.name = u"x"_s}).value();
    VERIFY_RESULT(writer.add({.family = "F", .model = "a", .flops = 1}));
    for (int i = 0; i < kMaxRefusals + 5; ++i)
        VERIFY_RESULT(writer.refuse({u"x"_s, u"line %1"_s.arg(i), u"value"_s, u"no"_s}));
    const auto outcome = writer.commit();
    VERIFY_RESULT(outcome);
    QCOMPARE(Imports(*m_workbook).list().value().front().refused, kMaxRefusals + 5);
    QCOMPARE(Imports(*m_workbook).refusals(outcome->id).value().size(), std::size_t(kMaxRefusals));
}

QTEST_GUILESS_MAIN(TestImports)
#include "tst_imports.moc"
