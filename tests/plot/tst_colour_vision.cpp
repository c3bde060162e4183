#include "widgets/plot/colour_vision.h"

#include "tests/support/test_class.h"

#include <QTest>

using namespace onset;

class TestColourVision : public QObject
{
    Q_OBJECT
private slots:
    void greysStayGrey();
    void redAndGreenComeCloser();
};

namespace {

QColor seen(const QColor &color, Vision vision)
{
    QImage picture(1, 1, QImage::Format_RGB32);
    picture.fill(color);
    return seenBy(picture, vision).pixelColor(0, 0);
}

int distance(const QColor &a, const QColor &b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue());
}

} // namespace

void TestColourVision::greysStayGrey()
{
    for (const QColor &color : {QColor(Qt::black), QColor(Qt::white), QColor(120, 120, 120)})
        for (const Vision vision : {Vision::AsIs, Vision::Greyscale, Vision::Deuteranopia})
            QVERIFY(distance(seen(color, vision), color) <= 3);
    const QColor grey = seen(QColor(213, 94, 0), Vision::Greyscale);
    QCOMPARE(grey.red(), grey.green());
    QCOMPARE(grey.red(), grey.blue());
}

void TestColourVision::redAndGreenComeCloser()
{
    const QColor red(200, 60, 40), green(90, 130, 40);
    QVERIFY(distance(seen(red, Vision::Deuteranopia), seen(green, Vision::Deuteranopia)) <
            distance(red, green) / 2);
    const QColor orange(0xd5, 0x5e, 0x00), blue(0x00, 0x72, 0xb2); // of the figures: they stay apart
    QVERIFY(distance(seen(orange, Vision::Deuteranopia), seen(blue, Vision::Deuteranopia)) > 200);
}

ONSET_TEST(TestColourVision)
#include "tst_colour_vision.moc"
