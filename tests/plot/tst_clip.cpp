#include "widgets/plot/clip.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <limits>

using namespace onset;
using Places = std::vector<QPointF>;

Q_DECLARE_METATYPE(Places)

class TestClip : public QObject
{
    Q_OBJECT

private slots:
    void line_data();
    void line();
    void polygon_data();
    void polygon();
};

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// "M 0 0 L 1 1"
QString drawn(const QPainterPath &path)
{
    QStringList words;
    for (int i = 0; i < path.elementCount(); ++i) {
        const auto e = path.elementAt(i);
        words << (e.isMoveTo() ? QStringLiteral("M") : QStringLiteral("L")) << QString::number(e.x)
              << QString::number(e.y);
    }
    return words.join(u' ');
}

} // namespace

void TestClip::line_data()
{
    QTest::addColumn<Places>("places");
    QTest::addColumn<QString>("expected");
    QTest::newRow("inside") << Places{{1, 1}, {2, 2}, {3, 1}} << "M 1 1 L 2 2 L 3 1";
    QTest::newRow("outside") << Places{{-1, -1}, {-2, 20}} << "";
    QTest::newRow("across") << Places{{-5, 5}, {15, 5}} << "M 0 5 L 10 5";
    QTest::newRow("out and in again")
        << Places{{5, 5}, {5, 15}, {8, 15}, {8, 5}} << "M 5 5 L 5 10 M 8 10 L 8 5";
    QTest::newRow("past a corner") << Places{{-2, 1}, {1, -2}} << "";
    QTest::newRow("along the edge") << Places{{-5, 0}, {5, 0}} << "M 0 0 L 5 0";
    QTest::newRow("broken by no number")
        << Places{{1, 1}, {2, 2}, {kNaN, 3}, {4, 4}, {5, 5}} << "M 1 1 L 2 2 M 4 4 L 5 5";
    QTest::newRow("broken by infinity") << Places{{1, 1}, {kInfinity, 2}, {3, 3}} << "";
    QTest::newRow("one place") << Places{{1, 1}} << "";
    QTest::newRow("nothing") << Places{} << "";
}

void TestClip::line()
{
    QFETCH(Places, places);
    QTEST(drawn(clippedLine(places, {0, 0, 10, 10})), "expected");
}

void TestClip::polygon_data()
{
    QTest::addColumn<Places>("places");
    QTest::addColumn<QRectF>("bounds");
    QTest::newRow("inside") << Places{{1, 1}, {4, 1}, {4, 3}} << QRectF(1, 1, 3, 2);
    QTest::newRow("covers all") << Places{{-99, -99}, {99, -99}, {99, 99}, {-99, 99}} << QRectF(0, 0, 10, 10);
    QTest::newRow("over one edge") << Places{{5, 2}, {20, 2}, {20, 4}, {5, 4}} << QRectF(5, 2, 5, 2);
    QTest::newRow("outside") << Places{{20, 20}, {30, 20}, {30, 30}} << QRectF();
    QTest::newRow("with no number in it")
        << Places{{1, 1}, {kNaN, 2}, {4, 1}, {4, kInfinity}, {4, 3}} << QRectF(1, 1, 3, 2);
    QTest::newRow("too few") << Places{{1, 1}, {2, 2}} << QRectF();
}

void TestClip::polygon()
{
    QFETCH(Places, places);
    QTEST(clippedPolygon(places, {0, 0, 10, 10}).boundingRect(), "bounds");
}

ONSET_TEST(TestClip)
#include "tst_clip.moc"
