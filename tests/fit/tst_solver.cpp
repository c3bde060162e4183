#include "core/fit/linear_part.h"
#include "core/fit/least_squares_shapes.h"
#include "core/fit/random.h"
#include "core/fit/solver.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

using namespace onset::fit;

namespace {

std::atomic<long> allocations = 0;

} // namespace

void *operator new(std::size_t size)
{
    ++allocations;
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }

class TestSolver : public QObject
{
    Q_OBJECT

private slots:
    void linearPartOnItsBox();
    void derivatives_data();
    void derivatives();
    void globalOptimum_data();
    void globalOptimum();
    void manyPoints();
    void solvesWithoutAllocating();
};

namespace {

using One = Eigen::Array<double, 1, 1>;

/// Uniform on (0, 1): the share of the normal law below a normal number.
double uniform(std::uint64_t stream, std::uint64_t place)
{
    return 0.5 * std::erfc(-normalPair(42, stream, place)[0] / std::sqrt(2));
}

Eigen::ArrayXd random(std::uint64_t stream, Eigen::Index size)
{
    Eigen::ArrayXd values(size);
    for (Eigen::Index i = 0; i < size; ++i)
        values[i] = uniform(stream, static_cast<std::uint64_t>(i));
    return values;
}

std::vector<double> vector(const Eigen::ArrayXd &values) { return {values.begin(), values.end()}; }

struct Optimum
{
    double level;
    double rise;
    double rss;
};

Optimum linear(const Eigen::ArrayXd &s, const Eigen::ArrayXd &y, const LinearBox &box)
{
    const auto m = static_cast<double>(s.size());
    const Eigen::ArrayXd centred = s - s.mean();
    const auto found = solveLinear(Basis<One>(One(s.mean()), One(centred.square().sum()), m),
                                   One((centred * y).sum()), m, y.mean(), (y - y.mean()).square().sum(), box);
    return {found.level[0], found.rise[0], found.rss[0]};
}

double rssOf(const Eigen::ArrayXd &s, const Eigen::ArrayXd &y, double level, double rise)
{
    return (y - level - rise * s).square().sum();
}

/// The same by cases: the free optimum if the box holds it, otherwise the best of the four edges.
Optimum linearByCases(const Eigen::ArrayXd &s, const Eigen::ArrayXd &y, const LinearBox &box)
{
    const auto alongLevel = [&](double rise) {
        const double level = std::clamp((y - rise * s).mean(), box.level.low, box.level.high);
        return Optimum{level, rise, rssOf(s, y, level, rise)};
    };
    const auto alongRise = [&](double level) {
        const double rise =
            std::clamp(((y - level) * s).sum() / s.square().sum(), box.rise.low, box.rise.high);
        return Optimum{level, rise, rssOf(s, y, level, rise)};
    };
    const Eigen::ArrayXd centred = s - s.mean();
    const double slope = (centred * y).sum() / centred.square().sum();
    const double level = y.mean() - slope * s.mean();
    if (level >= box.level.low && level <= box.level.high && slope >= box.rise.low && slope <= box.rise.high)
        return {level, slope, rssOf(s, y, level, slope)};
    return std::min({alongLevel(box.rise.low), alongLevel(box.rise.high), alongRise(box.level.low),
                     alongRise(box.level.high)},
                    [](const Optimum &a, const Optimum &b) { return a.rss < b.rss; });
}

bool close(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance * (1 + std::abs(b)); }

} // namespace

void TestSolver::linearPartOnItsBox()
{
    const LinearBox boxes[] = {{{0, 1}, {0, 1}},
                               {{0.25, 0.25}, {0, 1}},
                               {{0, 1}, {-1, 0}},
                               {{-9, 9}, {-9, 9}},
                               {{0.4, 0.6}, {0.1, 0.3}}};
    int onEdge = 0;
    for (std::uint64_t trial = 0; trial < 2000; ++trial) {
        const Eigen::ArrayXd s = random(2 * trial, 5);
        const Eigen::ArrayXd y = 2 * random(2 * trial + 1, 5) - 0.5;
        for (const LinearBox &box : boxes) {
            const Optimum found = linear(s, y, box);
            const Optimum expected = linearByCases(s, y, box);
            // Both are sums of a few products of numbers about 1.
            QVERIFY(close(found.level, expected.level, 1e-11));
            QVERIFY(close(found.rise, expected.rise, 1e-11));
            QVERIFY(close(found.rss, expected.rss, 1e-13));
            QVERIFY(close(found.rss, rssOf(s, y, found.level, found.rise), 1e-13));
            onEdge += found.rise == box.rise.low || found.rise == box.rise.high;
        }
    }
    QVERIFY(onEdge > 1000); // the cases that matter were met

    const Optimum noBasis = linear(Eigen::ArrayXd::Zero(5), random(1, 5), boxes[0]);
    QVERIFY(close(noBasis.level, random(1, 5).mean(), 1e-15));
}

void TestSolver::derivatives_data()
{
    QTest::addColumn<double>("slope");
    QTest::addColumn<double>("midpoint");
    QTest::addColumn<double>("pivot");
    QTest::newRow("gentle") << 0.5 << 21.0 << 21.5;
    QTest::newRow("middling") << 3.0 << 22.0 << 22.1;
    QTest::newRow("steep") << 20.0 << 21.3 << 21.25;
    QTest::newRow("pivot at the midpoint") << 5.0 << 20.0 << 20.0;
    QTest::newRow("beyond the data") << 1.5 << 27.0 << 25.0;
}

/// ∂s/∂δ and ∂²s/∂δ² against central differences of the shape along `moved`.
void TestSolver::derivatives()
{
    QFETCH(double, slope);
    QFETCH(double, midpoint);
    QFETCH(double, pivot);
    const LogisticShape::Theta theta(slope, midpoint);
    const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(12, 18, 25);
    const Eigen::ArrayXd weights = random(3, 12) - 0.5;
    const auto shape = [&](double first, double second) {
        Eigen::ArrayXd s(x.size());
        LogisticShape::value(LogisticShape::moved(theta, pivot, {first, second}, {0, 0}, {1e9, 1e9}), x, s);
        return s;
    };
    const Eigen::ArrayXd s = shape(0, 0);
    Eigen::ArrayX2d gradient(x.size(), 2);
    const Eigen::Matrix2d curvature = LogisticShape::derivatives(theta, pivot, x, s, weights, gradient);

    // Central differences err by h²/6 and h²/12 times a derivative of higher order, and by rounding, ε/h and
    // ε/h².
    const double h = 1e-4;
    const Eigen::Array2d scale = gradient.abs().colwise().maxCoeff().transpose() + 1e-6;
    const Eigen::ArrayXd first = (shape(h, 0) - shape(-h, 0)) / (2 * h);
    const Eigen::ArrayXd second = (shape(0, h) - shape(0, -h)) / (2 * h);
    QVERIFY((first - gradient.col(0)).abs().maxCoeff() < 1e-5 * scale[0]);
    QVERIFY((second - gradient.col(1)).abs().maxCoeff() < 1e-5 * scale[1]);

    const auto sum = [&](double a, double b) { return (weights * shape(a, b)).sum(); };
    Eigen::Matrix2d differences;
    differences(0, 0) = (sum(h, 0) - 2 * sum(0, 0) + sum(-h, 0)) / (h * h);
    differences(1, 1) = (sum(0, h) - 2 * sum(0, 0) + sum(0, -h)) / (h * h);
    differences(0, 1) = differences(1, 0) = (sum(h, h) - sum(h, -h) - sum(-h, h) + sum(-h, -h)) / (4 * h * h);
    QVERIFY((curvature - differences).cwiseAbs().maxCoeff() < 1e-5 * curvature.cwiseAbs().maxCoeff() + 1e-6);
}

void TestSolver::globalOptimum_data()
{
    QTest::addColumn<int>("points");
    QTest::addColumn<double>("slope"); // 0: scores without any curve
    QTest::addColumn<double>("noise");
    QTest::addColumn<double>("floor");
    constexpr double kFree = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("twelve") << 12 << 4.0 << 0.03 << kFree;
    QTest::newRow("step-like") << 12 << 35.0 << 0.02 << kFree;
    QTest::newRow("gentle") << 12 << 0.7 << 0.05 << kFree;
    QTest::newRow("few points") << 5 << 6.0 << 0.05 << kFree;
    QTest::newRow("floor bound to chance") << 8 << 5.0 << 0.05 << 0.25;
    QTest::newRow("no curve at all") << 10 << 0.0 << 0.3 << kFree;
    QTest::newRow("nearly flat") << 10 << 0.0 << 0.001 << kFree;
}

/// No node of a dense grid, with its best linear part, lies below the optimum found.
void TestSolver::globalOptimum()
{
    QFETCH(int, points);
    QFETCH(double, slope);
    QFETCH(double, noise);
    QFETCH(double, floor);
    constexpr int kCurves = 8;
    constexpr int kSlopes = 60;
    constexpr int kMidpoints = 400;

    Request request;
    request.floor = floor;
    const LinearBox box{std::isnan(floor) ? Interval{0, 1} : Interval{floor, floor}, {0, 1}};
    for (std::uint64_t curve = 0; curve < kCurves; ++curve) {
        Eigen::ArrayXd x = 18 + 7 * random(10 * curve, points);
        if (curve % 2 == 0)
            x[1] = x[0];
        std::sort(x.begin(), x.end());
        Eigen::ArrayXd y = 0.3 + noise * (random(10 * curve + 1, points) - 0.5);
        if (slope > 0) {
            const double midpoint = 19 + 5 * uniform(10 * curve + 2, 0);
            y += 0.6 / (1 + (-slope * (x - midpoint)).exp());
        }
        const double found = makeSolver(vector(x), request)->solve(vector(y)).rss;

        Eigen::ArrayXd s(points);
        for (int i = 0; i <= kSlopes; ++i) {
            for (int j = 0; j <= kMidpoints; ++j) {
                const double at = 0.1 * std::pow(400.0, static_cast<double>(i) / kSlopes);
                const double midpoint = x[0] - 2 + (x[points - 1] - x[0] + 5) * j / kMidpoints;
                LogisticShape::value({at, midpoint}, x, s);
                const Optimum node = linear(s, y, box);
                // node.rss is a difference of sums of about 1
                QVERIFY2(found <= node.rss * (1 + 1e-6) + 1e-14,
                         qPrintable(QStringLiteral("curve %1: %2 at slope %3, midpoint %4, found %5")
                                        .arg(curve)
                                        .arg(node.rss)
                                        .arg(at)
                                        .arg(midpoint)
                                        .arg(found)));
            }
        }
    }
}

/// More points than the scan looks at singly.
void TestSolver::manyPoints()
{
    const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(1001, 18, 25);
    const Eigen::ArrayXd y = 0.2 + 0.5 / (1 + (-6 * (x - 22.3)).exp()) + 0.1 * (random(5, 1001) - 0.5);
    const Solution found = makeSolver(vector(x), {})->solve(vector(y));
    QVERIFY(close(found.shape[1], 22.3, 1e-3));
    QVERIFY(close(found.shape[0], 6, 0.1));
    Eigen::ArrayXd truth(1001);
    LogisticShape::value({6, 22.3}, x, truth);
    QVERIFY(found.rss < rssOf(truth, y, 0.2, 0.5));
}

void TestSolver::solvesWithoutAllocating()
{
    const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(12, 18, 25);
    for (const Model model : {Model::Flat, Model::Line, Model::Logistic}) {
        Request request;
        request.model = model;
        const auto solver = makeSolver(vector(x), request);
        for (std::uint64_t curve = 0; curve < 20; ++curve) {
            const std::vector<double> y = vector(random(curve, 12));
            const long before = allocations;
            const double rss = solver->solve(y).rss;
            QCOMPARE(allocations - before, 0L);
            QVERIFY(rss > 0);
        }
    }
}

QTEST_GUILESS_MAIN(TestSolver)
#include "tst_solver.moc"
