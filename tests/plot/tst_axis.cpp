#include "widgets/plot/axis.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace onset;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(onset::Axis)
Q_DECLARE_METATYPE(onset::TickStyle)

class TestAxis : public QObject
{
    Q_OBJECT

private slots:
    void fractionAndValue_data();
    void fractionAndValue();
    void noPlace();
    void parts();
    void labels_data();
    void labels();
    void minorTicks();
    void labelsNeverMeet();
    void hostileRanges_data();
    void hostileRanges();
};

namespace {

/// Five points a character, as narrow digits of 9 pt are.
double extent(const QString &label) { return 5.0 * double(label.size()); }

} // namespace

void TestAxis::fractionAndValue_data()
{
    QTest::addColumn<Axis>("axis");
    QTest::addColumn<double>("middle");
    QTest::newRow("linear") << Axis{-1, 3, false, false} << 1.0;
    QTest::newRow("logarithmic") << Axis{1e20, 1e24, true, false} << 1e22;
    QTest::newRow("linear, reversed") << Axis{-1, 3, false, true} << 1.0;
    QTest::newRow("logarithmic, reversed") << Axis{1, 100, true, true} << 10.0;
}

void TestAxis::fractionAndValue()
{
    QFETCH(Axis, axis);
    QFETCH(double, middle);
    QCOMPARE(axis.value(0.5), middle);
    QCOMPARE(axis.fraction(axis.low), axis.reversed ? 1.0 : 0.0);
    QCOMPARE(axis.fraction(axis.high), axis.reversed ? 0.0 : 1.0);
    for (const double f : {-0.5, 0.1, 0.9, 1.5})
        QVERIFY(std::abs(axis.fraction(axis.value(f)) - f) < 1e-12);
}

void TestAxis::noPlace()
{
    const Axis axis{1, 10, true, false};
    for (const double value : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
        QVERIFY(std::isnan(axis.fraction(value)));
}

void TestAxis::parts()
{
    const Axis axis{1, 100, true, false};
    QCOMPARE(axis.part(0.5, 1), (Axis{10, 100, true, false}));
    QCOMPARE((Axis{1, 100, true, true}.part(0.5, 1)), (Axis{1, 10, true, true}));
    QCOMPARE(axis.part(0.5, 0.5), axis);         // nothing left
    QCOMPARE(axis.part(-1e6, 1), axis);          // beyond doubles
    QCOMPARE(axis.part(0.5, 0.5 + 1e-17), axis); // closer than doubles
}

void TestAxis::labels_data()
{
    QTest::addColumn<Axis>("axis");
    QTest::addColumn<TickStyle>("style");
    QTest::addColumn<double>("length");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const Axis &axis, TickStyle style, double length,
                        const char16_t *expected) {
        QTest::newRow(name) << axis << style << length << QString::fromUtf16(expected);
    };
    using enum TickStyle;
    row("decades", {1e20, 1e24, true, false}, Number, 200, u"10²⁰ 10²¹ 10²² 10²³ 10²⁴");
    row("every second decade", {1e18, 1e24, true, false}, Number, 100, u"10¹⁸ 10²⁰ 10²² 10²⁴");
    row("small powers", {1e-7, 1e-5, true, false}, Number, 200, u"10⁻⁷ 10⁻⁶ 10⁻⁵");
    row("one decade", {2e22, 2e23, true, false}, Number, 200, u"2×10²² 5×10²² 10²³ 2×10²³");
    row("perplexity", {6.8, 21, true, false}, Number, 100, u"7 10 20");
    row("zoomed deeply", {1.1e22, 1.3e22, true, false}, Number, 200, u"1.1×10²² 1.2×10²² 1.3×10²²");
    row("percent", {-0.03, 0.85, false, false}, Percent, 120, u"0 20 40 60 80");
    row("percent of little", {0, 0.012, false, false}, Percent, 100, u"0.0 0.5 1.0");
    row("percent, logarithmic", {0.001, 1, true, false}, Percent, 200, u"0.1 1 10 100");
    row("below zero", {-2, 2, false, false}, Number, 100, u"−2 −1 0 1 2");
    row("large numbers", {0, 6e23, false, false}, Number, 200, u"0 2×10²³ 4×10²³ 6×10²³");
    row("years", {2018.2, 2022.9, false, false}, Date, 200, u"2019 2020 2021 2022");
    row("months", {2021.9, 2022.45, false, false}, Date, 300,
        u"2021-12 2022 2022-02 2022-03 2022-04 2022-05 2022-06");
}

void TestAxis::labels()
{
    QFETCH(Axis, axis);
    QFETCH(TickStyle, style);
    QFETCH(double, length);
    QStringList labels;
    for (const Tick &tick : ticks(axis, style, length, 5, extent))
        if (!tick.label.isEmpty())
            labels << tick.label;
    QTEST(labels.join(u' '), "expected");
}

void TestAxis::minorTicks()
{
    const auto count = [](const std::vector<Tick> &all) {
        return std::ranges::count_if(all, [](const Tick &tick) { return tick.label.isEmpty(); });
    };
    QCOMPARE(count(ticks({1e20, 1e22, true, false}, TickStyle::Number, 200, 5, extent)), 16);
    QCOMPARE(count(ticks({1e16, 1e26, true, false}, TickStyle::Number, 100, 5, extent)),
             8); // decades between
}

void TestAxis::labelsNeverMeet()
{
    for (double low = 1e-3; low < 1e25; low *= 37)
        for (double width = 1.0001; width < 1e12; width *= 3)
            for (const bool logarithmic : {true, false})
                for (const double length : {30.0, 90.0, 400.0}) {
                    const Axis axis{low, low * width, logarithmic, false};
                    double end = -1e9;
                    for (const Tick &tick : ticks(axis, TickStyle::Number, length, 3, extent)) {
                        if (tick.label.isEmpty())
                            continue;
                        const double at = axis.fraction(tick.value) * length;
                        QVERIFY(at - extent(tick.label) / 2 >= end + 3 - 1e-9);
                        QVERIFY(at > -1e-6 && at < length + 1e-6);
                        end = at + extent(tick.label) / 2;
                    }
                }
}

void TestAxis::hostileRanges_data()
{
    constexpr double inf = std::numeric_limits<double>::infinity();
    QTest::addColumn<Axis>("axis");
    QTest::newRow("empty") << Axis{1, 1, false, false};
    QTest::newRow("reversed ends") << Axis{2, 1, false, false};
    QTest::newRow("infinite") << Axis{0, inf, false, false};
    QTest::newRow("not a number") << Axis{std::numeric_limits<double>::quiet_NaN(), 1, false, false};
    QTest::newRow("all doubles") << Axis{-1.7e308, 1.7e308, false, false};
    QTest::newRow("all decades") << Axis{1e-307, 1e308, true, false};
    QTest::newRow("next to each other") << Axis{1, 1 + 1e-15, false, false};
}

void TestAxis::hostileRanges()
{
    QFETCH(Axis, axis);
    for (const TickStyle style : {TickStyle::Number, TickStyle::Percent, TickStyle::Date})
        for (const double length : {-1.0, 0.0, 1.0, 100.0})
            QVERIFY(ticks(axis, style, length, 5, extent).size() < 1000);
}

ONSET_TEST(TestAxis)
#include "tst_axis.moc"
