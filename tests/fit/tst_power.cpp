#include "core/fit/judge/power.h"

#include "core/fit/noise/likelihood.h"
#include "core/fit/random.h"
#include "core/fit/solve/fitter.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset::fit;
using namespace Qt::StringLiterals;

class TestPower : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithSimulation_data();
    void agreesWithSimulation();
    void growsWithTheJump();
    void smallestJumpIsSeen();
    void withoutGaps();
    void pooledScales_data();
    void pooledScales();
    void gapOfTheOnset();
    void modelAtTheMidpoint();
};

namespace {

struct Cell
{
    Noise noise = Noise::ExtraScatter;
    int models = 10;
    double questions = 500;
    double scatter = 0; ///< τ or σ
    double chance = 0.25;

    [[nodiscard]] Points points() const
    {
        Points points;
        for (int i = 0; i < models; ++i) {
            points.x.push_back(20 + 4.0 * i / (models - 1));
            points.y.push_back(chance);
            points.n.push_back(noise == Noise::Gaussian ? kNone : questions);
        }
        return points;
    }

    [[nodiscard]] Request request(Model model, bool bound) const
    {
        Request request;
        request.model = model;
        request.noise = noise;
        request.chance = chance;
        if (bound)
            request.floor = chance;
        return request;
    }

    [[nodiscard]] std::vector<Request> rivals() const
    {
        return {request(Model::Flat, false),  request(Model::Line, false),    request(Model::Power, false),
                request(Model::Growth, true), request(Model::Growth, false),  request(Model::Step, true),
                request(Model::Step, false),  request(Model::Logistic, true), request(Model::Logistic, false),
                request(Model::Hinge, true)};
    }

    /// A flat curve at chance with the cell's scatter.
    [[nodiscard]] Fit start() const
    {
        Fit fit = onset::fit::fit(points(), request(Model::Flat, false));
        fit.scatter = scatter;
        fit.rss = scatter * scatter * (models - fit.k);
        return fit;
    }

    /// The share of simulated curves with a jump in some gap that a threshold rival wins by kDecisiveAicc.
    [[nodiscard]] double simulated(double jump, int runs) const
    {
        Points points = this->points();
        const Likelihood law(points, noise, chance, kNone);
        int seen = 0;
        for (int run = 0; run < runs; ++run) {
            const int last = 1 + run % (models - 3);
            for (int i = 0; i < models; ++i) {
                const auto place = static_cast<std::size_t>(i);
                points.y[place] = law.draw(place, chance + (i > last ? jump : 0), scatter * scatter, 11,
                                           static_cast<std::uint64_t>(run));
            }
            double smooth = std::numeric_limits<double>::infinity(), threshold = smooth;
            for (const Request &rival : rivals()) {
                const Fit fit = onset::fit::fit(points, rival);
                double &best = isSmooth(rival.model) ? smooth : threshold;
                if (fit.comparable == Comparable::Yes)
                    best = std::min(best, fit.aicc);
            }
            seen += threshold + kDecisiveAicc <= smooth;
        }
        return static_cast<double>(seen) / runs;
    }
};

} // namespace

Q_DECLARE_METATYPE(Cell)

void TestPower::agreesWithSimulation_data()
{
    QTest::addColumn<Cell>("cell");
    QTest::addColumn<double>("jump");

    const auto cells = [](const char *name, const Cell &cell, std::initializer_list<double> jumps) {
        for (const double jump : jumps)
            QTest::addRow("%s, jump %g", name, jump) << cell << jump;
    };
    cells("10 models, N 500", {}, {0.06, 0.15});
    cells("10 models, N 500, tau 0.3", {.scatter = 0.3}, {0.1});
    cells("8 models, N 2000, g 0", {.models = 8, .questions = 2000, .chance = 0}, {0.01, 0.02});
    cells("6 models, N 500", {.models = 6}, {0.2});
    cells("10 models, sigma 0.03", {.noise = Noise::Gaussian, .scatter = 0.03}, {0.08, 0.12});
    cells("7 models, sigma 0.03", {.noise = Noise::Gaussian, .models = 7, .scatter = 0.03}, {0.12});
}

void TestPower::agreesWithSimulation()
{
    QFETCH(Cell, cell);
    QFETCH(double, jump);
    constexpr int kRuns = 70; // standard error up to 6 points
    const double predicted = powerToSee(cell.points(), cell.start(), cell.rivals(), jump);
    const double simulated = cell.simulated(jump, kRuns);
    qInfo("%-36s predicted %.2f simulated %.2f", QTest::currentDataTag(), predicted, simulated);
    // Jumps of twenty right answers or fewer: see powerToSee.
    const bool few = cell.noise != Noise::Gaussian && jump * cell.questions <= 20;
    QVERIFY(few ? predicted >= simulated && predicted - simulated <= 0.35
                : std::abs(predicted - simulated) <= 0.2);
}

void TestPower::growsWithTheJump()
{
    const Cell cell;
    double last = 0;
    for (const double jump : {0.0, 0.03, 0.06, 0.12, 0.25, 0.5}) {
        const double power = powerToSee(cell.points(), cell.start(), cell.rivals(), jump);
        QVERIFY(power >= last - 1e-6 && power <= 1);
        last = power;
    }
    QVERIFY(last > 0.95);
    QVERIFY(powerToSee(cell.points(), cell.start(), cell.rivals(), 0) < 0.05);
}

void TestPower::smallestJumpIsSeen()
{
    const Cell cell;
    const double jump = smallestJump(cell.points(), cell.start(), cell.rivals(), 0.75);
    QVERIFY(jump > 0.02 && jump < 0.2);
    QVERIFY(powerToSee(cell.points(), cell.start(), cell.rivals(), jump) >= 0.8);
    QVERIFY(powerToSee(cell.points(), cell.start(), cell.rivals(), jump - 0.005) < 0.8);

    Cell few;
    few.models = 4; // no threshold rival is comparable
    QCOMPARE(smallestJump(few.points(), few.start(), few.rivals(), 0.75),
             std::numeric_limits<double>::infinity());
}

void TestPower::withoutGaps()
{
    Cell three;
    three.models = 3;
    QCOMPARE(powerToSee(three.points(), three.start(), three.rivals(), 0.5), 0);
    const Cell cell;
    QVERIFY(std::isnan(powerToSee(cell.points(), cell.start(), {}, 0.5)));
    QVERIFY(std::isnan(powerToSee(cell.points(), Fit{}, cell.rivals(), 0.5)));
}

void TestPower::pooledScales_data()
{
    QTest::addColumn<Cell>("cell");
    QTest::addColumn<double>("jump"); // seen about as often as not
    QTest::newRow("N 500") << Cell{.models = 100} << 0.012;
    QTest::newRow("N 500, tau 0.3") << Cell{.models = 100, .scatter = 0.3} << 0.03;
    QTest::newRow("N 20, tau 0.3") << Cell{.models = 100, .questions = 20, .scatter = 0.3} << 0.07;
    QTest::newRow("binomial") << Cell{.noise = Noise::Binomial, .models = 100, .questions = 100} << 0.03;
    QTest::newRow("beta-binomial") << Cell{.noise = Noise::BetaBinomial, .models = 100, .scatter = 0.01}
                                   << 0.03;
    QTest::newRow("gaussian") << Cell{.noise = Noise::Gaussian, .models = 100, .scatter = 0.03} << 0.02;
}

/// A hundred models, pooled to 64 points and each on its own.
void TestPower::pooledScales()
{
    QFETCH(Cell, cell);
    QFETCH(double, jump);
    for (const double factor : {0.7, 1.0, 1.4}) {
        const double pooled = powerToSee(cell.points(), cell.start(), cell.rivals(), factor * jump);
        const double each = powerToSee(cell.points(), cell.start(), cell.rivals(), factor * jump, 100);
        qInfo("%-16s jump %.4f pooled %.3f each %.3f", QTest::currentDataTag(), factor * jump, pooled, each);
        QVERIFY(std::abs(pooled - each) < 0.01);
    }
}

void TestPower::gapOfTheOnset()
{
    Onset onset;
    QVERIFY(std::isnan(modelForOnset(onset).x));
    onset.between = {22, 23};
    QCOMPARE(modelForOnset(onset).x, 22.5);
    QCOMPARE(modelForOnset(onset).narrowing, 0.5);
}

/// A model within a wide gap about the midpoint tells more of it than one elsewhere, as a repeated fit shows.
void TestPower::modelAtTheMidpoint()
{
    const Cell cell;
    Points points = cell.points();
    for (std::size_t i = 0; i < points.size(); ++i)
        points.y[i] = std::round(500 * (0.25 + 0.5 / (1 + std::exp(-5 * (points.x[i] - 22.3))))) / 500;
    const Fit fit = onset::fit::fit(points, cell.request(Model::Logistic, true));
    const UsefulModel useful = modelForMidpoint(points, fit, 500);
    QVERIFY(std::abs(useful.x - fit.parameter("midpoint")) < 0.5);
    QVERIFY(useful.narrowing > 0.05 && useful.narrowing < 0.5);
    QVERIFY(modelForMidpoint(points, fit, 5000).narrowing > useful.narrowing);
    QVERIFY(std::isnan(
        modelForMidpoint(points, onset::fit::fit(points, cell.request(Model::Line, false)), 500).x));
}

ONSET_TEST(TestPower)
#include "tst_power.moc"
