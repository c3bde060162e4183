#include "core/store/curves.h"

#include "core/import/import.h"
#include "core/store/models.h"
#include "tests/support/draw.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTemporaryDir>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

const char kTable[] = "family,model,checkpoint,params,tokens,flops,date,benchmark,task,strategy,shots,metric,"
                      "value,stderr,n,chance,source\n"
                      "F,a,,1e9,1e10,1e20,2020-07,B,T,,5,accuracy,0.3,,200,0.25,Table 1\n"
                      "F,b,,2e9,2e10,4e20,2021-07,B,T,,5,accuracy,0.5,,,,\n"
                      "F,c,,3e9,,,,B,T,,5,accuracy,0.7,,,,\n"
                      "G,g,,5e9,,2e20,,B,T,,5,accuracy,0.4,,,,\n"
                      "F,a,,,,,,B,T,chain-of-thought,5,accuracy,0.6,,,,\n"
                      "F,a,,,,,,Wiki,ppl,,,perplexity,20,0.5,,,\n"
                      "F,c,,,,,,Wiki,ppl,,,perplexity,10,,,,\n"
                      "F,a,,,,,,Wiki,two,,0,perplexity,20,,,,\n"
                      "F,a,,,,,,Wiki,two,,1,perplexity,10,,,,\n"
                      "F,b,step 1,2e9,1e9,,,B,U,,,F1,0.1,,,,\n"
                      "F,b,step 2,2e9,3e9,,,B,U,,,F1,0.2,,,,\n"
                      "F,b,step 10,2e9,2e9,,,B,U,,,F1,0.15,,,,\n";

class TestCurves : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void findsByGlobs_data();
    void findsByGlobs();
    void countsWhatItFinds();
    void runsAlongAnyScale_data();
    void runsAlongAnyScale();
    void asksWhichSetting();
    void followsTheCheckpointsOfAModel();
    void endsARunAtItsHighestStep();
    void carriesWhatIsKnown();
    void findsOneExactly();
    void setsResultsAside();
    void listsNames();

private:
    QTemporaryDir m_folder;
    std::optional<Workbook> m_workbook;
};

void TestCurves::initTestCase()
{
    m_workbook = Workbook::open(m_folder.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    QFile file(m_folder.filePath(u"t.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(kTable);
    file.close();
    Progress progress;
    const auto imported = importFiles(*m_workbook, {file.fileName()}, {}, progress);
    VERIFY_RESULT(imported);
    QCOMPARE(imported->refused(), 0);
}

void TestCurves::findsByGlobs_data()
{
    QTest::addColumn<QStringList>("filter"); // family, benchmark, task, metric, setting
    QTest::addColumn<int>("count");
    QTest::newRow("all") << QStringList{{}, {}, {}, {}, {}} << 7;
    QTest::newRow("family") << QStringList{u"G"_s, {}, {}, {}, {}} << 1;
    QTest::newRow("case") << QStringList{u"g"_s, {}, {}, {}, {}} << 0;
    QTest::newRow("set") << QStringList{u"[FG]"_s, u"B"_s, u"T"_s, {}, {}} << 3;
    QTest::newRow("whole names") << QStringList{{}, u"Wik"_s, {}, {}, {}} << 0;
    QTest::newRow("star") << QStringList{{}, u"W*"_s, {}, u"perp*"_s, {}} << 3;
    QTest::newRow("question mark") << QStringList{{}, {}, u"t?o"_s, {}, {}} << 2;
    QTest::newRow("setting") << QStringList{{}, {}, {}, {}, u"few-shot*"_s} << 2;
    QTest::newRow("not SQL") << QStringList{u"F' OR '1"_s, {}, {}, {}, {}} << 0;
}

void TestCurves::findsByGlobs()
{
    QFETCH(const QStringList, filter);
    const auto found = Curves(*m_workbook).find({filter[0], filter[1], filter[2], filter[3], filter[4]}, {});
    VERIFY_RESULT(found);
    QTEST(static_cast<int>(found->size()), "count");
    const auto key = [](const Curve &curve) {
        return QStringList{curve.key.benchmark, curve.key.task, curve.key.metric, curve.key.setting,
                           curve.key.family};
    };
    QVERIFY(std::ranges::is_sorted(*found, {}, key));
}

void TestCurves::countsWhatItFinds()
{
    const Curves curves(*m_workbook);
    for (const char *scale : {"flops", "params", "Wiki/ppl/perplexity"}) {
        const Scale along = scaleNamed(QLatin1StringView(scale)).value();
        QStringList found, counted;
        for (const bool runs : {false, true}) {
            const std::vector<Curve> some = curves.find({.runs = runs}, along).value();
            for (const Curve &curve : some)
                found << curve.key.family + curve.key.model + curve.key.benchmark + curve.key.task +
                             curve.key.metric + curve.key.setting + QString::number(curve.points.size());
        }
        const std::vector<CurveCount> counts = curves.counts(along).value();
        for (const auto &[key, points] : counts)
            counted << key.family + key.model + key.benchmark + key.task + key.metric + key.setting +
                           QString::number(points);
        QCOMPARE(counted, found);
    }
}

void TestCurves::runsAlongAnyScale_data()
{
    QTest::addColumn<QString>("scale");
    QTest::addColumn<QString>("curve");
    const QString head = u"F | B/T/accuracy | few-shot (K=5) | chance 0.25: "_s;
    QTest::newRow("compute") << u"flops"_s << head + u"a 1e+20 0.3; b 4e+20 0.5 | 1 unplaced"_s;
    QTest::newRow("parameters") << u"params"_s << head + u"a 1e+09 0.3; b 2e+09 0.5; c 3e+09 0.7"_s;
    QTest::newRow("tokens") << u"tokens"_s << head + u"a 1e+10 0.3; b 2e+10 0.5 | 1 unplaced"_s;
    QTest::newRow("date") << u"date"_s << head + u"a 2020.54 0.3; b 2021.54 0.5 | 1 unplaced"_s;
    QTest::newRow("measure") << u"Wiki/ppl/perplexity"_s << head + u"a 20 0.3; c 10 0.7 | 1 unplaced"_s;
    QTest::newRow("measure in a setting")
        << u"Wiki/two/perplexity@one-shot"_s << head + u"a 10 0.3 | 2 unplaced"_s;
    QTest::newRow("no such setting") << u"Wiki/two/perplexity@greedy"_s << head + u" | 3 unplaced"_s;
    QTest::newRow("no such measure") << u"Wiki/three/perplexity"_s << head + u" | 3 unplaced"_s;
}

void TestCurves::runsAlongAnyScale()
{
    QFETCH(const QString, scale);
    const auto found =
        Curves(*m_workbook)
            .one({u"F"_s, {}, u"B"_s, u"T"_s, u"accuracy"_s, u"few-shot (K=5)"_s}, scaleNamed(scale).value());
    VERIFY_RESULT(found);
    QTEST(draw::curves({*found}), "curve");
    QCOMPARE(found->scale, scaleNamed(scale).value());
}

void TestCurves::asksWhichSetting()
{
    const Curves curves(*m_workbook);
    const auto found = curves.find({}, scaleNamed(u"Wiki/two/perplexity"_s).value());
    QVERIFY(!found);
    QCOMPARE(found.error().code, Code::BadInput);
    QVERIFY2(found.error().what.contains(u"one-shot; zero-shot"_s), qPrintable(found.error().what));
    QCOMPARE(curves.settingsOf({u"Wiki"_s, u"two"_s, u"perplexity"_s}).value(),
             (QStringList{u"one-shot"_s, u"zero-shot"_s}));
    QCOMPARE(curves.settingsOf({u"Wiki"_s, u"none"_s, u"perplexity"_s}).value(), QStringList());
}

void TestCurves::followsTheCheckpointsOfAModel()
{
    const Curves curves(*m_workbook);
    // of the checkpoints of a model, the one that saw most tokens stands for it
    QCOMPARE(draw::curves(curves.find({.task = u"U"_s}, scaleNamed(u"tokens"_s).value()).value()),
             u"F | B/U/F1 | not stated: b@step 2 3e+09 0.2"_s);
    const auto runs = curves.find({.runs = true}, {});
    VERIFY_RESULT(runs);
    const QString run =
        u"F/b | B/U/F1 | not stated: b@step 1 ~1.2e+19 0.1; b@step 10 ~2.4e+19 0.15; b@step 2 ~3.6e+19 0.2"_s;
    QCOMPARE(draw::curves(*runs), run);
    QCOMPARE(draw::curves({curves.one(runs->front().key, {}).value()}), run);
}

/// Where no file says how many tokens a checkpoint saw.
void TestCurves::endsARunAtItsHighestStep()
{
    const QString path = m_folder.filePath(u"run.csv"_s);
    QFile table(path);
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("family,model,checkpoint,params,benchmark,task,metric,value\n"
                "F,a,step4000,1e9,B,T,F1,0.4\nF,a,step10000,1e9,B,T,F1,0.6\n");
    table.close();
    Workbook workbook = Workbook::open(m_folder.filePath(u"run.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    VERIFY_RESULT(importFiles(workbook, {path}, {}, progress));
    QCOMPARE(draw::curves(Curves(workbook).find({}, scaleNamed(u"params"_s).value()).value()),
             u"F | B/T/F1 | not stated: a@step10000 1e+09 0.6"_s);
}

void TestCurves::carriesWhatIsKnown()
{
    const auto along = scaleNamed(u"Wiki/ppl/perplexity"_s).value();
    const auto found =
        Curves(*m_workbook).one({u"F"_s, {}, u"B"_s, u"T"_s, u"accuracy"_s, u"few-shot (K=5)"_s}, along);
    VERIFY_RESULT(found);
    const CurvePoint &point = found->points.at(0);
    QCOMPARE(point.xStandardError, 0.5);
    QCOMPARE(point.n, 200.0);
    QCOMPARE(point.parameters, 1e9);
    QCOMPARE(point.tokens, 1e10);
    QCOMPARE(point.flops, 1e20);
    QCOMPARE(point.source, u"Table 1"_s);
    QVERIFY(point.import && std::isnan(point.standardError) && !point.flopsEstimated);
    QCOMPARE(found->metric, metricNamed(u"accuracy"_s));
    QCOMPARE(found->best, 1.0);
}

void TestCurves::findsOneExactly()
{
    const Curves curves(*m_workbook);
    const CurveKey key{u"F"_s, {}, u"B"_s, u"T"_s, u"accuracy"_s, u"few-shot (K=5)"_s};
    QCOMPARE(curves.one(key, {}).value().key, key);
    for (const CurveKey &missing : {CurveKey{u"*"_s, {}, u"B"_s, u"T"_s, u"accuracy"_s, key.setting},
                                    CurveKey{u"F"_s, {}, u"B"_s, u"T"_s, u"accuracy"_s, u""_s},
                                    CurveKey{u"F"_s, u"a"_s, u"B"_s, u"T"_s, u"accuracy"_s, key.setting}}) {
        const auto found = curves.one(missing, {});
        QVERIFY(!found);
        QCOMPARE(found.error().code, Code::NotFound);
    }
}

void TestCurves::setsResultsAside()
{
    const Exclusions::Key key{u"F"_s, u"b"_s, {}, u"B"_s, u"T"_s, u"accuracy"_s, u"few-shot (K=5)"_s};
    Exclusions exclusions(*m_workbook);
    VERIFY_RESULT(exclusions.set({key, key}, true));
    QCOMPARE(exclusions.list().value(), std::vector{key});
    const CurveFilter filter{.family = u"F"_s, .task = u"T"_s, .setting = u"few*"_s};
    QCOMPARE(draw::curves(Curves(*m_workbook).find(filter, scaleNamed(u"params"_s).value()).value()),
             u"F | B/T/accuracy | few-shot (K=5) | chance 0.25: a 1e+09 0.3; [b 2e+09 0.5]; c 3e+09 0.7"_s);
    VERIFY_RESULT(exclusions.set({key}, false));
    QVERIFY(exclusions.list().value().empty());
}

void TestCurves::listsNames()
{
    QCOMPARE(listFamilies(*m_workbook).value(), (QStringList{u"F"_s, u"G"_s}));
    QCOMPARE(listSettings(*m_workbook).value(),
             (QStringList{u"chain-of-thought, few-shot (K=5)"_s, u"few-shot (K=5)"_s, u"not stated"_s,
                          u"one-shot"_s, u"zero-shot"_s}));
    QStringList tasks;
    const auto known = listTasks(*m_workbook).value();
    for (const TaskInfo &task : known)
        tasks << QStringLiteral("%1/%2/%3 %4 %5 %6")
                     .arg(task.benchmark, task.task, task.metric)
                     .arg(task.chance)
                     .arg(task.best)
                     .arg(task.results);
    QCOMPARE(
        tasks.join(u'\n'),
        u"B/T/accuracy 0.25 1 5\nB/U/F1 nan 1 3\nWiki/ppl/perplexity nan 1 2\nWiki/two/perplexity nan 1 2"_s);
    const auto models = listModels(*m_workbook).value();
    QCOMPARE(models.size(), 7U);
    QCOMPARE(models.front().results, 5);
    QCOMPARE(models.front().date, u"2020-07"_s);
}

ONSET_TEST(TestCurves)
#include "tst_curves.moc"
