#include "core/fit/curves/fit.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/intervals/profile.h"
#include "core/fit/random.h"
#include "core/fit/solve/fitter.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>
#include <cstring>

using namespace onset;
using namespace onset::fit;
using namespace Qt::StringLiterals;

class TestBootstrap : public QObject
{
    Q_OBJECT

private slots:
    void sameForAnyThreads();
    void everyFit_data();
    void everyFit();
    void fewReplicates();
    void seedDecides();
    void ownMeanCurve();
    void ownNoise();
    void coverage();
    void simultaneousCoverage();
    void countsAgreeWithProfile();
    void degenerateCases();
    void caseKeepsAmplitude();
    void boundedAndOpenIntervals();
    void exactFit();
    void drafts_data();
    void drafts();
    void undefined_data();
    void undefined();
    void cancelled();
};

namespace {

constexpr double kMidpoint = 21.6;
constexpr double kSigma = 0.03;

double truth(double x) { return 0.15 + 0.65 / (1 + std::exp(-2.5 * (x - kMidpoint))); }

Points sample(std::uint64_t stream, int count = 12, double sigma = kSigma)
{
    Points points;
    for (int i = 0; i < count; ++i) {
        points.x.push_back(18 + 7.0 * i / (count - 1));
        points.y.push_back(truth(points.x.back()) +
                           sigma * normalPair(99, stream, static_cast<std::uint64_t>(i))[0]);
    }
    return points;
}

Points counts(double questions)
{
    Points points = sample(6);
    for (double &y : points.y)
        y = std::round(std::clamp(y, 0.0, 1.0) * questions) / questions;
    points.n.assign(points.size(), questions);
    points.se.assign(points.size(), 0.02);
    return points;
}

bool sameBytes(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

bool sameBytes(const std::vector<double> &a, const std::vector<double> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double left, double right) { return sameBytes(left, right); });
}

bool sameBytes(const Band &a, const Band &b)
{
    bool same = a.x == b.x && sameBytes(a.low, b.low) && sameBytes(a.high, b.high) &&
                sameBytes(a.simultaneousLow, b.simultaneousLow) &&
                sameBytes(a.simultaneousHigh, b.simultaneousHigh) && a.replicates == b.replicates &&
                a.failed == b.failed;
    for (std::size_t i = 0; i < a.parameters.size(); ++i) {
        same = same && sameBytes(a.parameters[i].low, b.parameters[i].low) &&
               sameBytes(a.parameters[i].high, b.parameters[i].high);
    }
    return same;
}

bool contains(const Interval &interval, double value)
{
    return interval.low <= value && value <= interval.high;
}

} // namespace

void TestBootstrap::sameForAnyThreads()
{
    const Points points = sample(1);
    const Fit found = fit::fit(points, {});
    Progress progress;
    const Band one = bootstrapBand(points, found, points.x, {.replicates = 301, .threads = 1}, progress);
    QCOMPARE(one.replicates, 301);
    for (const int threads : {2, 5, 64})
        QVERIFY(sameBytes(
            one, bootstrapBand(points, found, points.x, {.replicates = 301, .threads = threads}, progress)));
}

void TestBootstrap::everyFit_data()
{
    QTest::addColumn<int>("model");
    QTest::addColumn<int>("noise");
    QTest::addColumn<int>("kind");
    const auto row = [](Model model, Noise noise, Resampling kind) {
        const auto text = [](std::string_view part) { return std::string(part); };
        const std::string title =
            text(name(model)) + ", " + text(name(noise)) + (kind == Resampling::Case ? ", cases" : "");
        QTest::newRow(title.c_str()) << int(model) << int(noise) << int(kind);
    };
    for (const Model model : kModels)
        row(model, Noise::Gaussian, Resampling::Parametric);
    for (const Noise noise :
         {Noise::StatedError, Noise::Binomial, Noise::ExtraScatter, Noise::BetaBinomial}) {
        row(Model::Logistic, noise, Resampling::Parametric);
        row(Model::Logistic, noise, Resampling::Case);
    }
    row(Model::Isotonic, Noise::ExtraScatter, Resampling::Parametric);
    for (const Model model : {Model::Logistic, Model::Power, Model::Isotonic})
        row(model, Noise::Gaussian, Resampling::Case);
}

/// The same bytes from one to three threads, and bands that hold each other.
void TestBootstrap::everyFit()
{
    QFETCH(int, model);
    QFETCH(int, noise);
    QFETCH(int, kind);
    const Points points = counts(200);
    Request request;
    request.model = Model(model);
    request.noise = Noise(noise);
    const Fit found = fit::fit(points, request);
    QVERIFY(found.usable());
    Progress progress;
    Bootstrap options{.replicates = 100, .kind = Resampling(kind)};
    const std::vector<double> at{18, 20.3, 21.6, 22, 25};
    const Band one = bootstrapBand(points, found, at, options, progress);
    QCOMPARE(one.replicates, 100);
    QVERIFY(one.failed == 0 || options.kind == Resampling::Case);
    for (options.threads = 2; options.threads <= 3; ++options.threads)
        QVERIFY(sameBytes(one, bootstrapBand(points, found, at, options, progress)));
    for (std::size_t k = 0; k < at.size(); ++k) {
        QVERIFY(one.low[k] < one.high[k]);
        QVERIFY(one.simultaneousLow[k] <= one.low[k] && one.high[k] <= one.simultaneousHigh[k]);
        QVERIFY(contains({one.simultaneousLow[k], one.simultaneousHigh[k]}, found.mean(at[k])));
    }
    for (std::size_t i = 0; i < std::size_t(found.count); ++i)
        QVERIFY(one.parameters[i].low <= one.parameters[i].high);
}

/// With too few for a percentile, the extremes; the fitted curve is between them.
void TestBootstrap::fewReplicates()
{
    const Points points{{0, 1, 2, 3, 4, 5}, {.3, .5, .4, .6, .35, .45}, {}, {}};
    const Fit flat = fit::fit(points, {.model = Model::Flat});
    Progress progress;
    for (const int replicates : {20, 50, 100, 200}) {
        const Band band =
            bootstrapBand(points, flat, {0, 2.5}, {.replicates = replicates, .seed = 4}, progress);
        QVERIFY(band.low[1] < flat.mean(2.5) && flat.mean(2.5) < band.high[1]);
    }
    // The mean of six scores, of which the sd is known.
    const Band two = bootstrapBand(points, flat, {0}, {.replicates = 39, .seed = 4}, progress);
    const double sd = std::sqrt(flat.rss / 5 / 6);
    QVERIFY(two.low[0] < flat.mean(0) - 1.2 * sd && two.high[0] > flat.mean(0) + 1.2 * sd);
}

void TestBootstrap::seedDecides()
{
    const Points points = sample(1);
    const Fit found = fit::fit(points, {});
    Progress progress;
    const Band one = bootstrapBand(points, found, points.x, {.replicates = 100, .seed = 1}, progress);
    QVERIFY(sameBytes(one, bootstrapBand(points, found, points.x, {.replicates = 100, .seed = 1}, progress)));
    QVERIFY(one.low != bootstrapBand(points, found, points.x, {.replicates = 100, .seed = 2}, progress).low);
}

/// A hinge with its floor bound has no width below its break, where a logistic would.
void TestBootstrap::ownMeanCurve()
{
    Points points = sample(7);
    for (std::size_t i = 0; i < points.size(); ++i)
        points.y[i] = 0.15 + 0.15 * std::max(0.0, points.x[i] - 21) + (i % 2 ? 0.01 : -0.01);
    Request request;
    request.model = Model::Hinge;
    request.floor = 0.15;
    Progress progress;
    const Band band =
        bootstrapBand(points, fit::fit(points, request), {18, 24}, {.replicates = 200}, progress);
    QCOMPARE(band.low[0], 0.15);
    QCOMPARE(band.high[0], 0.15);
    QCOMPARE(band.simultaneousHigh[0], 0.15);
    QVERIFY(contains(band.parameters[2], 21));
    QVERIFY(contains({band.low[1], band.high[1]}, 0.6));
}

/// Right answers scatter by √(μ(1 − μ)/N): a hundred times the questions make a tenth of the width. A fifth
/// for 400 replicates (± 5 % each) and for the shrinking bend of the curve.
void TestBootstrap::ownNoise()
{
    Request request;
    request.noise = Noise::Binomial;
    Progress progress;
    const auto width = [&](double questions) {
        const Points points = counts(questions);
        const Band band =
            bootstrapBand(points, fit::fit(points, request), {kMidpoint}, {.replicates = 400}, progress);
        return band.high[0] - band.low[0];
    };
    const double ratio = width(200) / width(20000);
    QVERIFY2(ratio > 8 && ratio < 12, qPrintable(QString::number(ratio)));
}

/// Nominal 95 % of 200 samples: the law of large numbers allows 95 ± 4.6 % (three standard errors), and the
/// percentile interval of a nonlinear fit on twelve points may fall a few per cent short.
void TestBootstrap::coverage()
{
    constexpr int kSamples = 200;
    Progress progress;
    int midpoints = 0;
    int curves = 0;
    double width = 0;
    for (std::uint64_t stream = 0; stream < kSamples; ++stream) {
        const Points points = sample(stream);
        const Fit found = fit::fit(points, {});
        const Band band = bootstrapBand(points, found, {kMidpoint}, {.replicates = 200}, progress);
        midpoints += contains(band.parameters[3], kMidpoint);
        curves += contains({band.low[0], band.high[0]}, truth(kMidpoint));
        width += (band.parameters[3].high - band.parameters[3].low) / kSamples;
    }
    QVERIFY2(midpoints >= 0.87 * kSamples && midpoints <= 0.99 * kSamples,
             qPrintable(QString::number(midpoints)));
    QVERIFY2(curves >= 0.87 * kSamples && curves <= 0.99 * kSamples, qPrintable(QString::number(curves)));
    QVERIFY2(width > 0.05 && width < 0.5, qPrintable(QString::number(width)));
}

/// Nominal 95 % of the whole true curve, at 29 places over the twelve models. 100 samples have a standard
/// error of 2 to 3 %: at least 88 %.
void TestBootstrap::simultaneousCoverage()
{
    constexpr int kSamples = 100;
    std::vector<double> at;
    for (int i = 0; i <= 28; ++i)
        at.push_back(18 + 0.25 * i);
    Progress progress;
    int simultaneous = 0;
    int pointwise = 0;
    for (std::uint64_t stream = 1000; stream < 1000 + kSamples; ++stream) {
        const Points points = sample(stream);
        const Band band = bootstrapBand(points, fit::fit(points, {}), at, {.replicates = 500}, progress);
        bool whole = true;
        bool each = true;
        for (std::size_t k = 0; k < at.size(); ++k) {
            whole = whole && contains({band.simultaneousLow[k], band.simultaneousHigh[k]}, truth(at[k]));
            each = each && contains({band.low[k], band.high[k]}, truth(at[k]));
        }
        simultaneous += whole;
        pointwise += each;
    }
    const QString both = QStringLiteral("simultaneous %1, pointwise %2").arg(simultaneous).arg(pointwise);
    qInfo("%s of %d whole curves", qPrintable(both), kSamples);
    QVERIFY2(simultaneous >= 0.88 * kSamples && pointwise < simultaneous, qPrintable(both));
}

/// Two roads to the midpoint of a clear rise of counts: they overlap by more than half of either.
void TestBootstrap::countsAgreeWithProfile()
{
    const Points points = counts(500);
    Request request;
    request.noise = Noise::ExtraScatter;
    const Fit found = fit::fit(points, request);
    Progress progress;
    const Interval drawn = bootstrapBand(points, found, {}, {.replicates = 300}, progress).parameters[3];
    const Interval profile = profileInterval(points, found, 3, 0.95);
    const double shared = std::min(drawn.high, profile.high) - std::max(drawn.low, profile.low);
    QVERIFY2(shared > 0.5 * (drawn.high - drawn.low) && shared > 0.5 * (profile.high - profile.low),
             qPrintable(QStringLiteral("%1 to %2, %3 to %4")
                            .arg(drawn.low)
                            .arg(drawn.high)
                            .arg(profile.low)
                            .arg(profile.high)));
}

/// Five models drawn with replacement hold four or five different ones in 1320 of 5⁵ ways, three or more in
/// 2820: fewer than the free parameters fail. Four standard errors of 2000 draws: 4.4 and 2.7 %.
void TestBootstrap::degenerateCases()
{
    const Points points = sample(8, 5);
    Progress progress;
    const Bootstrap options{.replicates = 2000, .kind = Resampling::Case};
    Request request;
    const Band free = bootstrapBand(points, fit::fit(points, request), {21}, options, progress);
    QVERIFY2(std::abs(free.failed / 2000.0 - (1 - 1320 / 3125.0)) < 0.044,
             qPrintable(QString::number(free.failed)));
    QVERIFY(free.low[0] < free.high[0]);
    request.floor = 0.15;
    const Band bound = bootstrapBand(points, fit::fit(points, request), {21}, options, progress);
    QVERIFY2(std::abs(bound.failed / 2000.0 - (1 - 2820 / 3125.0)) < 0.027,
             qPrintable(QString::number(bound.failed)));

    // Not one usable replicate: a band without numbers.
    const Fit found = fit::fit(points, {});
    Band none;
    for (std::uint64_t seed = 1; none.failed == 0; ++seed)
        none = bootstrapBand(points, found, {21}, {.replicates = 1, .seed = seed, .kind = Resampling::Case},
                             progress);
    QCOMPARE(none.replicates, 1);
    QVERIFY(std::isnan(none.low[0]) && std::isnan(none.simultaneousHigh[0]));
    QVERIFY(std::isnan(none.parameters[3].low));
}

/// A power states its amplitude at the smallest of the fitted models, whichever of them were drawn.
void TestBootstrap::caseKeepsAmplitude()
{
    Points points = sample(9);
    for (std::size_t i = 0; i < points.size(); ++i)
        points.y[i] = 0.9 - 0.6 * std::pow(10, -0.2 * (points.x[i] - 18)) + (i % 2 ? 1e-4 : -1e-4);
    Request request;
    request.model = Model::Power;
    Progress progress;
    const Band band = bootstrapBand(points, fit::fit(points, request), {},
                                    {.replicates = 200, .kind = Resampling::Case}, progress);
    QVERIFY(band.parameters[1].low > 0.59 && band.parameters[1].high < 0.61);
}

void TestBootstrap::boundedAndOpenIntervals()
{
    Progress progress;
    const Points points = sample(3);
    Request request;
    request.floor = 0.15;
    const Fit bound = fit::fit(points, request);
    const Band band = bootstrapBand(points, bound, {}, {.replicates = 200}, progress);
    QVERIFY(std::isnan(band.parameters[0].low)); // fixed: no interval
    QVERIFY(contains(band.parameters[1], bound.parameter("ceiling")));
    QVERIFY(contains(band.parameters[2], bound.parameter("slope")));
    QVERIFY(std::isfinite(band.parameters[2].high));

    // No model inside the transition: any steeper slope fits as well.
    const Points step{{18, 19, 20, 21, 22, 23}, {.1, .11, .1, .8, .81, .8}, {}, {}};
    const Fit steep = fit::fit(step, {});
    QVERIFY(std::isinf(bootstrapBand(step, steep, {}, {.replicates = 200}, progress).parameters[2].high));

    // Scores without a rise leave the midpoint open on both sides.
    const Points fall{{18, 19, 20, 21, 22, 23}, {.8, .7, .6, .5, .4, .3}, {}, {}};
    const Fit flat = fit::fit(fall, {});
    QVERIFY(std::isnan(flat.parameter("midpoint")));
    QVERIFY(flat.parameter("floor") == flat.parameter("ceiling"));
    const Interval midpoint = bootstrapBand(fall, flat, {}, {.replicates = 200}, progress).parameters[3];
    QVERIFY(midpoint.low == -std::numeric_limits<double>::infinity());
    QVERIFY(midpoint.high == std::numeric_limits<double>::infinity());
}

void TestBootstrap::exactFit()
{
    const Points constant{{18, 19, 20, 21, 22}, {.25, .25, .25, .25, .25}, {}, {}};
    Progress progress;
    for (const Model model : {Model::Flat, Model::Line, Model::Logistic, Model::Isotonic}) {
        Request request;
        request.model = model;
        const Fit found = fit::fit(constant, request);
        QCOMPARE(found.rss, 0.0);
        QVERIFY(std::isnan(found.aicc));
        const Band band = bootstrapBand(constant, found, {20.5}, {.replicates = 50}, progress);
        QVERIFY(std::abs(band.low[0] - 0.25) < 1e-12 && std::abs(band.high[0] - 0.25) < 1e-12);
        QVERIFY(std::abs(band.simultaneousLow[0] - 0.25) < 1e-12);
        QVERIFY(std::abs(band.simultaneousHigh[0] - 0.25) < 1e-12);
    }
}

void TestBootstrap::drafts_data()
{
    QTest::addColumn<int>("model");
    QTest::addColumn<int>("noise");
    for (const Noise noise : {Noise::StatedError, Noise::Binomial, Noise::ExtraScatter, Noise::BetaBinomial})
        for (const Model model :
             {Model::Line, Model::Growth, Model::Power, Model::Step, Model::Logistic, Model::Isotonic})
            QTest::addRow("%s, %s", name(model).data(), name(noise).data()) << int(model) << int(noise);
    for (const Model model : {Model::Hinge, Model::Gompertz})
        QTest::addRow("%s, gaussian", name(model).data()) << int(model) << int(Noise::Gaussian);
}

/// Climbed replicates make nearly the band of searched ones.
void TestBootstrap::drafts()
{
    QFETCH(int, model);
    QFETCH(int, noise);
    const Points points = counts(200);
    const Fit found = fit::fit(points, {.model = Model(model), .noise = Noise(noise)});
    QVERIFY(found.usable());
    Progress progress;
    Bootstrap options{.replicates = 100};
    const std::vector<double> at{18, 20.3, 21.6, 22, 24};
    const Band searched = bootstrapBand(points, found, at, options, progress);
    options.climbed = true;
    const Band climbed = bootstrapBand(points, found, at, options, progress);
    QCOMPARE(climbed.failed, 0);
    for (std::size_t k = 0; k < at.size(); ++k) {
        const double near = 0.2 * (searched.high[k] - searched.low[k]);
        const double apart = std::max(std::abs(climbed.low[k] - searched.low[k]),
                                      std::abs(climbed.high[k] - searched.high[k]));
        QVERIFY2(apart <= near, qPrintable(u"%1 of %2, at most %3 apart"_s.arg(apart).arg(at[k]).arg(near)));
    }
    options.threads = 3;
    QVERIFY(sameBytes(climbed, bootstrapBand(points, found, at, options, progress)));
}

void TestBootstrap::undefined_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("as many points as parameters") << 4;
    QTest::newRow("fewer") << 3;
}

void TestBootstrap::undefined()
{
    QFETCH(int, count);
    const Points points = sample(4, count);
    Progress progress;
    const Band band = bootstrapBand(points, fit::fit(points, {}), {20, 21}, {}, progress);
    QCOMPARE(band.replicates, 0);
    QCOMPARE(band.low.size(), 2u);
    QVERIFY(std::isnan(band.low[0]) && std::isnan(band.high[1]) && std::isnan(band.parameters[3].low));
}

void TestBootstrap::cancelled()
{
    struct Cancelled : Progress
    {
        bool cancelled() const override { return true; }
    } progress;
    const Points points = sample(5);
    QVERIFY(bootstrapBand(points, fit::fit(points, {}), {20}, {}, progress).low.empty());
    QVERIFY(fitAll({points, points}, {}, 2, progress).empty());
}

ONSET_TEST(TestBootstrap)
#include "tst_bootstrap.moc"
