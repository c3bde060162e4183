#include "core/figure/captions.h"
#include "tests/support/figures.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <limits>

using namespace onset;
using namespace Qt::StringLiterals;

class TestCaptions : public QObject
{
    Q_OBJECT

private slots:
    void counts_data();
    void counts();
    void sentences();
    void captionSaysWhatIsDrawn();
    void captionNamesTheRivals();
    void captionSaysWhatBandItIs();
    void captionLeavesOutWhatIsNot();
    void captionNamesWhatIsMissing();
    void readoutTellsEverything();
    void readoutOfNothingKnown();
};

void TestCaptions::counts_data()
{
    QTest::addColumn<double>("count");
    QTest::addColumn<QString>("expected");
    QTest::newRow("small") << 6700.0 << u"6700"_s;
    QTest::newRow("large") << 1.75e11 << u"1.75 × 10¹¹"_s;
    QTest::newRow("round") << 3e23 << u"3 × 10²³"_s;
    QTest::newRow("power") << 1e22 << u"10²²"_s;
    QTest::newRow("rounded up") << 9.999e22 << u"10²³"_s;
    QTest::newRow("unknown") << std::numeric_limits<double>::quiet_NaN() << u"unknown"_s;
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << u"unknown"_s;
}

void TestCaptions::counts()
{
    QFETCH(double, count);
    QTEST(countText(count), "expected");
}

void TestCaptions::sentences()
{
    QVERIFY(statusSentence(fit::Status::Converged).isEmpty());
    for (const fit::Status status : {fit::Status::AtBound, fit::Status::TooFewPoints, fit::Status::NotFinite,
                                     fit::Status::UnsuitedNoise, fit::Status::EmptyBox})
        QVERIFY(statusSentence(status).endsWith(u'.'));
    for (const fit::Noise noise : fit::kNoises)
        QVERIFY(!noiseInWords(noise).isEmpty());
}

void TestCaptions::captionSaysWhatIsDrawn()
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.fit = {.noise = fit::Noise::Gaussian, .replicates = 1200, .seed = 42};
    FigureContent content = *composed(spec);
    content.panels[0].curves[0].curve.points[0].excluded = true;
    content.panels[0].curves[0].curve.points[1].flopsEstimated = true;
    const QString text = caption(content);
    for (const QString &words :
         {u"Data: Brown et al. 2020"_s, u"Curves: 3; models: 8; results: 24."_s, u"Wilson"_s,
          u"a logistic curve with its floor at chance"_s, u"noise normal with one variance."_s,
          u"1200 replicates, seed 42"_s, u"Brackets: onset by definition"_s,
          u"Open markers: estimated compute."_s, u"open and grey: results 1."_s})
        QVERIFY2(text.contains(words), qPrintable(text));
}

void TestCaptions::captionNamesTheRivals()
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.layers.bands = false;
    spec.fit.model = fit::Model::Line;
    QString text = caption(*composed(spec));
    QVERIFY2(text.contains(u"Fits: a straight line, by maximum likelihood; noise binomial with scatter"_s),
             qPrintable(text));
    spec.fit.model = std::nullopt;
    text = caption(*composed(spec));
    QVERIFY2(text.contains(u"of each curve the rival of smallest AICc ("_s), qPrintable(text));
}

/// Of a monotone curve there is no band to tell of.
void TestCaptions::captionSaysWhatBandItIs()
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.fit = {.model = fit::Model::Step, .replicates = 20, .seed = 3};
    QString text = caption(*composed(spec));
    QVERIFY2(text.contains(u"Bands: pointwise 95 %, parametric bootstrap, 20 replicates, seed 3."_s),
             qPrintable(text));
    spec.fit.model = fit::Model::Isotonic;
    text = caption(*composed(spec));
    QVERIFY2(!text.contains(u"Bands"_s) && text.contains(u"A monotone curve has no band"_s),
             qPrintable(text));
}

void TestCaptions::captionLeavesOutWhatIsNot()
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.layers = {.joinedPoints = true, .errorBars = false, .fits = false, .onset = false};
    const QString text = caption(*composed(spec));
    for (const QString &words :
         {u"Wilson"_s, u"logistic"_s, u"bootstrap"_s, u"onset"_s, u"estimated"_s, u"Missing"_s})
        QVERIFY2(!text.contains(words), qPrintable(text));
    QVERIFY(!caption(FigureContent{}).contains(u"Fits"_s));
}

void TestCaptions::captionNamesWhatIsMissing()
{
    FigureSpec spec;
    spec.panels = {{.curves = {additionCurve(u"few-shot (K=51)"_s)}}};
    QVERIFY2(caption(*composed(spec)).contains(u"Missing: No curve GPT-3"_s),
             qPrintable(caption(*composed(spec))));
}

void TestCaptions::readoutTellsEverything()
{
    const auto content = composed(bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s));
    const QString text = pointReadout(content->panels[0], content->panels[0].curves[0], 7);
    for (const QString &words :
         {u"GPT-3 175B"_s, u"family: GPT-3"_s, u"N: 1.75 × 10¹¹"_s, u"D: 3 × 10¹¹"_s,
          u"C: 3.14 × 10²³ FLOPs"_s, u"accuracy: 80.4 %, 95 % interval 78.6 % to 82.1 %"_s, u"n: 2000"_s,
          u"setting: few-shot (K=50)"_s, u"source: Brown et al. 2020"_s})
        QVERIFY2(text.contains(words), qPrintable(text));
    QVERIFY(pointReadout(content->panels[0], content->panels[0].curves[0], 8).isEmpty());
}

void TestCaptions::readoutOfNothingKnown()
{
    const FigureContent content = madeUpFigure({madeUpCurve(u"A"_s, {1e20}, {0.5})});
    const QString text = pointReadout(content.panels[0], content.panels[0].curves[0], 0);
    QVERIFY2(text.contains(u"n: unknown"_s) && text.contains(u"accuracy: 50.0 %\n"_s), qPrintable(text));
}

ONSET_TEST(TestCaptions)
#include "tst_captions.moc"
