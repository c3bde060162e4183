#include "core/fit/curves/fit.h"
#include "core/fit/curves/parameters.h"
#include "core/fit/curves/shape.h"
#include "core/fit/random.h"
#include "core/fit/solve/fitter.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace onset::fit;

class TestShape : public QObject
{
    Q_OBJECT

private slots:
    void gradients_data();
    void gradients();
    void printedAndBack_data() { gradients_data(); }
    void printedAndBack();
    void locatedAtOneHalf();
    void recoversItself_data() { gradients_data(); }
    void recoversItself();
};

namespace {

/// A plausible place in the search of each model, away from kinks: x runs over 20..25.
struct Example
{
    Request request;
    std::vector<double> theta;
    double level, rise;
};

double uniform(std::uint64_t place) { return 0.5 * std::erfc(-normalPair(3, 1, place)[0] / std::sqrt(2)); }

std::vector<double> places()
{
    std::vector<double> x;
    for (int i = 0; i < 15; ++i)
        x.push_back(20 + 5.0 * i / 14);
    return x;
}

Theta made(const std::vector<double> &numbers)
{
    Theta theta(static_cast<Eigen::Index>(numbers.size()));
    std::copy(numbers.begin(), numbers.end(), theta.data());
    return theta;
}

Request asking(Model model, double ceiling = std::nan(""))
{
    Request request;
    request.model = model;
    request.ceiling = ceiling;
    return request;
}

} // namespace

Q_DECLARE_METATYPE(Example)

void TestShape::gradients_data()
{
    QTest::addColumn<Example>("example");
    QTest::newRow("line") << Example{asking(Model::Line), {}, -0.9, 0.06};
    QTest::newRow("power") << Example{asking(Model::Power), {std::log(0.3)}, 0.9, -0.7};
    QTest::newRow("growth") << Example{asking(Model::Growth), {std::log(0.4)}, 0.1, 0.6};
    QTest::newRow("capped hinge") << Example{asking(Model::Hinge, 1), {21.13, 24.36}, 0.2, 0.8};
    QTest::newRow("open hinge") << Example{asking(Model::Hinge), {21.13}, 0.2, 0.15};
    QTest::newRow("step") << Example{asking(Model::Step), {22.2}, 0.2, 0.6};
    QTest::newRow("logistic") << Example{asking(Model::Logistic), {std::log(2.5), 22.4}, 0.2, 0.7};
    QTest::newRow("gompertz") << Example{asking(Model::Gompertz), {std::log(2.5), 22.4}, 0.2, 0.7};
    QTest::newRow("richards") << Example{
        asking(Model::Richards), {std::log(2.5), 22.4, std::log(0.5)}, 0.2, 0.7};
    QTest::newRow("bnsl") << Example{asking(Model::Bnsl), {0.05, 0.6, 22.4, std::log(0.3)}, 0.9, -0.7};
}

/// Against central differences, at the example and at 50 places about it.
void TestShape::gradients()
{
    QFETCH(Example, example);
    const std::vector<double> x = places();
    const Eigen::ArrayXd xs = Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Eigen::Index>(x.size()));
    const auto shape = makeShape(example.request, referenceOf(example.request.model, x));
    QCOMPARE(static_cast<std::size_t>(shape->size()), example.theta.size());
    Eigen::ArrayXd s(xs.size()), up(xs.size()), down(xs.size());
    Eigen::ArrayXXd gradient(xs.size(), shape->size());
    for (std::uint64_t trial = 0; trial < 51; ++trial) {
        Theta theta = made(example.theta);
        const bool kinked = example.request.model == Model::Hinge;
        for (Eigen::Index k = 0; k < theta.size() && trial > 0 && !kinked; ++k)
            theta[k] += uniform(trial * 10 + static_cast<std::uint64_t>(k)) - 0.5;
        shape->value(theta, xs, s);
        shape->gradient(theta, xs, s, gradient);
        for (Eigen::Index k = 0; k < theta.size(); ++k) {
            constexpr double step = 1e-5;
            Theta moved = theta;
            moved[k] += step;
            shape->value(moved, xs, up);
            moved[k] -= 2 * step;
            shape->value(moved, xs, down);
            const Eigen::ArrayXd difference = (up - down) / (2 * step);
            const double worst = ((gradient.col(k) - difference).abs() / (1 + difference.abs())).maxCoeff();
            QVERIFY2(worst < 1e-7, qPrintable(QStringLiteral("θ[%1]: %2").arg(k).arg(worst)));
        }
    }
}

void TestShape::printedAndBack()
{
    QFETCH(Example, example);
    const Coefficients given{example.level, example.rise, made(example.theta)};
    const Coefficients back = coefficients(example.request, printed(example.request, given));
    QVERIFY(std::abs(back.level - given.level) < 1e-12 && std::abs(back.rise - given.rise) < 1e-12);
    QVERIFY(given.theta.size() == 0 || (back.theta - given.theta).abs().maxCoeff() < 1e-12);
}

void TestShape::locatedAtOneHalf()
{
    const Eigen::ArrayXd x = Eigen::ArrayXd::Constant(1, 22.4);
    Eigen::ArrayXd s(1);
    for (const auto &[model, theta] : {std::pair{Model::Logistic, std::vector{1.0, 22.4}},
                                       {Model::Gompertz, {1.0, 22.4}},
                                       {Model::Richards, {1.0, 22.4, -1.3}}}) {
        makeShape(asking(model), 0)->value(made(theta), x, s);
        QVERIFY(std::abs(s[0] - 0.5) < 1e-12);
    }
}

/// Scores on the curve itself are fitted by it, whatever the noise is taken for.
void TestShape::recoversItself()
{
    QFETCH(Example, example);
    Points points;
    points.x = places();
    Fit truth;
    truth.request = example.request;
    declareParameters(truth, points.x);
    const Values numbers = printed(example.request, {example.level, example.rise, made(example.theta)});
    const Eigen::ArrayXd mean = means(truth, numbers, points.x);
    points.y.assign(mean.data(), mean.data() + mean.size());
    points.n.assign(points.size(), 1e6);
    points.se.assign(points.size(), 0.001);
    for (const Noise noise : {Noise::Gaussian, Noise::StatedError, Noise::Binomial, Noise::ExtraScatter}) {
        Request request = example.request;
        request.noise = noise;
        request.chance = 0;
        request.best = 1;
        const Fit found = fit::fit(points, request);
        QVERIFY(found.usable());
        QVERIFY2(found.rss < 1e-6,
                 qPrintable(QStringLiteral("noise %1: rss %2").arg(int(noise)).arg(found.rss)));
    }
}

ONSET_TEST(TestShape)
#include "tst_shape.moc"
