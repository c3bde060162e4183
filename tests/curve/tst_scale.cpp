#include "core/curve/scale.h"

#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestScale : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void isReadByItsName_data();
    void isReadByItsName();
    void refusesOtherNames_data();
    void refusesOtherNames();
    void takesLogarithmsOfCountsOnly_data();
    void takesLogarithmsOfCountsOnly();
    void placesDatesInTheMiddle_data();
    void placesDatesInTheMiddle();
};

void TestScale::isReadByItsName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("drawn"); // kind benchmark|task|metric|setting
    QTest::newRow("compute") << u"flops"_s << u"0 |||"_s;
    QTest::newRow("parameters") << u"params"_s << u"1 |||"_s;
    QTest::newRow("tokens") << u"tokens"_s << u"2 |||"_s;
    QTest::newRow("date") << u"date"_s << u"3 |||"_s;
    QTest::newRow("measure") << u"WikiText-103/WikiText-103/perplexity"_s
                             << u"4 WikiText-103|WikiText-103|perplexity|"_s;
    QTest::newRow("setting") << u"MMLU/Anatomy/accuracy@few-shot (K=5)"_s
                             << u"4 MMLU|Anatomy|accuracy|few-shot (K=5)"_s;
    QTest::newRow("slash in the task") << u"B/add/subtract/accuracy"_s << u"4 B|add/subtract|accuracy|"_s;
    QTest::newRow("slash in the setting") << u"B/T/accuracy@a/b"_s << u"4 B|T|accuracy|a/b"_s;
    QTest::newRow("pass@k") << u"HumanEval/all/pass@100"_s << u"4 HumanEval|all|pass@100|"_s;
    QTest::newRow("pass@k and setting")
        << u"HumanEval/all/pass@1@zero-shot"_s << u"4 HumanEval|all|pass@1|zero-shot"_s;
}

void TestScale::isReadByItsName()
{
    QFETCH(const QString, name);
    const auto scale = scaleNamed(name);
    VERIFY_RESULT(scale);
    const QStringList parts{scale->measure.benchmark, scale->measure.task, scale->measure.metric,
                            scale->setting};
    QTEST(QString::number(int(scale->kind)) + u' ' + parts.join(u'|'), "drawn");
    QCOMPARE(scale->name(), name);
}

void TestScale::refusesOtherNames_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"", "FLOPs", "compute", "MMLU/accuracy", "a//b", "/a/b", "a/b/"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestScale::refusesOtherNames()
{
    QFETCH(const QString, name);
    const auto scale = scaleNamed(name);
    QVERIFY(!scale);
    QCOMPARE(scale.error().code, Code::BadInput);
    QVERIFY(scale.error().what.contains(name));
}

void TestScale::takesLogarithmsOfCountsOnly_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("x");
    QTest::newRow("compute") << u"flops"_s << 1e21 << 21.0;
    QTest::newRow("parameters") << u"params"_s << 1e9 << 9.0;
    QTest::newRow("tokens") << u"tokens"_s << 1e11 << 11.0;
    QTest::newRow("date") << u"date"_s << 2022.5 << 2022.5;
    QTest::newRow("perplexity") << u"a/b/perplexity"_s << 100.0 << -2.0;
    QTest::newRow("proportion") << u"a/b/accuracy"_s << 0.5 << 0.5;
    QTest::newRow("loss") << u"a/b/cross-entropy"_s << 3.0 << -3.0;
}

void TestScale::takesLogarithmsOfCountsOnly()
{
    QFETCH(const QString, name);
    QFETCH(const double, value);
    QFETCH(const double, x);
    const auto scale = scaleNamed(name);
    VERIFY_RESULT(scale);
    QCOMPARE(scale->toFit(value), x);
    QCOMPARE(scale->fromFit(x), value);
    QVERIFY(!scale->title().isEmpty());
}

void TestScale::placesDatesInTheMiddle_data()
{
    QTest::addColumn<QString>("date");
    QTest::addColumn<double>("year"); // 0: no date
    QTest::newRow("year") << u"2022"_s << 2022.5;
    QTest::newRow("month") << u"2022-01"_s << 2022 + 15.5 / 365;
    QTest::newRow("day") << u"2022-12-31"_s << 2022 + 364.5 / 365;
    QTest::newRow("leap day") << u"2020-02-29"_s << 2020 + 59.5 / 366;
    QTest::newRow("no leap day") << u"2021-02-29"_s << 0.0;
    QTest::newRow("month 13") << u"2021-13"_s << 0.0;
    QTest::newRow("empty") << u""_s << 0.0;
    QTest::newRow("text") << u"last May"_s << 0.0;
    QTest::newRow("slashes") << u"2022/01/02"_s << 0.0;
    QTest::newRow("line end") << u"2022\n"_s << 0.0;
}

void TestScale::placesDatesInTheMiddle()
{
    QFETCH(const QString, date);
    QFETCH(const double, year);
    if (year == 0)
        QVERIFY(std::isnan(decimalYear(date)));
    else
        QCOMPARE(decimalYear(date), year);
}

ONSET_TEST(TestScale)
#include "tst_scale.moc"
