#include "core/fit/across/gain.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/intervals/profile.h"
#include "core/fit/judge/backtest.h"
#include "core/fit/noise/draws.h"
#include "core/fit/solve/fitter.h"
#include "tests/support/fit_faults.h"
#include "tests/support/full.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset::fit;
using onset::test::FitCase;

class TestDegenerate : public QObject
{
    Q_OBJECT

private slots:
    void smallTables_data();
    void smallTables();
    void scoresThatAreNone();
    void manyPoints_data();
    void manyPoints();
};

namespace {

struct Named
{
    const char *name;
    Points points;
    Measure measure = {.chance = 0.25, .best = 1};
};

std::vector<double> evenly(double from, double to, int count)
{
    std::vector<double> places;
    for (int i = 0; i < count; ++i)
        places.push_back(count == 1 ? from : from + (to - from) * i / (count - 1));
    return places;
}

/// A rise from .25 to .75 over any scale.
std::vector<double> rise(const std::vector<double> &x)
{
    std::vector<double> y;
    for (std::size_t i = 0; i < x.size(); ++i)
        y.push_back(std::round(20 * (0.25 + 0.5 / (1 + std::exp(4 - static_cast<double>(i))))) / 20);
    return y;
}

Points over(const std::vector<double> &x, double n)
{
    return {x, rise(x), std::vector(x.size(), n), std::vector(x.size(), 0.02)};
}

Points level(double y, double n)
{
    return {evenly(18, 23, 8), std::vector(8, y), std::vector(8, n), std::vector(8, 0.02)};
}

Points scaled(double factor, double offset)
{
    Points points = over(evenly(18, 23, 8), kNone);
    for (double &y : points.y)
        y = offset + factor * y;
    for (double &se : points.se)
        se *= std::abs(factor);
    return points;
}

std::vector<Named> tables()
{
    const std::vector<double> x = evenly(18, 23, 8);
    const Measure loss{.chance = kNone,
                       .best = kNone,
                       .range = {0, kInfinity},
                       .counts = false,
                       .lowerIsBetter = true,
                       .smallestGain = kNone};
    const Measure unbounded{.chance = kNone,
                            .best = kNone,
                            .range = {-kInfinity, kInfinity},
                            .counts = false,
                            .smallestGain = kNone};
    Points mixed = over(x, 100);
    mixed.n[2] = mixed.n[5] = kNone;
    mixed.se[1] = kNone;
    Points noErrors = over(x, 100);
    noErrors.se.assign(8, 0);
    Points someErrors = over(x, 100);
    someErrors.se[0] = someErrors.se[7] = 0;
    Points wild = over(x, 0.5);
    wild.n = {0, -3, 0.5, 1e300, 7.5, 100, kInfinity, kNone};
    Points apart = over(x, 100);
    apart.y = {0.26, 0, 0, 0.27, 0.31, 0, 0.5, 0};
    apart.se = {1e-9, 1e-9, 1e-9, 0.02, 0.02, 0.02, 0.02, 0.5};
    std::vector<double> ties{18, 18, 18, 19, 19, 20, 22, 22};
    return {
        {"none", {}},
        {"one", over({20}, 100)},
        {"two", over({18, 22}, 100)},
        {"two of one scale", over({20, 20}, 100)},
        {"three", over(evenly(18, 22, 3), 100)},
        {"four", over(evenly(18, 22, 4), 100)},
        {"five", over(evenly(18, 22, 5), 100)},
        {"eight", over(x, 100)},
        {"all equal", level(0.4, 100)},
        {"all at chance", level(0.25, 100)},
        {"all 0", level(0, 100)},
        {"all 1", level(1, 100)},
        {"all 0, one question", level(0, 1)},
        {"all 1, one question", level(1, 1)},
        {"duplicate x", over(ties, 100)},
        {"one scale", over(std::vector(8, 20.0), 100)},
        {"two scales", over({18, 18, 18, 18, 20, 20, 20, 20}, 100)},
        {"one question", {x, {0, 0, 1, 0, 1, 1, 0, 1}, std::vector(8, 1.0), {}}},
        {"a million questions", over(x, 1e6)},
        {"a billion questions", over(x, 1e9)},
        {"n unknown", over(x, kNone)},
        {"n known and unknown", mixed},
        {"n of no sense", wild},
        {"n beyond any count", over(x, 1e308)},
        {"no n, no errors", {x, rise(x), {}, {}}},
        {"errors of 0", noErrors},
        {"some errors of 0", someErrors},
        {"dates", over(evenly(2020, 2023, 8), 100)},
        {"huge x", over(evenly(1e9, 1e12, 8), 100)},
        {"tiny spread of x", over(evenly(20, 20 + 1e-9, 8), 100)},
        {"spread of rounding", over({20, 20 + 4e-15, 20 + 8e-15, 20 + 1.2e-14}, 100)},
        {"negative scores", scaled(10, -8), unbounded},
        {"negative scores of a proportion", scaled(2, -1)},
        {"large scores", scaled(1e6, 0), unbounded},
        {"small scores", scaled(1e-9, 0), unbounded},
        {"squares that underflow", scaled(1e-170, 0), unbounded},
        {"squares that overflow", scaled(1e170, 0), unbounded},
        {"loss", scaled(-3, 5), loss},
        {"loss below its range", scaled(0, -1), loss},
        {"scores far above any loss", scaled(1, 1e9)},
        {"error rate", scaled(-1, 1), {.chance = 0.75, .best = 0, .lowerIsBetter = true}},
        {"chance unknown", over(x, 100), {.chance = kNone, .best = 1}},
        {"best unknown", over(x, 100), {.chance = 0.25, .best = kNone}},
        {"chance is best", over(x, 100), {.chance = 1, .best = 1}},
        {"chance above best", over(x, 100), {.chance = 0.9, .best = 0.5}},
        {"chance outside", over(x, 100), {.chance = -2, .best = 1}},
        {"chance 0", over(x, 100), {.chance = 0, .best = 1}},
        {"range of nothing", over(x, 100), {.chance = 0.25, .best = 1, .range = {0.5, 0.5}}},
        {"range of nothing, errors apart", apart, {.chance = 0.25, .best = 1, .range = {0.5, 0.5}}},
        {"smallest gain unknown", over(x, 100), {.chance = 0.25, .best = 1, .smallestGain = kNone}},
    };
}

constexpr std::array kLaws{Noise::Gaussian, Noise::StatedError, Noise::Binomial, Noise::ExtraScatter,
                           Noise::BetaBinomial};

} // namespace

void TestDegenerate::smallTables_data()
{
    QTest::addColumn<FitCase>("tried");
    for (const Named &table : tables())
        for (const Noise law : kLaws)
            QTest::addRow("%s, %s", table.name, name(law).data())
                << FitCase{table.points, table.measure, law};
}

void TestDegenerate::smallTables()
{
    QFETCH(FitCase, tried);
    constexpr int kReplicates = 5;
    const std::string rivals = onset::test::faultOfRivals(tried, kReplicates);
    QVERIFY2(rivals.empty(), rivals.c_str());
    const std::string verdict = onset::test::faultOfVerdict(tried, kReplicates);
    QVERIFY2(verdict.empty(), verdict.c_str());
    if (tried.noise != Noise::Gaussian && tried.noise != Noise::ExtraScatter)
        return; // what comes of several fits is the same under any
    const std::string pairs = onset::test::faultOfPairs(tried, kReplicates);
    QVERIFY2(pairs.empty(), pairs.c_str());
}

/// They are refused when a curve is read; a fit says so once more.
void TestDegenerate::scoresThatAreNone()
{
    for (const double wrong : {kNone, kInfinity, -kInfinity}) {
        for (const Model model : kModels) {
            for (const Noise law : kLaws) {
                Points points = over(evenly(18, 23, 8), 100);
                points.y[3] = wrong;
                QCOMPARE(fit(points, {.model = model, .noise = law}).status, Status::NotFinite);
                points = over(evenly(18, 23, 8), 100);
                points.x[7] = wrong;
                QCOMPARE(fit(points, {.model = model, .noise = law}).status, Status::NotFinite);
            }
        }
    }
}

void TestDegenerate::manyPoints_data()
{
    QTest::addColumn<Noise>("law");
    for (const Noise law : {Noise::Gaussian, Noise::ExtraScatter})
        QTest::addRow("%s", name(law).data()) << law;
}

/// What grows with a power of the points would not end.
void TestDegenerate::manyPoints()
{
    QFETCH(Noise, law);
    const int count = onset::test::inFull() ? 10000 : 1000;
    FitCase tried{{}, {.chance = 0.25, .best = 1}, law};
    Points &points = tried.points;
    points.x = evenly(18, 23, count);
    for (int i = 0; i < count; ++i) {
        const double mean = 0.25 + 0.5 / (1 + std::exp(-3 * (points.x[static_cast<std::size_t>(i)] - 21)));
        points.y.push_back(Draws(1, 0, static_cast<std::uint32_t>(i)).binomial(100, mean) / 100);
    }
    points.n.assign(std::size_t(count), 100);
    const Verdict verdict = Judge()(points, tried.measure, {.noise = law, .defaultNoise = false});
    QVERIFY(verdict.headline == Headline::Unclear && verdict.shape == Shape::Threshold);
    const std::vector<Request> rivals = rivalRequests(points, tried.measure, law);
    const auto asked = [&](Model model) {
        return *std::find_if(rivals.begin(), rivals.end(),
                             [model](const Request &request) { return request.model == model; });
    };
    const Fit step = fit(points, asked(Model::Step));
    const Interval jump = profileInterval(points, step, 2);
    QVERIFY(jump.low > 20 && jump.low < step.parameter("break") && step.parameter("break") < jump.high &&
            jump.high < 22);
    const Fit curve = fit(points, asked(Model::Logistic));
    const Interval midpoint = profileInterval(points, curve, 3);
    QVERIFY(midpoint.low < 21 && midpoint.high > 21 && midpoint.high - midpoint.low < 0.1);
    QVERIFY(computeEquivalentGain(points, points, asked(Model::Logistic)).usable());
    onset::Progress progress;
    QCOMPARE(bootstrapBand(points, curve, {21}, {.replicates = 2}, progress).failed, 0);
    if (law == Noise::Gaussian) // the rest is the same under any
        QVERIFY(backtest(points, asked(Model::Line), {.bootstrap = {.replicates = 1}}, progress).size() ==
                64);
}

ONSET_TEST(TestDegenerate)
#include "tst_degenerate.moc"
