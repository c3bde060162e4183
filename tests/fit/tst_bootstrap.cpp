#include "core/fit/fit.h"
#include "core/fit/random.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace onset::fit;

class TestBootstrap : public QObject
{
    Q_OBJECT

private slots:
    void sameForAnyThreads();
    void seedDecides();
    void coverage();
    void boundedAndOpenIntervals();
    void exactFit();
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

bool sameBytes(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool sameBytes(const Band &a, const Band &b)
{
    bool same = a.x == b.x && a.low == b.low && a.high == b.high && a.replicates == b.replicates;
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

void TestBootstrap::seedDecides()
{
    const Points points = sample(1);
    const Fit found = fit::fit(points, {});
    Progress progress;
    const Band one = bootstrapBand(points, found, points.x, {.replicates = 100, .seed = 1}, progress);
    QVERIFY(sameBytes(one, bootstrapBand(points, found, points.x, {.replicates = 100, .seed = 1}, progress)));
    QVERIFY(one.low != bootstrapBand(points, found, points.x, {.replicates = 100, .seed = 2}, progress).low);
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
    for (const Model model : {Model::Flat, Model::Line, Model::Logistic}) {
        Request request;
        request.model = model;
        const Fit found = fit::fit(constant, request);
        QCOMPARE(found.rss, 0.0);
        QVERIFY(std::isnan(found.aicc));
        const Band band = bootstrapBand(constant, found, {20.5}, {.replicates = 50}, progress);
        QVERIFY(std::abs(band.low[0] - 0.25) < 1e-12 && std::abs(band.high[0] - 0.25) < 1e-12);
    }
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

QTEST_GUILESS_MAIN(TestBootstrap)
#include "tst_bootstrap.moc"
