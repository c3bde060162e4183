#include "core/fit/across/crossover.h"

#include "core/fit/noise/likelihood.h"
#include "tests/support/full.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace onset::fit;

class TestCrossover : public QObject
{
    Q_OBJECT

private slots:
    void statuses_data();
    void statuses();
    void alike();
    void lowerIsBetter();
    void coversKnownPlace();
    void sameOnAnyThread();
    void degenerate();
};

namespace {

Request logistic()
{
    Request request;
    request.noise = Noise::Binomial;
    request.chance = 0;
    return request;
}

/// Scores of ten models over four decades.
Points curve(double floor, double ceiling, double midpoint, std::uint64_t seed = 0, int run = 0)
{
    Points points;
    for (int i = 0; i < 10; ++i) {
        const double x = 20 + 4.0 * i / 9;
        points.x.push_back(x);
        points.y.push_back(floor + (ceiling - floor) / (1 + std::exp(-4 * (x - midpoint))));
        points.n.push_back(500);
    }
    const Likelihood law(points, Noise::Binomial, 0, 1);
    if (seed > 0)
        for (std::size_t i = 0; i < points.size(); ++i)
            points.y[i] = law.draw(i, points.y[i], 0, seed, static_cast<std::uint64_t>(run));
    return points;
}

Crossover crossing(const Points &baseline, const Points &strategy, int replicates = 200, int threads = 1)
{
    Progress progress;
    return findCrossover(baseline, strategy, logistic(), 0.05, false,
                         {.replicates = replicates, .seed = 3, .threads = threads}, progress);
}

} // namespace

void TestCrossover::statuses_data()
{
    QTest::addColumn<QList<double>>("baseline"); // floor, ceiling, midpoint
    QTest::addColumn<QList<double>>("strategy");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QList<double> &baseline, const QList<double> &strategy,
                        Crossing status) {
        QTest::newRow(name) << baseline << strategy << static_cast<int>(status);
    };
    row("chain of thought", {.1, .3, 23}, {.1, .8, 23}, Crossing::Crossover);
    row("hurts first", {.3, .4, 23}, {.1, .8, 23}, Crossing::Crossover);
    row("helps", {.2, .6, 22}, {.4, .8, 22}, Crossing::HelpsEverywhere);
    row("hurts", {.5, .9, 22}, {.2, .6, 22}, Crossing::Never);
    row("hurts the large", {.2, .9, 22}, {.4, .6, 22}, Crossing::HurtsAbove);
    row("both reach the ceiling", {.2, .95, 22}, {.6, .95, 22}, Crossing::HelpsBelow);
    row("sooner only", {.1, .95, 22.5}, {.1, .95, 21.5}, Crossing::Crossover);
}

void TestCrossover::statuses()
{
    QFETCH(QList<double>, baseline);
    QFETCH(QList<double>, strategy);
    QFETCH(int, status);
    const auto draw = [](const QList<double> &c, std::uint64_t seed) {
        return curve(c[0], c[1], c[2], seed);
    };
    const Crossover found = crossing(draw(baseline, 1), draw(strategy, 2));
    QCOMPARE(static_cast<int>(found.status), status);
    QCOMPARE(std::isnan(found.at), found.fitted != Crossing::Crossover);
}

void TestCrossover::alike()
{
    const int runs = onset::test::runs(20);
    int claimed = 0;
    for (int run = 0; run < runs; ++run)
        claimed +=
            crossing(curve(.2, .6, 22, 21, run), curve(.2, .61, 22, 22, run)).status == Crossing::Crossover;
    QVERIFY(claimed <= runs / 20);
}

void TestCrossover::lowerIsBetter()
{
    Points baseline = curve(.1, .3, 23), strategy = curve(.1, .8, 23);
    const double at = crossing(baseline, strategy, 0).at;
    for (Points *points : {&baseline, &strategy})
        for (double &y : points->y)
            y = 1 - y;
    Request request = logistic();
    request.box.rise = {-1, 0};
    Progress progress;
    const Crossover found =
        findCrossover(baseline, strategy, request, 0.05, true, {.replicates = 0}, progress);
    QCOMPARE(static_cast<int>(found.fitted), static_cast<int>(Crossing::Crossover));
    QVERIFY(std::abs(found.at - at) < 1e-4);
}

void TestCrossover::coversKnownPlace()
{
    // .1 + .2σ + .05 = .1 + .7σ where σ(4(x − 23)) = .1
    const double truth = 23 + std::log(1.0 / 9) / 4;
    const int runs = onset::test::runs(60);
    int covered = 0;
    double width = 0;
    for (int run = 0; run < runs; ++run) {
        const Crossover found = crossing(curve(.1, .3, 23, 7, run), curve(.1, .8, 23, 8, run), 200);
        QCOMPARE(static_cast<int>(found.fitted), static_cast<int>(Crossing::Crossover));
        covered += found.interval.low <= truth && truth <= found.interval.high;
        width += (found.interval.high - found.interval.low) / runs;
    }
    qInfo("coverage %d of %d, mean width %.3f", covered, runs, width);
    QVERIFY(covered >= runs * (0.95 - onset::test::threeErrors(0.95, runs)));
    QVERIFY(width < 0.5);
}

void TestCrossover::sameOnAnyThread()
{
    const Points baseline = curve(.1, .3, 23, 1), strategy = curve(.1, .8, 23, 2);
    const Crossover one = crossing(baseline, strategy, 100, 1), three = crossing(baseline, strategy, 100, 3);
    QCOMPARE(one.interval, three.interval);
    QCOMPARE(one.agreeing, three.agreeing);
}

void TestCrossover::degenerate()
{
    const Points usual = curve(.1, .3, 23), none;
    QCOMPARE(static_cast<int>(crossing(none, usual).status), static_cast<int>(Crossing::CannotTell));
    Points elsewhere = usual;
    for (double &x : elsewhere.x)
        x += 10;
    QCOMPARE(static_cast<int>(crossing(usual, elsewhere).fitted), static_cast<int>(Crossing::CannotTell));
    Points few = usual;
    for (auto *column : {&few.x, &few.y, &few.n})
        column->resize(4); // as many models as parameters
    const Crossover unknown = crossing(few, few);
    QCOMPARE(unknown.replicates, 0);
    QVERIFY(std::isnan(unknown.interval.low));
    Points broken = usual;
    broken.y[2] = kNone;
    QCOMPARE(static_cast<int>(crossing(broken, usual).status), static_cast<int>(Crossing::CannotTell));
}

ONSET_TEST(TestCrossover)
#include "tst_crossover.moc"
