#include "core/curve/curve.h"
#include "core/fit/judge/pattern.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

Curve accuracy(double chance, std::vector<CurvePoint> points)
{
    Curve curve;
    curve.metric = metricNamed(u"accuracy"_s);
    curve.chance = chance;
    curve.best = curve.metric.best();
    curve.points = std::move(points);
    return curve;
}

CurvePoint pointAt(double x, double y)
{
    CurvePoint point;
    point.x = x;
    point.y = y;
    return point;
}

} // namespace

class TestCurve : public QObject
{
    Q_OBJECT

private slots:
    void givesFitsOnlyIncludedFinitePoints();
    void givesIntervals();
    void tellsHowItIsMeasured();
};

void TestCurve::givesFitsOnlyIncludedFinitePoints()
{
    Curve curve = accuracy(0.25, {pointAt(1e20, 0.3), pointAt(1e21, 0.4), pointAt(1e22, kUnknown),
                                  pointAt(kUnknown, 0.5), pointAt(1e23, 0.6)});
    curve.points[1].excluded = true;
    curve.points[4].n = 200;
    curve.points[4].standardError = 0.02;
    const fit::Points points = fitPoints(curve);
    QCOMPARE(points.x, (std::vector<double>{20, 23}));
    QCOMPARE(points.y, (std::vector<double>{0.3, 0.6}));
    QVERIFY(std::isnan(points.n[0]) && std::isnan(points.se[0]));
    QCOMPARE(points.n[1], 200.0);
    QCOMPARE(points.se[1], 0.02);
}

void TestCurve::givesIntervals()
{
    CurvePoint point = pointAt(1, 0.5);
    QVERIFY(std::isnan(scoreInterval(metricNamed(u"accuracy"_s), point).low));
    point.standardError = 0.1;
    QCOMPARE(scoreInterval(metricNamed(u"accuracy"_s), point).low, 0.5 - 0.1 * 1.959963984540054);
    point.n = 100;
    QCOMPARE(scoreInterval(metricNamed(u"accuracy"_s), point), fit::wilson(0.5, 100));
    QCOMPARE(scoreInterval(metricNamed(u"F1"_s), point).high, 0.5 + 0.1 * 1.959963984540054); // no count
}

void TestCurve::tellsHowItIsMeasured()
{
    Curve curve = accuracy(0.25, {});
    const fit::Measure accuracy = measureOf(curve);
    QVERIFY(accuracy.counts && !accuracy.lowerIsBetter);
    QCOMPARE(accuracy.chance, 0.25);
    QCOMPARE(accuracy.best, 1.0);
    QCOMPARE(accuracy.smallestGain, 0.05);
    curve.best = 0.9; // as stated
    QCOMPARE(measureOf(curve).best, 0.9);

    curve = {};
    curve.metric = metricNamed(u"Brier score"_s);
    const fit::Measure brier = measureOf(curve);
    QVERIFY(brier.lowerIsBetter && !brier.counts && std::isnan(brier.chance));
    QCOMPARE(brier.best, 0.0);
    QCOMPARE(brier.smallestGain, 0.1); // of 0..2
    QCOMPARE(brier.range, (fit::Interval{0, 2}));

    curve.metric = metricNamed(u"exact match"_s);
    QCOMPARE(measureOf(curve).chance, 0.0);
    curve.metric = metricNamed(u"perplexity"_s);
    curve.chance = 50000;
    QVERIFY(std::isnan(measureOf(curve).smallestGain));
    QVERIFY(fit::findPattern({{1, 2, 3}, {50000, 100, 20}, {}, {}}, measureOf(curve).rule()).pattern ==
            fit::Pattern::None);
}

ONSET_TEST(TestCurve)
#include "tst_curve.moc"
