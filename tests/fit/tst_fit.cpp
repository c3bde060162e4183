#include "core/fit/fit.h"

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
};

namespace {

/// The number of leading digits in which both agree [NIST StRD: log relative error].
double digits(double value, double certified)
{
    return value == certified ? 16 : -std::log10(std::abs(value - certified) / std::abs(certified));
}

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

QTEST_GUILESS_MAIN(TestFit)
#include "tst_fit.moc"
