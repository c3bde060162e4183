#include "core/fit/points.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset::fit;

class TestPoints : public QObject
{
    Q_OBJECT

private slots:
    void tellsCountsFromMeans();
    void wilsonInterval_data();
    void wilsonInterval();
};

void TestPoints::wilsonInterval_data()
{
    QTest::addColumn<double>("right");
    QTest::addColumn<double>("n");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");

    // Newcombe 1998, Statist. Med. 17:857, Table I, method 3, four decimals.
    QTest::newRow("81 of 263") << 81.0 << 263.0 << 0.2553 << 0.3662;
    QTest::newRow("15 of 148") << 15.0 << 148.0 << 0.0624 << 0.1605;
    QTest::newRow("0 of 20") << 0.0 << 20.0 << 0.0 << 0.1611;
    QTest::newRow("1 of 29") << 1.0 << 29.0 << 0.0061 << 0.1718;
}

void TestPoints::wilsonInterval()
{
    QFETCH(double, right);
    QFETCH(double, n);
    const Interval interval = wilson(right / n, n);
    QTEST(std::round(interval.low * 1e4) / 1e4, "low");
    QTEST(std::round(interval.high * 1e4) / 1e4, "high");

    const Interval mirrored = wilson(1 - right / n, n);
    QVERIFY(std::abs(mirrored.low - (1 - interval.high)) < 1e-12);
    QVERIFY(std::abs(mirrored.high - (1 - interval.low)) < 1e-12);
}

/// Rows of published tables: 2-digit addition of GPT-3 (n = 2000) and MultiArith (n = 600).
void TestPoints::tellsCountsFromMeans()
{
    QVERIFY(isCount(0.804, 2000));
    QVERIFY(isCount(1.0 / 3, 3));
    QVERIFY(isCount(0, 1) && isCount(1, 1));
    QVERIFY(!isCount(0.024, 600));
    QVERIFY(!isCount(0.0254, 2000));
    QVERIFY(!isCount(0.5, std::nan("")) && !isCount(0.5, 0) && !isCount(1.5, 10) && !isCount(-0.5, 10));
    QVERIFY(isCount(0.5, 9007199254740992) && !isCount(0.5, 1e16));
}

ONSET_TEST(TestPoints)
#include "tst_points.moc"
