#include "core/fit/solve/evidence.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace onset::fit;

class TestEvidence : public QObject
{
    Q_OBJECT

private slots:
    void byHand();
    void notComparable_data();
    void notComparable();
};

/// The density multiplied out: residuals ±0.1 about four scores give σ̂² = 0.01.
void TestEvidence::byHand()
{
    const int m = 8;
    double logLikelihood = 0;
    for (int i = 0; i < m; ++i)
        logLikelihood += std::log(std::exp(-0.5) / std::sqrt(2 * M_PI * 0.01));
    QVERIFY(std::abs(gaussianLogLikelihood(m * 0.01, m) - logLikelihood) < 1e-12);
    const Evidence evidence = fit::evidence(logLikelihood, m, 3);
    QVERIFY(std::abs(evidence.aicc - (2 * 3 - 2 * logLikelihood + 2.0 * 3 * 4 / (8 - 3 - 1))) < 1e-12);
    QVERIFY(std::abs(evidence.bic - (3 * std::log(8) - 2 * logLikelihood)) < 1e-12);
}

void TestEvidence::notComparable_data()
{
    QTest::addColumn<double>("rss");
    QTest::addColumn<int>("models");
    QTest::addColumn<int>("parameters");
    QTest::addColumn<bool>("comparable");
    QTest::newRow("four models, a line") << 0.1 << 4 << 2 << false;
    QTest::newRow("five models, a line") << 0.1 << 5 << 2 << true;
    QTest::newRow("five models, three parameters") << 0.1 << 5 << 3 << false;
    QTest::newRow("six models, a free logistic") << 0.1 << 6 << 4 << false;
    QTest::newRow("seven models, a free logistic") << 0.1 << 7 << 4 << true;
    QTest::newRow("exact fit") << 0.0 << 20 << 2 << false;
}

void TestEvidence::notComparable()
{
    QFETCH(double, rss);
    QFETCH(int, models);
    QFETCH(int, parameters);
    const double logLikelihood = gaussianLogLikelihood(rss, models);
    const Evidence evidence = fit::evidence(logLikelihood, models, parameters + 1); // and σ
    QTEST(!std::isnan(evidence.aicc), "comparable");
    QTEST(!std::isnan(evidence.bic), "comparable");
    QVERIFY(!std::isnan(logLikelihood));
}

ONSET_TEST(TestEvidence)
#include "tst_evidence.moc"
