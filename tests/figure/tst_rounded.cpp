#include "core/figure/rounded.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <limits>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

} // namespace

class TestRounded : public QObject
{
    Q_OBJECT

private slots:
    void digits_data();
    void digits();
    void numbers();
};

void TestRounded::digits_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, double value, double low, double high, const QString &text) {
        QTest::newRow(name) << value << low << high << text;
    };
    row("two digits of half the width", 0.80412, 0.77123, 0.83622, u"0.804 [0.771, 0.836]"_s);
    row("zeros that count", 0.8, 0.77, 0.83, u"0.800 [0.770, 0.830]"_s);
    row("rounds up to the next digit", 1.23456, 1.1351, 1.3342, u"1.23 [1.14, 1.33]"_s); // half: 0.09955
    row("before the point", 1234.5, 934, 1534, u"1230 [930, 1530]"_s);
    row("power of ten", 3.8123e22, 2.4731e22, 4.5123e22, u"3.8 [2.5, 4.5] × 10²²"_s);
    row("small", 2.5e-5, 2.1e-5, 2.9e-5, u"2.50 [2.10, 2.90] × 10⁻⁵"_s);
    row("wide", 3.8e22, 2.4e22, 1.1e24, u"4 [2, 110] × 10²²"_s);
    row("open above", 4.732, 2.135, kInfinity, u"4.7 [2.1, ∞]"_s);
    row("open on both sides", 4.732, -kInfinity, kInfinity, u"4.73 [−∞, ∞]"_s);
    row("none", 4.7321, kNone, kNone, u"4.73"_s);
    row("none, a power of ten", 4.7321e23, kNone, kNone, u"4.73 × 10²³"_s);
    row("negative", -0.5665, -0.7, -0.4, u"−0.57 [−0.70, −0.40]"_s);
    row("no negative zero", -0.001, -0.2, 0.2, u"0.00 [−0.20, 0.20]"_s);
    row("zero", 0, kNone, kNone, u"0.00"_s);
    row("no width", 0.5, 0.5, 0.5, u"0.500 [0.500, 0.500]"_s);
    row("at the end of its interval", 1, 1, kInfinity, u"1.00 [1.00, ∞]"_s);
    row("not known", kNone, 0, 1, QString());
}

void TestRounded::digits()
{
    QFETCH(double, value);
    QFETCH(double, low);
    QFETCH(double, high);
    QTEST(roundedText(rounded(value, {low, high}, true)), "text");
}

void TestRounded::numbers()
{
    const Rounded all = rounded(3.8123e22, {-2.4731e22, kInfinity}, true);
    QCOMPARE(roundedNumber(all.value, all.power), u"3.8e22"_s);
    QCOMPARE(roundedNumber(all.low, all.power), u"-2.5e22"_s);
    QCOMPARE(roundedNumber(all.high, all.power), u"inf"_s);
    QCOMPARE(roundedNumber(QString(), 22), QString());
    QCOMPARE(rounded(2021.5, {2021.1, 2021.9}, false).value, u"2021.50"_s);
}

ONSET_TEST(TestRounded)
#include "tst_rounded.moc"
