#include "core/fit/curves/fit.h"
#include "core/fit/noise/likelihood.h"
#include "core/fit/random.h"
#include "core/fit/solve/fitter.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace onset::fit;

/// The hinge against a search that shares nothing with ours: Nelder & Mead's simplex in each cell between
/// kinks.
class TestHinge : public QObject
{
    Q_OBJECT

private slots:
    void globalOptimum_data();
    void globalOptimum();
};

namespace {

constexpr double kFree = std::numeric_limits<double>::quiet_NaN();

/// Uniform numbers on (0, 1) in an order of their own for each stream.
class Uniform
{
public:
    explicit Uniform(std::uint32_t stream) : m_stream(stream) {}
    double operator()() { return (philox({m_next++, 0, 0, 0}, {m_stream, 23})[0] + 0.5) * 0x1p-32; }
    double between(double low, double high) { return low + (high - low) * (*this)(); }

private:
    std::uint32_t m_stream, m_next = 0;
};

/// Scores about a hinge, a logistic, or nothing.
Points randomCurve(std::uint32_t stream, Noise law, double chance)
{
    Uniform uniform(stream);
    const int m = 5 + static_cast<int>(10 * uniform());
    Points points;
    for (int i = 0; i < m; ++i)
        points.x.push_back(uniform.between(18, 24));
    if (stream % 4 == 0)
        points.x[1] = points.x[0];
    if (stream % 5 == 0) // near to each other: the steepest rise has an x on it
        for (double &x : points.x)
            x = 20 + (x - 18) / 20;
    std::sort(points.x.begin(), points.x.end());
    const double spread = points.x.back() - points.x.front();
    const double begin = points.x.front() + spread * uniform.between(-0.1, 0.9);
    const double width = spread * std::pow(uniform(), 2) + 0.05;
    const double questions = std::array{20.0, 100.0, 500.0, 5000.0}[stream / 7 % 4];
    const double scatter = std::array{0.0, 0.3, 1.0}[stream / 3 % 3];
    const double start = uniform() < 0.7 ? chance : uniform.between(0.05, 0.5);
    // The means that a law of counts allows end near 1. There the likelihood has edges that are none of the
    // hinge.
    const double height = stream % 6 == 0 ? 0 : uniform.between(0.1, 0.85 - start);
    points.y.assign(points.x.size(), 0.5);
    points.n.assign(points.x.size(), questions);
    const Likelihood likelihood(points, law, chance, 1);
    const double phi = law == Noise::Gaussian ? std::pow(0.01 + 0.1 * scatter, 2) : scatter * scatter;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double place = (points.x[i] - begin) / width;
        const double share = stream % 2 == 0 ? std::clamp(place, 0.0, 1.0) : 1 / (1 + std::exp(-4 * place));
        points.y[i] = likelihood.draw(i, start + height * share, phi, 1, stream);
    }
    return points;
}

using Function = std::function<double(const std::vector<double> &)>;

/// A maximum near a start [Nelder & Mead 1965, Computer Journal 7:308].
double climbed(const Function &f, std::vector<double> start, std::vector<double> size, int steps)
{
    struct Corner
    {
        std::vector<double> at;
        double value;
    };
    std::vector<Corner> simplex;
    for (std::size_t i = 0; i <= start.size(); ++i) {
        std::vector<double> at = start;
        if (i < start.size())
            at[i] += size[i];
        simplex.push_back({at, f(at)});
    }
    const auto along = [&](double share) { // from the worst through the middle of the others
        std::vector<double> at(start.size(), 0);
        for (std::size_t i = 0; i < at.size(); ++i) {
            for (std::size_t k = 0; k < at.size(); ++k)
                at[i] += simplex[k].at[i] / static_cast<double>(at.size());
            at[i] += share * (simplex.back().at[i] - at[i]);
        }
        return Corner{at, f(at)};
    };
    const auto higher = [](const Corner &a, const Corner &b) { return a.value > b.value; };
    for (int step = 0; step < steps; ++step) {
        std::sort(simplex.begin(), simplex.end(), higher);
        Corner tried = along(-1);
        if (tried.value > simplex.front().value) {
            const Corner farther = along(-2);
            simplex.back() = farther.value > tried.value ? farther : tried;
        } else if (tried.value > simplex[simplex.size() - 2].value) {
            simplex.back() = tried;
        } else {
            const Corner nearer = along(tried.value > simplex.back().value ? -0.5 : 0.5);
            if (nearer.value > std::max(tried.value, simplex.back().value)) {
                simplex.back() = nearer;
                continue;
            }
            for (std::size_t k = 1; k < simplex.size(); ++k) {
                for (std::size_t i = 0; i < start.size(); ++i)
                    simplex[k].at[i] = (simplex[k].at[i] + simplex[0].at[i]) / 2;
                simplex[k].value = f(simplex[k].at);
            }
        }
    }
    std::sort(simplex.begin(), simplex.end(), higher);
    return simplex.front().value;
}

/// ℓ, or −½·rss, of (ψ, ω or slope, floor, √φ), each moved into the default box first.
Function objective(const Points &points, const Request &request)
{
    const Likelihood likelihood(points, request.noise, request.chance, request.best);
    return [=](const std::vector<double> &p) {
        const double psi = std::clamp(p[0], points.x.front() - 2, points.x.back() + 3);
        const double floor = std::isnan(request.floor) ? std::clamp(p[2], 0.0, 1.0) : request.floor;
        const bool capped = !std::isnan(request.ceiling);
        const double slope = capped ? (request.ceiling - floor) / std::clamp(p[1] - psi, 0.1, 40.0)
                                    : std::clamp(p[1], 0.0, 10.0);
        const Interval range = likelihood.scatterRange();
        const double phi = std::abs(p[3]) < 1e-5 ? 0 : p[3] * p[3]; // rounding: not a maximum
        double value = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            double mean = floor + slope * std::max(0.0, points.x[i] - psi);
            if (capped)
                mean = std::min(mean, request.ceiling);
            if (request.noise == Noise::Gaussian)
                value -= (points.y[i] - mean) * (points.y[i] - mean) / 2;
            else
                value += likelihood.value(i, mean, std::clamp(phi, range.low, range.high));
        }
        return value;
    };
}

double searched(const Points &points, const Request &request)
{
    const Function f = objective(points, request);
    std::vector<double> places = points.x;
    places.erase(std::unique(places.begin(), places.end()), places.end());
    places.insert(places.begin(), places.front() - 1);
    places.push_back(places.back() + 1);
    double best = -kInfinity;
    const auto from = [&](std::size_t gap, double second, double size) {
        const double width = places[gap + 1] - places[gap];
        const double floor = (points.y[0] + points.y[1]) / 2;
        best = std::max(best, climbed(f, {places[gap] + width / 3, second, floor, 0.3},
                                      {width / 3, size, 0.05, 0.2}, 250));
    };
    for (std::size_t gap = 0; gap + 1 < places.size(); ++gap) {
        if (std::isnan(request.ceiling)) {
            for (const double slope : {0.02, 0.1, 0.5, 2.5})
                from(gap, slope, slope / 2);
            continue;
        }
        for (std::size_t end = gap; end + 1 < places.size(); ++end)
            from(gap, places[end] + 0.8 * (places[end + 1] - places[end]),
                 -(places[end + 1] - places[end]) / 3);
        for (const double beyond : {3.0, 12.0, 30.0})
            from(gap, places.back() + beyond, beyond / 3);
    }
    return best;
}

} // namespace

void TestHinge::globalOptimum_data()
{
    QTest::addColumn<Noise>("law");
    QTest::addColumn<double>("floor");
    QTest::addColumn<double>("ceiling");
    for (const Noise law : {Noise::Gaussian, Noise::Binomial, Noise::ExtraScatter})
        for (const double floor : {kFree, 0.25})
            for (const double ceiling : {kFree, 1.0})
                QTest::addRow("%s, floor %g, ceiling %g", name(law).data(), floor, ceiling)
                    << law << floor << ceiling;
}

void TestHinge::globalOptimum()
{
    QFETCH(Noise, law);
    QFETCH(double, floor);
    QFETCH(double, ceiling);
    const std::uint32_t curves = law == Noise::ExtraScatter ? 8 : 15; // an integral for each likelihood
    const Request request{
        .model = Model::Hinge, .floor = floor, .ceiling = ceiling, .noise = law, .chance = 0.25, .best = 1};
    for (std::uint32_t curve = 0; curve < curves; ++curve) {
        const Points points = randomCurve(100 * curve + static_cast<std::uint32_t>(law), law, 0.25);
        const Fit found = fit(points, request);
        QVERIFY(found.usable());
        const double value = law == Noise::Gaussian ? -found.rss / 2 : found.logLikelihood;
        const double dense = searched(points, request);
        // Of least squares a share; some rss are those of an exact fit.
        const double tolerance = law == Noise::Gaussian ? 1e-6 * std::abs(dense) + 1e-15 : 1e-6;
        QVERIFY2(value > dense - tolerance, qPrintable(QStringLiteral("curve %1: %2, searched %3")
                                                           .arg(curve)
                                                           .arg(value, 0, 'g', 12)
                                                           .arg(dense, 0, 'g', 12)));
    }
}

ONSET_TEST(TestHinge)
#include "tst_hinge.moc"
