#include "core/figure/verdict_text.h"

#include "tests/support/test_class.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <limits>

using namespace onset;
using namespace Qt::StringLiterals;

class TestVerdictText : public QObject
{
    Q_OBJECT

private slots:
    void sentences_data();
    void sentences();
    void tellsHowFarTheRivalsAreApart();
    void saysFromHowManyItWasPicked();
    void saysWhereAGapLimits();
    void namesRivals();
    void saysWhyNotComparable();
    void saysWhatStandsInTheWay();
    void namesPlaces();
};

namespace {

constexpr int kQuestions = 500;

Curve curveOf(const QVector<double> &scores, double chance, double questions = kQuestions,
              const QString &metric = u"accuracy"_s)
{
    Curve curve;
    curve.metric = metricNamed(metric);
    curve.chance = chance;
    curve.best = curve.metric.best();
    for (const double score : scores) {
        CurvePoint point;
        point.x = std::pow(10, 20 + 0.4 * double(curve.points.size()));
        point.y = score;
        point.n = questions;
        curve.points.push_back(point);
    }
    return curve;
}

/// The numbers of the evidence are not what is tested here.
QString withoutNumbers(QString sentence)
{
    static const QRegularExpression evidence(
        u"(ΔAICc|p =|p <|probability of only|probability of) [0-9.]+( %)?(?=[ ,;).])"_s);
    return sentence.replace(evidence, u"\\1 #"_s);
}

fit::Verdict judged(const Curve &curve)
{
    return fit::Judge()(fitPoints(curve), measureOf(curve), {.midpoint = false});
}

} // namespace

void TestVerdictText::sentences_data()
{
    QTest::addColumn<QVector<double>>("scores");
    QTest::addColumn<double>("chance");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, QVector<double> scores, double chance, const QString &expected) {
        QTest::newRow(name) << scores << chance << expected;
    };
    row("emergent", {.25, .25, .25, .25, .25, .25, .25, .6, .9, .95, .96, .96}, .25,
        u"Emergent: of 12 models, none up to 2.5 × 10²² FLOPs is above chance in accuracy and all from 6.3 × 10²² FLOPs on are; a Gompertz curve explains the rise better than every smooth curve, power growth by ΔAICc # (4 decides); a test for a break somewhere has p < #, corrected for the search."_s);
    row("four models", {.25, .25, .25, .9}, .25,
        u"Emergent by definition: of 4 models, none up to 6.3 × 10²⁰ FLOPs is above chance in accuracy and all from 1.6 × 10²¹ FLOPs on are; threshold or smooth cannot be told, as 4 models are too few to compare a threshold with a smooth rise, which takes 5; a test for a break somewhere has p < #, corrected for the search; more models about 1.0 × 10²¹ FLOPs could settle it."_s);
    row("one model below", {.25, .6, .9, .95, .96}, .25,
        u"Emergent by definition: of 5 models, the smallest, at 1.0 × 10²⁰ FLOPs, is not above chance in accuracy and all from 2.5 × 10²⁰ FLOPs on are; threshold or smooth cannot be told, as a constant is ahead of a hinge by ΔAICc #, but a jump of half the observed range would have been seen with a probability of only #; a test for a break somewhere has p = #, corrected for the search; more models about 1.6 × 10²⁰ FLOPs could settle it; the definition asks for a second model below 2.5 × 10²⁰ FLOPs."_s);
    row("smooth onset", {.25, .262, .266, .278, .29, .306, .33, .36, .41, .48, .59, .75}, .25,
        u"Smooth onset: of 12 models, none up to 4.0 × 10²¹ FLOPs is above chance in accuracy and all from 1.0 × 10²² FLOPs on are; the rise needs no threshold, as power growth is ahead of a logistic curve by ΔAICc #, and a jump of half the observed range would have been seen with a probability of #; a test for a break somewhere has p = #, corrected for the search."_s);
    row("never", {.25, .24, .26, .25, .25, .26}, .25,
        u"Flat: none of 6 models, up to 1.0 × 10²² FLOPs, is above chance in accuracy; only larger models could show it."_s);
    row("always", {.6, .6, .62, .61, .6, .61}, .25,
        u"Present throughout: all 6 models, from 1.0 × 10²⁰ FLOPs on, are above chance in accuracy; threshold or smooth cannot be told, as a constant is ahead of a step by ΔAICc #, but a jump of half the observed range would have been seen with a probability of only #; a test for a break somewhere has p = #, corrected for the search; more models, or more questions for each, could settle it."_s);
    row("falls", {.7, .62, .55, .45, .35, .28}, .25,
        u"Inverse: accuracy falls with scale over 6 models, from 70.0 % to 28.0 % (trend: p < #)."_s);
    row("below", {.25, .24, .2, .15, .1, .05}, .25,
        u"Below chance: 4 of 6 models, the largest among them, score below chance in accuracy and none above, which is more often the answer format or the scoring than the ability; accuracy falls with scale over 6 models, from 25.0 % to 5.0 % (trend: p < #)."_s);
    row("two models", {.25, .9}, .25,
        u"Insufficient: accuracy of 2 models at 2 different places on the scale, where an onset by definition takes 3; more models could settle it."_s);
    row("above, back, above", {.25, .4, .25, .4, .25, .4}, .25,
        u"Unclear: 3 of 6 models are above chance in accuracy, but from no scale on all are with two or more smaller models that are not; threshold or smooth cannot be told, as a constant is ahead of a hinge by ΔAICc #, but a jump of half the observed range would have been seen with a probability of only #; a test for a break somewhere has p = #, corrected for the search; more models, or more questions for each, could settle it."_s);
    row("no chance level", {.25, .25, .25, .6, .9, .95}, kUnknown,
        u"No chance level: the score of guessing in accuracy is not stated for these 6 models; threshold or smooth cannot be told, as a straight line is ahead of a hinge by ΔAICc #, but a jump of half the observed range would have been seen with a probability of only #; a test for a break somewhere has p = #, corrected for the search; more models, or more questions for each, could settle it."_s);
    row("none", {}, .25, u"Insufficient: no model has both a score and a place on the scale."_s);
}

void TestVerdictText::sentences()
{
    QFETCH(QVector<double>, scores);
    QFETCH(double, chance);
    const Curve curve = curveOf(scores, chance);
    QTEST(withoutNumbers(verdictSentence(judged(curve), curve)), "expected");
}

void TestVerdictText::tellsHowFarTheRivalsAreApart()
{
    const Curve curve = curveOf({.25, .25, .25, .25, .25, .25, .6, .9, .95, .96}, .25);
    fit::Verdict verdict = judged(curve);
    const auto said = [&](fit::Shape shape, double advantage, double power) {
        verdict.shape = shape;
        verdict.advantage = advantage;
        verdict.power = power;
        return verdictSentence(verdict, curve).section(u"; "_s, 1, 1);
    };
    const QString threshold =
        rivalInWords(verdict.comparison.fits[std::size_t(verdict.threshold)].request, verdict.measure);
    const QString smooth =
        rivalInWords(verdict.comparison.fits[std::size_t(verdict.smooth)].request, verdict.measure);
    const QString jump = u"a jump of half the observed range would have been seen with a probability of"_s;
    QCOMPARE(said(fit::Shape::Threshold, 13.46, kUnknown),
             u"%1 explains the rise better than every smooth curve, %2 by ΔAICc 13.5 (4 decides)"_s.arg(
                 threshold, smooth));
    const double infinite = std::numeric_limits<double>::infinity();
    QCOMPARE(said(fit::Shape::Smooth, -infinite, 1),
             u"the rise needs no threshold, as %1 passes through every score"_s.arg(smooth));
    QCOMPARE(
        said(fit::Shape::Smooth, 1.3, 0.91),
        u"the rise needs no threshold, as %1 is ahead of %2 by only ΔAICc 1.3 (4 decides), and %3 91 %"_s.arg(
            threshold, smooth, jump));
    QCOMPARE(said(fit::Shape::Smooth, -6, 0.91),
             u"the rise needs no threshold, as %2 is ahead of %1 by ΔAICc 6.0, and %3 91 %"_s.arg(
                 threshold, smooth, jump));
    QCOMPARE(
        said(fit::Shape::CannotTell, 1.3, 0.35),
        u"threshold or smooth cannot be told, as %1 is ahead of %2 by only ΔAICc 1.3 (4 decides), and %3 "
        "only 35 %"_s.arg(threshold, smooth, jump));
    QCOMPARE(said(fit::Shape::CannotTell, -6, 0.35),
             u"threshold or smooth cannot be told, as %2 is ahead of %1 by ΔAICc 6.0, but %3 only 35 %"_s.arg(
                 threshold, smooth, jump));
    QCOMPARE(said(fit::Shape::CannotTell, -6, kUnknown),
             u"threshold or smooth cannot be told, as %2 is ahead of %1 by ΔAICc 6.0, and how surely a jump "
             "would have been seen is not known"_s.arg(threshold, smooth));
}

void TestVerdictText::saysFromHowManyItWasPicked()
{
    const Curve curve = curveOf({.25, .25, .25, .25, .25, .25, .6, .9, .95, .96}, .25);
    const fit::Verdict verdict = judged(curve);
    QVERIFY(!verdictSentence(verdict, curve).contains(u"picked"));
    QVERIFY(verdictSentence(verdict, curve, 204, 0.012).contains(u"(picked from 204 curves, so q = 0.012)"));
    const Curve flat = curveOf({.25, .24, .26, .25, .25, .26}, .25);
    QVERIFY(verdictSentence(judged(flat), flat, 204).contains(u"; picked from 204 curves;"));
    const Curve unknown = curveOf({.25, .25, .25, .25, .25, .25, .6, .9, .95, .96}, .25, kUnknown);
    QVERIFY(verdictSentence(judged(unknown), unknown)
                .endsWith(u"provisional, as some numbers of questions are unknown."));
}

void TestVerdictText::saysWhereAGapLimits()
{
    Curve curve = curveOf({.25, .25, .25, .25, .25, .25, .6, .9, .95, .96}, .25);
    for (std::size_t i = 6; i < curve.points.size(); ++i)
        curve.points[i].x *= 10; // 22 and 23.4 are neighbours
    const QString sentence = verdictSentence(judged(curve), curve);
    QVERIFY2(sentence.endsWith(u"; the gap of 1.4 decades between two models limits the onset; one near "
                               "5.0 × 10²² FLOPs would narrow it most."_s),
             qPrintable(sentence));
}

void TestVerdictText::namesRivals()
{
    const Curve curve = curveOf({.25, .25, .25, .25, .6, .9}, .25);
    QStringList names;
    for (const fit::Request &request :
         fit::rivalRequests(fitPoints(curve), measureOf(curve), fit::Noise::ExtraScatter))
        names << rivalInWords(request, measureOf(curve));
    QCOMPARE(names.join(u"; "_s),
             u"a constant; a constant at chance; a straight line; a saturating power law; a saturating power "
             "law with its ceiling free; power growth; power growth with its floor free; a hinge; a hinge "
             "with its floor free; a step; a logistic curve; a logistic curve with its floor free; a "
             "Gompertz curve; a Gompertz curve with its floor free; a Richards curve; a Richards curve with "
             "its floor free; a broken neural scaling law"_s);
}

void TestVerdictText::saysWhyNotComparable()
{
    using fit::Comparable;
    QVERIFY(whyNotComparable(Comparable::Yes).isEmpty());
    for (const Comparable why :
         {Comparable::TooFewModels, Comparable::Unidentified, Comparable::Exact, Comparable::NotFitted})
        QVERIFY(whyNotComparable(why).endsWith(u'.'));
    const Curve curve = curveOf({.25, .25, .25, .6}, .25);
    QStringList line;
    for (const fit::Fit &fit : judged(curve).comparison.fits)
        if (fit.request.model == fit::Model::Line)
            line << whyNotComparable(fit);
    QCOMPARE(line, QStringList{u"Too few models: it takes 5 or more, and there are 4."_s});
    fit::Fit monotone;
    monotone.request.model = fit::Model::Isotonic;
    QVERIFY(whyNotComparable(monotone).isEmpty());
}

/// A curve that can only rise says so where the scores fall; a limit set by hand is not one of the search.
void TestVerdictText::saysWhatStandsInTheWay()
{
    const auto reasonOf = [](const Curve &curve, const fit::Interval &slope) {
        fit::Request request = fitRequest(curve, fit::Model::Logistic, curve.chance);
        if (!std::isnan(slope.low))
            request.box.slope = slope;
        return whyNotComparable(fit::fit(fitPoints(curve), request), curve);
    };
    const Curve falling = curveOf({.52, .5, .46, .4, .33, .29, .22, .18}, .5);
    const Curve rising = curveOf({.01, .0, .02, .2, .7, .88, .9, .91}, 0);
    const Curve noise = curveOf({.2, .19, .21, .2, .18, .22, .19, .2}, .25);
    QCOMPARE(reasonOf(falling, {}), u"It rises only; the scores fall."_s);
    QVERIFY(reasonOf(noise, {}).contains(u"edge of the search"));
    QVERIFY(reasonOf(rising, {}).isEmpty());
    QCOMPARE(reasonOf(rising, {0.5, 2}), u"The slope stands at the limit that was set for it."_s);
    QCOMPARE(fitStatus(fit::fit(fitPoints(rising), fitRequest(rising, fit::Model::Logistic, 0))),
             u"converged"_s);
    QCOMPARE(fitStatus(fit::fit(fitPoints(falling), fitRequest(falling, fit::Model::Logistic, .5))),
             u"unidentified"_s);
}

void TestVerdictText::namesPlaces()
{
    QCOMPARE(placeText({}, 22), u"1.0 × 10²² FLOPs"_s);
    QCOMPARE(placeText({.kind = Scale::Kind::Parameters}, 10), u"10 B parameters"_s);
    const Scale perplexity{.kind = Scale::Kind::Measure,
                           .measure = {u"WikiText-103"_s, u"validation"_s, u"perplexity"_s}};
    QCOMPARE(placeText(perplexity, perplexity.toFit(20)), u"perplexity 20"_s);
    QCOMPARE(probabilityText(u'p', 0.0123), u"p = 0.012"_s);
    QCOMPARE(probabilityText(u'q', 0.0005), u"q < 0.001"_s);
}

ONSET_TEST(TestVerdictText)
#include "tst_verdict_text.moc"
