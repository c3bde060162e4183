#include "core/fit/judge/trend.h"

#include "core/fit/random.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset::fit;
using Numbers = std::vector<double>;

class TestTrend : public QObject
{
    Q_OBJECT

private slots:
    void cochranArmitageAsR_data();
    void cochranArmitageAsR();
    void mannKendallAsR_data();
    void mannKendallAsR();
    void noTrendWithoutDifference();
    void mannKendallCountsOrders();
    void scatterIsNoTrend();
};

namespace {

bool close(double a, double b) { return std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b)); }

} // namespace

void TestTrend::cochranArmitageAsR_data()
{
    QTest::addColumn<Numbers>("x");
    QTest::addColumn<Numbers>("n");
    QTest::addColumn<Numbers>("right");
    QTest::addColumn<double>("pFall");
    QTest::addColumn<double>("change");

    // R 4.2.2: z = −√prop.trend.test(r, n, x)$statistic; Pearson's X² as prop.test(r, n)$statistic;
    // pt(z/√max(1, (X² − z²)/(m − 2)), m − 2); lm(r/n ~ x, weights = n)
    QTest::newRow("questions only") << Numbers{1, 2, 3, 4} << Numbers{100, 120, 90, 110}
                                    << Numbers{40, 38, 20, 24} << 0.0433206776862264 << -0.188571428571429;
    QTest::newRow("with scatter") << Numbers{1, 2, 3.5, 4, 5, 6} << Numbers(6, 1000)
                                  << Numbers{520, 450, 480, 400, 430, 350} << 0.0150577545577318
                                  << -0.137772397094431;
}

void TestTrend::cochranArmitageAsR()
{
    QFETCH(Numbers, x);
    QFETCH(Numbers, n);
    QFETCH(Numbers, right);
    QFETCH(double, pFall);
    QFETCH(double, change);
    Points points{x, {}, n, {}};
    for (std::size_t i = 0; i < x.size(); ++i)
        points.y.push_back(right[i] / n[i]);
    const Trend trend = cochranArmitage(points);
    QVERIFY(close(trend.pFall, pFall));
    QVERIFY(close(trend.pRise, 1 - pFall));
    QVERIFY(close(trend.change, change));

    std::transform(points.y.begin(), points.y.end(), points.y.begin(), [](double y) { return 1 - y; });
    QVERIFY(close(cochranArmitage(points).pRise, pFall));
}

void TestTrend::mannKendallAsR_data()
{
    QTest::addColumn<Numbers>("x");
    QTest::addColumn<Numbers>("y");
    QTest::addColumn<double>("pFall");
    QTest::addColumn<double>("pRise");

    // R 4.2.2: cor.test(x, y, method = "kendall", exact = no ties, continuity = TRUE), alternative "less" and
    // "greater"
    const Numbers eight{1, 2, 3, 4, 5, 6, 7, 8};
    const Numbers twelve{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const Numbers falling{.5, .5, .4, .45, .3, .3, .2, .1};
    QTest::newRow("exact, five") << Numbers{1, 2, 3, 4, 5} << Numbers{5, 4, 3, 1, 2} << 0.0416666666666667
                                 << 0.991666666666667;
    QTest::newRow("exact, twelve") << twelve << Numbers{3, 1, 4, 1.5, 9, 2.6, 5, 3.5, 8, 9.7, 9.3, 2.3}
                                   << 0.956841442700818 << 0.0579754389129389;
    QTest::newRow("ties of scores") << eight << falling << 0.00192564568929511 << 0.998074354310705;
    QTest::newRow("ties of both") << Numbers{1, 1, 2, 3, 3, 3, 4, 5} << falling << 0.00311834021370435
                                  << 0.996881659786296;
}

void TestTrend::mannKendallAsR()
{
    QFETCH(Numbers, x);
    QFETCH(Numbers, y);
    QFETCH(double, pFall);
    QFETCH(double, pRise);
    const Trend trend = mannKendall({x, y, {}, {}});
    QVERIFY(close(trend.pFall, pFall));
    QVERIFY(close(trend.pRise, pRise));
}

void TestTrend::noTrendWithoutDifference()
{
    for (const double y : {0.0, 0.3, 1.0}) {
        const Points points{{1, 2, 3}, Numbers(3, y), Numbers(3, 10), {}};
        for (const Trend &trend : {cochranArmitage(points), mannKendall(points)}) {
            QVERIFY(trend.pRise >= 0.5 && trend.pFall >= 0.5);
            QVERIFY(std::abs(trend.change) < 1e-15);
        }
    }
}

/// The exact p against all 7! orders.
void TestTrend::mannKendallCountsOrders()
{
    Points points{{1, 2, 3, 4, 5, 6, 7}, {2, 1, 4, 3, 5, 7, 6}, {}, {}};
    const auto concordant = [&points](const Numbers &y) {
        int pairs = 0;
        for (std::size_t i = 0; i < y.size(); ++i)
            for (std::size_t j = i + 1; j < y.size(); ++j)
                pairs += y[j] > y[i];
        return pairs;
    };
    const int seen = concordant(points.y);
    Numbers order = points.x;
    double orders = 0;
    double asMany = 0;
    do {
        ++orders;
        asMany += concordant(order) >= seen;
    } while (std::next_permutation(order.begin(), order.end()));
    QVERIFY(close(mannKendall(points).pRise, asMany / orders));
}

/// Models that scatter about one level by a normal of .06, five times their
/// question noise (N = 2000), fall in no more than 2.5 % of 4000 curves.
void TestTrend::scatterIsNoTrend()
{
    for (const std::size_t m : {4u, 6u, 8u, 12u}) {
        constexpr int kCurves = 4000;
        int counted = 0;
        int ranked = 0;
        Points points{Numbers(m), Numbers(m), Numbers(m, 2000), {}};
        for (std::size_t i = 0; i < m; ++i)
            points.x[i] = static_cast<double>(i);
        for (int curve = 0; curve < kCurves; ++curve) {
            for (std::size_t i = 0; i < m; ++i) {
                const auto [scatter, questions] = normalPair(m, static_cast<std::uint64_t>(curve), i);
                points.y[i] = std::round(2000 * (0.4 + 0.06 * scatter + 0.011 * questions)) / 2000;
            }
            counted += cochranArmitage(points).pFall <= 0.025;
            ranked += mannKendall(points).pFall <= 0.025;
        }
        // Five standard errors of 2.5 %.
        QVERIFY2(counted <= kCurves * 0.025 + 5 * std::sqrt(kCurves * 0.025),
                 qPrintable(QString::number(counted)));
        QVERIFY2(ranked <= kCurves * 0.025 + 5 * std::sqrt(kCurves * 0.025),
                 qPrintable(QString::number(ranked)));
    }
}

ONSET_TEST(TestTrend)
#include "tst_trend.moc"
