#include "core/fit/intervals/profile.h"
#include "core/fit/noise/likelihood.h"
#include "core/fit/solve/fitter.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <boost/math/distributions/fisher_f.hpp>

#include <cmath>

using namespace onset::fit;

/// Ends of profile intervals against whole fits with the parameter fixed: a polish that follows one branch of
/// the profile ends too early.
class TestProfile : public QObject
{
    Q_OBJECT

private slots:
    void nothingInsideBeyondTheEnds_data();
    void nothingInsideBeyondTheEnds();
};

namespace {

/// Counts about a steep rise from chance.
Points steep(std::uint64_t stream, Noise law)
{
    Points points;
    const int m = 7 + static_cast<int>(stream % 5);
    for (int i = 0; i < m; ++i)
        points.x.push_back(18 + 6.0 * i / (m - 1));
    points.y.assign(points.x.size(), 0.5);
    points.n.assign(points.x.size(), 200);
    const Likelihood likelihood(points, law, 0.25, 1);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double rise = 1 / (1 + std::exp(-(3 + static_cast<double>(stream % 4)) * (points.x[i] - 21.2)));
        const double phi = law == Noise::Gaussian ? 0.002 : 0.05;
        points.y[i] = likelihood.draw(i, 0.25 + 0.5 * rise, phi, 6, stream);
    }
    return points;
}

} // namespace

void TestProfile::nothingInsideBeyondTheEnds_data()
{
    QTest::addColumn<Model>("model");
    QTest::addColumn<int>("parameter");
    QTest::addColumn<Noise>("noise");
    for (const Noise noise : {Noise::Gaussian, Noise::Binomial, Noise::ExtraScatter}) {
        QTest::addRow("gompertz, slope, %s", name(noise).data()) << Model::Gompertz << 2 << noise;
        QTest::addRow("gompertz, midpoint, %s", name(noise).data()) << Model::Gompertz << 3 << noise;
        QTest::addRow("gompertz, ceiling, %s", name(noise).data()) << Model::Gompertz << 1 << noise;
        QTest::addRow("hinge, break, %s", name(noise).data()) << Model::Hinge << 2 << noise;
    }
}

void TestProfile::nothingInsideBeyondTheEnds()
{
    QFETCH(Model, model);
    QFETCH(int, parameter);
    QFETCH(Noise, noise);
    for (std::uint64_t stream = 0; stream < 12; ++stream) {
        const Points points = steep(stream, noise);
        Request request{.model = model, .floor = 0.25, .noise = noise, .chance = 0.25, .best = 1};
        if (model == Model::Hinge)
            request.ceiling = 1;
        const Fit best = fit(points, request);
        const double at = best.parameters[static_cast<std::size_t>(parameter)].value;
        const Interval interval = profileInterval(points, best, parameter);
        QVERIFY(interval.low <= at && interval.high >= at);
        const double cut = quantile(boost::math::fisher_f(1, best.m - best.k), 0.95);
        for (const double end : {interval.low, interval.high}) {
            if (std::isinf(end))
                continue;
            for (const double beyond : {1.002, 1.1, 1.3, 1.7, 2.5}) {
                const double value = parameter == 2 && model == Model::Gompertz
                                         ? at * std::pow(end / at, beyond)
                                         : at + beyond * (end - at);
                Request held = request;
                if (parameter == 1)
                    held.ceiling = value;
                else
                    (parameter == 2 && model == Model::Gompertz ? held.box.slope
                                                                : held.box.midpoint) = {value, value};
                const Fit there = fit(points, held);
                if (!there.usable()) // outside the box
                    continue;
                const double deviance = 2 * (best.logLikelihood - there.logLikelihood);
                QVERIFY2(deviance > cut - 0.01,
                         qPrintable(QStringLiteral("stream %1: %2 at %3, cut %4, interval %5..%6")
                                        .arg(stream)
                                        .arg(deviance)
                                        .arg(value)
                                        .arg(cut)
                                        .arg(interval.low)
                                        .arg(interval.high)));
            }
        }
    }
}

ONSET_TEST(TestProfile)
#include "tst_profile.moc"
