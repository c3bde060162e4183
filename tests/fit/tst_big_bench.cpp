#include "core/fit/judge/big_bench.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset::fit;
using Numbers = std::vector<double>;

class TestBigBench : public QObject
{
    Q_OBJECT

private slots:
    void sameAsNumPy_data();
    void sameAsNumPy();
    void sameNullAsNumPy();
    void countsBesideOtherScores_data();
    void countsBesideOtherScores();
    void guessingDependsOnTheNumberOfModels_data();
    void guessingDependsOnTheNumberOfModels();
    void directionAndEqualScales();
    void nothingToCompare();
    void infiniteIsAnAnswer();
};

namespace {

bool same(double a, double b)
{
    return std::isnan(b) ? std::isnan(a) : a == b || std::abs(a - b) < 1e-9 * std::abs(b);
}

Numbers sequence(std::size_t m)
{
    Numbers x;
    for (std::size_t i = 0; i < m; ++i)
        x.push_back(static_cast<double>(i));
    return x;
}

const Numbers kScores{.25, .24, .26, .25, .27, .45, .6, .66};

} // namespace

void TestBigBench::sameAsNumPy_data()
{
    QTest::addColumn<Numbers>("y");
    QTest::addColumn<double>("improvement");
    QTest::addColumn<double>("linearity");
    QTest::addColumn<double>("breakthroughness");

    // d = np.diff(y); I = np.sign(y.argmax() - y.argmin())*np.ptp(y); I/np.sqrt(np.mean(d**2)), … np.median
    QTest::newRow("line") << Numbers{0, .1, .2, .3, .4} << .4 << 4. << 4.;
    QTest::newRow("breakthrough") << Numbers{.25, .25, .26, .27, .6, .9} << .65 << 3.2573372726022214 << 65.;
    QTest::newRow("fall") << Numbers{.9, .5, .6, .2} << -.7 << -2.1105794120443453 << -1.75;
    QTest::newRow("most steps zero") << Numbers{0, 0, 0, 0, .5} << .5 << 2. << kInfinity;
    QTest::newRow("most steps zero, falling") << Numbers{.5, 0, 0, 0, 0} << -.5 << -2. << -kInfinity;
    QTest::newRow("half the steps zero") << Numbers{0, 0, .5} << .5 << std::sqrt(2) << std::sqrt(2);
    QTest::newRow("first of equal extremes") << Numbers{.1, .3, .1, .3} << .2 << 1. << 1.;
    QTest::newRow("all equal") << Numbers{.3, .3, .3} << 0. << kNone << kNone;
    QTest::newRow("one") << Numbers{.3} << 0. << kNone << kNone;
    QTest::newRow("none") << Numbers{} << 0. << kNone << kNone;
    // Five models of a sharp sigmoid: one at its midpoint halves B; none, and B follows the tiny steps.
    QTest::newRow("sigmoid with a model in the middle")
        << Numbers{0, .001, .5, .999, 1} << 1. << 1 / std::sqrt((2e-6 + 2 * .499 * .499) / 4)
        << 1 / std::sqrt((1e-6 + .499 * .499) / 2);
}

void TestBigBench::sameAsNumPy()
{
    QFETCH(Numbers, y);
    QFETCH(double, improvement);
    QFETCH(double, linearity);
    QFETCH(double, breakthroughness);
    const BigBench found = bigBench(y);
    QVERIFY(same(found.improvement, improvement));
    QVERIFY(same(found.linearity, linearity));
    QVERIFY(same(found.breakthroughness, breakthroughness));
}

/// NumPy 1.24, 100,000 replicates of 200 questions each: guessing at ¼ has a 95th percentile of 5.0 and
/// p = .00036; the least-squares line through the scores 10.56 and p = .00114.
void TestBigBench::sameNullAsNumPy()
{
    constexpr int kReplicates = 20'000;
    const Points points{sequence(8), kScores, Numbers(8, 200), {}};
    const BigBenchFinding found = bigBenchAgainstNull(points, {.chance = .25}, {.replicates = kReplicates});
    QVERIFY(same(found.seen.breakthroughness, 21));
    QCOMPARE(found.replicates, kReplicates);
    QVERIFY(std::abs(found.chance.percentile95 - 5) < .1); // the counts are coarse: B takes few values
    QVERIFY(std::abs(found.line.percentile95 - 10.556) < .5);
    // Five standard errors.
    QVERIFY(std::abs(found.chance.p - .00036) < 5 * std::sqrt(.00036 / kReplicates));
    QVERIFY(std::abs(found.line.p - .00114) < 5 * std::sqrt(.00114 / kReplicates));

    const BigBenchFinding again = bigBenchAgainstNull(points, {.chance = .25}, {.replicates = kReplicates});
    QCOMPARE(again.line.percentile95, found.line.percentile95);
    QVERIFY(bigBenchAgainstNull(points, {.chance = .25}, {.replicates = kReplicates, .seed = 2}).line.p !=
            found.line.p);
}

void TestBigBench::countsBesideOtherScores_data()
{
    QTest::addColumn<Numbers>("n");
    QTest::addColumn<Numbers>("se");
    QTest::addColumn<double>("percentile95");
    QTest::addColumn<double>("p");
    const Numbers unknown(8, kNone);
    Numbers mixed(8, 200), errors = unknown;
    mixed[6] = kNone;
    errors[6] = .1;
    // Plain Python, 200,000 and 100,000 replicates: seven binomials of 200 questions beside a normal score
    // with the variance of one of them, or with its stated error.
    QTest::newRow("one is no count") << mixed << unknown << 5.0 << .000315;
    QTest::newRow("one with its error") << mixed << errors << 6.39 << .00118;
}

/// A score that is no count scatters like those that are.
void TestBigBench::countsBesideOtherScores()
{
    QFETCH(Numbers, n);
    QFETCH(Numbers, se);
    QFETCH(double, percentile95);
    QFETCH(double, p);
    constexpr int kReplicates = 20'000;
    const Points points{sequence(8), kScores, n, se};
    const BigBenchFinding found = bigBenchAgainstNull(points, {.chance = .25}, {.replicates = kReplicates});
    QVERIFY2(std::abs(found.chance.percentile95 - percentile95) < .1,
             qPrintable(QString::number(found.chance.percentile95)));
    QVERIFY(std::abs(found.chance.p - p) < 5 * std::sqrt(p / kReplicates));
}

void TestBigBench::guessingDependsOnTheNumberOfModels_data()
{
    QTest::addColumn<int>("m");
    QTest::addColumn<double>("percentile95");
    // NumPy, 100,000 rows of standard normal numbers; B grows with n although nothing is there.
    QTest::newRow("5") << 5 << 3.66;
    QTest::newRow("8") << 8 << 5.06;
    QTest::newRow("12") << 12 << 5.39;
}

void TestBigBench::guessingDependsOnTheNumberOfModels()
{
    QFETCH(int, m);
    QFETCH(double, percentile95);
    Points points{sequence(static_cast<std::size_t>(m)), Numbers(static_cast<std::size_t>(m), .3), {}, {}};
    points.y.back() = .31;
    const BigBenchFinding found = bigBenchAgainstNull(points, {.chance = .25}, {.replicates = 20'000});
    QVERIFY2(std::abs(found.chance.percentile95 - percentile95) < .15,
             qPrintable(QString::number(found.chance.percentile95)));
}

void TestBigBench::directionAndEqualScales()
{
    const Points rising{{1, 2, 2, 3, 4}, {.1, .2, .4, .5, .9}, {}, {}};
    QVERIFY(same(bigBenchAgainstNull(rising, {}).seen.breakthroughness,
                 bigBench(Numbers{.1, .3, .5, .9}).breakthroughness));
    Points errors = rising;
    for (double &y : errors.y)
        y = 1 - y;
    QVERIFY(same(bigBenchAgainstNull(errors, {.lowerIsBetter = true}).seen.breakthroughness,
                 bigBenchAgainstNull(rising, {}).seen.breakthroughness));
}

void TestBigBench::nothingToCompare()
{
    for (const Points &points :
         {Points{}, Points{{1, 2}, {0, 1}, {}, {}}, Points{{1, 1, 1}, {0, 1, 1}, {}, {}},
          Points{{1, 2, 3}, {.5, .5, .5}, {}, {}}}) {
        const BigBenchFinding found = bigBenchAgainstNull(points, {});
        QCOMPARE(found.replicates, 0);
        QVERIFY(std::isnan(found.line.p) && std::isnan(found.chance.percentile95));
    }
}

/// With chance 0 guessing never scores: no replicate has a B, and any other is beyond it.
void TestBigBench::infiniteIsAnAnswer()
{
    const Points points{sequence(6), {0, 0, 0, 0, 0, .5}, Numbers(6, 100), {}};
    const BigBenchFinding found = bigBenchAgainstNull(points, {.chance = 0});
    QCOMPARE(found.seen.breakthroughness, kInfinity);
    QCOMPARE(found.chance.percentile95, 0.0);
    QCOMPARE(found.chance.p, 1.0 / 2001);
    QVERIFY(found.line.p > 0 && found.line.p < 1);
}

ONSET_TEST(TestBigBench)
#include "tst_big_bench.moc"
