#include "widgets/panels/fit_text.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

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
    void tellsTheVerdictFirst();
    void tellsBigBenchsNumbersBesideTheirNull();
    void ranksTheRivals();
    void namesWhatIsNotComparable();
    void nothingIsWeighedBesideAnExactFit();
    void openEndsFollowTheScale();
    void everyRivalHasItsWords();
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
    curve.fit.parameters[1] = {.name = "ceiling", .value = 0.9, .interval = {0.7, 1}};
    curve.fit.parameters[2] = {.name = "slope", .value = 3.25, .interval = {2, 40}};
    curve.fit.parameters[3] = {
        .name = "midpoint", .value = 22.5, .interval = {22, std::numeric_limits<double>::infinity()}};
    curve.fit.request.noise = fit::Noise::ExtraScatter;
    curve.fit.scatter = 0.0123;
    curve.band.replicates = 1000;
    curve.onset = fit::Onset{.exists = true, .between = {22, 23}};
    curve.fitNote = u"A note."_s;
    return content;
}

} // namespace

void TestFitText::tellsParametersInTheirUnits()
{
    const QString text = plain(withKnownFit());
    for (const QString &part :
         {u"GPT-3"_s, u"Drawn through 4 models: a logistic curve with its floor at chance."_s, u"0.0 %"_s,
          u"given"_s, u"90.0 %"_s, u"70.0 % – 100.0 %"_s, u"3.25 per decade"_s, u"2 – 40"_s,
          u"3.2 × 10²² FLOPs"_s, u"≥ 1.0 × 10²²"_s, u"Scatter τ"_s, u"0.0123"_s, u"A note."_s,
          u"binomial with scatter between models"_s,
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

namespace {

/// Ten models on a logistic curve, judged.
FigureContent judgedFigure(int models, const Scale &scale = {})
{
    std::vector<std::pair<double, double>> points;
    for (int i = 0; i < models; ++i) {
        const double x = 20 + 0.4 * i;
        points.emplace_back(std::pow(10, x), std::round(90 / (1 + std::exp(-5 * (x - 22)))) / 100);
    }
    Curve curve = test::sampleCurve(u"GPT-3"_s, u"a task"_s, points);
    curve.scale = scale;
    FigureSpec spec;
    spec.layers.bands = false;
    spec.panels = {{.curves = {{.key = curve.key}}, .x = scale}};
    Progress progress;
    const auto content = compose(
        spec, [&](const CurveSpec &, const Scale &) { return Result<Curve>(curve); }, 1, progress);
    return *judged(content.value(), 1, progress).value();
}

} // namespace

void TestFitText::tellsTheVerdictFirst()
{
    const QString text = plain(judgedFigure(10));
    const qsizetype verdict = text.indexOf(u"Emergent: of 10 models"_s);
    const qsizetype rivals = text.indexOf(u"ΔAICc"_s, text.indexOf(u"Rival"_s));
    const qsizetype numbers = text.indexOf(u"Drawn through 10 models"_s);
    QVERIFY2(0 < verdict && verdict < rivals && rivals < numbers, qPrintable(text));
    QVERIFY2(text.contains(u"Break test"_s) && text.contains(u"corrected for the search; a "_s),
             qPrintable(text));
}

void TestFitText::tellsBigBenchsNumbersBesideTheirNull()
{
    FigureContent content = withKnownFit();
    CurveContent &curve = content.panels.front().curves.front();
    QVERIFY(!plain(content).contains(u"BIG-bench"_s));
    curve.bigBench = fit::BigBenchFinding();
    QVERIFY(!plain(content).contains(u"BIG-bench"_s)); // too few models
    constexpr double infinite = std::numeric_limits<double>::infinity();
    curve.bigBench = {.seen = {.improvement = 0.5, .linearity = 2.25, .breakthroughness = infinite},
                      .chance = {.percentile95 = 5.125, .p = 0.001},
                      .line = {.percentile95 = 7, .p = 0.01},
                      .replicates = 2000};
    const QString text = plain(content);
    QVERIFY2(
        text.contains(u"BIG-bench: linearity L = 2.25, breakthroughness B = ∞. With these models, guessing "
                      "reaches B = 5.125 in 5 % of cases, a straight line 7."_s),
        qPrintable(text));
}

void TestFitText::ranksTheRivals()
{
    const FigureContent content = judgedFigure(10);
    const fit::Comparison &rivals = content.panels[0].curves[0].verdict->comparison;
    const QString text = fitText(content, Theme::Light);
    const auto place = [&text](fit::Model model) {
        const std::string_view name = fit::name(model);
        return text.indexOf(u"'rival:%1'"_s.arg(QString::fromUtf8(name.data(), qsizetype(name.size()))));
    };
    const fit::Model best = rivals.fits[std::size_t(rivals.best)].request.model;
    for (const fit::Model model : fit::kModels) {
        QVERIFY2(place(model) > 0, std::string(fit::name(model)).c_str());
        QVERIFY(model == best || place(best) < place(model));
    }
    QVERIFY(place(fit::Model::Logistic) < place(fit::Model::Line));
    QVERIFY(place(fit::Model::Line) < place(fit::Model::Isotonic));
    QVERIFY(text.contains(u"<b>Logistic</b>"_s)); // which is drawn
    QVERIFY(!text.contains(u"<b>Line</b>"_s));
}

void TestFitText::namesWhatIsNotComparable()
{
    const FigureContent content = judgedFigure(5);
    const QString text = fitText(content, Theme::Light);
    QVERIFY2(plain(content).contains(u"Not comparable, as too few models"_s), qPrintable(text));
    QVERIFY2(text.contains(u"and there are 5."_s), qPrintable(text)); // the link's own words
    QVERIFY(plain(judgedFigure(3)).contains(u"cannot"_s) || plain(judgedFigure(3)).contains(u"too few"_s));
}

void TestFitText::nothingIsWeighedBesideAnExactFit()
{
    Curve curve = test::sampleCurve(u"GPT-3"_s, u"a task"_s, {});
    for (int i = 0; i < 9; ++i) {
        CurvePoint point;
        point.x = std::pow(10, 20 + 0.5 * i);
        point.y = 0;
        curve.points.push_back(point);
    }
    FigureSpec spec;
    spec.fit = {.model = std::nullopt, .floor = FitSpec::Floor::Auto};
    spec.panels = {{.curves = {{.key = curve.key}}}};
    Progress progress;
    const auto content = compose(
        spec, [&](const CurveSpec &, const Scale &) { return Result<Curve>(curve); }, 1, progress);
    const FigureContent figure = *judged(content.value(), 1, progress).value();
    QCOMPARE(figure.panels[0].curves[0].fit.request.model, fit::Model::Flat);
    const QString text = plain(figure);
    QVERIFY2(!text.contains(u"ΔAICc"_s), qPrintable(text));
    QVERIFY2(text.contains(u"as they pass through every score: Flat"_s), qPrintable(text));
}

void TestFitText::openEndsFollowTheScale()
{
    const auto midpoint = [](const Scale &scale, const fit::Interval &interval) {
        FigureContent content = judgedFigure(10);
        CurveContent &curve = content.panels[0].curves[0];
        curve.curve.scale = scale;
        curve.fit.parameters[3].value = scale.reversed() ? -1.2 : 22;
        curve.fit.parameters[3].interval = interval;
        return plain(content);
    };
    const double inf = std::numeric_limits<double>::infinity();
    const Scale perplexity{Scale::Kind::Measure, {u"W"_s, u"W"_s, u"perplexity"_s}, u"as is"_s};
    QVERIFY(midpoint({}, {21, inf}).contains(u"≥ 1.0 × 10²¹"_s));
    QVERIFY(midpoint({}, {-inf, 23}).contains(u"≤ 1.0 × 10²³"_s));
    QVERIFY(midpoint({}, {-inf, inf}).contains(u"not determined"_s));
    QVERIFY(midpoint(perplexity, {-1.5, inf}).contains(u"≤ 31.6"_s));
    QVERIFY(midpoint(perplexity, {-2, -1}).contains(u"10 – 100"_s));
}

void TestFitText::everyRivalHasItsWords()
{
    FigureContent content = judgedFigure(12);
    CurveContent &curve = content.panels[0].curves[0];
    const std::vector<fit::Fit> fits = curve.verdict->comparison.fits;
    for (const fit::Fit &fit : fits) {
        curve.fit = fit;
        const QString text = plain(content);
        const std::string name = fit::rivalName(fit.request, curve.measure);
        for (const char *raw : {"nan", "exponent-change", "intercept", "amplitude"})
            QVERIFY2(!text.contains(QLatin1StringView(raw)), name.c_str());
    }
    QVERIFY(rivalOf(u"rival:bnsl"_s) == fit::Model::Bnsl);
    QVERIFY(!rivalOf(u"rival:quintic"_s) && !rivalOf(u"https://example.org"_s) && !rivalOf({}));
}

ONSET_WINDOW_TEST(TestFitText)
#include "tst_fit_text.moc"
