#include "widgets/models/sparkline.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestSparkline : public QObject
{
    Q_OBJECT
private slots:
    void fillsItsFrame();
    void aFlatTaskLooksFlat();
    void missingPointsLeaveNoTrace();
    void manyPointsRunWhereTheyRun();
};

void TestSparkline::fillsItsFrame()
{
    const Curve low = test::sampleCurve(u"A"_s, u"t"_s, {{1e20, 0}, {1e21, 0.5}});
    const Curve high = test::sampleCurve(u"B"_s, u"t"_s, {{1e22, 1}});
    QCOMPARE(sparklines({low, high}),
             (QList<QPolygonF>{QPolygonF({{0, 1}, {0.5, 0.5}}), QPolygonF({QPointF(1, 0)})}));
}

void TestSparkline::aFlatTaskLooksFlat()
{
    const auto lines = sparklines({test::sampleCurve(u"A"_s, u"t"_s, {{1e20, 0.50}, {1e21, 0.51}})});
    const double rise = lines.front().first().y() - lines.front().last().y();
    QVERIFY2(rise > 0 && rise < 0.15, qPrintable(QString::number(rise))); // a point of ten
}

void TestSparkline::missingPointsLeaveNoTrace()
{
    QVERIFY(sparklines({}).empty());
    QCOMPARE(sparklines({test::sampleCurve(u"A"_s, u"t"_s, {})}), QList<QPolygonF>(1));
    const auto one = sparklines({test::sampleCurve(u"A"_s, u"t"_s, {{1e20, 0.3}, {1e21, kUnknown}})});
    QCOMPARE(one.front(), QPolygonF({QPointF(0.5, 0.5)}));
}

void TestSparkline::manyPointsRunWhereTheyRun()
{
    std::vector<std::pair<double, double>> points;
    for (int i = 0; i < 10'000; ++i)
        points.emplace_back(std::pow(10, 18 + i / 2000.0), i == 7000 ? 1 : i == 7001 ? 0 : 0.5);
    const QPolygonF line = sparklines({test::sampleCurve(u"A"_s, u"t"_s, points)}).front();
    QVERIFY(line.size() <= kMostSparks);
    QCOMPARE(line.first(), QPointF(0, 0.5));
    QCOMPARE(line.last(), QPointF(1, 0.5));
    const auto peak = std::ranges::find(line, 0, &QPointF::y);
    QVERIFY(peak != line.end() && std::abs(peak->x() - 0.7) < 1e-3);
    QCOMPARE((peak + 1)->y(), 1.0); // in their order
    QVERIFY(std::ranges::is_sorted(line, {}, &QPointF::x));
}

ONSET_TEST(TestSparkline)
#include "tst_sparkline.moc"
