#include "core/figure/views.h"

#include "core/figure/captions.h"
#include "core/figure/comparisons.h"
#include "tests/support/figures.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

Ability ability(const QString &benchmark, const QString &task, const QString &metric, const QString &setting,
                const std::vector<AbilityFamily> &families)
{
    return {{benchmark, task, metric}, setting, families};
}

/// What a workbook lists, in its order.
std::vector<Ability> abilities()
{
    const std::vector<AbilityFamily> lamda{{u"LaMDA"_s, 5, 5}}, gpt3{{u"GPT-3"_s, 8, 8}};
    const std::vector<AbilityFamily> mmlu{{u"Chinchilla"_s, 4, 4}, {u"Gopher"_s, 4, 4}};
    const QString accuracy = u"accuracy"_s, scratchpad = u"8-digit addition"_s, add = u"3-digit addition"_s;
    std::vector<Ability> all{
        ability(u"BIG-bench"_s, u"periodic"_s, u"BLEU"_s, u"few-shot (K=2)"_s, lamda),
        ability(u"BIG-bench"_s, u"periodic"_s, u"cross-entropy"_s, u"few-shot (K=2)"_s, lamda),
        ability(u"BIG-bench"_s, u"periodic"_s, u"exact match"_s, u"few-shot (K=2)"_s, lamda),
        ability(u"Calibration"_s, u"calibration"_s, accuracy, u"True/False"_s, lamda),
        ability(u"Calibration"_s, u"calibration"_s, accuracy, u"letter choices"_s, lamda),
        ability(u"GSM8K"_s, u"GSM8K"_s, accuracy, u"chain-of-thought"_s,
                {{u"Codex"_s, 1, 0}, {u"LaMDA"_s, 5, 5}, {u"PaLM"_s, 3, 3}}),
        ability(u"GSM8K"_s, u"GSM8K"_s, accuracy, u"chain-of-thought + calculator"_s, {{u"LaMDA"_s, 1, 1}}),
        ability(u"GSM8K"_s, u"GSM8K"_s, accuracy, u"chain-of-thought, zero-shot"_s, {{u"PaLM"_s, 3, 3}}),
        ability(u"GSM8K"_s, u"GSM8K"_s, accuracy, u"few-shot"_s,
                {{u"Codex"_s, 1, 0}, {u"LaMDA"_s, 5, 5}, {u"PaLM"_s, 3, 3}}),
        ability(u"GSM8K"_s, u"GSM8K"_s, accuracy, u"zero-shot"_s, {{u"PaLM"_s, 3, 3}}),
        ability(u"MMLU"_s, u"MMLU"_s, accuracy, u"few-shot"_s, mmlu),
        ability(u"Scratchpad"_s, scratchpad, accuracy, u"fine-tuned, no scratchpad"_s, lamda),
        ability(u"Scratchpad"_s, scratchpad, accuracy, u"fine-tuned, scratchpad"_s, lamda),
        ability(u"WikiText-103"_s, u"WikiText-103"_s, u"perplexity"_s, u"not stated"_s, mmlu),
        ability(u"arithmetic"_s, add, accuracy, u"few-shot (K=50)"_s, gpt3),
        ability(u"arithmetic"_s, add, accuracy, u"one-shot"_s, gpt3),
        ability(u"arithmetic"_s, add, accuracy, u"zero-shot"_s, gpt3),
    };
    return all;
}

std::vector<const Ability *> chosenOf(const std::vector<Ability> &all, const QString &task,
                                      const QString &settings)
{
    std::vector<const Ability *> chosen;
    for (const Ability &one : all)
        if (one.measure.task == task && settings.split(u'|').contains(one.setting) &&
            one.measure.metric != u"BLEU"_s && one.measure.metric != u"cross-entropy"_s)
            chosen.push_back(&one);
    return chosen;
}

CurveSpec bundled(const QString &dataset, const QString &family, const QString &benchmark,
                  const QString &task, const QString &metric, const QString &setting, bool baseline = false)
{
    return {.key = {family, {}, benchmark, task, metric, setting}, .source = dataset, .baseline = baseline};
}

/// Eight models of a family, 1,000 questions each, whose logit rises from scale `midpoint` on.
struct Shifted
{
    double fastFrom = 21; ///< midpoint of the family "fast"; "slow" has 22
    double rise = 0.8;

    Result<Curve> operator()(const CurveSpec &spec, const Scale &scale) const
    {
        Curve curve;
        curve.key = spec.key;
        curve.scale = scale;
        curve.metric = metricNamed(u"accuracy"_s);
        curve.chance = 0;
        curve.best = 1;
        const bool fast = spec.key.family == u"fast"_s || spec.key.setting == u"fast"_s;
        for (int i = 0; i < 10; ++i) {
            CurvePoint point;
            point.model = QString::number(i);
            point.x = std::pow(10, 19 + 0.5 * i);
            point.n = 1000;
            point.y = rise / (1 + std::exp(-4 * (19 + 0.5 * i - (fast ? fastFrom : 22))));
            point.y = std::round(point.y * point.n) / point.n;
            curve.points.push_back(point);
        }
        return curve;
    }
};

std::shared_ptr<const FigureContent> made(const FigureSpec &spec, const CurveSource &source)
{
    Progress progress;
    return compose(spec, source, 2, progress).value();
}

FigureSpec twoFamilies(Plot plot)
{
    FigureSpec spec;
    spec.fit = {.noise = fit::Noise::Gaussian, .replicates = 100};
    PanelSpec &panel = spec.panels.emplace_back();
    panel.plot = plot;
    panel.curves = {
        {.key = {.family = u"slow"_s, .setting = u"slow"_s}, .baseline = plot == Plot::Differences},
        {.key = {.family = u"fast"_s, .setting = u"fast"_s}}};
    return spec;
}

} // namespace

class TestViews : public QObject
{
    Q_OBJECT

private slots:
    void everyViewComesBack_data();
    void everyViewComesBack();
    void viewsKeepTheLook();
    void aSmallViewForgetsNothing();
    void smallMultiplesShareTheirAxes();
    void aCommonSettingIsSaidOnce();
    void strategiesFindTheirBaseline_data();
    void strategiesFindTheirBaseline();
    void scalesStandSideBySide();
    void metricsStandSideBySide();
    void intervalsOfDifferencesAreNewcombes();
    void differencesAreOfTheSameModels();
    void reasoningCrossesOver();
    void sameCurvesDoNotCross();
    void withoutASmallestGainNoCrossoverIsTold();
    void nothingToCompareIsSaid();
    void gainIsTheShift();
    void gainWithoutRiseCannotBeTold();
    void onsetsAreThoseOfTheLiterature();
    void rowsWithoutOnsetComeLast();
    void frontierKeepsTheFlat();
    void noneFlatIsSaid();
};

void TestViews::everyViewComesBack_data()
{
    QTest::addColumn<View>("view");
    QTest::addColumn<int>("panels");
    QTest::newRow("curve") << View::Curve << 1;
    QTest::newRow("small multiples") << View::SmallMultiples << 1;
    QTest::newRow("strategies") << View::Strategies << 4; // two families
    QTest::newRow("scales") << View::Scales << 2;
    QTest::newRow("metrics") << View::Metrics << 3;
    QTest::newRow("families") << View::Families << 1;
    QTest::newRow("onsets") << View::Onsets << 1;
    QTest::newRow("frontier") << View::Frontier << 1;
}

void TestViews::everyViewComesBack()
{
    QFETCH(View, view);
    QFETCH(int, panels);
    const std::vector<Ability> all = abilities();
    const auto chosen = chosenOf(all, u"GSM8K"_s, u"chain-of-thought"_s);
    const FigureSpec figure = viewOf(view, chosen, all, {});
    QCOMPARE(figure.view, view);
    QCOMPARE(int(figure.panels.size()), panels);
    const std::vector<AbilityKey> selection{{chosen.front()->measure, chosen.front()->setting}};
    QCOMPARE(selectionOf(figure), selection);
    const auto read = figureFromJson(toJson(figure));
    VERIFY_RESULT(read);
    QVERIFY(*read == figure);
    for (const View next :
         kViews) { // from any view to any other, and back: the same selection, the same figure
        const FigureSpec other = viewOf(next, chosen, all, figure);
        QCOMPARE(selectionOf(other), selection);
        QVERIFY(viewOf(view, chosen, all, other) == figure);
    }
}

void TestViews::viewsKeepTheLook()
{
    const std::vector<Ability> all = abilities();
    FigureSpec pattern = figureOf({&all[0]}, {});
    pattern.name = u"saved"_s;
    pattern.layers.joinedPoints = true;
    pattern.fit.model = fit::Model::Hinge;
    pattern.panels.front().x = {Scale::Kind::Parameters};
    for (const View view : kViews) {
        const FigureSpec figure = viewOf(view, {&all[10]}, all, pattern);
        QVERIFY(figure.name.isEmpty());
        QVERIFY(figure.layers == pattern.layers && figure.fit == pattern.fit);
        QVERIFY(view == View::Scales || figure.panels.front().x == pattern.panels.front().x);
    }
}

void TestViews::aSmallViewForgetsNothing()
{
    const std::vector<Ability> all = abilities();
    std::vector<const Ability *> chosen;
    for (const Ability &one : all)
        chosen.push_back(&one);
    QVERIFY(chosen.size() > mostAbilities(View::Metrics));
    const FigureSpec few = viewOf(View::Metrics, chosen, all, {});
    QCOMPARE(selectionOf(few).size(), chosen.size());
    QCOMPARE(viewOf(View::Onsets, chosen, all, few).panels.front().curves.size(), 23u);
    while (chosen.size() <= mostAbilities(View::Curve))
        chosen.push_back(chosen[chosen.size() - all.size()]);
    QCOMPARE(selectionOf(viewOf(View::Curve, chosen, all, few)).size(), chosen.size());
}

void TestViews::smallMultiplesShareTheirAxes()
{
    FigureSpec spec;
    spec.sharedAxes = true;
    for (const auto &task : {u"3-digit addition"_s, u"2-digit addition"_s})
        spec.panels.push_back({.curves = {bundled(u"gpt3"_s, u"GPT-3"_s, u"GPT-3 arithmetic"_s, task,
                                                  u"accuracy"_s, u"zero-shot"_s)}});
    spec.panels.push_back({.curves = spec.panels[0].curves, .x = {Scale::Kind::Parameters}});
    const auto shared = composed(spec);
    spec.sharedAxes = false;
    const auto free = composed(spec);
    QCOMPARE(shared->panels[0].y, shared->panels[1].y);
    QVERIFY(free->panels[0].y != free->panels[1].y);
    QCOMPARE(shared->panels[0].y.high, std::max(free->panels[0].y.high, free->panels[1].y.high));
    QCOMPARE(shared->panels[2].x, free->panels[2].x); // of another scale
    QCOMPARE(shared->panels[2].y, shared->panels[0].y);
}

void TestViews::aCommonSettingIsSaidOnce()
{
    const std::vector<Ability> all = abilities();
    FigureSpec figure = viewOf(View::SmallMultiples, {&all[8], &all[10]}, all, {});
    QCOMPARE(figure.title, u"few-shot"_s);
    QCOMPARE(figure.panels[1].title, u"MMLU"_s);
    figure = viewOf(View::SmallMultiples, {&all[8], &all[9]}, all, figure);
    QCOMPARE(figure.title, QString());
    QCOMPARE(figure.panels[1].title, u"GSM8K, zero-shot"_s);
}

void TestViews::strategiesFindTheirBaseline_data()
{
    QTest::addColumn<QString>("task");
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QStringList>("pairs"); // "family: baseline < strategy …"
    const QString gsm = u"GSM8K"_s;
    const QStringList thoughts{u"LaMDA: few-shot < chain-of-thought"_s,
                               u"PaLM: few-shot < chain-of-thought"_s};
    QTest::newRow("a strategy") << gsm << u"chain-of-thought"_s << thoughts;
    QTest::newRow("its baseline") << gsm << u"few-shot"_s << thoughts;
    QTest::newRow("both") << gsm << u"chain-of-thought|few-shot"_s << thoughts;
    QTest::newRow("without examples") << gsm << u"chain-of-thought, zero-shot"_s
                                      << QStringList{u"PaLM: zero-shot < chain-of-thought, zero-shot"_s};
    QTest::newRow("one model") << gsm << u"chain-of-thought + calculator"_s
                               << QStringList{u"LaMDA: chain-of-thought + calculator"_s};
    const QStringList pad{u"LaMDA: fine-tuned, no scratchpad < fine-tuned, scratchpad"_s};
    QTest::newRow("no …") << u"8-digit addition"_s << u"fine-tuned, no scratchpad"_s << pad;
    QTest::newRow("with …") << u"8-digit addition"_s << u"fine-tuned, scratchpad"_s << pad;
    QTest::newRow("examples") << u"3-digit addition"_s << u"few-shot (K=50)"_s
                              << QStringList{u"GPT-3: zero-shot < few-shot (K=50)"_s};
    QTest::newRow("neither plainer") << u"calibration"_s << u"True/False"_s
                                     << QStringList{u"LaMDA: letter choices < True/False"_s};
    QTest::newRow("alone") << u"MMLU"_s << u"few-shot"_s << QStringList{u"Chinchilla: few-shot"_s};
}

void TestViews::strategiesFindTheirBaseline()
{
    QFETCH(QString, task);
    QFETCH(QString, chosen);
    QFETCH(QStringList, pairs);
    const std::vector<Ability> all = abilities();
    const FigureSpec figure = viewOf(View::Strategies, chosenOf(all, task, chosen), all, {});
    QCOMPARE(figure.columns, int(pairs.size()));
    QCOMPARE(figure.panels.size(), std::size_t(2 * pairs.size()));
    for (std::size_t i = 0; i < std::size_t(pairs.size()); ++i) {
        const PanelSpec &top = figure.panels[i], &below = figure.panels[std::size_t(pairs.size()) + i];
        QStringList settings;
        for (const CurveSpec &curve : top.curves)
            settings << curve.key.setting;
        QCOMPARE(u"%1: %2"_s.arg(top.curves.front().key.family, settings.join(u" < "_s)),
                 pairs[qsizetype(i)]);
        QCOMPARE(top.curves.front().baseline, top.curves.size() > 1);
        QVERIFY(top.plot == Plot::Scores && below.plot == Plot::Differences);
        QVERIFY(top.curves == below.curves);
    }
}

void TestViews::scalesStandSideBySide()
{
    const std::vector<Ability> all = abilities();
    const FigureSpec figure = viewOf(View::Scales, chosenOf(all, u"MMLU"_s, u"few-shot"_s), all, {});
    QCOMPARE(figure.columns, 3);
    QCOMPARE(figure.panels[0].x.kind, Scale::Kind::Compute);
    QCOMPARE(figure.panels[1].x.kind, Scale::Kind::Parameters);
    QCOMPARE(figure.panels[2].x.measure.metric, u"perplexity"_s);
    QVERIFY(figure.panels[0].curves == figure.panels[2].curves);
    const FigureSpec without = viewOf(View::Scales, chosenOf(all, u"GSM8K"_s, u"few-shot"_s), all, {});
    QCOMPARE(without.columns, 2); // LaMDA's perplexity is not recorded
}

void TestViews::metricsStandSideBySide()
{
    const std::vector<Ability> all = abilities();
    const auto chosen = chosenOf(all, u"periodic"_s, u"few-shot (K=2)"_s);
    const FigureSpec figure = viewOf(View::Metrics, chosen, all, {});
    QCOMPARE(figure.panels.size(), 5u);
    QVERIFY(figure.panels[0].transform == Transform::Raw && figure.panels[1].transform == Transform::Root &&
            figure.panels[2].transform == Transform::Logit);
    QCOMPARE(figure.panels[3].curves.front().key.metric, u"cross-entropy"_s);
    QCOMPARE(figure.panels[4].curves.front().key.metric, u"BLEU"_s);

    FigureSpec longer = figure; // the length that the reader chose stays
    longer.panels[1].answerLength = 12;
    longer.panels[1].transform = Transform::Power;
    const FigureSpec again = viewOf(View::Metrics, chosen, all, longer);
    QCOMPARE(again.panels[1].answerLength, 12.0);
    QCOMPARE(again.panels[1].transform, Transform::Power);

    const FigureSpec smooth = viewOf(View::Metrics, {&all[1]}, all, {}); // no proportion: no lens of it
    QCOMPARE(smooth.panels.size(), 2u);
    QCOMPARE(smooth.panels[1].curves.front().key.metric, u"exact match"_s);
}

void TestViews::intervalsOfDifferencesAreNewcombes()
{
    // 56/70 − 48/80: method 10 of Newcombe 1998, Table II(a): 0.0524 to 0.3339
    const double a = 56.0 / 70, b = 48.0 / 80;
    const fit::Interval interval = differenceInterval(a, fit::wilson(a, 70), b, fit::wilson(b, 80));
    QVERIFY(std::abs(interval.low - 0.0524) < 5e-5);
    QVERIFY(std::abs(interval.high - 0.3339) < 5e-5);
}

void TestViews::differencesAreOfTheSameModels()
{
    const auto source = [](const CurveSpec &spec, const Scale &scale) {
        Result<Curve> curve = Shifted()(spec, scale);
        if (spec.baseline)
            curve->points.erase(curve->points.begin() + 3);
        return curve;
    };
    FigureSpec spec = twoFamilies(Plot::Differences);
    spec.panels[0].transform = Transform::Logit; // differences are of the scores themselves
    const auto content = made(spec, source);
    const PanelContent &panel = content->panels[0];
    QCOMPARE(panel.differences.size(), 1u);
    const Difference &difference = panel.differences[0];
    QCOMPARE(difference.curve, 1);
    QVERIFY(std::isnan(difference.values[3]) && std::isnan(difference.bars[3].low));
    QCOMPARE(difference.values[5], panel.curves[1].curve.points[5].y - panel.curves[0].curve.points[4].y);
    QVERIFY(difference.bars[5].low < difference.values[5] && difference.values[5] < difference.bars[5].high);
    QCOMPARE(heightOf(panel, 1, 5), difference.values[5]);
    QVERIFY(std::isnan(heightOf(panel, 0, 5))); // the baseline is the line at zero
    QCOMPARE(panel.yTitle, u"Difference in accuracy (points)"_s);
    QVERIFY(panel.y.low <= 0 && panel.y.high >= difference.bars[5].high);
    // A gain of 5 points begins where the logistic curve about 21 has left 0, and ends with both at 0.8.
    QVERIFY(difference.settled);
    QCOMPARE(difference.crossing.status, fit::Crossing::Crossover);
    QVERIFY(difference.crossing.at > 20 && difference.crossing.at < 20.6);
    QVERIFY(panel.findings.join(u' ').contains(u"Crossover at"_s));
    QCOMPARE(difference.band.x.size(), difference.band.low.size());
    QVERIFY(!difference.band.x.empty());
    QVERIFY(caption(*content).contains(u"Crossover at"_s));
    QVERIFY(caption(*content).contains(u"between fits of a logistic curve"_s));
    QVERIFY(pointReadout(panel, panel.curves[1], 5).contains(u"difference from the baseline: "_s));
}

void TestViews::reasoningCrossesOver()
{
    // Wei et al. 2022, Figure 3A: chain of thought helps LaMDA's largest models only.
    FigureSpec spec;
    spec.fit = {.noise = fit::Noise::Gaussian, .replicates = 200};
    PanelSpec &panel = spec.panels.emplace_back();
    panel.plot = Plot::Differences;
    const auto gsm = [](const QString &setting, bool baseline) {
        return bundled(u"emergent-figures"_s, u"LaMDA"_s, u"GSM8K"_s, u"GSM8K"_s, u"accuracy"_s, setting,
                       baseline);
    };
    panel.curves = {gsm(u"few-shot"_s, true), gsm(u"chain-of-thought"_s, false)};
    const auto content = composed(spec);
    const Difference &difference = content->panels[0].differences[0];
    QCOMPARE(difference.values.size(), 5u);
    QVERIFY(difference.values[0] < 0.02 && difference.values[4] > 0.05);
    QCOMPARE(difference.crossing.status, fit::Crossing::Crossover);
    const std::vector<CurvePoint> &points = content->panels[0].curves[1].curve.points;
    QVERIFY(difference.crossing.at > std::log10(points[2].x) &&
            difference.crossing.at < std::log10(points[4].x));
}

void TestViews::sameCurvesDoNotCross()
{
    const auto content = made(twoFamilies(Plot::Differences), Shifted{.fastFrom = 22});
    QCOMPARE(content->panels[0].differences[0].crossing.status, fit::Crossing::Never);
    QVERIFY(content->panels[0].findings.join(u' ').contains(u"no crossover"_s));
}

void TestViews::withoutASmallestGainNoCrossoverIsTold()
{
    const auto source = [](const CurveSpec &spec, const Scale &scale) {
        Result<Curve> curve = Shifted()(spec, scale);
        curve->metric = metricNamed(u"cross-entropy"_s);
        return curve;
    };
    const auto content = made(twoFamilies(Plot::Differences), source);
    const Difference &difference = content->panels[0].differences[0];
    QVERIFY(difference.settled && difference.crossing.replicates == 0);
    QVERIFY(content->panels[0].findings.front().contains(u"no smallest gain"_s));
    QVERIFY(!difference.band.x.empty());
}

void TestViews::nothingToCompareIsSaid()
{
    FigureSpec spec = twoFamilies(Plot::Differences);
    spec.panels[0].curves.pop_back();
    const PanelContent panel = made(spec, Shifted{})->panels[0];
    QVERIFY(panel.differences.empty());
    QVERIFY(panel.missing.join(u' ').contains(u"no other setting"_s));
}

void TestViews::gainIsTheShift()
{
    FigureSpec spec = twoFamilies(Plot::Scores);
    spec.panels[0].gains = true;
    const auto content = made(spec, Shifted{});
    const PanelContent &panel = content->panels[0];
    QCOMPARE(panel.gains.size(), 1u);
    QVERIFY(isTold(panel.gains[0].gain));
    QCOMPARE(panel.gains[0].first, 0);                       // over the family that needs more
    QVERIFY(std::abs(panel.gains[0].gain.shift - 1) < 0.02); // a tenth of the compute
    QVERIFY(panel.gains[0].gain.interval.low <= 1 && panel.gains[0].gain.interval.high >= 1);
    QVERIFY(panel.findings.front().startsWith(u"Compute-equivalent gain of fast over slow: 10 "_s) ||
            panel.findings.front().startsWith(u"Compute-equivalent gain of fast over slow: 9.9 "_s));
    spec.panels[0].x = {Scale::Kind::Date};
    QVERIFY(made(spec, Shifted{})->panels[0].gains.empty());
}

void TestViews::gainWithoutRiseCannotBeTold()
{
    FigureSpec spec = twoFamilies(Plot::Scores);
    spec.panels[0].gains = true;
    const auto content = made(spec, Shifted{.rise = 0});
    QVERIFY(!isTold(content->panels[0].gains[0].gain));
    QVERIFY(content->panels[0].findings.front().contains(u"cannot tell"_s));
}

void TestViews::onsetsAreThoseOfTheLiterature()
{
    // Wei et al. 2022, Table 1: 3 digits from GPT-3 13B (2.3e22) on, 4 and 5 digits from 175B (3.1e23) on.
    FigureSpec spec;
    PanelSpec &panel = spec.panels.emplace_back();
    panel.plot = Plot::Onsets;
    for (const auto &task :
         {u"5-digit addition"_s, u"4-digit addition"_s, u"3-digit addition"_s, u"3-digit subtraction"_s})
        panel.curves.push_back(
            bundled(u"gpt3"_s, u"GPT-3"_s, u"GPT-3 arithmetic"_s, task, u"accuracy"_s, u"few-shot (K=50)"_s));
    const PanelContent content = composed(spec)->panels[0];
    QStringList rows;
    for (const CurveContent &curve : content.curves)
        rows << u"%1: %2"_s.arg(curve.label, rowText(content, curve));
    QCOMPARE(rows, (QStringList{u"3-digit addition: 2.3 × 10²²"_s, u"3-digit subtraction: 2.3 × 10²²"_s,
                                u"5-digit addition: 3.1 × 10²³"_s, u"4-digit addition: 3.1 × 10²³"_s}));
    QCOMPARE(content.y, (AxisRange{0, 4}));
    QCOMPARE(heightOf(content, 0, 0), 3.5); // from the top
}

void TestViews::rowsWithoutOnsetComeLast()
{
    const auto source = [](const CurveSpec &spec, const Scale &scale) {
        return spec.key.family == u"slow"_s ? Shifted{.rise = 0}(spec, scale) : Shifted{}(spec, scale);
    };
    const PanelContent panel = made(twoFamilies(Plot::Onsets), source)->panels[0];
    QCOMPARE(panel.curves[0].label, u"fast"_s);
    QCOMPARE(rowText(panel, panel.curves[1]), u"flat"_s);
}

void TestViews::frontierKeepsTheFlat()
{
    const auto source = [](const CurveSpec &spec, const Scale &scale) {
        return spec.key.family == u"slow"_s ? Shifted{.rise = 0.01}(spec, scale) : Shifted{}(spec, scale);
    };
    const PanelContent panel = made(twoFamilies(Plot::Flat), source)->panels[0];
    QCOMPARE(panel.curves.size(), 1u);
    const std::optional<Sight> sight = panel.curves[0].sight;
    QVERIFY(sight && sight->power > 0.9); // 1,000 questions each: ten points would stand out
    QVERIFY(sight->jump > 0 && sight->jump < kFrontierJump);
    QVERIFY(panel.findings.front().startsWith(u"Flat: 1 of 2 curves"_s));
}

void TestViews::noneFlatIsSaid()
{
    const PanelContent panel = made(twoFamilies(Plot::Flat), Shifted{})->panels[0];
    QVERIFY(panel.curves.empty());
    QVERIFY(panel.missing.front().startsWith(u"None of the 2 curves is flat"_s));
}

ONSET_TEST(TestViews)
#include "tst_views.moc"
