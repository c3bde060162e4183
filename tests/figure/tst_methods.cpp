#include "core/figure/methods.h"
#include "tests/support/figures.h"
#include "tests/support/test_class.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestMethods : public QObject
{
    Q_OBJECT

private slots:
    void saysHowItWasMade();
    void saysWhatWasSetAside();
    void leavesOutWhatIsNot();
};

void TestMethods::saysHowItWasMade()
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.fit.replicates = 1200;
    spec.fit.seed = 42;
    Progress progress;
    const ContentPtr content = judged(composed(spec), 2, progress).value();
    const QString text = methodsText(*content, u"1.2.3"_s);
    const QStringList paragraphs = text.split(u"\n\n"_s);
    QCOMPARE(paragraphs.size(), 2);
    for (const QString &words :
         {u"draws accuracy over training compute (FLOPs) (curves: 3; models: 8; results: 24)."_s,
          u"from Brown et al. 2020, arXiv 2005.14165, Table H.1."_s, u"Wilson's"_s, u"smallest AICc"_s,
          u"noise of the scores is binomial with scatter between models."_s,
          u"a constant, a constant at chance, a straight line"_s, u"and a broken neural scaling law."_s,
          u"by profile likelihood"_s, u"1200 replicates (seed 42)"_s, u"2000 replicates, seed 1"_s,
          u"No result was set aside."_s, u"Onset 1.2.3."_s})
        QVERIFY2(paragraphs[0].contains(words), qPrintable(text));
    QVERIFY2(paragraphs[1].startsWith(u"GPT-3, 3-digit addition, few-shot (K=50): Smooth onset"_s),
             qPrintable(text));
    QVERIFY2(paragraphs[1].contains(u"picked from 3 curves, so q = "_s), qPrintable(text));
}

void TestMethods::saysWhatWasSetAside()
{
    FigureContent content = *composed(bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s));
    for (CurveContent &curve : content.panels[0].curves)
        for (CurvePoint &point : curve.curve.points)
            point.excluded = true;
    content.panels[0].curves[0].curve.points[1].flopsEstimated = true;
    const QString text = methodsText(content, u"1"_s);
    QVERIFY2(text.contains(u"not fitted: GPT-3 125M on 3-digit addition (few-shot (K=50)), "_s),
             qPrintable(text));
    QVERIFY2(text.contains(u"(one-shot) and 14 more."_s), qPrintable(text));
    QVERIFY2(text.contains(u"Of 1 results the training compute is an estimate"_s), qPrintable(text));
}

void TestMethods::leavesOutWhatIsNot()
{
    const QString text =
        methodsText(*composed(bundledFigure(u"emergent-figures"_s, u"figure-2.json"_s)), u"1"_s);
    for (const QString &words : {u"likelihood"_s, u"Bands"_s, u"AICc"_s, u"estimate"_s, u"\n\n"_s})
        QVERIFY2(!text.contains(words), qPrintable(text));
    QVERIFY2(text.contains(u"arXiv 2206.07682, Figure 2A, Figure 2B, Figure 2C"_s), qPrintable(text));
    QVERIFY2(text.contains(u"BLEU, accuracy and exact match over"_s), qPrintable(text));
    QVERIFY(methodsText({}, u"1"_s).endsWith(u"Onset 1.\n"_s));
}

ONSET_TEST(TestMethods)
#include "tst_methods.moc"
