#include "core/store/imports.h"

#include "core/import/import.h"
#include "core/store/curves.h"
#include "core/store/models.h"
#include "tests/support/draw.h"
#include "tests/support/test_class.h"
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
    void whatBelongsToItIsInItsTransaction();
    void countsWhatAnotherImportHolds();
    void letsAnOldValueComeBack();
    void keepsWhatARowAdds_data();
    void keepsWhatARowAdds();
    void bringsBackWhatAConflictHid();
    void letsTheNewestWinForTheWholeCurve();
    void extendsACurve();
    void picksOneImportByName();
    void letsTheNewestScaleWin();
    void letsAnOldFactComeBack();
    void undoesExactlyWhatAnImportSaid();
    void importsAgainAfterUndo();
    void refusesToUndoTwice();
    void neverGivesAnIdTwice();
    void keepsChanceLevelsOfFilesThatDiffer();
    void tellsOthersWhenItIsBusy();
    void keepsTheFirstThousandRefusals();
    void comparesManyFamiliesInOnePass();

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

namespace {

/// Counts how often a statement asks: once in ten thousand steps of SQLite.
class Asked final : public Progress
{
public:
    [[nodiscard]] bool cancelled() const override
    {
        ++m_times;
        return false;
    }
    [[nodiscard]] int times() const { return m_times; }

private:
    mutable int m_times = 0;
};

} // namespace

/// Steps of SQLite grow with the families, not with their square.
void TestImports::comparesManyFamiliesInOnePass()
{
    constexpr int families = 3000;
    const auto import = [&](double value) {
        auto writer = ImportWriter::begin(*m_workbook, {.name = QString::number(value)}).value();
        for (int i = 0; i < families; ++i) {
            const std::string name = "family " + std::to_string(i);
            const Row row{.line = i,
                          .family = name,
                          .model = name,
                          .benchmark = "B",
                          .task = "T",
                          .metric = "accuracy",
                          .value = i % 3 == 0 ? 0.5 : value};
            if (const auto verdict = writer.add(row); !verdict || !verdict->reason.isEmpty())
                qFatal("a row of the test was not taken");
        }
        Asked asked;
        const auto outcome = writer.commit(asked);
        return std::pair(outcome.value(), asked.times());
    };
    QCOMPARE(import(0.25).first.added, families);
    const auto [outcome, asked] = import(0.75);
    QCOMPARE(outcome.duplicates, families / 3);
    QCOMPARE(outcome.conflicts, families - families / 3);
    QVERIFY2(asked < families / 10,
             qPrintable(QString::number(asked))); // 27 million steps at the least, else
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

void TestImports::whatBelongsToItIsInItsTransaction()
{
    const auto begin = [this] {
        auto writer = ImportWriter::begin(*m_workbook, {.name = u"x"_s}).value();
        const auto added = writer.add({.family = "F",
                                       .model = "a",
                                       .flops = 1,
                                       .benchmark = "B",
                                       .task = "T",
                                       .metric = "F1",
                                       .value = 1});
        Q_ASSERT(added);
        return writer;
    };
    const auto failed =
        begin().commit({}, []() -> Result<> { return failure(Code::Io, u"no room for names"_s); });
    QVERIFY(!failed);
    QCOMPARE(failed.error().what, u"no room for names"_s);
    QCOMPARE(draw::workbook(*m_workbook), QString());

    bool seen = false;
    const auto partly = begin().commit({}, [&]() -> Result<> {
        seen = listTasks(*m_workbook).value().size() == 1;
        const auto part = m_workbook->transact([&]() -> Result<> {
            return Exclusions(*m_workbook).set({Exclusions::Key()}, true).and_then([]() -> Result<> {
                return failure(Code::Io, {});
            });
        });
        return part ? Result<>(failure(Code::Io, u"it should fail"_s)) : Result<>();
    });
    VERIFY_RESULT(partly);
    QVERIFY(seen);
    QVERIFY(Exclusions(*m_workbook).list().value().empty()); // the part alone was taken back
    QCOMPARE(listTasks(*m_workbook).value().size(), 1u);
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

void TestImports::keepsWhatARowAdds_data()
{
    QTest::addColumn<double>("standardError");
    QTest::addColumn<double>("n");
    QTest::addColumn<QByteArray>("note");
    QTest::addColumn<bool>("news");
    QTest::addColumn<int>("duplicates");
    QTest::newRow("nothing") << 0.1 << 50.0 << "n"_ba << false << 1;
    QTest::newRow("error") << 0.2 << 50.0 << "n"_ba << true << 0;
    QTest::newRow("number of questions") << 0.1 << 60.0 << "n"_ba << true << 0;
    QTest::newRow("note") << 0.1 << 50.0 << "m"_ba << true << 0;
    QTest::newRow("what the first import said") << Row::unknown << Row::unknown << ""_ba << true << 1;
}

/// The same value with another error, n or note is no duplicate and no conflict; the newest is shown.
void TestImports::keepsWhatARowAdds()
{
    QFETCH(const double, standardError);
    QFETCH(const double, n);
    QFETCH(const QByteArray, note);
    QFETCH(const bool, news);
    QFETCH(const int, duplicates);
    add(u"first"_s, {u"a 1 T 0.5"_s});
    const auto again = [this](double error, double questions, const QByteArray &says) {
        auto writer = ImportWriter::begin(*m_workbook, {.name = u"again"_s}).value();
        const Row row{.family = "F",
                      .model = "a",
                      .flops = 1,
                      .benchmark = "B",
                      .task = "T",
                      .metric = "accuracy",
                      .value = 0.5,
                      .standardError = error,
                      .n = questions,
                      .note = says.constData(),
                      .source = "another table"};
        return writer.add(row).and_then([&](const Verdict &) { return writer.commit(); }).value();
    };
    QVERIFY(again(0.1, 50, "n").id); // the first import stated none of these
    const auto outcome = again(standardError, n, note);
    QCOMPARE(bool(outcome.id), news);
    QCOMPARE(outcome.duplicates, duplicates);
    QCOMPARE(outcome.conflicts, 0);
    const Curve curve = Curves(*m_workbook).find({}, {}).value().front();
    QCOMPARE(curve.conflicts, 0);
    QCOMPARE(curve.points.size(), 1U);
    QCOMPARE(curve.points.front().standardError, standardError);
    QCOMPARE(curve.points.front().n, n);
    QCOMPARE(curve.points.front().note, QString::fromUtf8(note));
}

/// What an import holds but does not show, because it disagrees elsewhere, is news when said again.
void TestImports::bringsBackWhatAConflictHid()
{
    add(u"one"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.2"_s});
    add(u"two"_s, {u"a 1 T 0.15"_s});
    QVERIFY(add(u"three"_s, {u"b 2 T 0.2"_s}).id);
    QCOMPARE(draw::curves(Curves(*m_workbook).find({}, {}).value()),
             u"F | B/T/accuracy | not stated: a 1 0.15; b 2 0.2 | 1 in conflict"_s);
}

void TestImports::letsTheNewestWinForTheWholeCurve()
{
    add(u"old"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.2"_s, u"c 3 T 0.3"_s});
    add(u"new"_s, {u"a 1 T 0.1"_s, u"b 2 T 0.25"_s});
    // c is only in the older import, which disagrees about b: all of it is left out
    QCOMPARE(draw::curves(Curves(*m_workbook).find({}, {}).value()),
             u"F | B/T/accuracy | not stated: a 1 0.1; b 2 0.25 | 1 in conflict"_s);
    const Curve curve = Curves(*m_workbook).find({}, {}).value().front();
    QVERIFY(curve.points[0].others.empty());
    QCOMPARE(curve.points[1].others.size(), 1u);
    QCOMPARE(curve.points[1].others.front().y, 0.2);
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

void TestImports::letsAnOldFactComeBack()
{
    const auto state = [this](double flops, const char *date, double chance, double human) {
        auto writer = ImportWriter::begin(*m_workbook, {.name = u"x"_s}).value();
        Row row{.family = "F",
                .model = "a",
                .flops = flops,
                .flopsOrigin = "reported",
                .date = date,
                .benchmark = "B",
                .task = "T",
                .metric = "accuracy",
                .value = 0.5,
                .chance = chance};
        Row reference{.benchmark = "B", .task = "T", .metric = "accuracy", .value = human};
        reference.reference = "Human";
        if (!writer.add(row) || !writer.add(reference))
            qFatal("a row of the test was not taken");
        return bool(writer.commit().value().id);
    };
    const QString curve =
        u"F | B/T/accuracy | not stated | chance %1: a %2 0.5 | Human %3\nmodel F/a@ ? ? %2 reported %4"_s;
    const auto drawn = [this] { return draw::workbook(*m_workbook).section(u'\n', 0, 1); };
    QVERIFY(state(1, "2020", 0.25, 0.9));
    QVERIFY(state(2, "2021", 0.2, 0.8));
    QCOMPARE(drawn(), curve.arg(u"0.2"_s, u"2"_s, u"0.8"_s, u"2021"_s));
    QVERIFY(!state(2, "2021", 0.2, 0.8));
    // each of them alone is news
    QVERIFY(state(1, "2021", 0.2, 0.8));
    QVERIFY(state(1, "2020", 0.2, 0.8));
    QVERIFY(state(1, "2020", 0.25, 0.8));
    QVERIFY(state(1, "2020", 0.25, 0.9));
    QCOMPARE(drawn(), curve.arg(u"0.25"_s, u"1"_s, u"0.9"_s, u"2020"_s));
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

void TestImports::keepsChanceLevelsOfFilesThatDiffer()
{
    auto writer = ImportWriter::begin(*m_workbook, {.name = u"x"_s}).value();
    const auto verdict = [&](double chance, qint64 line, std::string_view model) {
        return writer
            .add({.line = line,
                  .family = "F",
                  .model = model,
                  .flops = 1,
                  .benchmark = "B",
                  .task = "T",
                  .metric = "accuracy",
                  .value = 0.5,
                  .chance = chance})
            .value();
    };
    VERIFY_RESULT(writer.beginFile(u"old.csv"_s, u"1"_s, u"tidy"_s));
    QCOMPARE(verdict(0.5, 2, "a").remark, QString());
    QCOMPARE(verdict(0.25, 3, "b").column, u"chance_level"_s); // within a file it is a contradiction
    VERIFY_RESULT(writer.beginFile(u"new.csv"_s, u"2"_s, u"tidy"_s));
    const Verdict differs = verdict(0.25, 7, "c");
    QCOMPARE(differs.reason, QString());
    QVERIFY2(differs.remark.contains(u"0.25 here and 0.5 in line 2 of “old.csv”"_s),
             qPrintable(differs.remark));
    QCOMPARE(verdict(0.25, 8, "d").remark, QString()); // said once
    VERIFY_RESULT(writer.commit());
    const TaskInfo task = listTasks(*m_workbook).value().front();
    QCOMPARE(task.chance, 0.25);
    QCOMPARE(task.chanceFrom, u"new.csv, line 7"_s);
    QCOMPARE(task.otherChances, QStringList{u"0.5: old.csv, line 2"_s});
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

ONSET_TEST(TestImports)
#include "tst_imports.moc"
