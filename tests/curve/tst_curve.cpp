#include "core/curve/curve.h"

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
    void isNormalisedByChance();
    void mirrorsWhereLowerIsBetter();
    void staysRawWithoutChance();
    void givesFitsOnlyIncludedFinitePoints();
    void givesIntervals();
};

void TestCurve::isNormalisedByChance()
{
    Curve raw = accuracy(0.25, {pointAt(1e20, 0.25), pointAt(1e21, 1.0), pointAt(1e22, 0.1)});
    raw.points[0].standardError = 0.03;
    raw.references = {{u"Human"_s, 0.85}};
    const Curve normal = transformed(raw, Transform::ChanceNormalised);
    QCOMPARE(normal.points[0].y, 0.0);
    QCOMPARE(normal.points[0].standardError, 0.04);
    QCOMPARE(normal.points[1].y, 1.0);
    QCOMPARE(normal.points[2].y, -0.2); // below chance stays below 0
    QCOMPARE(normal.references[0].value, 0.8);
    QCOMPARE(normal.chance, 0.0);
    QCOMPARE(normal.best, 1.0);
    QCOMPARE(normal.metric.low, -1.0 / 3);
    QCOMPARE(normal.metric.high, 1.0);
    QVERIFY(!normal.metric.counts); // y·N is no count any more
}

void TestCurve::mirrorsWhereLowerIsBetter()
{
    Curve raw = accuracy(0.5, {pointAt(1e20, 0.25)});
    raw.metric = metricNamed(u"error rate"_s);
    raw.best = 0;
    raw.points[0].standardError = 0.01;
    const Curve normal = transformed(raw, Transform::ChanceNormalised);
    QCOMPARE(normal.points[0].y, 0.5);
    QCOMPARE(normal.points[0].standardError, 0.02);
    QCOMPARE(normal.metric.direction, Direction::HigherIsBetter);
    QCOMPARE(normal.metric.low, -1.0);
    QCOMPARE(normal.metric.high, 1.0);
}

void TestCurve::staysRawWithoutChance()
{
    for (const double chance : {kUnknown, 1.0}) { // unknown, and no room above it
        const Curve same = transformed(accuracy(chance, {pointAt(1, 0.3)}), Transform::ChanceNormalised);
        QCOMPARE(same.points[0].y, 0.3);
        QVERIFY(same.metric.counts);
    }
    QCOMPARE(transformed(accuracy(0.25, {pointAt(1, 0.3)}), Transform::Raw).points[0].y, 0.3);
}

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

QTEST_GUILESS_MAIN(TestCurve)
#include "tst_curve.moc"
