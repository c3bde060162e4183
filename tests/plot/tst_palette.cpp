#include "widgets/plot/palette.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <numbers>
#include <set>

using namespace onset;
using namespace Qt::StringLiterals;

class TestPalette : public QObject
{
    Q_OBJECT

private slots:
    void knownFamiliesKeepTheirLooks();
    void curvesOfOneFamilyDiffer();
    void baselinesAreGrey();
    void manyFamiliesDiffer();
    void namesCanBeRead();
    void markersHaveOneArea_data();
    void markersHaveOneArea();
};

namespace {

CurveContent curve(const QString &family, const QString &label = {}, bool baseline = false)
{
    CurveContent content;
    content.spec.key.family = family;
    content.spec.baseline = baseline;
    content.label = label.isEmpty() ? family : label;
    return content;
}

FigureContent figure(const std::vector<std::vector<CurveContent>> &panels)
{
    FigureContent content;
    for (const auto &curves : panels)
        content.panels.emplace_back().curves = curves;
    return content;
}

} // namespace

void TestPalette::knownFamiliesKeepTheirLooks()
{
    const auto one =
        looksOf(figure({{curve(u"PaLM"_s)}, {curve(u"OPT"_s), curve(u"GPT-3"_s)}}), Theme::Light);
    const auto other = looksOf(figure({{curve(u"GPT-3"_s), curve(u"PaLM"_s)}}), Theme::Light);
    QCOMPARE(one[0][0], other[0][1]);
    QCOMPARE(one[1][1], other[0][0]);
    QVERIFY(one[1][0].color != one[1][1].color && one[1][0].color != one[0][0].color);
}

void TestPalette::curvesOfOneFamilyDiffer()
{
    const auto looks = looksOf(figure({{curve(u"GPT-3"_s, u"few-shot"_s), curve(u"GPT-3"_s, u"zero-shot"_s)},
                                       {curve(u"GPT-3"_s, u"zero-shot"_s)}}),
                               Theme::Light);
    QVERIFY(looks[0][0].color != looks[0][1].color && looks[0][0].marker != looks[0][1].marker);
    QCOMPARE(looks[1][0], looks[0][1]);
}

void TestPalette::baselinesAreGrey()
{
    const auto looks = looksOf(
        figure({{curve(u"LaMDA"_s, u"scratchpad"_s), curve(u"LaMDA"_s, u"none"_s, true)}}), Theme::Dark);
    QVERIFY(looks[0][1].hollow);
    QCOMPARE(looks[0][1].color, colorsOf(Theme::Dark).muted);
    QVERIFY(!looks[0][0].hollow);
}

void TestPalette::manyFamiliesDiffer()
{
    std::vector<CurveContent> curves;
    for (int i = 0; i < 40; ++i)
        curves.push_back(curve(u"family %1"_s.arg(i)));
    std::set<std::pair<QRgb, MarkerShape>> seen;
    const auto looks = looksOf(figure({curves}), Theme::Light);
    for (const Look &look : looks[0])
        seen.emplace(look.color.rgb(), look.marker);
    QCOMPARE(seen.size(), std::size_t(40));
}

void TestPalette::namesCanBeRead()
{
    QVERIFY(std::abs(contrast(Qt::white, Qt::black) - 21) < 1e-9);
    QVERIFY(std::abs(contrast(Qt::white, QColor(0x767676)) - 4.54) < 0.005);
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        const QColor ground = colorsOf(theme).background;
        std::vector<CurveContent> curves;
        for (const char16_t family : u"ABCDEFGH")
            curves.push_back(curve(QString(family)));
        FigureContent content;
        content.panels.resize(1);
        content.panels.front().curves = curves;
        const auto looks = looksOf(content, theme);
        for (const Look &look : looks.front()) {
            const QColor text = readable(look.color, ground);
            QVERIFY(contrast(text, ground) >= 4.5);
            if (contrast(look.color, ground) >= 4.5)
                QCOMPARE(text, look.color);
        }
    }
}

void TestPalette::markersHaveOneArea_data()
{
    QTest::addColumn<int>("shape");
    for (int shape = int(MarkerShape::Circle); shape <= int(MarkerShape::Star); ++shape)
        QTest::addRow("shape %d", shape) << shape;
}

void TestPalette::markersHaveOneArea()
{
    QFETCH(int, shape);
    const QPolygonF polygon = markerOutline(MarkerShape(shape), 10).toFillPolygon();
    double area = 0;
    for (qsizetype i = 1; i < polygon.size(); ++i)
        area += (polygon[i - 1].x() * polygon[i].y() - polygon[i].x() * polygon[i - 1].y()) / 2;
    // 3 %: the circle is measured as the polygon that Qt fills.
    QVERIFY2(std::abs(std::abs(area) / (100 * std::numbers::pi) - 1) < 0.03,
             qPrintable(QString::number(area)));
}

ONSET_WINDOW_TEST(TestPalette)
#include "tst_palette.moc"
