#include "core/fit/intervals/profile.h"
#include "core/fit/random.h"
#include "core/fit/solve/fitter.h"

#include "tests/support/test_class.h"

#include <boost/math/distributions/students_t.hpp>

#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset::fit;
using namespace Qt::StringLiterals;

class TestWald : public QObject
{
    Q_OBJECT

private slots:
    void certifiedDeviations();
    void publishedLogit();
    void againstScipy_data();
    void againstScipy();
    void whatHasNone();
};

namespace {

constexpr double kFree = std::numeric_limits<double>::quiet_NaN();

double halfWidth(const Interval &interval) { return (interval.high - interval.low) / 2; }

double student(int freedom) { return quantile(boost::math::students_t(freedom), 0.975); }

bool agree(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance * std::abs(b); }

} // namespace

/// NIST StRD, Rat42: the certified standard deviations of β₁ = ceiling and β₃ = slope.
void TestWald::certifiedDeviations()
{
    const Points points{{9, 14, 21, 28, 42, 57, 63, 70, 79},
                        {8.930, 10.800, 18.590, 22.330, 39.350, 56.110, 61.730, 64.620, 67.080},
                        {},
                        {}};
    Request request{.floor = 0};
    request.box = {{0, 0}, {0, 1000}, {0.001, 10}, {-100, 200}};
    const auto found = waldIntervals(points, fit(points, request));
    QVERIFY(std::isnan(found[0].low)); // given
    QVERIFY(agree(halfWidth(found[1]), 1.7340283401E+00 * student(6), 1e-6));
    QVERIFY(agree(halfWidth(found[2]), 3.4465663377E-03 * student(6), 1e-6));
}

/// Bliss 1935, beetles and carbon disulphide, as a logistic regression: slope 34.27 with standard error 2.91
/// [Dobson & Barnett, An Introduction to Generalized Linear Models, ch. 7; R: glm, 2.912].
void TestWald::publishedLogit()
{
    const Points points{{1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.8610, 1.8839},
                        {6 / 59., 13 / 60., 18 / 62., 28 / 56., 52 / 63., 53 / 59., 61 / 62., 1},
                        {59, 60, 62, 56, 63, 59, 62, 60},
                        {}};
    const Fit found = fit(points, {.floor = 0, .ceiling = 1, .noise = Noise::Binomial});
    QVERIFY(agree(found.parameter("slope"), 34.270, 1e-4));
    QVERIFY(agree(halfWidth(waldIntervals(points, found)[2]), 2.912 * student(6), 3e-4));
}

void TestWald::againstScipy_data()
{
    QTest::addColumn<Model>("model");
    QTest::addColumn<double>("floor");
    QTest::addColumn<double>("ceiling");
    using enum Model;
    QTest::newRow("line") << Line << kFree << kFree;
    QTest::newRow("power") << Power << kFree << kFree;
    QTest::newRow("power to 1") << Power << kFree << 1.0;
    QTest::newRow("growth from .1") << Growth << 0.1 << kFree;
    QTest::newRow("hinge") << Hinge << kFree << kFree;
    QTest::newRow("hinge to .8") << Hinge << kFree << 0.8;
    QTest::newRow("logistic") << Logistic << kFree << kFree;
    QTest::newRow("logistic from .1") << Logistic << 0.1 << kFree;
    QTest::newRow("gompertz to .8") << Gompertz << kFree << 0.8;
    QTest::newRow("gompertz") << Gompertz << kFree << kFree;
}

/// The covariance of SciPy's curve_fit at our optimum, in printed parameters.
void TestWald::againstScipy()
{
    QFETCH(Model, model);
    QFETCH(double, floor);
    QFETCH(double, ceiling);
    Points points;
    const auto truth = [model](double x) {
        if (model == Model::Power)
            return 1 - std::pow(10, -0.3 * (x - 17.5));
        if (model == Model::Hinge)
            return 0.1 + 0.7 * std::clamp((x - 19.5) / 3.4, 0.0, 1.0);
        return 0.1 + 0.7 / (1 + std::exp(-2 * (x - 21.4)));
    };
    for (int i = 0; i < 12; ++i) {
        const double x = 18 + 0.6 * i;
        points.x.push_back(x);
        points.y.push_back(truth(x) + 0.02 * normalPair(5, 1, static_cast<std::uint64_t>(i))[0]);
    }
    const Fit found = fit(points, {.model = model, .floor = floor, .ceiling = ceiling});
    const auto intervals = waldIntervals(points, found);

    QStringList arguments{QStringLiteral(ONSET_SOURCE_DIR "/tests/fit/compare_wald.py"),
                          QString::fromUtf8(name(model).data()), QString::number(found.reference)};
    QByteArray table;
    for (std::size_t i = 0; i < static_cast<std::size_t>(found.count); ++i) {
        arguments << (found.parameters[i].free ? u"free"_s : u"given"_s)
                  << QString::number(found.parameters[i].value, 'g', 17);
    }
    arguments << QString::number(model == Model::Hinge ? ceiling : kFree, 'g', 17);
    for (std::size_t i = 0; i < points.size(); ++i)
        table +=
            QByteArray::number(points.x[i], 'g', 17) + ' ' + QByteArray::number(points.y[i], 'g', 17) + '\n';
    QProcess python;
    python.start(u"/usr/bin/python3"_s, arguments);
    python.write(table);
    python.closeWriteChannel();
    python.waitForFinished(60'000);
    const QByteArray error = python.readAllStandardError();
    if (error.contains("No module named"))
        QSKIP("python3-scipy is not installed: nothing to compare with");
    const QByteArrayList printed = python.readAllStandardOutput().split(' ');
    QVERIFY2(printed.size() == found.count, error.constData());
    for (std::size_t i = 0; i < static_cast<std::size_t>(found.count); ++i) {
        if (!found.parameters[i].free)
            continue;
        const double expected = printed[static_cast<qsizetype>(i)].toDouble() * student(found.m - found.k);
        // SciPy's Jacobian is a forward difference: four digits.
        QVERIFY2(agree(halfWidth(intervals[i]), expected, 1e-3),
                 qPrintable(u"%1: %2, SciPy %3"_s.arg(QString::fromUtf8(found.parameters[i].name.data()))
                                .arg(halfWidth(intervals[i]))
                                .arg(expected)));
    }
}

void TestWald::whatHasNone()
{
    // No model inside the transition: the slope is on the edge of its box, the break of a step has no slope.
    const Points step{{18, 19, 20, 21, 22, 23}, {.1, .11, .1, .8, .81, .8}, {}, {}};
    const Fit steep = fit(step, {.model = Model::Step});
    const auto found = waldIntervals(step, steep);
    QVERIFY(halfWidth(found[0]) > 0 && halfWidth(found[1]) > 0);
    QVERIFY(std::isnan(found[2].low));
    QVERIFY(std::isnan(waldIntervals(step, fit(step, {}))[2].low));

    const Points fall{{18, 19, 20, 21, 22, 23}, {.8, .7, .6, .5, .4, .3}, {}, {}};
    const auto flat = waldIntervals(fall, fit(fall, {}));
    QVERIFY(halfWidth(flat[0]) > 0);
    QVERIFY(std::isnan(flat[1].low) && std::isnan(flat[2].low) && std::isnan(flat[3].low));

    // As many parameters as points: no residual to judge by.
    const Points four{{18, 20, 22, 24}, {.1, .2, .6, .7}, {}, {}};
    QVERIFY(std::isinf(waldIntervals(four, fit(four, {}))[3].low));
    QVERIFY(std::isnan(waldIntervals({{18}, {.2}, {}, {}}, fit({{18}, {.2}, {}, {}}, {}))[0].low));
    QVERIFY(std::isnan(waldIntervals(four, fit(four, {.model = Model::Isotonic}))[0].low));
}

ONSET_TEST(TestWald)
#include "tst_wald.moc"
