#include "core/fit/curves/fit.h"
#include "core/fit/random.h"
#include "core/fit/solve/fitter.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace onset::fit;

class TestFit : public QObject
{
    Q_OBJECT

private slots:
    void recoversExactCurve();
    void certified();
    void otherModels();
    void printedCurve();
    void statuses_data();
    void statuses();
    void nestedFloors();
    void fallingMeasure();
    void boundFloorFarBelow();
    void givenCeiling();
    void everyGapOfAStep_data();
    void everyGapOfAStep();
    void manyAsOneByOne();
};

namespace {

/// The number of leading digits in which both agree [NIST StRD: log relative error].
double digits(double value, double certified)
{
    return value == certified ? 16 : -std::log10(std::abs(value - certified) / std::abs(certified));
}

/// Twelve scores about a logistic from .1 to .8.
Points noisy(int stream)
{
    Points points;
    for (int i = 0; i < 12; ++i) {
        const auto place = static_cast<std::uint64_t>(i);
        points.x.push_back(18 + 7 * i / 11.0);
        points.y.push_back(0.1 + 0.7 / (1 + std::exp(-3 * (points.x.back() - 21.4))) +
                           0.05 * normalPair(5, static_cast<std::uint64_t>(stream), place)[0]);
    }
    return points;
}

bool sameBytes(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

} // namespace

void TestFit::recoversExactCurve()
{
    Points points;
    for (int i = 0; i < 12; ++i) {
        points.x.push_back(18 + 7 * i / 11.0);
        points.y.push_back(0.2 + 0.7 / (1 + std::exp(-3 * (points.x.back() - 21.4))));
    }
    const Fit found = fit::fit(points, {});
    QVERIFY(found.status == Status::Converged);
    QVERIFY(digits(found.parameter("floor"), 0.2) > 6);
    QVERIFY(digits(found.parameter("ceiling"), 0.9) > 6);
    QVERIFY(digits(found.parameter("slope"), 3) > 6);
    QVERIFY(digits(found.parameter("midpoint"), 21.4) > 6);
}

/// NIST StRD nonlinear regression, Rat42 (Ratkowsky 1983): y = β₁/(1 + exp(β₂ − β₃x)).
void TestFit::certified()
{
    const Points points{{9, 14, 21, 28, 42, 57, 63, 70, 79},
                        {8.930, 10.800, 18.590, 22.330, 39.350, 56.110, 61.730, 64.620, 67.080},
                        {},
                        {}};
    Request request;
    request.floor = 0;
    request.box = {{0, 0}, {0, 1000}, {0.001, 10}, {-100, 200}};
    const Fit found = fit::fit(points, request);
    QVERIFY(found.status == Status::Converged);
    QVERIFY(digits(found.rss, 8.0565229338) > 9);
    QVERIFY(digits(found.parameter("ceiling"), 72.462237576) > 6);
    QVERIFY(digits(found.parameter("slope"), 0.067359200066) > 6);
    QVERIFY(digits(found.parameter("midpoint"), 2.6180768402 / 0.067359200066) > 6);
}

void TestFit::otherModels()
{
    const Points points{{18, 20, 22, 24}, {.1, .3, .5, .7}, {}, {}};
    Request request;
    request.model = Model::Line;
    const Fit line = fit::fit(points, request);
    QVERIFY(digits(line.parameter("slope"), 0.1) > 12);
    QVERIFY(digits(line.parameter("intercept"), -1.7) > 12);
    QCOMPARE(line.rss, 0.0);

    request.model = Model::Flat;
    const Fit flat = fit::fit(points, request);
    QVERIFY(digits(flat.parameter("level"), 0.4) > 14);
    QVERIFY(digits(flat.rss, 0.2) > 14);
    QVERIFY(std::isnan(flat.parameter("slope")));
}

/// The mean of a fit is the formula of its header, in the printed parameters.
void TestFit::printedCurve()
{
    const Points points = noisy(3);
    Request request;
    for (const double x : {16.0, 20.5, 21.4, 30.0}) {
        const auto parameter = [&](Model model, std::string_view which) {
            request.model = model;
            return fit::fit(points, request).parameter(which);
        };
        const auto mean = [&](Model model) {
            request.model = model;
            return fit::fit(points, request).mean(x);
        };
        using enum Model;
        QVERIFY(digits(mean(Flat), parameter(Flat, "level")) > 12);
        QVERIFY(digits(mean(Line), parameter(Line, "intercept") + parameter(Line, "slope") * x) > 10);
        const double floor = parameter(Logistic, "floor");
        const double rise = parameter(Logistic, "ceiling") - floor;
        const double eta = parameter(Logistic, "slope") * (x - parameter(Logistic, "midpoint"));
        QVERIFY(digits(mean(Logistic), floor + rise / (1 + std::exp(-eta))) > 10);
    }
}

void TestFit::statuses_data()
{
    QTest::addColumn<QVector<double>>("x");
    QTest::addColumn<QVector<double>>("y");
    QTest::addColumn<Model>("model");
    QTest::addColumn<double>("floor");
    QTest::addColumn<QString>("expected");

    constexpr double kFree = std::numeric_limits<double>::quiet_NaN();
    const auto row = [](const char *title, const QVector<double> &x, const QVector<double> &y, Model model,
                        double floor, const char *expected) {
        QTest::newRow(title) << x << y << model << floor << QString::fromLatin1(expected);
    };
    using enum Model;
    row("no points", {}, {}, Logistic, kFree, "too-few-points");
    row("one point, flat", {20}, {.3}, Flat, kFree, "converged");
    row("one point, line", {20}, {.3}, Line, kFree, "too-few-points");
    row("two points, line", {20, 21}, {.3, .4}, Line, kFree, "converged");
    row("three points, floor free", {20, 21, 22}, {.1, .2, .6}, Logistic, kFree, "too-few-points");
    row("three points, floor bound", {20, 21, 22}, {.1, .4, .6}, Logistic, .05, "converged");
    row("four points on two scales", {20, 20, 22, 22}, {.1, .2, .6, .5}, Logistic, kFree, "too-few-points");
    row("no spread in x", {20, 20, 20, 20}, {.1, .2, .6, .5}, Line, kFree, "not-finite");
    row("NaN", {20, 21, 22, 23}, {.1, kFree, .6, .5}, Line, kFree, "not-finite");
    row("infinite scale", {20, 21, 22, kInfinity}, {.1, .2, .6, .5}, Line, kFree, "not-finite");
    row("squares out of range", {20, 21, 22, 23}, {-1e200, 1e200, 1e200, 0}, Line, kFree, "not-finite");
    row("fall", {20, 21, 22, 23, 24}, {.9, .7, .5, .3, .1}, Logistic, kFree, "at-bound");
    row("step", {20, 21, 22, 23, 24}, {.12, .1, .9, .92, .91}, Logistic, kFree, "at-bound");
}

void TestFit::statuses()
{
    QFETCH(QVector<double>, x);
    QFETCH(QVector<double>, y);
    QFETCH(Model, model);
    QFETCH(double, floor);
    QFETCH(QString, expected);
    Request request;
    request.model = model;
    request.floor = floor;
    const Fit found = fit::fit({{x.begin(), x.end()}, {y.begin(), y.end()}, {}, {}}, request);
    const std::string_view status = name(found.status);
    QCOMPARE(QString::fromLatin1(status.data(), static_cast<qsizetype>(status.size())), expected);
    QCOMPARE(std::isnan(found.rss), !found.usable());
    QCOMPARE(std::isnan(found.mean(21)), !found.usable());
}

void TestFit::nestedFloors()
{
    for (int stream = 0; stream < 50; ++stream) {
        const Points points = noisy(stream);
        const Fit free = fit::fit(points, {});
        for (const double floor : {0.0, 0.1, 0.25}) {
            Request request;
            request.floor = floor;
            const Fit bound = fit::fit(points, request);
            QVERIFY(free.rss <= bound.rss * (1 + 1e-6));
            QCOMPARE(bound.parameter("floor"), floor);
            QVERIFY(!bound.parameters[0].free);
        }
    }
}

/// Perplexity falls with scale and is no proportion.
void TestFit::fallingMeasure()
{
    Points points;
    for (int i = 0; i < 8; ++i) {
        points.x.push_back(20 + 0.5 * i);
        points.y.push_back(40 - 30 / (1 + std::exp(-4 * (points.x.back() - 21.8))));
    }
    Request request;
    request.box = boxFor(points, {1, INFINITY}, std::nan(""), true);
    const Fit found = fit::fit(points, request);
    QVERIFY(digits(found.parameter("floor"), 40) > 5);
    QVERIFY(digits(found.parameter("ceiling"), 10) > 5);
    QVERIFY(digits(found.parameter("midpoint"), 21.8) > 5);

    QVERIFY((boxFor(points, {0, 1}, std::nan(""), false).rise == Interval{0, 1}));
    QVERIFY((boxFor(points, {0, 1}, std::nan(""), true).rise == Interval{-1, 0}));
}

/// A metric without bounds, its floor given far below all scores: the box must reach them.
void TestFit::boundFloorFarBelow()
{
    const Points points{{20, 21, 22, 23, 24, 25}, {30, 30.5, 31, 33, 34, 34.2}, {}, {}};
    Request request{.floor = 0};
    request.box = boxFor(points, {-INFINITY, INFINITY}, request.floor, false);
    QVERIFY(fit::fit(points, request).rss < 3);
}

/// A given ceiling does not free the rise of its box.
void TestFit::givenCeiling()
{
    const Points fall{{20, 21, 22, 23, 24, 25}, {.9, .88, .7, .3, .22, .2}, {}, {}};
    for (const Model model : {Model::Step, Model::Logistic, Model::Gompertz, Model::Richards, Model::Hinge}) {
        Request request{.model = model, .ceiling = .2};
        const Fit rising = fit::fit(fall, request);
        QVERIFY(rising.usable() && rising.mean(20) <= .2 + 1e-12 && rising.mean(25) >= rising.mean(20));
        request.box.rise = {-1, 0};
        QVERIFY(fit::fit(fall, request).mean(20) > .7);

        request.box.rise = {-.5, -.4};
        const double floor = fit::fit(fall, request).parameter("floor");
        QVERIFY(floor >= .6 - 1e-12 && floor <= .7 + 1e-12);

        request.floor = .9; // the fall is .7
        const Fit none = fit::fit(fall, request);
        QVERIFY(none.status == Status::EmptyBox && !none.usable());
        QVERIFY(none.comparable == Comparable::NotFitted && std::isnan(none.rss));
        QVERIFY(name(none.status) == "empty-box");
    }
}

void TestFit::everyGapOfAStep_data()
{
    QTest::addColumn<int>("scales");
    QTest::addColumn<Noise>("noise");
    QTest::addColumn<double>("floor");
    constexpr double kFree = std::numeric_limits<double>::quiet_NaN();
    for (const int scales : {200, 257, 1000, 10000})
        for (const double floor : {kFree, 0.25}) {
            QTest::addRow("%d, gaussian, floor %g", scales, floor) << scales << Noise::Gaussian << floor;
            QTest::addRow("%d, binomial, floor %g", scales, floor) << scales << Noise::Binomial << floor;
        }
}

/// A step of some jitter, at a place that is no multiple of a stride: no gap between any two scales is
/// better.
void TestFit::everyGapOfAStep()
{
    QFETCH(int, scales);
    QFETCH(Noise, noise);
    QFETCH(double, floor);
    Request request{.model = Model::Step, .floor = floor, .noise = noise};
    for (std::uint64_t stream = 0; stream < 3; ++stream) {
        Points points;
        for (int i = 0; i < scales; ++i) {
            const double z = normalPair(8, stream, static_cast<std::uint64_t>(i))[0];
            points.x.push_back(18 + 6.0 * i / scales);
            const double mean = i > scales * 0.3791 + 7 * static_cast<double>(stream) ? 0.31 : 0.25;
            points.y.push_back(std::round(100 * std::clamp(mean + 0.1 * z, 0.01, 0.99)) / 100);
        }
        points.n.assign(points.x.size(), 100);
        const Fit found = fit::fit(points, request);
        const double value = noise == Noise::Gaussian ? -found.rss / 2 : found.logLikelihood;

        // Sums before and after each gap; the best level of either side is its mean.
        const auto count = static_cast<double>(scales);
        double total = 0, squares = 0, choose = 0;
        for (const double y : points.y) {
            total += y;
            squares += y * y;
            choose += std::lgamma(101) - std::lgamma(100 * y + 1) - std::lgamma(101 - 100 * y);
        }
        double best = -std::numeric_limits<double>::infinity(), left = 0;
        for (int i = 0; i + 1 < scales; ++i) {
            left += points.y[static_cast<std::size_t>(i)];
            const double before = i + 1, after = count - before;
            const double low = std::isnan(floor) ? left / before : floor;
            const double high = std::max(low, (total - left) / after);
            const auto side = [noise](double n, double sum, double level) {
                return noise == Noise::Gaussian
                           ? level * sum - n * level * level / 2
                           : 100 * (sum * std::log(level) + (n - sum) * std::log1p(-level));
            };
            const double here = side(before, left, low) + side(after, total - left, high);
            if (high > low)
                best = std::max(best, here + (noise == Noise::Gaussian ? -squares / 2 : choose));
        }
        QVERIFY2(value >= best - 1e-9 * std::abs(best),
                 qPrintable(QStringLiteral("%1, best %2").arg(value, 0, 'g', 12).arg(best, 0, 'g', 12)));
    }
}

/// Curves of mixed scales, with one that cannot be fitted among them.
void TestFit::manyAsOneByOne()
{
    std::vector<Points> curves;
    for (int stream = 0; stream < 70; ++stream) {
        curves.push_back(noisy(stream));
        if (stream % 3 == 0)
            curves.back().x.back() += 1;
    }
    curves[5].y[0] = std::numeric_limits<double>::quiet_NaN();
    for (const Model model : kModels) {
        Request request;
        request.model = model;
        for (const int threads : {1, 3}) {
            struct Counted : Progress
            {
                void report(double fraction) override
                {
                    rising = rising && fraction >= last;
                    last = fraction;
                }
                double last = 0;
                bool rising = true;
            } progress;
            const std::vector<Fit> fits = fitAll(curves, request, threads, progress);
            QCOMPARE(fits.size(), curves.size());
            QVERIFY(progress.rising && progress.last == 1);
            for (std::size_t i = 0; i < fits.size(); ++i) {
                const Fit single = fit::fit(curves[i], request);
                QVERIFY(single.status == fits[i].status);
                QVERIFY(sameBytes(single.rss, fits[i].rss) && sameBytes(single.aicc, fits[i].aicc));
                for (std::size_t k = 0; k < single.parameters.size(); ++k)
                    QVERIFY(sameBytes(single.parameters[k].value, fits[i].parameters[k].value));
            }
        }
    }
}

ONSET_TEST(TestFit)
#include "tst_fit.moc"
