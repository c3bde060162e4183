#include "core/fit/across/gain.h"

#include "core/fit/noise/likelihood.h"
#include "tests/support/full.h"
#include "tests/support/test_class.h"

#include <QProcess>
#include <QTest>

#include <cmath>
#include <utility>

using namespace onset::fit;
using namespace Qt::StringLiterals;

class TestGain : public QObject
{
    Q_OBJECT

private slots:
    void coversKnownShift_data();
    void coversKnownShift();
    void ownShapeIsNoticed();
    void sameAsR();
    void mirrored();
    void exactScores();
    void withoutRise();
    void degenerate();
};

namespace {

Request logistic(Noise noise, double chance = 0)
{
    Request request;
    request.noise = noise;
    request.chance = chance;
    request.floor = chance;
    return request;
}

/// n models over four decades.
Points models(int n, double questions)
{
    Points points;
    for (int i = 0; i < n; ++i)
        points.x.push_back(20 + 4.0 * i / (n - 1));
    points.y.assign(points.x.size(), 0);
    points.n.assign(points.x.size(), questions);
    return points;
}

double risen(double x, double midpoint, double slope = 4, double ceiling = 0.8)
{
    return 0.25 + (ceiling - 0.25) / (1 + std::exp(-slope * (x - midpoint)));
}

/// @param scatter  τ, or σ of gaussian noise
Points drawn(Points points, double midpoint, double slope, double scatter, std::uint64_t seed, int run,
             Noise noise = Noise::ExtraScatter)
{
    const Likelihood law(points, noise == Noise::Gaussian ? noise : Noise::ExtraScatter, 0.25, 1);
    for (std::size_t i = 0; i < points.size(); ++i)
        points.y[i] = law.draw(i, risen(points.x[i], midpoint, slope), scatter * scatter, seed,
                               static_cast<std::uint64_t>(run));
    return points;
}

} // namespace

void TestGain::coversKnownShift_data()
{
    QTest::addColumn<int>("noise");
    QTest::addColumn<double>("scatter");
    QTest::addColumn<int>("runs");

    QTest::newRow("binomial") << static_cast<int>(Noise::Binomial) << 0.0 << 100;
    QTest::newRow("extra scatter, tau 0") << static_cast<int>(Noise::ExtraScatter) << 0.0 << 100;
    QTest::newRow("extra scatter, tau 0.3") << static_cast<int>(Noise::ExtraScatter) << 0.3 << 400;
    QTest::newRow("gaussian, sigma 0.04") << static_cast<int>(Noise::Gaussian) << 0.04 << 100;
}

void TestGain::coversKnownShift()
{
    QFETCH(int, noise);
    QFETCH(double, scatter);
    const auto law = static_cast<Noise>(noise);
    QFETCH(int, runs);
    const int usual = std::exchange(runs, onset::test::runs(runs));
    const double chance = runs < usual ? onset::test::threeErrors(0.9, runs) : 0; // of few runs
    constexpr double kShift = 0.7;
    int covered = 0, rejected = 0;
    double bias = 0, width = 0;
    for (int run = 0; run < runs; ++run) {
        const Points first = drawn(models(10, 500), 22.7, 4, scatter, 5, run, law);
        const Points second = drawn(models(8, 500), 22.7 - kShift, 4, scatter, 6, run, law);
        const Gain gain = computeEquivalentGain(first, second, logistic(law, 0.25));
        QVERIFY(gain.usable());
        QVERIFY(gain.interval.low <= gain.shift && gain.shift <= gain.interval.high);
        QVERIFY(gain.logLikelihoodOwn >= gain.logLikelihood);
        covered += gain.interval.low <= kShift && kShift <= gain.interval.high;
        rejected += gain.pCommonShape <= 0.05;
        bias += (gain.shift - kShift) / runs;
        width += (gain.interval.high - gain.interval.low) / runs;
    }
    qInfo("%-24s coverage %.3f bias %+.3f width %.3f shape rejected %.3f", QTest::currentDataTag(),
          static_cast<double>(covered) / runs, bias, width, static_cast<double>(rejected) / runs);
    QVERIFY(covered >= (0.9 - chance) * runs);
    QVERIFY(std::abs(bias) < 0.02);
    QVERIFY(width < 0.5);
    QVERIFY(rejected <= 0.2 * runs);
}

void TestGain::ownShapeIsNoticed()
{
    const Points first = drawn(models(10, 500), 22, 2, 0, 7, 0);
    const Points second = drawn(models(10, 500), 22, 12, 0, 8, 0);
    QVERIFY(computeEquivalentGain(first, second, logistic(Noise::ExtraScatter, 0.25)).pCommonShape < 1e-3);
}

/// GPT-3, two-digit addition without and with one example, Brown et al. 2020 (arXiv 2005.14165), Table H.1.
void TestGain::sameAsR()
{
    const std::vector<double> flops{2.25e20, 6.41e20, 1.37e21, 2.38e21, 4.77e21, 1.2e22, 2.31e22, 3.14e23};
    Points zero, one;
    for (const double c : flops)
        zero.x.push_back(std::log10(c));
    one.x = zero.x;
    zero.n = one.n = std::vector(flops.size(), 2000.0);
    zero.y = {.007, .0065, .007, .0085, .011, .0254, .154, .769};
    one.y = {.02, .0055, .0315, .04, .121, .196, .73, .996};
    QByteArray table;
    for (const Points *points : {&zero, &one})
        for (std::size_t i = 0; i < points->size(); ++i)
            table += QByteArray::number(points->x[i], 'g', 17) + ' ' + QByteArray::number(points->y[i]) +
                     " 2000 " + (points == &one ? "1\n" : "0\n");
    QProcess process;
    process.start(u"Rscript"_s, {QStringLiteral(ONSET_SOURCE_DIR "/tests/fit/compare_gain.R")});
    process.write(table);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        QSKIP("Rscript is not installed: nothing to compare with");
    const QList<QByteArray> lines = process.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    for (const QByteArray &line : lines) {
        const QList<QByteArray> words = line.trimmed().split(' ');
        Request request = logistic(words[0] == "gaussian" ? Noise::Gaussian : Noise::Binomial);
        const Gain gain = computeEquivalentGain(zero, one, request);
        qInfo("%s", line.constData());
        qInfo("ours %.10g %.10g %.10g %.10g %.10g p %.3g", gain.shift, gain.interval.low, gain.interval.high,
              gain.logLikelihood, gain.logLikelihoodOwn, gain.pCommonShape);
        QVERIFY(gain.logLikelihood >= words[4].toDouble() - 1e-6); // never below R's optimum
        QVERIFY(gain.logLikelihood <= words[4].toDouble() + 1e-3);
        QVERIFY(std::abs(gain.logLikelihoodOwn - words[5].toDouble()) < 1e-3);
        QVERIFY(std::abs(gain.shift - words[1].toDouble()) < 2e-3);
        QVERIFY(std::abs(gain.interval.low - words[2].toDouble()) < 2e-3);
        QVERIFY(std::abs(gain.interval.high - words[3].toDouble()) < 2e-3);
    }
}

void TestGain::mirrored()
{
    const Points first = drawn(models(10, 500), 22.5, 4, 0.2, 9, 0);
    const Points second = drawn(models(7, 500), 22, 4, 0.2, 10, 0);
    const Request request = logistic(Noise::ExtraScatter, 0.25);
    const Gain there = computeEquivalentGain(first, second, request);
    const Gain back = computeEquivalentGain(second, first, request);
    QVERIFY(std::abs(there.shift + back.shift) < 1e-3);
    QVERIFY(std::abs(there.interval.low + back.interval.high) < 2e-3);
    QCOMPARE(there.first.parameter("slope"), there.second.parameter("slope"));
    QVERIFY(std::abs(there.first.parameter("midpoint") - there.second.parameter("midpoint") - there.shift) <
            1e-12);
}

void TestGain::exactScores()
{
    Points first = models(8, kNone), second = first;
    for (std::size_t i = 0; i < first.size(); ++i) {
        first.y[i] = risen(first.x[i], 22.5);
        second.y[i] = risen(second.x[i], 21.5);
    }
    const Gain gain = computeEquivalentGain(first, second, logistic(Noise::Gaussian, 0.25));
    QVERIFY(std::abs(gain.shift - 1) < 1e-5);
    QVERIFY(std::abs(gain.interval.low - 1) < 1e-4 && std::abs(gain.interval.high - 1) < 1e-4);
}

void TestGain::withoutRise()
{
    Points first = drawn(models(8, 500), 22, 4, 0, 3, 1), second = models(8, 500);
    second.y.assign(8, 0.25);
    const Gain gain = computeEquivalentGain(first, second, logistic(Noise::ExtraScatter, 0.25));
    QVERIFY(gain.usable());
    QCOMPARE(gain.interval.low, -std::numeric_limits<double>::infinity()); // it may never rise
    QVERIFY(gain.interval.high < 0);
}

void TestGain::degenerate()
{
    const Request request = logistic(Noise::Gaussian, 0.25);
    Points none, one = models(8, 500), same = one;
    QVERIFY(!computeEquivalentGain(none, one, request).usable());
    same.x.assign(8, 22);
    QCOMPARE(computeEquivalentGain(same, one, request).first.status, Status::NotFinite);
    one.y[3] = kNone;
    QCOMPARE(computeEquivalentGain(one, one, request).first.status, Status::NotFinite);
    Points two{{20, 21}, {0.3, 0.6}, {}, {}};
    const Gain few = computeEquivalentGain(two, two, request);
    QVERIFY(few.usable());
    QCOMPARE(few.interval.low, -std::numeric_limits<double>::infinity());
    Points flat = models(6, 500);
    flat.y.assign(6, 0.25);
    QVERIFY(std::isnan(computeEquivalentGain(flat, flat, request).shift));
}

ONSET_TEST(TestGain)
#include "tst_gain.moc"
