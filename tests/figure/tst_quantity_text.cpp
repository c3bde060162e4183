#include "core/figure/quantity_text.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <limits>

using namespace onset;
using namespace Qt::StringLiterals;

class TestQuantityText : public QObject
{
    Q_OBJECT
private slots:
    void writesNumbers_data();
    void writesNumbers();
    void writesIntervals();
};

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

} // namespace

void TestQuantityText::writesNumbers_data()
{
    QTest::addColumn<QString>("actual");
    QTest::addColumn<QString>("expected");
    const Metric accuracy, perplexity{.name = u"perplexity"_s, .proportion = false};
    const auto row = [](const char *name, const QString &actual, const QString &expected) {
        QTest::newRow(name) << actual << expected;
    };
    row("unknown count", shortCountText(kNaN), {});
    row("hundreds", shortCountText(512), u"512"_s);
    row("millions", shortCountText(1.25e8), u"125 M"_s);
    row("billions", shortCountText(1.3e10), u"13 B"_s);
    row("trillions", shortCountText(1.4e12), u"1.4 T"_s);
    row("many", shortCountText(2e15), u"2.0 × 10¹⁵"_s);
    row("endless", shortCountText(kInfinity), u"∞"_s);
    row("power", powerText(3.14e23), u"3.1 × 10²³"_s);
    row("rounding up", powerText(9.96e21), u"1.0 × 10²²"_s);
    row("small", powerText(-2.5e-7), u"−2.5 × 10⁻⁷"_s);
    row("zero", powerText(0), u"0"_s);
    row("rounding up to a prefix", shortCountText(9.996e11), u"1 T"_s);
    row("three digits", shortCountText(1.9612e11), u"196 B"_s);
    row("compute", scaleText({Scale::Kind::Compute}, 1.6e22), u"1.6 × 10²²"_s);
    row("parameters", scaleText({Scale::Kind::Parameters}, 6.7e9), u"6.7 B"_s);
    row("tokens", scaleText({Scale::Kind::Tokens}, 3e11), u"300 B"_s);
    row("date", scaleText({Scale::Kind::Date}, 2020.375), u"2020.4"_s);
    row("measure", scaleText({Scale::Kind::Measure}, 12.345), u"12.35"_s);
    row("unknown scale", scaleText({}, kNaN), {});
    row("unit", scaleUnit({Scale::Kind::Tokens}).arg(u"300 B"_s), u"300 B tokens"_s);
    row("no unit", scaleUnit({Scale::Kind::Date}).arg(u"2020.4"_s), u"2020.4"_s);
    row("proportion", scoreText(accuracy, 0.371), u"37.1 %"_s);
    row("below chance", scoreText(accuracy, -0.02), u"−2.0 %"_s);
    row("no proportion", scoreText(perplexity, 8.6), u"8.6"_s);
    row("unknown score", scoreText(accuracy, kNaN), {});
}

void TestQuantityText::writesNumbers()
{
    QFETCH(QString, actual);
    QTEST(actual, "expected");
}

void TestQuantityText::writesIntervals()
{
    QCOMPARE(intervalText({1e21, 3e22}, powerText), u"1.0 × 10²¹ – 3.0 × 10²²"_s);
    QCOMPARE(intervalText({1e21, kInfinity}, powerText), u"≥ 1.0 × 10²¹"_s);
    QCOMPARE(intervalText({-kInfinity, 3e22}, powerText), u"≤ 3.0 × 10²²"_s);
    QCOMPARE(intervalText({kNaN, kNaN}, powerText), QString());
    QCOMPARE(intervalText({-kInfinity, kInfinity}, powerText), QString());
}

ONSET_TEST(TestQuantityText)
#include "tst_quantity_text.moc"
