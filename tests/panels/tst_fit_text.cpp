#include "widgets/panels/fit_text.h"

#include "tests/support/sample_figure.h"

#include <QTest>
#include <QTextDocumentFragment>

using namespace onset;
using namespace Qt::StringLiterals;

class TestFitText : public QObject
{
    Q_OBJECT
private slots:
    void tellsParametersInTheirUnits();
    void tellsWhatIsMissing();
    void saysWhyThereIsNoOnset();
    void textFromTheDataIsNoMarkup();
};

namespace {

QString plain(const FigureContent &content)
{
    return QTextDocumentFragment::fromHtml(fitText(content, Theme::Light)).toPlainText();
}

/// A logistic fit with round numbers in place of the fitted one.
FigureContent withKnownFit()
{
    FigureContent content = *test::sampleFigure();
    content.panels.front().curves.resize(1);
    CurveContent &curve = content.panels.front().curves.front();
    curve.fit.status = fit::Status::Converged;
    curve.fit.request.model = fit::Model::Logistic;
    curve.fit.count = 4;
    curve.fit.parameters[0] = {.name = "floor", .value = 0, .free = false};
    curve.fit.parameters[1] = {.name = "ceiling", .value = 0.9};
    curve.band.parameters[1] = {0.7, 1};
    curve.fit.parameters[2] = {.name = "slope", .value = 3.25};
    curve.band.parameters[2] = {2, 40};
    curve.fit.parameters[3] = {.name = "midpoint", .value = 22.5};
    curve.band.parameters[3] = {22, std::numeric_limits<double>::infinity()};
    curve.fit.rss = 0.0123;
    curve.fit.aicc = kUnknown;
    curve.onset = fit::Onset{.exists = true, .between = {22, 23}};
    curve.fitNote = u"A note."_s;
    return content;
}

} // namespace

void TestFitText::tellsParametersInTheirUnits()
{
    const QString text = plain(withKnownFit());
    for (const QString &part :
         {u"GPT-3"_s, u"Through 4 models: a logistic curve."_s, u"0.0 %"_s, u"given"_s, u"90.0 %"_s,
          u"70.0 % – 100.0 %"_s, u"3.25 per decade"_s, u"2 – 40"_s, u"3.2 × 10²² FLOPs"_s, u"≥ 1.0 × 10²²"_s,
          u"0.0123"_s, u"not comparable"_s, u"A note."_s,
          u"Onset by definition at 1.0 × 10²³ FLOPs; the largest model below it is at 1.0 × 10²² FLOPs."_s,
          u"1000 replicates, seed 1"_s})
        QVERIFY2(text.contains(part), qPrintable(part + u" is not in\n"_s + text));
}

void TestFitText::tellsWhatIsMissing()
{
    FigureContent content = withKnownFit();
    CurveContent &curve = content.panels.front().curves.front();
    curve.curve.unplaced = 2;
    curve.curve.conflicts = 3;
    curve.onset = fit::Onset();
    content.panels.front().missing = {u"PaLM is not here."_s};
    const QString text = plain(content);
    for (const QString &part :
         {u"unknown: 2."_s, u"disagree: 3."_s, u"No onset by definition"_s, u"PaLM is not here."_s})
        QVERIFY2(text.contains(part), qPrintable(part + u" is not in\n"_s + text));
}

void TestFitText::saysWhyThereIsNoOnset()
{
    FigureContent content = withKnownFit();
    CurveContent &curve = content.panels.front().curves.front();
    curve.onset = fit::Onset();
    QVERIFY(plain(content).contains(u"that takes two smaller models"_s));
    curve.onset = std::nullopt;
    QVERIFY(plain(content).contains(u"the score of guessing is not known"_s));
}

void TestFitText::textFromTheDataIsNoMarkup()
{
    FigureContent content = withKnownFit();
    content.panels.front().curves.front().label = u"<b>A & B</b>"_s;
    QVERIFY(plain(content).contains(u"<b>A & B</b>"_s));
}

QTEST_MAIN(TestFitText)
#include "tst_fit_text.moc"
