#include "core/fit/curves/fit.h"
#include "core/fit/noise/likelihood.h"
#include "core/fit/random.h"
#include "core/fit/solve/fitter.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset::fit;

/// Fits under the law of counts against dense searches: its likelihood has edges at chance and at the ends of
/// the means that it allows, so that a climb may stop far below the best.
class TestLawEdges : public QObject
{
    Q_OBJECT

private slots:
    void step();
    void line();
};

namespace {

double chanceOf(std::uint32_t stream) { return std::array{0.0, 0.1, 0.25, 0.5}[stream % 4]; }

/// Counts of twelve models about a logistic rise from chance, with scatter.
Points randomCurve(std::uint32_t stream)
{
    const double chance = chanceOf(stream);
    std::uint32_t next = 0;
    const auto uniform = [&] { return (philox({next++, 0, 0, 0}, {stream, 41})[0] + 0.5) * 0x1p-32; };
    Points points;
    const double midpoint = 20 + 4 * uniform();
    const double slope = std::exp(0.4 + 2 * uniform());
    const double rise = (1 - chance) * (0.3 + 0.68 * uniform());
    const double questions = std::array{100.0, 500.0, 2000.0}[stream % 3];
    for (int i = 0; i < 12; ++i)
        points.x.push_back(18 + 7.0 * i / 11);
    points.y.assign(12, 0.5);
    points.n.assign(12, questions);
    const Likelihood likelihood(points, Noise::ExtraScatter, chance, 1);
    const double phi = std::array{0.0, 0.25, 1.0}[stream / 3 % 3];
    for (std::size_t i = 0; i < points.size(); ++i)
        points.y[i] = likelihood.draw(i, chance + rise / (1 + std::exp(-slope * (points.x[i] - midpoint))),
                                      phi, 1, stream);
    return points;
}

constexpr std::array kScatters{0.0, 0.01, 0.1, 0.4, 1.0, 2.5, 6.0, 16.0};

/// Means from 0 to 1, chance among them.
std::vector<double> meansToTry()
{
    std::vector<double> means;
    for (int i = 0; i <= 120; ++i)
        means.push_back(i / 120.0);
    return means;
}

Request requestOf(Model model, double chance)
{
    return {.model = model, .noise = Noise::ExtraScatter, .chance = chance, .best = 1};
}

void verify(std::uint32_t curve, double found, double dense, double tolerance)
{
    QVERIFY2(found > dense - tolerance, qPrintable(QStringLiteral("curve %1: %2, searched %3")
                                                       .arg(curve)
                                                       .arg(found, 0, 'f', 6)
                                                       .arg(dense, 0, 'f', 6)));
}

} // namespace

/// The two levels are independent of each other given the scatter, but for their order.
void TestLawEdges::step()
{
    const std::vector<double> means = meansToTry();
    for (std::uint32_t curve = 0; curve < 40; ++curve) {
        const Points points = randomCurve(curve);
        const Likelihood likelihood(points, Noise::ExtraScatter, chanceOf(curve), 1);
        double dense = -kInfinity;
        for (const double phi : kScatters) {
            std::vector<double> below(means.size(), 0), above(means.size(), 0);
            std::vector<std::vector<double>> table(means.size());
            for (std::size_t k = 0; k < means.size(); ++k)
                for (std::size_t i = 0; i < points.size(); ++i) {
                    table[k].push_back(likelihood.value(i, means[k], phi));
                    above[k] += table[k].back();
                }
            for (std::size_t gap = 1; gap < points.size(); ++gap) {
                double bestBelow = -kInfinity;
                for (std::size_t k = 0; k < means.size(); ++k) {
                    below[k] += table[k][gap - 1];
                    above[k] -= table[k][gap - 1];
                    bestBelow = std::max(bestBelow, below[k]);
                    dense = std::max(dense, bestBelow + above[k]);
                }
            }
        }
        verify(curve, fit(points, requestOf(Model::Step, chanceOf(curve))).logLikelihood, dense, 1e-6);
    }
}

void TestLawEdges::line()
{
    for (std::uint32_t curve = 0; curve < 24; ++curve) {
        const Points points = randomCurve(curve);
        const Likelihood likelihood(points, Noise::ExtraScatter, chanceOf(curve), 1);
        double dense = -kInfinity;
        for (const double phi : kScatters)
            for (double start = -1.5; start <= 0.9; start += 0.05)
                for (double end = start; end <= 2; end += 0.05) {
                    double value = 0;
                    for (std::size_t i = 0; i < points.size() && value > dense; ++i)
                        value +=
                            likelihood.value(i, start + (end - start) * static_cast<double>(i) / 11.0, phi);
                    dense = std::max(dense, value);
                }
        verify(curve, fit(points, requestOf(Model::Line, chanceOf(curve))).logLikelihood, dense, 0.3);
    }
}

ONSET_TEST(TestLawEdges)
#include "tst_law_edges.moc"
