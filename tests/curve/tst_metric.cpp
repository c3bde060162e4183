#include "core/curve/metric.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestMetric : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void hasOneName_data();
    void hasOneName();
    void knowsRangeAndKind_data();
    void knowsRangeAndKind();
    void keepsUnknownNames();
};

void TestMetric::hasOneName_data()
{
    QTest::addColumn<QString>("spelling");
    QTest::addColumn<QString>("name");
    QTest::newRow("short") << u"acc"_s << u"accuracy"_s;
    QTest::newRow("capitals") << u"Accuracy"_s << u"accuracy"_s;
    QTest::newRow("blanks") << u"  exact   match "_s << u"exact match"_s;
    QTest::newRow("underscore") << u"exact_match"_s << u"exact match"_s;
    QTest::newRow("initials") << u"EM"_s << u"exact match"_s;
    QTest::newRow("hyphen") << u"rouge-lsum"_s << u"ROUGE-Lsum"_s;
    QTest::newRow("no hyphen") << u"rouge2"_s << u"ROUGE-2"_s;
    QTest::newRow("a metric of its own") << u"acc_norm"_s << u"normalized accuracy"_s;
    QTest::newRow("multi-bleu") << u"bleu_multi_bleu"_s << u"BLEU (multi-bleu)"_s;
    QTest::newRow("loss") << u"loss"_s << u"cross-entropy"_s;
    QTest::newRow("ECE") << u"ece"_s << u"expected calibration error"_s;
    QTest::newRow("remark") << u"Accuracy (a sample)"_s << u"Accuracy (a sample)"_s;
    QTest::newRow("pass@k") << u"pass@100"_s << u"pass@100"_s;
}

void TestMetric::hasOneName()
{
    QFETCH(const QString, spelling);
    QFETCH(const QString, name);
    QCOMPARE(metricNamed(spelling).name, name);
    QCOMPARE(metricNamed(name), metricNamed(spelling)); // the name is a spelling of itself
}

void TestMetric::knowsRangeAndKind_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("best");
    QTest::addColumn<QString>("kind"); // p: proportion, c: counts, g: generated
    const double inf = std::numeric_limits<double>::infinity();
    QTest::newRow("accuracy") << u"accuracy"_s << 0.0 << 1.0 << 1.0 << u"pc"_s;
    QTest::newRow("exact match") << u"exact match"_s << 0.0 << 1.0 << 1.0 << u"pcg"_s;
    QTest::newRow("remark") << u"accuracy (a sample)"_s << 0.0 << 1.0 << 1.0 << u"pc"_s;
    QTest::newRow("F1") << u"F1"_s << 0.0 << 1.0 << 1.0 << u"pg"_s;
    QTest::newRow("pass@1") << u"pass@1"_s << 0.0 << 1.0 << 1.0 << u"pg"_s;
    QTest::newRow("sacreBLEU") << u"sacreBLEU"_s << 0.0 << 1.0 << 1.0 << u"pg"_s;
    QTest::newRow("perplexity") << u"perplexity"_s << 1.0 << inf << 1.0 << u""_s;
    QTest::newRow("cross-entropy") << u"cross-entropy"_s << 0.0 << inf << 0.0 << u""_s;
    QTest::newRow("calibration error") << u"expected calibration error"_s << 0.0 << 1.0 << 0.0 << u"p"_s;
    QTest::newRow("normalized") << u"normalized preferred metric"_s << -inf << 1.0 << 1.0 << u"p"_s;
    QTest::newRow("edit distance") << u"edit_distance"_s << 0.0 << inf << 0.0 << u""_s;
    QTest::newRow("probability") << u"probability of correct answer"_s << 0.0 << 1.0 << 1.0 << u"p"_s;
    QTest::newRow("log-probability") << u"log-probability of correct answer"_s << -inf << 0.0 << 0.0 << u""_s;
    QTest::newRow("steps") << u"training steps"_s << 1.0 << inf << std::nan("") << u""_s;
    QTest::newRow("BLEURT") << u"BLEURT"_s << -inf << inf << std::nan("") << u""_s;
}

void TestMetric::knowsRangeAndKind()
{
    QFETCH(const QString, name);
    QFETCH(const QString, kind);
    QFETCH(const double, best);
    const Metric metric = metricNamed(name);
    QTEST(metric.low, "low");
    QTEST(metric.high, "high");
    if (std::isnan(best))
        QVERIFY(std::isnan(metric.best()));
    else
        QCOMPARE(metric.best(), best);
    QCOMPARE((metric.proportion ? u"p"_s : QString()) + (metric.counts ? u"c"_s : QString()) +
                 (metric.generated ? u"g"_s : QString()),
             kind);
}

void TestMetric::keepsUnknownNames()
{
    const Metric metric = metricNamed(u"Elo rating"_s);
    QCOMPARE(metric.name, u"Elo rating"_s);
    QVERIFY(std::isinf(metric.low) && std::isinf(metric.high) && std::isnan(metric.best()));
    QVERIFY(!metric.proportion && !metric.counts && !metric.generated);
    QCOMPARE(metricNamed(u"pass@"_s).name, u"pass@"_s);
    QVERIFY(!metricNamed(u"pass@"_s).proportion);
}

ONSET_TEST(TestMetric)
#include "tst_metric.moc"
