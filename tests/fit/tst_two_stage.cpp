#include "core/fit/across/two_stage.h"

#include "core/fit/noise/likelihood.h"
#include "tests/support/full.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace onset::fit;

class TestTwoStage : public QObject
{
    Q_OBJECT

private slots:
    void recoversExactStages_data();
    void recoversExactStages();
    void coversTruthAhead_data();
    void coversTruthAhead();
    void sameOnAnyThread();
    void degenerate();
};

namespace {

double lossAt(double x) { return 1.7 + 1.8 * std::pow(10, -0.15 * (x - 19)); }

double scoreAt(double loss, LossLink link)
{
    return link == LossLink::Sigmoid ? 0.25 + 0.5 / (1 + std::exp(6 * (loss - 2.6)))
                                     : 0.25 + 30 * std::exp(-2 * loss); // ε = 0.75, k = 30, γ = 2
}

/// Twelve models over four decades; of noise: σ = 0.01 nats and 1000 questions.
LossAndScore models(LossLink link, int run)
{
    LossAndScore made;
    for (int i = 0; i < 12; ++i) {
        const double x = 19 + 4.0 * i / 11;
        for (Points *points : {&made.loss, &made.score})
            points->x.push_back(x);
        made.loss.y.push_back(lossAt(x));
        made.score.n.push_back(1000);
        made.score.y.push_back(0);
    }
    const Likelihood gaussian(made.loss, Noise::Gaussian, kNone, kNone);
    const Likelihood binomial(made.score, Noise::Binomial, 0.25, 1);
    for (std::size_t i = 0; i < made.loss.size(); ++i) {
        const auto replicate = static_cast<std::uint64_t>(run);
        if (run >= 0)
            made.loss.y[i] = gaussian.draw(i, made.loss.y[i], 1e-4, 3, replicate);
        made.lossOfScored.push_back(made.loss.y[i]);
        const double score = scoreAt(made.loss.y[i], link);
        made.score.y[i] = run >= 0 ? binomial.draw(i, score, 0, 4, replicate) : score;
    }
    return made;
}

Request request(Noise noise)
{
    Request made;
    made.noise = noise;
    made.chance = 0.25;
    made.floor = 0.25;
    return made;
}

TwoStage foretold(const LossAndScore &of, LossLink link, Noise noise, int replicates, int threads = 1)
{
    Progress progress;
    return twoStage(of, link, request(noise), {20, 22, 24},
                    {.replicates = replicates, .seed = 5, .threads = threads}, progress);
}

void links()
{
    QTest::addColumn<int>("link");
    QTest::newRow("sigmoid") << static_cast<int>(LossLink::Sigmoid);
    QTest::newRow("decay") << static_cast<int>(LossLink::Decay);
}

} // namespace

void TestTwoStage::recoversExactStages_data() { links(); }

void TestTwoStage::recoversExactStages()
{
    QFETCH(int, link);
    const auto kind = static_cast<LossLink>(link);
    const TwoStage found = foretold(models(kind, -1), kind, Noise::Gaussian, 0);
    QVERIFY(std::abs(found.loss.parameter("ceiling") - 1.7) < 1e-4); // far right: the limit
    QVERIFY(std::abs(found.loss.parameter("exponent") - 0.15) < 1e-4);
    if (kind == LossLink::Sigmoid)
        QVERIFY(std::abs(found.link.parameter("midpoint") + 2.6) < 1e-3);
    else
        QVERIFY(std::abs(found.link.parameter("exponent") * std::log(10) - 2) < 1e-3);
    for (std::size_t k = 0; k < found.x.size(); ++k)
        QVERIFY(std::abs(found.mean[k] - scoreAt(lossAt(found.x[k]), kind)) < 1e-3);
    QCOMPARE(found.at(22), found.mean[1]);
    QVERIFY(found.direct.usable());
    QVERIFY(std::isnan(found.low[0]));
}

void TestTwoStage::coversTruthAhead_data() { links(); }

/// A decade beyond the largest model.
void TestTwoStage::coversTruthAhead()
{
    QFETCH(int, link);
    const auto kind = static_cast<LossLink>(link);
    const int runs = onset::test::runs(60);
    int within = 0, ahead = 0;
    double width = 0, error = 0, direct = 0;
    for (int run = 0; run < runs; ++run) {
        const TwoStage found = foretold(models(kind, run), kind, Noise::Binomial, 200);
        const auto covers = [&](std::size_t k) {
            const double truth = scoreAt(lossAt(found.x[k]), kind);
            return found.low[k] <= truth && truth <= found.high[k];
        };
        const double truth = scoreAt(lossAt(24), kind);
        within += covers(1);
        ahead += covers(2);
        width += (found.high[2] - found.low[2]) / runs;
        error += std::abs(found.mean[2] - truth) / runs;
        direct += std::abs(found.direct.mean(24) - truth) / runs;
    }
    qInfo("%s: coverage within %d, a decade ahead %d of %d; width %.3f; error %.4f, direct %.4f",
          QTest::currentDataTag(), within, ahead, runs, width, error, direct);
    const double least = runs * (0.95 - onset::test::threeErrors(0.95, runs));
    QVERIFY(within >= least && ahead >= least);
    QVERIFY(width < 0.4);
}

void TestTwoStage::sameOnAnyThread()
{
    const LossAndScore of = models(LossLink::Sigmoid, 0);
    QCOMPARE(foretold(of, LossLink::Sigmoid, Noise::Binomial, 100, 1).high,
             foretold(of, LossLink::Sigmoid, Noise::Binomial, 100, 3).high);
}

void TestTwoStage::degenerate()
{
    QVERIFY(std::isnan(foretold({}, LossLink::Sigmoid, Noise::Binomial, 10).mean[0]));
    LossAndScore shorter = models(LossLink::Sigmoid, 0);
    shorter.lossOfScored.pop_back();
    QVERIFY(!foretold(shorter, LossLink::Sigmoid, Noise::Binomial, 10).loss.usable());
    LossAndScore alike = models(LossLink::Sigmoid, 0);
    alike.lossOfScored.assign(12, 2.0); // nothing to link by
    const TwoStage none = foretold(alike, LossLink::Sigmoid, Noise::Binomial, 10);
    QVERIFY(!none.link.usable());
    QVERIFY(std::isnan(none.mean[0]) && none.replicates == 0);
}

ONSET_TEST(TestTwoStage)
#include "tst_two_stage.moc"
