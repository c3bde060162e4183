#include "widgets/models/sparkline.h"

#include "tests/support/sample_figure.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestSparkline : public QObject
{
    Q_OBJECT
private slots:
    void fillsItsFrame();
    void aFlatTaskLooksFlat();
    void missingPointsLeaveNoTrace();
};

namespace {

const QRectF kFrame(10, 20, 60, 30);

} // namespace

void TestSparkline::fillsItsFrame()
{
    const Curve low = test::sampleCurve(u"A"_s, u"t"_s, {{1e20, 0}, {1e21, 0.5}});
    const Curve high = test::sampleCurve(u"B"_s, u"t"_s, {{1e22, 1}});
    const auto lines = sparklines({low, high}, kFrame);
    QCOMPARE(lines, (std::vector<QPolygonF>{QPolygonF({{10, 50}, {40, 35}}), QPolygonF({QPointF(70, 20)})}));
}

void TestSparkline::aFlatTaskLooksFlat()
{
    const auto lines = sparklines({test::sampleCurve(u"A"_s, u"t"_s, {{1e20, 0.50}, {1e21, 0.51}})}, kFrame);
    const double rise = lines.front().first().y() - lines.front().last().y();
    QVERIFY2(rise > 0 && rise < 4, qPrintable(QString::number(rise))); // a point of ten
}

void TestSparkline::missingPointsLeaveNoTrace()
{
    QVERIFY(sparklines({}, kFrame).empty());
    QCOMPARE(sparklines({test::sampleCurve(u"A"_s, u"t"_s, {})}, kFrame), std::vector<QPolygonF>(1));
    const auto one = sparklines({test::sampleCurve(u"A"_s, u"t"_s, {{1e20, 0.3}, {1e21, kUnknown}})}, kFrame);
    QCOMPARE(one.front(), QPolygonF({kFrame.center()}));
}

QTEST_GUILESS_MAIN(TestSparkline)
#include "tst_sparkline.moc"
