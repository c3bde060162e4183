#include "core/curve/lens.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestLens : public QObject
{
    Q_OBJECT

private slots:
    void drawsScores_data();
    void drawsScores();
    void movesIntervals();
    void knowsWhatIsDrawn();
    void needsChanceOrAProportion();
};

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Curve measuredBy(const QString &metric, double chance = 0.25, double best = 1)
{
    Curve curve;
    curve.metric = metricNamed(metric);
    curve.chance = chance;
    curve.best = best;
    return curve;
}

Lens lensFor(Transform transform, double length = 1, const QString &metric = u"accuracy"_s)
{
    const bool falls = metric == u"error rate"_s;
    return Lens::of(measuredBy(metric, falls ? 0.75 : 0.25, falls ? 0 : 1), transform, length).value();
}

bool same(double a, double b) { return std::isnan(b) ? std::isnan(a) : a == b || std::abs(a - b) < 1e-12; }

} // namespace

void TestLens::drawsScores_data()
{
    QTest::addColumn<Transform>("transform");
    QTest::addColumn<double>("length");
    QTest::addColumn<double>("right"); // share right; an error rate is one less it
    QTest::addColumn<double>("drawn");

    QTest::newRow("raw") << Transform::Raw << 1. << .6 << .6;
    QTest::newRow("chance") << Transform::ChanceNormalised << 1. << .25 << 0.;
    QTest::newRow("below chance") << Transform::ChanceNormalised << 1. << .1 << -.2;
    QTest::newRow("best") << Transform::ChanceNormalised << 1. << 1. << 1.;
    QTest::newRow("error") << Transform::ErrorRate << 1. << .9 << .1;
    QTest::newRow("power") << Transform::Power << 3. << .5 << .125;
    QTest::newRow("root") << Transform::Root << 3. << .125 << .5;
    QTest::newRow("root of zero") << Transform::Root << 3. << 0. << 0.;
    QTest::newRow("root below zero") << Transform::Root << 3. << -.1 << kUnknown;
    QTest::newRow("power below zero") << Transform::Power << 2. << -.1 << kUnknown;
    QTest::newRow("logit") << Transform::Logit << 1. << .75 << std::log(3);
    QTest::newRow("logit of zero") << Transform::Logit << 1. << 0. << -kInfinity;
    QTest::newRow("logit of one") << Transform::Logit << 1. << 1. << kInfinity;
    QTest::newRow("log minus log") << Transform::LogMinusLog << 1. << std::exp(-2.) << std::log(2.);
    QTest::newRow("log minus log of zero") << Transform::LogMinusLog << 1. << 0. << kInfinity;
    QTest::newRow("log minus log of one") << Transform::LogMinusLog << 1. << 1. << -kInfinity;
    QTest::newRow("unknown") << Transform::Logit << 1. << kUnknown << kUnknown;
}

void TestLens::drawsScores()
{
    QFETCH(Transform, transform);
    QFETCH(double, length);
    QFETCH(double, right);
    QFETCH(double, drawn);
    QVERIFY(same(lensFor(transform, length)(right), drawn));
    const double mirrored = transform == Transform::Raw ? 1 - drawn : drawn;
    QVERIFY(same(lensFor(transform, length, u"error rate"_s)(1 - right), mirrored));
}

void TestLens::movesIntervals()
{
    const fit::Interval logit = lensFor(Transform::Logit)(fit::Interval{-.1, .5}); // ±1.96 se went below 0
    QVERIFY(logit.low == -kInfinity && logit.high == 0);
    const fit::Interval error = lensFor(Transform::ErrorRate)(fit::Interval{.2, .9});
    QVERIFY(same(error.low, .1) && same(error.high, .8));
    const fit::Interval mirrored = lensFor(Transform::Root, 2, u"error rate"_s)(fit::Interval{.19, .75});
    QVERIFY(same(mirrored.low, .5) && same(mirrored.high, .9));
    QVERIFY(std::isnan(lensFor(Transform::Logit)(fit::Interval{}).low));
    const fit::Interval normalised = lensFor(Transform::ChanceNormalised)(fit::Interval{-.2, 1.3});
    QVERIFY(same(normalised.low, -.6) && same(normalised.high, 1.4)); // never clipped
}

void TestLens::knowsWhatIsDrawn()
{
    const Metric accuracy = metricNamed(u"accuracy"_s);
    const Metric normalised = lensFor(Transform::ChanceNormalised).drawn(accuracy);
    QCOMPARE(normalised.low, -1.0 / 3);
    QCOMPARE(normalised.high, 1.0);
    QVERIFY(normalised.proportion && !normalised.counts);

    const Metric mirrored =
        lensFor(Transform::ChanceNormalised, 1, u"error rate"_s).drawn(metricNamed(u"error rate"_s));
    QCOMPARE(mirrored.direction, Direction::HigherIsBetter);
    QCOMPARE(mirrored.low, -1.0 / 3);

    const Metric logit = lensFor(Transform::Logit).drawn(accuracy);
    QVERIFY(!logit.proportion && logit.low == -kInfinity && logit.high == kInfinity);
    QCOMPARE(lensFor(Transform::LogMinusLog).drawn(accuracy).direction, Direction::LowerIsBetter);
    QVERIFY(lensFor(Transform::Root, 5).drawn(accuracy).proportion);
    QCOMPARE(lensFor(Transform::Raw).drawn(accuracy), accuracy);
}

void TestLens::needsChanceOrAProportion()
{
    QVERIFY(!Lens::of(measuredBy(u"accuracy"_s, kUnknown), Transform::ChanceNormalised));
    QVERIFY(!Lens::of(measuredBy(u"accuracy"_s, 1), Transform::ChanceNormalised)); // no room above it
    for (const Transform transform : {Transform::ErrorRate, Transform::Power, Transform::Root,
                                      Transform::Logit, Transform::LogMinusLog}) {
        QVERIFY(Lens::of(measuredBy(u"accuracy"_s, kUnknown), transform));
        QVERIFY(!Lens::of(measuredBy(u"perplexity"_s), transform));
    }
    QVERIFY(Lens::of(measuredBy(u"perplexity"_s), Transform::Raw));
    QVERIFY(!Lens::of(measuredBy(u"accuracy"_s), Transform::Root, 0));
}

ONSET_TEST(TestLens)
#include "tst_lens.moc"
