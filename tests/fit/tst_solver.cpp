#include "core/fit/random.h"
#include "core/fit/solve/grid.h"
#include "core/fit/solve/linear_part.h"
#include "core/fit/solve/logistic_kernel.h"
#include "core/fit/solve/solver.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

using namespace onset::fit;

namespace {

std::atomic<long> allocations = 0;

} // namespace

// Eigen takes its memory from malloc, everything else from operator new, which calls malloc too.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
extern "C" void *__libc_malloc(std::size_t size);
extern "C" void *malloc(std::size_t size) noexcept
{
    ++allocations;
    return __libc_malloc(size);
}
#else
void *operator new(std::size_t size)
{
    ++allocations;
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void *operator new(std::size_t size, const std::nothrow_t &) noexcept // of std::stable_sort
{
    ++allocations;
    return std::malloc(size);
}

void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, const std::nothrow_t &) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
#endif

class TestSolver : public QObject
{
    Q_OBJECT

private slots:
    void linearPartOnItsBox();
    void scanOfEveryKernel();
    void lowNodesOfEveryKernel();
    void modelOfEveryKernel_data();
    void modelOfEveryKernel();
    void curvatureAtTheOptimum();
    void globalOptimum_data();
    void globalOptimum();
    void manyPoints();
    void solvesWithoutAllocating();
};

namespace {

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
    const auto found = solveLinear(Basis(s.mean(), centred.square().sum(), m), (centred * y).sum(), m,
                                   y.mean(), (y - y.mean()).square().sum(), box);
    return {found.level, found.rise, found.rss};
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

Eigen::ArrayXd logistic(double slope, double midpoint, const Eigen::ArrayXd &x)
{
    return 1 / (1 + (-slope * (x - midpoint)).exp());
}

/// ½·rss of the curve a step δ from (slope, midpoint), with the best linear part.
double halfRss(double slope, double midpoint, double pivot, double step0, double step1,
               const Eigen::ArrayXd &x, const Eigen::ArrayXd &y, const LinearBox &box)
{
    const double moved = slope * std::exp(step0);
    const Eigen::ArrayXd s = logistic(moved, pivot - (slope * (pivot - midpoint) - step1) / moved, x);
    const Optimum best = linear(s, y, box);
    return rssOf(s, y, best.level, best.rise) / 2;
}

/// ½·rss to second order in δ: gradient δ₀, δ₁ and Hessian δ₀δ₀, δ₀δ₁, δ₁δ₁, by central differences.
std::array<double, 5> differences(double slope, double midpoint, double pivot, const Eigen::ArrayXd &x,
                                  const Eigen::ArrayXd &y, const LinearBox &box)
{
    const double h = 1e-4;
    const auto f = [&](double a, double b) {
        return halfRss(slope, midpoint, pivot, a * h, b * h, x, y, box);
    };
    return {(f(1, 0) - f(-1, 0)) / (2 * h), (f(0, 1) - f(0, -1)) / (2 * h),
            (f(1, 0) - 2 * f(0, 0) + f(-1, 0)) / (h * h),
            (f(1, 1) - f(1, -1) - f(-1, 1) + f(-1, -1)) / (4 * h * h),
            (f(0, 1) - 2 * f(0, 0) + f(0, -1)) / (h * h)};
}

/// Lane 0 of the model around one curve.
LogisticLanes model(const LogisticKernel &kernel, double slope, double midpoint, const Eigen::ArrayXd &x,
                    const Eigen::ArrayXd &y, const LinearBox &box)
{
    const Eigen::ArrayXd centred = y - y.mean();
    std::vector<double> work(static_cast<std::size_t>(x.size() * kLogisticLanes));
    LogisticLanes lanes = {};
    lanes.slope[0] = slope;
    lanes.midpoint[0] = midpoint;
    kernel.model({x.data(), centred.data(), static_cast<int>(x.size()), y.mean(), box}, {0, 100}, 1, lanes,
                 work.data());
    return lanes;
}

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

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

/// Each node's sum of squares as solveLinear has it.
void TestSolver::scanOfEveryKernel()
{
    const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(9, 18, 25);
    const LinearBox box{{0, 1}, {0, 1}};
    const Nodes nodes = slopeMidpointNodes(vector(x), {0.1, 40}, {16, 28});
    Eigen::ArrayXXd basis(x.size(), nodes.theta.cols());
    for (Eigen::Index node = 0; node < basis.cols(); ++node)
        basis.col(node) = logistic(nodes.theta(0, node), nodes.theta(1, node), x);
    const Scan scan(basis);
    for (const LogisticKernel &kernel : logisticKernels()) {
        for (std::uint64_t curve = 0; curve < 5; ++curve) {
            const Eigen::ArrayXd y = 1.5 * random(curve, x.size()) - 0.25;
            Eigen::ArrayXd centred = y - y.mean();
            std::vector<double> rss(scan.size());
            const double flat = scan(kernel, box, centred, y.mean(), rss);
            QVERIFY(close(flat, (y - y.mean()).square().sum(), 1e-13));
            for (Eigen::Index node = 0; node < basis.cols(); ++node)
                QVERIFY(
                    close(rss[static_cast<std::size_t>(node)], linear(basis.col(node), y, box).rss, 1e-13));
        }
    }
}

/// Three rows of nodes and what is none, one equal to its neighbour, one on the limit.
void TestSolver::lowNodesOfEveryKernel()
{
    const std::vector<double> rss{0, 3, 2, 2, 4, 1, 5, 4, 9, 8, 7, 3, 3, 3, 3, 3, 3, 0};
    std::vector<double> walls(kScanLanes + 1);
    walls[0] = walls[4] = walls[7] = walls[11] = kInfinity;
    std::fill(walls.begin() + 12, walls.end(), -kInfinity);
    const std::string expected = "0110100000100000"; // 4 at the end of the second row is not below 4
    for (const LogisticKernel &kernel : logisticKernels()) {
        std::vector<char> low(kScanLanes);
        kernel.lows(rss.data() + 1, walls.data(), 4, kScanLanes, low.data());
        std::string found;
        for (const char mark : low)
            found += mark == -1 ? '1' : static_cast<char>('0' + mark);
        QCOMPARE(found, expected);
    }
}

void TestSolver::modelOfEveryKernel_data()
{
    QTest::addColumn<double>("slope");
    QTest::addColumn<double>("midpoint");
    QTest::newRow("gentle") << 0.5 << 21.0;
    QTest::newRow("middling") << 3.0 << 22.0;
    QTest::newRow("steep") << 20.0 << 21.3;
    QTest::newRow("between the points") << 5.0 << 20.0;
    QTest::newRow("beyond the data") << 1.5 << 27.0;
    QTest::newRow("a step no point lies in") << 40.0 << 40.0;
}

/// Its linear part against the one of the shape; its derivatives, with the linear part held, against central
/// differences. Those err by h²/6 and h²/12 times a derivative of higher order, and by rounding, ε/h and
/// ε/h².
void TestSolver::modelOfEveryKernel()
{
    QFETCH(double, slope);
    QFETCH(double, midpoint);
    const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(12, 18, 25);
    const Eigen::ArrayXd y = random(3, 12);
    const Eigen::ArrayXd s = logistic(slope, midpoint, x);
    const LinearBox boxes[] = {{{0, 1}, {0, 1}},
                               {{0.2, 0.2}, {0.5, 0.5}},
                               {{0.2, 0.2}, {0, 1}},
                               {{-kUnbounded, kUnbounded}, {-kUnbounded, kUnbounded}}};
    for (const LogisticKernel &kernel : logisticKernels()) {
        for (const LinearBox &box : boxes) {
            const LogisticLanes found = model(kernel, slope, midpoint, x, y, box);
            const Optimum expected = linear(s, y, box);
            if (s.maxCoeff() > 1e-30) { // otherwise any rise does
                QVERIFY(close(found.level[0], expected.level, 1e-11));
                QVERIFY(close(found.rise[0], expected.rise, 1e-11));
            }
            QVERIFY(close(found.rss[0], expected.rss, 1e-13));
            const auto slopes = differences(slope, midpoint, found.pivot[0], x, y, box);
            QVERIFY(close(-found.descent[0][0], slopes[0], 1e-6));
            QVERIFY(close(-found.descent[1][0], slopes[1], 1e-6));
            if (box.rise.low < box.rise.high)
                continue; // see curvatureAtTheOptimum
            QVERIFY(close(found.hessian[0][0], slopes[2], 1e-6));
            QVERIFY(close(found.hessian[1][0], slopes[3], 1e-6));
            QVERIFY(close(found.hessian[2][0], slopes[4], 1e-6));
        }
    }
}

/// With a free linear part the Hessian is that of the projected sum of squares where the gradient is 0.
void TestSolver::curvatureAtTheOptimum()
{
    const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(12, 18, 25);
    for (std::uint64_t curve = 0; curve < 5; ++curve) {
        for (const double floor : {std::numeric_limits<double>::quiet_NaN(), 0.2}) {
            const Eigen::ArrayXd y = 0.2 + 0.6 * logistic(2, 21.4, x) + 0.1 * (random(curve, 12) - 0.5);
            Request request;
            request.floor = floor;
            const LinearBox box{std::isnan(floor) ? Interval{0, 1} : Interval{floor, floor}, {0, 1}};
            const Solution found = makeSolver(vector(x), request)->solve(vector(y));
            QVERIFY(!found.atBound);
            for (const LogisticKernel &kernel : logisticKernels()) {
                const LogisticLanes at = model(kernel, found.shape[0], found.shape[1], x, y, box);
                const auto slopes = differences(found.shape[0], found.shape[1], at.pivot[0], x, y, box);
                QVERIFY(std::abs(at.descent[0][0]) < 1e-6 && std::abs(at.descent[1][0]) < 1e-6);
                for (int k = 0; k < 3; ++k)
                    QVERIFY(std::abs(at.hessian[k][0] - slopes[static_cast<std::size_t>(2 + k)]) < 1e-5);
            }
        }
    }
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
                s = logistic(at, midpoint, x);
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
    QVERIFY(found.rss < rssOf(logistic(6, 22.3, x), y, 0.2, 0.5));
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

ONSET_TEST(TestSolver)
#include "tst_solver.moc"
