#include "core/fit/multiplicity.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset::fit;
using Numbers = std::vector<double>;

class TestMultiplicity : public QObject
{
    Q_OBJECT

private slots:
    void sameAsR_data();
    void sameAsR();
};

void TestMultiplicity::sameAsR_data()
{
    QTest::addColumn<Numbers>("p");
    QTest::addColumn<Numbers>("stepDown");
    QTest::addColumn<Numbers>("q");

    // R 4.2.2: p.adjust(p, "holm"), p.adjust(p, "BH")
    constexpr double na = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("none") << Numbers() << Numbers() << Numbers();
    QTest::newRow("one") << Numbers{.03} << Numbers{.03} << Numbers{.03};
    QTest::newRow("unknown only") << Numbers{na, na} << Numbers{na, na} << Numbers{na, na};
    QTest::newRow("ties and an unknown")
        << Numbers{.01, .02, na, .5, .003, .02, .9, .04} << Numbers{.06, .1, na, 1, .021, .1, 1, .12}
        << Numbers{.035, .035, na, .583333333333333, .021, .035, .9, .056};
    QTest::newRow("all equal") << Numbers{.04, .04, .04} << Numbers{.12, .12, .12} << Numbers{.04, .04, .04};
}

void TestMultiplicity::sameAsR()
{
    QFETCH(Numbers, p);
    QFETCH(Numbers, stepDown);
    QFETCH(Numbers, q);
    const auto same = [](const Numbers &ours, const Numbers &theirs) {
        return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(), [](double a, double b) {
            return std::isnan(a) ? std::isnan(b) : std::abs(a - b) < 1e-14; // printed to 15 digits
        });
    };
    QVERIFY(same(holm(p), stepDown));
    QVERIFY(same(benjaminiHochberg(p), q));
}

ONSET_TEST(TestMultiplicity)
#include "tst_multiplicity.moc"
