#include "tests/support/full.h"
#include "tests/support/test_class.h"

// Coverage, width and open ends of the default 95 % interval of a midpoint, where the truth is known. 100
// runs a cell; with ONSET_FULL=1 in the environment 1000.

#include "core/fit/intervals/profile.h"
#include "core/fit/noise/likelihood.h"
#include "core/fit/solve/fitter.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset;
using namespace onset::fit;

class TestCoverage : public QObject
{
    Q_OBJECT

private slots:
    void midpoint_data();
    void midpoint();
    void cleanupTestCase();

private:
    double m_sum = 0; ///< of the coverages
    int m_cells = 0;
};

namespace {

constexpr double kCeiling = 0.9;
constexpr double kRange = 5; ///< decades
constexpr double kSlope = 10 / kRange;
constexpr double kMidpoint = 20 + 0.6 * kRange;

Points simulated(double floor, int models, double questions, double tau, std::uint64_t run)
{
    Points points;
    for (int i = 0; i < models; ++i) {
        const double x = 20 + kRange * i / (models - 1);
        points.x.push_back(x);
        points.y.push_back(floor + (kCeiling - floor) / (1 + std::exp(-kSlope * (x - kMidpoint))));
        points.n.push_back(questions);
        points.se.push_back(kNone);
    }
    const Likelihood law(points, Noise::ExtraScatter, floor, 1);
    for (std::size_t i = 0; i < points.size(); ++i)
        points.y[i] = law.draw(i, points.y[i], tau * tau, 1928, run);
    return points;
}

} // namespace

void TestCoverage::midpoint_data()
{
    QTest::addColumn<double>("floor");
    QTest::addColumn<int>("models");
    QTest::addColumn<double>("questions");
    QTest::addColumn<double>("tau");
    for (const double floor : {0.0, 0.25})
        for (const int models : {6, 10})
            for (const double questions : {200.0, 5000.0})
                for (const double tau : {0.0, 0.3})
                    QTest::addRow("floor %g, n = %d, N = %g, tau = %g", floor, models, questions, tau)
                        << floor << models << questions << tau;
}

void TestCoverage::midpoint()
{
    QFETCH(double, floor);
    QFETCH(int, models);
    QFETCH(double, questions);
    QFETCH(double, tau);
    const int runs = onset::test::inFull() ? 1000 : onset::test::runs(100);
    Request request;
    request.noise = Noise::ExtraScatter;
    request.floor = request.chance = floor;
    request.best = 1;
    int covered = 0, open = 0;
    std::vector<double> widths;
    for (int run = 0; run < runs; ++run) {
        const Points points = simulated(floor, models, questions, tau, static_cast<std::uint64_t>(run));
        const Interval interval = profileInterval(points, fit::fit(points, request), 3);
        covered += interval.low <= kMidpoint && kMidpoint <= interval.high;
        open += std::isinf(interval.low) || std::isinf(interval.high);
        widths.push_back((interval.high - interval.low) / kRange);
    }
    std::nth_element(widths.begin(), widths.begin() + runs / 2, widths.end());
    const double width = widths[static_cast<std::size_t>(runs / 2)];
    const double share = double(covered) / runs;
    m_sum += share;
    ++m_cells;
    const QString said = QStringLiteral("covered %1, median width %2 of the range, open %3")
                             .arg(share, 0, 'f', 3)
                             .arg(width, 0, 'f', 3)
                             .arg(double(open) / runs, 0, 'f', 3);
    qInfo("%s", qPrintable(said));
    // Few runs: three standard errors at the rate demanded, ± .10 of 100 at 88 %, ± .09 at 10 %. Over a floor
    // of 0.25 six models with much scatter say less of it than they seem to: 87.6 % of 1000 runs, where 86 %
    // are demanded.
    const double least = floor > 0 ? 0.86 : 0.88;
    QVERIFY2(share >= (onset::test::inFull() ? least : least - onset::test::threeErrors(least, runs)),
             qPrintable(said));
    QVERIFY2(width <= 0.4, qPrintable(said));
    QVERIFY2(open <= runs * (onset::test::inFull() ? 0.10 : 0.10 + onset::test::threeErrors(0.10, runs)),
             qPrintable(said));
}

void TestCoverage::cleanupTestCase()
{
    if (m_cells < 16) // some cells were asked for by name
        return;
    const double mean = m_sum / m_cells;
    qInfo("mean coverage %.3f", mean);
    QVERIFY(mean >= (onset::test::inFull() ? 0.92 : 0.89));
}

ONSET_TEST(TestCoverage)
#include "tst_coverage.moc"
