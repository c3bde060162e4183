#include "core/figure/axis_range.h"
#include "core/figure/captions.h"
#include "core/figure/figure_content.h"
#include "tests/support/figures.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// Any family asked for: ten models, scores rising from chance to 0.9 about 10²², 200 questions each.
struct Made
{
    QString metric = u"accuracy"_s;
    double chance = 0.25;
    std::size_t models = 10;
    double n = 200;

    Result<Curve> operator()(const CurveSpec &spec, const Scale &scale) const
    {
        if (spec.key.family == u"nobody"_s)
            return failure(Code::NotFound, u"There is no curve of nobody."_s);
        if (spec.key.family == u"broken"_s)
            return failure(Code::Io, u"The disk is gone."_s);
        Curve curve;
        curve.key = spec.key;
        curve.scale = scale;
        curve.metric = metricNamed(metric);
        curve.chance = chance;
        curve.best = 1;
        if (spec.key.family == u"unplaced"_s) {
            curve.unplaced = 10;
            return curve;
        }
        const double floor = std::isnan(chance) ? 0 : chance;
        for (std::size_t i = 0; i < models; ++i) {
            CurvePoint point;
            point.model = QString::number(i);
            point.x = std::pow(10, 18 + 0.6 * double(i));
            point.y = floor + (0.9 - floor) / (1 + std::exp(-4 * (std::log10(point.x) - 21.5)));
            point.y = std::round(point.y * n) / n;
            point.n = n;
            curve.points.push_back(point);
        }
        return curve;
    }
};

FigureSpec specOf(const QStringList &families)
{
    FigureSpec spec;
    spec.fit.replicates = 50;
    spec.fit.noise = fit::Noise::Gaussian;
    PanelSpec &panel = spec.panels.emplace_back();
    for (const QString &family : families)
        panel.curves.push_back({.key = {.family = family, .task = u"a task"_s}});
    return spec;
}

std::shared_ptr<const FigureContent> made(const FigureSpec &spec, const Made &source = {}, int threads = 1)
{
    Progress progress;
    return compose(spec, source, threads, progress).value();
}

class Stopped : public Progress
{
public:
    explicit Stopped(int after) : m_left(after) {}
    [[nodiscard]] bool cancelled() const override { return m_left-- <= 0; }

private:
    mutable std::atomic<int> m_left;
};

} // namespace

class TestCompose : public QObject
{
    Q_OBJECT

private slots:
    void fitsAndBands();
    void sharedFitsEqualSingleOnes();
    void threadsDoNotMatter();
    void layersAreNotComputedInVain();
    void floorFollowsChance_data();
    void floorFollowsChance();
    void everythingMovesWithTheLens();
    void unfitForTheLensIsListed_data();
    void unfitForTheLensIsListed();
    void onsetIgnoresTheTransform();
    void missingCurvesAreListed();
    void errorsPassThrough();
    void cancelStops_data();
    void cancelStops();
    void statusBecomesASentence();
    void chanceOnlyWhenAllAgree();
    void rangesHoldTheData();
    void axisTitlesAndDirections();
    void emptyFigure();
    void noiseFollowsTheScores_data();
    void noiseFollowsTheScores();
    void slowBandsFollow();
    void everyLawHasItsBand_data();
    void everyLawHasItsBand();
    void everyRivalIsDrawn_data();
    void everyRivalIsDrawn();
    void autoDrawsTheBest();
    void autoNeedsEnoughModels();
    void autoFloorTakesTheBetter();
    void verdictsFollow();
    void verdictsCanBeCancelled();
    void beyondTheCutoffIsForetold();
    void levelsAreHeld();
    void aSuppositionReplacesAScore();
    void rangesMoveBandsOnly();
};

void TestCompose::fitsAndBands()
{
    const auto content = made(specOf({u"A"_s}));
    const CurveContent &curve = content->panels.at(0).curves.at(0);
    QVERIFY(curve.fit.usable());
    QCOMPARE(curve.fit.parameter("floor"), 0.25);
    QVERIFY(std::abs(curve.fit.parameter("midpoint") - 21.5) < 0.05);
    QCOMPARE(curve.band.x.size(), curve.band.low.size());
    QCOMPARE(curve.band.x.front(), std::log10(content->panels[0].x.low));
    QCOMPARE(curve.band.x.back(), std::log10(content->panels[0].x.high));
    for (std::size_t i = 1; i < curve.band.x.size(); ++i)
        QVERIFY(curve.band.low[i] <= curve.band.high[i]);
    QVERIFY(curve.onset && curve.onset->exists);
    QCOMPARE(curve.bars.size(), curve.curve.points.size());
}

void TestCompose::sharedFitsEqualSingleOnes()
{
    const auto together = made(specOf({u"A"_s, u"B"_s, u"C"_s}));
    for (std::size_t i = 0; i < 3; ++i) {
        const auto alone = made(specOf({QString(QChar(u'A' + char16_t(i)))}));
        QCOMPARE(together->panels[0].curves[i].fit.rss, alone->panels[0].curves[0].fit.rss);
        QCOMPARE(together->panels[0].curves[i].band.high, alone->panels[0].curves[0].band.high);
    }
}

void TestCompose::threadsDoNotMatter()
{
    const FigureSpec spec = specOf({u"A"_s, u"B"_s});
    QCOMPARE(made(spec, {}, 1)->panels[0].curves[1].band.low,
             made(spec, {}, 3)->panels[0].curves[1].band.low);
}

void TestCompose::layersAreNotComputedInVain()
{
    FigureSpec spec = specOf({u"A"_s});
    spec.layers.bands = false;
    QVERIFY(made(spec)->panels[0].curves[0].fit.usable());
    QVERIFY(made(spec)->panels[0].curves[0].band.x.empty());
    spec.layers.fits = false;
    QVERIFY(!made(spec)->panels[0].curves[0].fit.usable());
}

void TestCompose::floorFollowsChance_data()
{
    QTest::addColumn<QString>("metric");
    QTest::addColumn<double>("chance");
    QTest::addColumn<bool>("asksFree");
    QTest::addColumn<double>("floor"); // NaN: free
    QTest::addColumn<QString>("note");
    QTest::newRow("known") << u"accuracy"_s << 0.25 << false << 0.25 << QString();
    QTest::newRow("unknown, generated") << u"exact match"_s << kUnknown << false << 0.0 << u"floor is 0"_s;
    QTest::newRow("unknown, chosen") << u"accuracy"_s << kUnknown << false << kUnknown << u"left free"_s;
    QTest::newRow("asked for") << u"accuracy"_s << 0.25 << true << kUnknown << QString();
}

void TestCompose::floorFollowsChance()
{
    QFETCH(QString, metric);
    QFETCH(double, chance);
    QFETCH(bool, asksFree);
    QFETCH(double, floor);
    QFETCH(QString, note);
    FigureSpec spec = specOf({u"A"_s});
    spec.layers.bands = false;
    spec.fit.floor = asksFree ? FitSpec::Floor::Free : FitSpec::Floor::Chance;
    const auto content = made(spec, {.metric = metric, .chance = chance});
    const CurveContent &curve = content->panels[0].curves[0];
    QCOMPARE(std::isnan(curve.fit.request.floor), std::isnan(floor));
    if (!std::isnan(floor))
        QCOMPARE(curve.fit.request.floor, floor);
    QVERIFY2(note.isEmpty() ? curve.fitNote.isEmpty() : curve.fitNote.contains(note),
             qPrintable(curve.fitNote));
}

void TestCompose::everythingMovesWithTheLens()
{
    FigureSpec spec = specOf({u"A"_s});
    const auto source = [](const CurveSpec &key, const Scale &scale) {
        Result<Curve> curve = Made{.chance = 0}(key, scale);
        curve->references = {{u"Human"_s, 0.75}, {u"nobody"_s, 0}};
        curve->points[0].y = 0;
        return curve;
    };
    Progress progress;
    const auto raw = compose(spec, source, 1, progress).value();
    spec.panels[0].transform = Transform::Root;
    spec.panels[0].answerLength = 2;
    const PanelContent root = compose(spec, source, 1, progress).value()->panels[0];
    QCOMPARE(root.chance, 0.0);
    QCOMPARE(root.references, (std::vector<Reference>{{u"Human"_s, std::sqrt(0.75)}, {u"nobody"_s, 0}}));
    QCOMPARE(root.yTitle, u"Accuracy^(1/2) (%)"_s);
    QVERIFY(root.percent);
    QVERIFY(root.y.high > std::sqrt(root.curves[0].bars.back().high));

    // Scores, bars, fit and band are measured as they are.
    const CurveContent &before = raw->panels[0].curves[0], &after = root.curves[0];
    QCOMPARE(after.bars, before.bars);
    QCOMPARE(after.fit.rss, before.fit.rss);
    QCOMPARE(after.band.low, before.band.low);
    QCOMPARE(after.lens(0.25), 0.5);

    spec.panels[0].transform = Transform::Logit;
    const FigureContent logit = *compose(spec, source, 1, progress).value();
    QVERIFY(std::isnan(logit.panels[0].chance)); // of chance 0 there is none
    QCOMPARE(logit.panels[0].references.size(), std::size_t(1));
    QVERIFY(!logit.panels[0].percent);
    QVERIFY(logit.panels[0].y.low > -10); // no bars where no point is drawn
    QVERIFY2(caption(logit).contains(u"no place for their scores: results 4."_s), qPrintable(caption(logit)));
}

void TestCompose::unfitForTheLensIsListed_data()
{
    QTest::addColumn<QString>("metric");
    QTest::addColumn<Transform>("transform");
    QTest::addColumn<QString>("why");
    QTest::newRow("no chance") << u"accuracy"_s << Transform::ChanceNormalised << u"chance level"_s;
    QTest::newRow("no proportion") << u"perplexity"_s << Transform::Logit << u"no proportion"_s;
}

void TestCompose::unfitForTheLensIsListed()
{
    QFETCH(QString, metric);
    QFETCH(Transform, transform);
    QFETCH(QString, why);
    FigureSpec spec = specOf({u"A"_s});
    spec.panels[0].transform = transform;
    const auto content = made(spec, {.metric = metric, .chance = kUnknown});
    QVERIFY(content->panels[0].curves.empty());
    QVERIFY2(content->panels[0].missing.value(0).contains(why), qPrintable(content->panels[0].missing[0]));
}

void TestCompose::onsetIgnoresTheTransform()
{
    FigureSpec spec = specOf({u"A"_s});
    spec.layers.fits = false;
    const auto raw = made(spec)->panels[0].curves[0].onset;
    spec.panels[0].transform = Transform::ChanceNormalised;
    QVERIFY(made(spec)->panels[0].curves[0].onset->between == raw->between);
    spec.panels[0].transform = Transform::Raw;
    QVERIFY(!made(spec, {.chance = kUnknown})->panels[0].curves[0].onset);
    QVERIFY(made(spec, {.metric = u"exact match"_s, .chance = kUnknown})->panels[0].curves[0].onset->exists);
}

void TestCompose::missingCurvesAreListed()
{
    const auto content = made(specOf({u"nobody"_s, u"A"_s, u"unplaced"_s}));
    const PanelContent &panel = content->panels[0];
    QCOMPARE(panel.curves.size(), std::size_t(1));
    QCOMPARE(panel.curves[0].label, u"A"_s);
    QCOMPARE(panel.missing.size(), 2);
    QCOMPARE(panel.missing[0], u"There is no curve of nobody."_s);
    QVERIFY2(panel.missing[1].startsWith(u"unplaced: "_s), qPrintable(panel.missing[1]));
}

void TestCompose::errorsPassThrough()
{
    Progress progress;
    const auto content = compose(specOf({u"A"_s, u"broken"_s}), Made{}, 1, progress);
    QVERIFY(!content);
    QCOMPARE(content.error().code, Code::Io);
}

void TestCompose::cancelStops_data()
{
    QTest::addColumn<int>("after");
    for (const int after : {0, 1, 2, 5, 20})
        QTest::addRow("after %d questions", after) << after;
}

void TestCompose::cancelStops()
{
    QFETCH(int, after);
    FigureSpec spec = specOf({u"A"_s, u"B"_s});
    spec.fit.replicates = 100'000;
    Stopped progress(after);
    const auto content = compose(spec, Made{}, 1, progress);
    QVERIFY(!content);
    QCOMPARE(content.error().code, Code::Cancelled);
}

void TestCompose::statusBecomesASentence()
{
    const auto content = made(specOf({u"A"_s}), {.models = 2});
    QVERIFY(!content->panels[0].curves[0].fit.usable());
    QVERIFY(content->panels[0].curves[0].fitNote.contains(u"fewer places"_s));
    QVERIFY(content->panels[0].curves[0].band.x.empty());
}

void TestCompose::chanceOnlyWhenAllAgree()
{
    QCOMPARE(made(specOf({u"A"_s, u"B"_s}))->panels[0].chance, 0.25);
    const auto differing = [](const CurveSpec &spec, const Scale &scale) {
        return Made{.chance = spec.key.family == u"A"_s ? 0.25 : 0.5}(spec, scale);
    };
    Progress progress;
    const auto content = compose(specOf({u"A"_s, u"B"_s}), differing, 1, progress);
    VERIFY_RESULT(content);
    QVERIFY(std::isnan((*content)->panels[0].chance));
}

void TestCompose::rangesHoldTheData()
{
    FigureSpec spec = specOf({u"A"_s});
    spec.layers.fits = false;
    const auto content = made(spec);
    const PanelContent &panel = content->panels[0];
    QVERIFY(panel.x.low < 1e18 && panel.x.high > std::pow(10, 23.4));
    QVERIFY(panel.y.low < 0 && panel.y.low > -0.1); // proportions start at zero
    QVERIFY(panel.y.high > panel.curves[0].bars.back().high);
    spec.panels[0].xRange = AxisRange{1e20, 1e21};
    spec.panels[0].yRange = AxisRange{0.1, 0.2};
    QCOMPARE(made(spec)->panels[0].x, *spec.panels[0].xRange);
    QCOMPARE(made(spec)->panels[0].y, *spec.panels[0].yRange);
    // One model, or no model, still gives axes to draw.
    for (const std::size_t models : {0, 1}) {
        const AxisRange x = made(spec, {.models = models})->panels[0].x;
        QVERIFY(x.low > 0 && x.low < x.high && std::isfinite(x.high));
    }
    spec.panels[0].xRange = AxisRange{-1, 1e21};
    QVERIFY(!made(spec)->panels[0].logX); // a range from below zero cannot be logarithmic
}

void TestCompose::axisTitlesAndDirections()
{
    const auto content = composed(bundledFigure(u"emergent-figures"_s, u"figure-4.json"_s));
    QCOMPARE(content->panels[0].xTitle, u"Training compute (FLOPs)"_s);
    QCOMPARE(content->panels[1].xTitle, u"Model parameters"_s);
    QCOMPARE(content->panels[2].xTitle, u"WikiText-103 perplexity"_s);
    QCOMPARE(content->panels[2].yTitle, u"Accuracy (%)"_s);
    QVERIFY(content->panels[2].reversedX && !content->panels[1].reversedX);
    QVERIFY(content->panels[2].logX);
    QCOMPARE(content->panels[0].curves[0].label, u"Chinchilla"_s);
}

void TestCompose::emptyFigure()
{
    QVERIFY(made(FigureSpec{})->panels.empty());
    FigureSpec spec;
    spec.panels.resize(1);
    QVERIFY(made(spec)->panels[0].curves.empty());
}

void TestCompose::noiseFollowsTheScores_data()
{
    QTest::addColumn<double>("n");
    QTest::addColumn<std::optional<fit::Noise>>("asked");
    QTest::addColumn<fit::Noise>("taken");
    QTest::addColumn<QString>("note");
    using Asked = std::optional<fit::Noise>;
    QTest::newRow("counts") << 200.0 << Asked() << fit::Noise::ExtraScatter << QString();
    QTest::newRow("counts, asked") << 200.0 << Asked(fit::Noise::Binomial) << fit::Noise::Binomial
                                   << QString();
    QTest::newRow("no errors to take")
        << 200.0 << Asked(fit::Noise::StatedError) << fit::Noise::ExtraScatter << u"do not allow"_s;
    QTest::newRow("unknown n") << kUnknown << Asked() << fit::Noise::Gaussian << QString();
    QTest::newRow("unknown n, asked")
        << kUnknown << Asked(fit::Noise::BetaBinomial) << fit::Noise::Gaussian << u"do not allow"_s;
}

void TestCompose::noiseFollowsTheScores()
{
    QFETCH(double, n);
    QFETCH(std::optional<fit::Noise>, asked);
    QFETCH(QString, note);
    FigureSpec spec = specOf({u"A"_s});
    spec.layers.bands = false;
    spec.fit.noise = asked;
    const auto source = [n](const CurveSpec &curve, const Scale &scale) -> Result<Curve> {
        Curve made = Made{}(curve, scale).value();
        for (CurvePoint &point : made.points)
            point.n = n;
        return made;
    };
    Progress progress;
    const auto content = compose(spec, source, 1, progress);
    VERIFY_RESULT(content);
    const CurveContent &curve = (*content)->panels[0].curves[0];
    QTEST(curve.fit.request.noise, "taken");
    QVERIFY2(note.isEmpty() ? curve.fitNote.isEmpty() : curve.fitNote.contains(note),
             qPrintable(curve.fitNote));
}

/// A sketch is there at once; its bands come curve by curve, and move nothing else.
void TestCompose::slowBandsFollow()
{
    Progress progress;
    FigureSpec spec = specOf({u"A"_s, u"B"_s});
    const auto bandsOf = [](const ContentPtr &content) {
        return std::ranges::count_if(content->panels[0].curves,
                                     [](const CurveContent &curve) { return !curve.band.x.empty(); });
    };
    const auto quick = sketch(spec, Made{}, 1, progress);
    VERIFY_RESULT(quick);
    QCOMPARE(bandsOf(*quick), 2);
    QCOMPARE(banded(*quick, 1, 1, progress).value(), *quick);

    spec.fit.noise = fit::Noise::ExtraScatter;
    const auto bare = sketch(spec, Made{}, 1, progress);
    VERIFY_RESULT(bare);
    QCOMPARE(bandsOf(*bare), 0);
    QVERIFY((*bare)->panels[0].curves[0].fit.usable());
    const ContentPtr draft = drafted(*bare, 1, progress).value();
    QCOMPARE(bandsOf(draft), 2);
    QVERIFY(draft->panels[0].curves[0].band.replicates < spec.fit.replicates);
    QCOMPARE(drafted(draft, 1, progress).value(), draft);
    QCOMPARE(banded(draft, kAllBands, 1, progress).value()->panels[0].curves[1].band.low,
             made(spec)->panels[0].curves[1].band.low);
    const ContentPtr first = banded(*bare, 1, 1, progress).value();
    QCOMPARE(bandsOf(first), 1);
    QVERIFY(!first->panels[0].curves[0].band.x.empty());
    const ContentPtr both = banded(first, 1, 2, progress).value();
    QCOMPARE(bandsOf(both), 2);
    QCOMPARE(banded(both, 1, 1, progress).value(), both);
    QCOMPARE(caption(*both), caption(**bare)); // a footer would move the axes
    QCOMPARE(both->panels[0].x, (*bare)->panels[0].x);
    QCOMPARE(both->panels[0].y, (*bare)->panels[0].y);
    QCOMPARE(made(spec)->panels[0].curves[1].band.low, both->panels[0].curves[1].band.low);

    spec.fit.replicates = 100'000;
    Stopped stopped(20);
    const auto cancelled = banded(sketch(spec, Made{}, 1, progress).value(), kAllBands, 1, stopped);
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, Code::Cancelled);
}

void TestCompose::everyLawHasItsBand_data()
{
    QTest::addColumn<fit::Noise>("noise");
    for (const fit::Noise noise : fit::kNoises)
        QTest::newRow(std::string(fit::name(noise)).c_str()) << noise;
}

void TestCompose::everyLawHasItsBand()
{
    QFETCH(fit::Noise, noise);
    FigureSpec spec = specOf({u"A"_s});
    spec.fit.noise = noise;
    const auto withErrors = [](const CurveSpec &asked, const Scale &scale) {
        Result<Curve> curve = Made{}(asked, scale);
        for (CurvePoint &point : curve->points)
            point.standardError = 0.03;
        return curve;
    };
    Progress progress;
    const auto content = compose(spec, withErrors, 1, progress);
    VERIFY_RESULT(content);
    const CurveContent &curve = (*content)->panels[0].curves[0];
    QCOMPARE(curve.fit.request.noise, noise);
    QCOMPARE(curve.band.replicates, 50);
    QCOMPARE(curve.band.failed, 0);
    const auto middle = std::size_t(std::ranges::lower_bound(curve.band.x, 21.5) - curve.band.x.begin());
    const double mean = curve.fit.mean(curve.band.x[middle]);
    QVERIFY(curve.band.low[middle] < mean && mean < curve.band.high[middle]);
}

void TestCompose::everyRivalIsDrawn_data()
{
    QTest::addColumn<fit::Model>("model");
    for (const fit::Model model : fit::kModels)
        QTest::newRow(std::string(fit::name(model)).c_str()) << model;
}

void TestCompose::everyRivalIsDrawn()
{
    QFETCH(fit::Model, model);
    FigureSpec spec = specOf({u"A"_s});
    spec.fit.model = model;
    const auto content = made(spec);
    const fit::Fit &fit = content->panels[0].curves[0].fit;
    const fit::Band &band = content->panels[0].curves[0].band;
    QVERIFY(fit.usable());
    QCOMPARE(band.replicates, model == fit::Model::Isotonic ? 0 : 50);
    QVERIFY(std::ranges::all_of(band.low, [](double low) { return std::isfinite(low); }));
    QCOMPARE(fit.request.model, model);
    QVERIFY(std::isfinite(fit.mean(20.3)));
}

void TestCompose::autoDrawsTheBest()
{
    FigureSpec spec = specOf({u"A"_s});
    spec.fit.model = std::nullopt;
    spec.fit.floor = FitSpec::Floor::Auto;
    const auto content = made(spec);
    const CurveContent &curve = content->panels[0].curves[0];
    QVERIFY(curve.verdict && curve.verdict->comparison.best >= 0);
    QCOMPARE(curve.fit.aicc,
             curve.verdict->comparison.fits[std::size_t(curve.verdict->comparison.best)].aicc);
    QVERIFY(!fit::isSmooth(curve.fit.request.model)); // the scores are a logistic curve, rounded
}

void TestCompose::autoNeedsEnoughModels()
{
    FigureSpec spec = specOf({u"A"_s});
    spec.fit.model = std::nullopt;
    const auto rising = [](const CurveSpec &asked, const Scale &scale) -> Result<Curve> {
        Curve curve = Made{.models = 8}(asked, scale).value();
        curve.points.erase(curve.points.begin(), curve.points.begin() + 4);
        return curve;
    };
    Progress progress;
    const auto content = compose(spec, rising, 1, progress);
    VERIFY_RESULT(content);
    const CurveContent &curve = (*content)->panels[0].curves[0];
    QCOMPARE(curve.fit.request.model, fit::Model::Logistic);
    QVERIFY2(curve.fitNote.contains(u"Too few models to choose"_s), qPrintable(curve.fitNote));
}

void TestCompose::autoFloorTakesTheBetter()
{
    FigureSpec spec = specOf({u"A"_s});
    spec.layers.bands = false;
    const auto aicc = [&spec](FitSpec::Floor floor) {
        spec.fit.floor = floor;
        return made(spec)->panels[0].curves[0].fit.aicc;
    };
    const double chance = aicc(FitSpec::Floor::Chance), free = aicc(FitSpec::Floor::Free);
    QVERIFY(chance != free);
    QCOMPARE(aicc(FitSpec::Floor::Auto), std::min(chance, free));
}

void TestCompose::verdictsFollow()
{
    FigureSpec spec = specOf({u"A"_s, u"B"_s});
    const ContentPtr content = made(spec);
    QVERIFY(!content->panels[0].curves[0].verdict);
    Progress progress;
    const auto full = judged(content, 2, progress);
    VERIFY_RESULT(full);
    for (const CurveContent &curve : (*full)->panels[0].curves) {
        QVERIFY(curve.verdict);
        QCOMPARE(curve.verdict->headline, fit::Headline::Emergent);
        QCOMPARE(curve.verdict->noise, fit::Noise::Gaussian);
        QVERIFY(curve.verdict->breakTest.tested);
        QVERIFY(curve.bigBench &&
                curve.bigBench->seen.breakthroughness > curve.bigBench->chance.percentile95);
        const fit::Interval &midpoint = curve.fit.parameters[3].interval;
        QVERIFY(midpoint.low < 21.5 && 21.5 < midpoint.high);
        QVERIFY(std::isnan(curve.fit.parameters[0].interval.low)); // the floor is given
    }
    const auto alone = judged(made(specOf({u"A"_s})), 1, progress);
    VERIFY_RESULT(alone);
    QCOMPARE((*alone)->panels[0].curves[0].verdict->breakTest.p,
             (*full)->panels[0].curves[0].verdict->breakTest.p);
    spec.layers.fits = false;
    const ContentPtr bare = made(spec);
    QCOMPARE(judged(bare, 1, progress).value(), bare);
}

void TestCompose::verdictsCanBeCancelled()
{
    Stopped progress(1);
    const auto full = judged(made(specOf({u"A"_s, u"B"_s})), 1, progress);
    QVERIFY(!full);
    QCOMPARE(full.error().code, Code::Cancelled);
}

void TestCompose::beyondTheCutoffIsForetold()
{
    FigureSpec spec = specOf({u"A"_s, u"B"_s});
    const auto whole = made(spec);
    const std::vector<double> cutoffs = cutoffsOf(*whole, {});
    QCOMPARE(cutoffs.size(), 9u);
    spec.panels.front().cutoff = cutoffs[5];
    const auto content = made(spec);
    const CurveContent &curve = content->panels.front().curves.front();
    QCOMPARE(std::ranges::count(curve.curve.points, true, &CurvePoint::heldOut), 4);
    QCOMPARE(curve.fit.m, 6);
    // The same numbers as the backtest of the shell.
    Progress progress;
    const fit::BacktestOptions options{
        .fewestBelow = 6, .bootstrap = {.replicates = spec.fit.replicates}, .range = curve.measure.range};
    const std::vector<fit::Cutoff> tried =
        fit::backtest(backtestPoints(curve.curve), curve.fit.request, options, progress);
    QCOMPARE(curve.forecast.size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(curve.forecast[i].predicted, tried.front().predictions[i].predicted);
        QCOMPARE(curve.forecast[i].interval.high, tried.front().predictions[i].interval.high);
    }
    QVERIFY(forecastSentence(content->panels.front()).contains(u"8 results"_s));
    QVERIFY(caption(*content).contains(u"Held out beyond"_s));
    QVERIFY(forecastSentence(whole->panels.front()).isEmpty());
    const auto verdicts = judged(content, 1, progress);
    VERIFY_RESULT(verdicts);
    QCOMPARE((*verdicts)->panels.front().curves.front().verdict->comparison.fits.front().m, 6);
}

void TestCompose::levelsAreHeld()
{
    FigureSpec spec = specOf({u"A"_s});
    spec.panels.front().floor = 0.1;
    spec.panels.front().ceiling = 0.95;
    const auto content = made(spec);
    const CurveContent &curve = content->panels.front().curves.front();
    QCOMPARE(curve.fit.parameter("floor"), 0.1);
    QCOMPARE(curve.fit.parameter("ceiling"), 0.95);
    QVERIFY(curve.fitNote.contains(u"The floor is held at 10.0 %"_s));
    QVERIFY(!curve.band.x.empty());
    spec.fit.model = fit::Model::Line; // which has none
    QVERIFY(made(spec)->panels.front().curves.front().fitNote.isEmpty());
}

void TestCompose::aSuppositionReplacesAScore()
{
    const Curve curve = Made{}(specOf({u"A"_s}).panels.front().curves.front(), {}).value();
    const Curve other = supposed(curve, {curve.key, u"3"_s, {}, 0.7077});
    QCOMPARE(other.points[3].y, 142.0 / 200); // a count of its questions
    QCOMPARE(*other.points[3].measured, curve.points[3].y);
    QCOMPARE(*supposed(other, {curve.key, u"3"_s, {}, 3.0}).points[3].measured, curve.points[3].y);
    QCOMPARE(supposed(other, {curve.key, u"3"_s, {}, 3.0}).points[3].y, 1.0);
    QVERIFY(!supposed(curve, {curve.key, u"nobody"_s, {}, 0.5}).points[3].measured);
}

/// As composed over the other range, but for what was fitted already.
void TestCompose::rangesMoveBandsOnly()
{
    FigureSpec spec = specOf({u"A"_s});
    const auto whole = made(spec);
    spec.panels.front().xRange = AxisRange{1e19, 1e23};
    spec.panels.front().yRange = AxisRange{0.2, 0.8};
    const ContentPtr narrow = ranged(whole, spec);
    QCOMPARE(narrow->panels.front().curves.front().band.x, whole->panels.front().curves.front().band.x);
    Progress progress;
    const auto content = banded(narrow, kAllBands, 1, progress);
    VERIFY_RESULT(content);
    const auto fresh = made(spec);
    const PanelContent &panel = (*content)->panels.front(), &same = fresh->panels.front();
    QVERIFY(panel.x == same.x && panel.y == same.y && panel.logX == same.logX);
    QCOMPARE(panel.curves.front().band.x, same.curves.front().band.x);
    QCOMPARE(panel.curves.front().band.high, same.curves.front().band.high);
    QCOMPARE(*banded(*content, kAllBands, 1, progress), *content);
    spec.panels.front().xRange = spec.panels.front().yRange = std::nullopt;
    QVERIFY(ranged(*content, spec)->panels.front().x == whole->panels.front().x);
}

ONSET_TEST(TestCompose)
#include "tst_compose.moc"
