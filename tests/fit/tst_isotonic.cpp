#include "core/fit/solve/isotonic.h"

#include "core/fit/random.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset::fit;
using Numbers = std::vector<double>;

class TestIsotonic : public QObject
{
    Q_OBJECT

private slots:
    void sameAsR();
    void decreasingIsMirrored();
    void everyMeanIsMaxMin();
    void tiesAndEnds();
};

namespace {

bool close(const Numbers &ours, const Numbers &theirs)
{
    return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                      [](double a, double b) { return std::abs(a - b) < 1e-13; });
}

} // namespace

/// R 4.2.2: r <- isoreg(x, y); r$yf; sum((y - r$yf)^2); as.stepfun(r)(…)
void TestIsotonic::sameAsR()
{
    const Numbers x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const Numbers y{1, 3, 2, 4, 3.5, 3.5, 6, 5, 7, 6.5};
    const Isotonic found = isotonic(x, y, {}, Order::Increasing);
    const double third = 11.0 / 3;
    QVERIFY(close(found.mean, {1, 2.5, 2.5, third, third, third, 5.5, 5.5, 6.75, 6.75}));
    QCOMPARE(found.levels, 5);
    QVERIFY(std::abs(found.wss - 1.29166666666667) < 1e-14);
    QVERIFY(close({found.at(0), found.at(1), found.at(1.5), found.at(2.5), found.at(9.5), found.at(11)},
                  {1, 1, 1, 2.5, 6.75, 6.75}));
}

void TestIsotonic::decreasingIsMirrored()
{
    const Numbers x{1, 2, 3, 4, 5};
    const Numbers y{9, 7, 8, 3, 4};
    const Numbers w{1, 2, 3, 4, 5};
    Numbers mirrored;
    for (const double score : y)
        mirrored.push_back(-score);
    const Isotonic down = isotonic(x, y, w, Order::Decreasing);
    Numbers up = isotonic(x, mirrored, w, Order::Increasing).mean;
    for (double &mean : up)
        mean = -mean;
    QVERIFY(close(down.mean, up));
    QVERIFY(std::is_sorted(down.mean.rbegin(), down.mean.rend()));
}

/// μᵢ = max over a ≤ i of min over b ≥ i of the mean of a..b [Barlow et al. 1972, eq. 1.14].
void TestIsotonic::everyMeanIsMaxMin()
{
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        constexpr std::size_t m = 15;
        Numbers x(m), y(m), w(m);
        for (std::size_t i = 0; i < m; ++i) {
            const auto [noise, spread] = normalPair(seed, 0, i);
            x[i] = static_cast<double>(i);
            y[i] = 0.1 * x[i] + noise;
            w[i] = std::exp(spread);
        }
        Numbers expected(m, -1e9);
        for (std::size_t i = 0; i < m; ++i)
            for (std::size_t a = 0; a <= i; ++a) {
                double least = 1e9, sum = 0, weight = 0;
                for (std::size_t b = a; b < m; ++b) {
                    sum += w[b] * y[b];
                    weight += w[b];
                    if (b >= i)
                        least = std::min(least, sum / weight);
                }
                expected[i] = std::max(expected[i], least);
            }
        QVERIFY(close(isotonic(x, y, w, Order::Increasing).mean, expected));
    }
}

void TestIsotonic::tiesAndEnds()
{
    // Equal x: their weighted mean, (1·0 + 3·4)/4, whatever their order.
    const Isotonic tied = isotonic(Numbers{1, 1, 2}, Numbers{4, 0, 3.5}, Numbers{3, 1, 1}, Order::Increasing);
    QVERIFY(close(tied.x, {1, 2}));
    QVERIFY(close(tied.mean, {3, 3.5}));
    QCOMPARE(tied.wss, 12.0);

    QVERIFY(isotonic({}, {}, {}, Order::Increasing).x.empty());
    const Isotonic one = isotonic(Numbers{5}, Numbers{2}, {}, Order::Decreasing);
    QCOMPARE(one.at(-7), 2.0);
    QCOMPARE(one.levels, 1);
    QCOMPARE(isotonic(Numbers{1, 2, 3}, Numbers{3, 2, 1}, {}, Order::Increasing).levels, 1);
}

ONSET_TEST(TestIsotonic)
#include "tst_isotonic.moc"
