#include "core/fit/judge/break_test.h"

#include "core/fit/judge/smooth_fit.h"
#include "core/fit/random.h"
#include "tests/support/test_class.h"

#include <Eigen/QR>
#include <QTest>

#include <cmath>

using namespace onset::fit;
using Eigen::Index;
using Numbers = std::vector<double>;

class TestBreakTest : public QObject
{
    Q_OBJECT

private slots:
    void sameAsBruteForce_data();
    void sameAsBruteForce();
    void sizeOnALine_data();
    void sizeOnALine();
    void findsBreaks();
    void untestable();
    void nothingLeftToExplain();
    void manyPoints();
    void seedRepeats();
};

namespace {

const Numbers kScores{.25, .27, .24, .26, .31, .33, .45, .48};

Numbers sequence(int m)
{
    Numbers x;
    for (int i = 0; i < m; ++i)
        x.push_back(i);
    return x;
}

/// The weighted fit of a polynomial with `terms` terms.
SmoothFit smoothFit(const Numbers &x, const Numbers &y, const Numbers &variance, Index terms, bool known)
{
    const Eigen::Map<const Eigen::ArrayXd> at(x.data(), static_cast<Index>(x.size()));
    const Eigen::Map<const Eigen::VectorXd> scores(y.data(), at.size());
    const Eigen::Map<const Eigen::VectorXd> v(variance.data(), at.size());
    Eigen::MatrixXd basis(at.size(), terms);
    for (Index term = 0; term < terms; ++term)
        basis.col(term) = at.pow(static_cast<double>(term));
    const Eigen::VectorXd root = v.cwiseSqrt().cwiseInverse();
    const Eigen::VectorXd solved =
        (root.asDiagonal() * basis).colPivHouseholderQr().solve(root.cwiseProduct(scores));
    return {scores - basis * solved, v, basis, known};
}

BreakTest testLine(const Numbers &x, const Numbers &y, const BreakOptions &options = {})
{
    return testForBreak(x, smoothFit(x, y, Numbers(x.size(), 1), 2, false), options);
}

/// Shares of 1000 curves with p ≤ 5 %: mean(i/(m − 1)) with normal noise of .03.
double shareFound(int m, double (*mean)(double))
{
    constexpr int kCurves = 1000;
    int found = 0;
    const Numbers x = sequence(m);
    Numbers y(x.size());
    for (std::uint64_t curve = 0; curve < kCurves; ++curve) {
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] = mean(x[i] / x.back()) + .03 * normalPair(99, curve, i)[0];
        found += testLine(x, y, {.replicates = 199, .seed = curve}).p <= 0.05;
    }
    return double(found) / kCurves;
}

} // namespace

void TestBreakTest::sameAsBruteForce_data()
{
    QTest::addColumn<Numbers>("x");
    QTest::addColumn<Numbers>("y");
    QTest::addColumn<Numbers>("variance");
    QTest::addColumn<bool>("known");
    QTest::addColumn<int>("terms");
    QTest::addColumn<double>("statistic");
    QTest::addColumn<double>("at");
    QTest::addColumn<double>("p");

    // As printed by compare_break_test.py
    const Numbers eight = sequence(8);
    const Numbers ones(8, 1);
    QTest::newRow("line") << eight << kScores << ones << false << 2 << 4.702834 << 5.5 << .02853;
    QTest::newRow("unequal variances")
        << eight << kScores << Numbers{1, 2, 1, 3, 2, 1, 4, 2} << false << 2 << 4.687915 << 3.38 << .02725;
    QTest::newRow("known variances") << eight << kScores << Numbers(8, .0009) << true << 2 << 3.340766 << 5.5
                                     << .00383;
    QTest::newRow("ties") << Numbers{0, 1, 1, 2, 3, 3, 5, 6} << kScores << ones << false << 2 << 4.397292
                          << 1.935 << .027;
    QTest::newRow("jump") << eight << Numbers{.2, .21, .19, .2, .4, .42, .41, .4} << ones << false << 2
                          << 15.48688 << 3.5 << .00022;
    QTest::newRow("bend") << sequence(12) << Numbers{.0, .01, .0, .02, .01, .0, .02, .1, .2, .28, .41, .5}
                          << Numbers(12, 1) << false << 3 << 7.382699 << 6.19 << .00114;
}

void TestBreakTest::sameAsBruteForce()
{
    QFETCH(Numbers, x);
    QFETCH(Numbers, y);
    QFETCH(Numbers, variance);
    QFETCH(bool, known);
    QFETCH(int, terms);
    QFETCH(double, statistic);
    QFETCH(double, at);
    QFETCH(double, p);
    constexpr int kReplicates = 20'000;
    const BreakTest test =
        testForBreak(x, smoothFit(x, y, variance, terms, known), {.replicates = kReplicates});
    QVERIFY(test.tested);
    // The grid of 200 breaks a gap misses the top by a little, and half a step aside.
    QVERIFY(test.statistic >= statistic - 1e-6 && test.statistic <= statistic * (1 + 2e-5));
    QVERIFY(std::abs(test.at - at) <= .01);
    // Five standard errors of ours and of its 200,000 replicates.
    QVERIFY(std::abs(test.p - p) <= 5 * std::sqrt(p * (1. / kReplicates + 1. / 200'000)) + 1. / kReplicates);
    if (x.size() >= 12)
        QVERIFY(test.davies >= p && test.davies <= 2 * p);
    else
        QVERIFY(std::isnan(test.davies));
}

void TestBreakTest::sizeOnALine_data()
{
    QTest::addColumn<int>("m");
    for (const int m : {5, 6, 8, 12, 20})
        QTest::addRow("%d models", m) << m;
}

void TestBreakTest::sizeOnALine()
{
    QFETCH(int, m);
    const double share = shareFound(m, [](double z) { return .3 + .4 * z; });
    QVERIFY2(share >= .03 && share <= .07, qPrintable(QString::number(share))); // 5 % ± 3 standard errors
}

/// Against NumPy with the same statistic (4000 curves): kink at n = 6 .88, at 8 1.00; sigmoid of κ·range = 25
/// at n = 8 .52, at 12 .98.
void TestBreakTest::findsBreaks()
{
    const auto kink = [](double z) { return std::max(0.0, z - .5); };
    const auto sigmoid = [](double z) { return .25 + .35 / (1 + std::exp(-25 * (z - .6))); };
    QVERIFY(std::abs(shareFound(6, kink) - .88) < .06);
    QVERIFY(shareFound(8, kink) > .98);
    QVERIFY(std::abs(shareFound(8, sigmoid) - .52) < .08);
    QVERIFY(shareFound(12, sigmoid) > .95);

    const Numbers y{.25, .27, .24, .26, .25, .34, .46, .54};
    const BreakTest test = testLine(sequence(8), y);
    QVERIFY(test.kind == BreakTest::Kind::Kink);
    QVERIFY(test.at > 3.5 && test.at < 4.5);
}

void TestBreakTest::untestable()
{
    QVERIFY(!testLine({}, {}).tested);
    QVERIFY(!testLine({1, 2, 3}, {1, 2, 4}).tested);
    QVERIFY(!testLine({1, 2, 3, 4}, {1, 2, 4, 3}).tested);                   // two degrees of freedom
    QVERIFY(!testLine({1, 1, 2, 2, 3, 3, 3}, {1, 2, 4, 3, 5, 4, 4}).tested); // three scales
    QVERIFY(!testLine({1, 1, 1, 1, 1, 1, 1}, {1, 2, 4, 3, 5, 4, 4}).tested);
    const Numbers four = sequence(4);
    QVERIFY(testForBreak(four, smoothFit(four, {1, 2, 4, 3}, Numbers(4, 1), 2, true)).tested);
    QCOMPARE(testLine({1, 2, 3}, {1, 2, 4}).p, 1.0);
    // A smooth mean that follows every break leaves nothing to test.
    QVERIFY(!testForBreak(four, smoothFit(four, {1, 2, 4, 3}, Numbers(4, 1), 4, true)).tested);
}

void TestBreakTest::nothingLeftToExplain()
{
    const Numbers x = sequence(12);
    SmoothFit exact = smoothFit(x, x, Numbers(12, 1), 2, false);
    exact.residual.setZero();
    const BreakTest test = testForBreak(x, exact);
    QVERIFY(test.tested);
    QCOMPARE(test.p, 1.0);
    QCOMPARE(test.statistic, 0.0);
}

void TestBreakTest::manyPoints()
{
    constexpr int kPoints = 10'000;
    const Numbers x = sequence(kPoints);
    Numbers line, kinked;
    for (std::size_t i = 0; i < x.size(); ++i) {
        line.push_back(x[i] / kPoints + .1 * normalPair(3, 1, i)[0]);
        kinked.push_back(std::max(0.0, x[i] / kPoints - .5) + .1 * normalPair(3, 1, i)[0]);
    }
    QVERIFY(testLine(x, line).p > .05);
    const BreakTest test = testLine(x, kinked);
    QVERIFY(test.p < .01 && test.davies < .01);
    QVERIFY(std::abs(test.at - kPoints / 2.0) < kPoints / 10.0);
}

void TestBreakTest::seedRepeats()
{
    const Numbers x = sequence(8);
    QCOMPARE(testLine(x, kScores, {.seed = 7}).p, testLine(x, kScores, {.seed = 7}).p);
    QVERIFY(testLine(x, kScores, {.seed = 7}).p != testLine(x, kScores, {.seed = 8}).p);
}

ONSET_TEST(TestBreakTest)
#include "tst_break_test.moc"
