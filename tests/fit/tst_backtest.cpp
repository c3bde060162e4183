#include "core/fit/judge/backtest.h"

#include "core/fit/noise/likelihood.h"
#include "tests/support/full.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace onset::fit;

class TestBacktest : public QObject
{
    Q_OBJECT

private slots:
    void cutoffs();
    void noForecastBeyondTheRange_data();
    void noForecastBeyondTheRange();
    void beyondEveryNumber();
    void scores();
    void riseHalfSeen_data();
    void riseHalfSeen();
    void sameOnAnyThread();
    void cancelled();
    void degenerate();
};

namespace {

Request request(Model model, Noise noise)
{
    Request made;
    made.model = model;
    made.noise = noise;
    made.chance = 0.25;
    if (model == Model::Logistic)
        made.floor = 0.25;
    return made;
}

/// Twelve models over five decades, scores of 500 questions; the midpoint at the eighth.
Points drawn(double tau, int run)
{
    Points points;
    for (int i = 0; i < 12; ++i) {
        points.x.push_back(19 + 5.0 * i / 11);
        points.y.push_back(0.25);
        points.n.push_back(500);
    }
    const Likelihood law(points, Noise::ExtraScatter, 0.25, 1);
    for (std::size_t i = 0; i < points.size(); ++i)
        points.y[i] = law.draw(i, 0.25 + 0.55 / (1 + std::exp(-3 * (points.x[i] - 22.2))), tau * tau, 5,
                               static_cast<std::uint64_t>(run));
    return points;
}

std::vector<Cutoff> tested(const Points &points, const Request &rival, int fewest, int replicates,
                           int threads = 1)
{
    Progress progress;
    return backtest(points, rival, {fewest, {.replicates = replicates, .seed = 2, .threads = threads}},
                    progress);
}

} // namespace

void TestBacktest::cutoffs()
{
    Points points = drawn(0, 0);
    points.x[6] = points.x[5]; // no cut between models of one size
    const std::vector<Cutoff> found = tested(points, request(Model::Line, Noise::ExtraScatter), 4, 0);
    QCOMPARE(found.size(), std::size_t{7});
    QCOMPARE(found.front().fit.m, 4);
    QCOMPARE(found.front().predictions.size(), std::size_t{8});
    QCOMPARE(found.back().predictions.size(), std::size_t{1});
    QCOMPARE(found.back().x, points.x[10]);
    QCOMPARE(found.back().predictions[0].horizon, points.x[11] - points.x[10]);
    QCOMPARE(found.back().predictions[0].observed, points.y[11]);
    QCOMPARE(found.back().predictions[0].predicted, found.back().fit.mean(points.x[11]));
    QVERIFY(std::isnan(found.back().predictions[0].interval.low));
    QCOMPARE(predictionsOf(found).size(), std::size_t{8 + 7 + 5 + 4 + 3 + 2 + 1});
}

void TestBacktest::noForecastBeyondTheRange_data()
{
    QTest::addColumn<Model>("model");
    QTest::addColumn<Interval>("range");
    QTest::newRow("line, proportions") << Model::Line << Interval{0, 1};
    QTest::newRow("line, less is better") << Model::Line << Interval{0, kInfinity};
    QTest::newRow("growth, proportions") << Model::Growth << Interval{0, 1};
}

/// A rise of four tenths a model is at 1 after the fourth, and its mirror image at 0.
void TestBacktest::noForecastBeyondTheRange()
{
    QFETCH(Model, model);
    QFETCH(Interval, range);
    const bool falls = std::isinf(range.high);
    Points points;
    for (int i = 0; i < 8; ++i) {
        const double steep = model == Model::Growth ? 0.02 * std::pow(10, 0.5 * i) : 0.1 + 0.25 * i;
        points.x.push_back(i);
        points.y.push_back(std::clamp(falls ? 1 - steep : steep, 0.0, 1.0) + (i % 2 ? 0.01 : -0.01));
    }
    Request rival = request(model, Noise::Gaussian);
    rival.box.rise = {-1, 1};
    Progress progress;
    BacktestOptions options{.fewestBelow = 4, .bootstrap = {.replicates = 100}};
    const auto open = backtest(points, rival, options, progress);
    options.range = range;
    const auto confined = backtest(points, rival, options, progress);
    int moved = 0;
    for (std::size_t cut = 0; cut < open.size(); ++cut)
        for (std::size_t i = 0; i < open[cut].predictions.size(); ++i) {
            const Prediction &before = open[cut].predictions[i], &after = confined[cut].predictions[i];
            QCOMPARE(after.predicted, std::clamp(before.predicted, range.low, range.high));
            QCOMPARE(after.interval.low, std::clamp(before.interval.low, range.low, range.high));
            QCOMPARE(after.interval.high, std::clamp(before.interval.high, range.low, range.high));
            moved += after.predicted != before.predicted;
        }
    QVERIFY(moved > 3);
}

/// Where the range ends, what is beyond every number is foretold as its end.
void TestBacktest::beyondEveryNumber()
{
    const Points points{{0, 1, 2, 3, 4000}, {0, .1, .2, .4, 1}, {}, {}};
    Request rival = request(Model::Growth, Noise::Gaussian);
    rival.floor = 0;
    Progress progress;
    BacktestOptions options{.fewestBelow = 4, .bootstrap = {.replicates = 20}};
    const auto open = predictionsOf(backtest(points, rival, options, progress));
    QVERIFY(std::isnan(open.back().predicted) && std::isnan(open.back().interval.low));
    options.range = {0, 1};
    const auto confined = predictionsOf(backtest(points, rival, options, progress));
    QCOMPARE(confined.back().predicted, 1.0);
    QCOMPARE(confined.back().interval, (Interval{1, 1}));
}

void TestBacktest::scores()
{
    const std::vector<Prediction> predictions{{21, .5, .4, .6, {.4, .7}},
                                              {22, .5, .5, .2, {.1, .3}},
                                              {23, .9, 1.5, .8, {}},
                                              {24, .9, 1.5, kNone, {}}};
    const ForecastScore near = score(predictions, {0, 0.5});
    QCOMPARE(near.predictions, 2);
    QCOMPARE(near.meanAbsoluteError, 0.2);
    QCOMPARE(near.coverage, 0.5);
    const ForecastScore far = score(predictions, {1, 2});
    QCOMPARE(far.predictions, 1);
    QCOMPARE(far.intervals, 0);
    QVERIFY(std::isnan(far.coverage));
    QVERIFY(std::isnan(score(predictions, {2, kInfinity}).meanAbsoluteError));
}

void TestBacktest::riseHalfSeen_data()
{
    QTest::addColumn<double>("tau");
    QTest::newRow("questions only") << 0.0;
    QTest::newRow("tau 0.2") << 0.2;
}

/// Eight of twelve models, the eighth past the midpoint: a logistic foretells the rest, flat and line do not.
void TestBacktest::riseHalfSeen()
{
    QFETCH(double, tau);
    const int runs = onset::test::inFull() ? 40 : 12;
    std::vector<Prediction> all[3];
    const std::array models{Model::Logistic, Model::Line, Model::Flat};
    for (int run = 0; run < runs; ++run) {
        const Points points = drawn(tau, run);
        for (std::size_t i = 0; i < models.size(); ++i) {
            const int replicates = i == 0 ? 200 : 0;
            const auto found = tested(points, request(models[i], Noise::ExtraScatter), 9, replicates);
            const auto predictions = predictionsOf(std::span(found).first(1));
            all[i].insert(all[i].end(), predictions.begin(), predictions.end());
        }
    }
    std::array<ForecastScore, 3> of;
    for (std::size_t i = 0; i < of.size(); ++i) {
        of[i] = score(all[i], {0, kInfinity});
        qInfo("%s: mean absolute error %.3f, coverage %.3f (%d predictions)", name(models[i]).data(),
              of[i].meanAbsoluteError, of[i].coverage, of[i].predictions);
    }
    double width = 0;
    for (const Prediction &prediction : all[0])
        width += (prediction.interval.high - prediction.interval.low) / static_cast<double>(all[0].size());
    qInfo("mean width %.3f", width);
    QVERIFY(of[0].coverage >= 0.9);
    QVERIFY(width < 0.6);
    QVERIFY(of[0].meanAbsoluteError < of[1].meanAbsoluteError);
    QVERIFY(of[0].meanAbsoluteError < of[2].meanAbsoluteError);
}

void TestBacktest::sameOnAnyThread()
{
    const Points points = drawn(0.2, 0);
    const Request rival = request(Model::Logistic, Noise::Binomial);
    const auto one = tested(points, rival, 8, 100, 1), three = tested(points, rival, 8, 100, 3);
    for (std::size_t i = 0; i < one.size(); ++i)
        for (std::size_t j = 0; j < one[i].predictions.size(); ++j)
            QCOMPARE(one[i].predictions[j].interval, three[i].predictions[j].interval);
}

void TestBacktest::cancelled()
{
    struct Stopped : Progress
    {
        bool cancelled() const override { return true; }
    } progress;
    QVERIFY(backtest(drawn(0, 0), request(Model::Line, Noise::Binomial), {}, progress).empty());
}

void TestBacktest::degenerate()
{
    const Request rival = request(Model::Logistic, Noise::Gaussian);
    QVERIFY(tested({}, rival, 4, 10).empty());
    Points same = drawn(0, 0);
    same.x.assign(same.x.size(), 20);
    QVERIFY(tested(same, rival, 4, 10).empty());
    Points broken = drawn(0, 0);
    broken.y[1] = kNone;
    for (const Prediction &prediction : predictionsOf(tested(broken, rival, 4, 10)))
        QVERIFY(std::isnan(prediction.predicted) && std::isnan(prediction.interval.low));
    const auto few = tested(drawn(0, 0), rival, 1, 10); // one model: no logistic
    QVERIFY(std::isnan(few.front().predictions.front().predicted));
}

ONSET_TEST(TestBacktest)
#include "tst_backtest.moc"
