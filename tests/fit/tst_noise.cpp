#include "core/fit/noise/likelihood.h"
#include "core/fit/random.h"

#include "tests/support/test_class.h"

#include <QProcess>
#include <QTest>

#include <cmath>
#include <vector>

using namespace onset::fit;
using namespace Qt::StringLiterals;

/// The laws of scatter about the mean curve, against SciPy, differences, limits, and their own draws.
class TestNoise : public QObject
{
    Q_OBJECT

private slots:
    void defaults();
    void sameAsScipy();
    void derivatives_data();
    void derivatives();
    void normalLaws();
    void statedErrors();
    void massesSumToOne();
    void towardsNoScatter();
    void manyQuestions();
    void atChance();
    void outsideTheRange();
    void hostile();
    void drawMoments_data();
    void drawMoments();
    void drawFrequencies_data();
    void drawFrequencies();
    void drawsRepeat();
};

namespace {

Likelihood oneCount(double r, double n, Noise law, double chance = 0, double best = 1)
{
    return Likelihood({{20}, {r / n}, {n}, {}}, law, chance, best);
}

/// Uniform numbers on (0, 1) in a fixed order.
class Uniform
{
public:
    double operator()()
    {
        const auto bits = philox({m_next++, 0, 0, 0}, {17, 4});
        return (bits[0] + 0.5) * 0x1p-32;
    }
    double between(double low, double high) { return low + (high - low) * (*this)(); }

private:
    std::uint32_t m_next = 0;
};

struct Case
{
    Noise law;
    double r;
    double n;
    double chance;
    double best;
    double mu;
    double phi;

    [[nodiscard]] Likelihood likelihood() const { return oneCount(r, n, law, chance, best); }
    [[nodiscard]] QString text() const
    {
        const std::string_view law_ = name(law);
        QString line = QString::fromLatin1(law_.data(), static_cast<qsizetype>(law_.size()));
        for (const double number : {r, n, chance, best, mu, phi})
            line += u' ' + QString::number(number, 'g', 17);
        return line;
    }
};

/// Counts where a fit may look: n from 1 to a million, r from none to all, means within five τ of the data
/// and elsewhere.
std::vector<Case> randomCases(Noise law, int count)
{
    Uniform uniform;
    std::vector<Case> cases;
    while (static_cast<int>(cases.size()) < count) {
        const double chance = std::array{0.0, 0.25, 0.5}[cases.size() % 3];
        const double best = uniform() < 0.8 ? 1 : 0.9;
        const double n = std::round(std::exp(uniform.between(0, std::log(1e6))));
        const double tau = 4 * std::pow(uniform(), 1.5);
        const double eta = uniform.between(-10, 7);
        const double q = 1 / (1 + std::exp(-eta));
        const double mu = chance + (best - chance) * q;
        const double seen = 1 / (1 + std::exp(-eta - tau * uniform.between(-4, 4)));
        const double pick = uniform();
        const double r = pick < 0.1 ? 0 : pick < 0.2 ? n : std::round(n * (chance + (best - chance) * seen));
        const double phi = law == Noise::BetaBinomial ? std::pow(uniform(), 3) * 0.99 : tau * tau;
        if (mu > 0.5 / n && mu < 1 - 0.5 / n)
            cases.push_back({law, r, n, chance, best, mu, law == Noise::Binomial ? 0 : phi});
    }
    return cases;
}

} // namespace

void TestNoise::defaults()
{
    Points points{{1, 2, 3}, {0.25, 0.5, 0.75}, {100, 100, 100}, {0.04, 0.05, 0.04}};
    QVERIFY(defaultNoise(points, true) == Noise::ExtraScatter);
    QVERIFY(defaultNoise(points, false) == Noise::StatedError);
    points.y[1] = 0.513; // of 100
    QVERIFY(defaultNoise(points, true) == Noise::StatedError);
    points.se[2] = kNone;
    QVERIFY(defaultNoise(points, true) == Noise::Gaussian);
    points.se = {0, 0, 0};
    QVERIFY(defaultNoise(points, true) == Noise::Gaussian);
    QVERIFY(defaultNoise({{1}, {0.5}, {}, {}}, true) == Noise::Gaussian);
    QVERIFY(defaultNoise({}, true) == Noise::Gaussian);
}

void TestNoise::sameAsScipy()
{
    std::vector<Case> cases;
    for (const auto &[law, count] : {std::pair{Noise::Binomial, 30}, std::pair{Noise::BetaBinomial, 100},
                                     std::pair{Noise::ExtraScatter, 150}}) {
        const std::vector<Case> some = randomCases(law, count);
        cases.insert(cases.end(), some.begin(), some.end());
    }
    // Two peaks of the integrand, of like weight: scatter far above chance, or a count that is high by luck.
    for (const double phi : {1.5, 1.95, 2.1, 3.0})
        cases.push_back({Noise::ExtraScatter, 252'500, 1e6, 0.25, 1, 0.25 + 0.75e-6, phi});
    QString table;
    for (const Case &each : cases)
        table += each.text() + u'\n';
    QProcess process;
    process.start(u"/usr/bin/python3"_s, {QStringLiteral(ONSET_SOURCE_DIR "/tests/fit/compare_noise.py")});
    process.write(table.toUtf8());
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(120'000));
    if (process.exitCode() != 0 && process.readAllStandardError().contains("No module named"))
        QSKIP("python3-scipy is not installed: nothing to compare with");
    QCOMPARE(process.exitCode(), 0);
    const QList<QByteArray> lines = process.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(lines.size(), static_cast<qsizetype>(cases.size()));
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Case &each = cases[i];
        const double theirs = lines[static_cast<qsizetype>(i)].toDouble();
        const double ours = each.likelihood().value(0, each.mu, each.phi);
        // 1e-9 of ours; SciPy's differences of lnΓ(n) lose n·ln n·1e-16, and those of lnΓ(α) more.
        const double size = each.law == Noise::BetaBinomial && each.phi > 0 ? each.n + 1 / each.phi : each.n;
        const double tolerance = 1e-9 * std::abs(theirs) + 1e-14 * size * std::log(size + 1);
        QVERIFY2(
            std::abs(ours - theirs) <= tolerance,
            qPrintable(
                u"%1: onset %2, SciPy %3"_s.arg(each.text()).arg(ours, 0, 'g', 15).arg(theirs, 0, 'g', 15)));
    }
}

void TestNoise::derivatives_data()
{
    QTest::addColumn<Noise>("law");
    QTest::newRow("binomial") << Noise::Binomial;
    QTest::newRow("extra scatter") << Noise::ExtraScatter;
    QTest::newRow("beta-binomial") << Noise::BetaBinomial;
}

void TestNoise::derivatives()
{
    QFETCH(Noise, law);
    for (const Case &each : randomCases(law, 1500)) {
        const Likelihood likelihood = each.likelihood();
        const Term term = likelihood.term(0, each.mu, each.phi);
        // The step that moves ln p by some 1e-4: first derivatives from values, second from first ones.
        const auto step = [](double first, double second, double room) {
            return std::min(1e-3 * room, 1e-2 / std::sqrt(first * first + std::abs(second) + 1e-12));
        };
        const double floor = std::max(each.chance, 0.5 / each.n);
        const double roof = std::min(each.best, 1 - 0.5 / each.n);
        const double h = step(term.mu, term.muMu, std::min(each.mu - floor, roof - each.mu));
        const auto atMean = [&](double shift) { return likelihood.term(0, each.mu + shift, each.phi); };
        const auto fourth = [&](auto &&f, double d) { // error d⁴
            return (8 * (f(d) - f(-d)) - (f(2 * d) - f(-2 * d))) / (12 * d);
        };
        const auto check = [&](const char *what, double ours, double difference, double noise) {
            const double tolerance = 1e-5 * (std::abs(ours) + std::abs(difference)) + noise;
            QVERIFY2(std::abs(ours - difference) <= tolerance,
                     qPrintable(u"%1 %2: %3, by differences %4 ± %5"_s.arg(QLatin1String(what), each.text())
                                    .arg(ours)
                                    .arg(difference)
                                    .arg(noise)));
        };
        // The error of a value, from the quadrature and from rounding n logarithms; that of slopes alike.
        const double error = 1e-9 + 1e-9 * std::abs(term.value) * 0.01 + 1e-15 * each.n;
        check("mu", term.mu, fourth([&](double d) { return atMean(d).value; }, h), error / h);
        const double slopes = error * (std::abs(term.mu) + std::sqrt(std::abs(term.muMu)));
        check("muMu", term.muMu, fourth([&](double d) { return atMean(d).mu; }, h), 10 * slopes / h);
        // The same sum; compiled twice, it may round otherwise.
        const double alone = likelihood.value(0, each.mu, each.phi);
        QVERIFY(std::abs(alone - term.value) <= 1e-13 * std::abs(term.value) + 1e-15 * each.n);
        if (law == Noise::Binomial) {
            QVERIFY(term.phi == 0 && term.muPhi == 0 && term.phiPhi == 0);
            continue;
        }
        const double k = step(term.phi, term.phiPhi, each.phi);
        const auto atScatter = [&](double shift) { return likelihood.term(0, each.mu, each.phi + shift); };
        check("phi", term.phi, fourth([&](double d) { return atScatter(d).value; }, k), error / k);
        check("muPhi", term.muPhi, fourth([&](double d) { return atScatter(d).mu; }, k), 10 * slopes / k);
        // ℓ_φ = (E(z²) − 1)/2φ: outer nodes, z² up to 50, weigh more than in the value.
        const double rises = error * (std::abs(term.phi) + std::sqrt(std::abs(term.phiPhi)) + 1 / each.phi);
        check("phiPhi", term.phiPhi, fourth([&](double d) { return atScatter(d).phi; }, k), 10 * rises / k);
    }
}

void TestNoise::normalLaws()
{
    const Points points{{1, 2}, {0.3, 0.62}, {}, {0.02, 0.03}};
    for (const Noise law : {Noise::Gaussian, Noise::StatedError}) {
        const Likelihood likelihood(points, law, 0.25, 1);
        for (const double mu : {0.1, 0.3, 0.55, 0.9}) {
            const double phi = law == Noise::Gaussian ? 0.004 : 0.09;
            const Term term = likelihood.term(1, mu, phi);
            const double w = mu > 0.25 ? (mu - 0.25) * (1 - mu) / 0.75 : 0;
            const double variance = law == Noise::Gaussian ? phi : 0.0009 + phi * w * w;
            QCOMPARE(likelihood.variance(1, mu, phi), variance);
            const double density = std::exp(-0.5 * (0.62 - mu) * (0.62 - mu) / variance) /
                                   std::sqrt(2 * 3.14159265358979323846 * variance);
            QCOMPARE(std::exp(term.value), density);
            QCOMPARE(likelihood.value(1, mu, phi), term.value);
            const double d = 1e-5;
            const double e = 1e-5 * phi;
            const auto at = [&](double m, double s) { return likelihood.term(1, mu + m * d, phi + s * e); };
            // Central differences of smooth functions: relative errors d² and rounding/d, far below 1e-5.
            const auto near = [](double a, double b) {
                return std::abs(a - b) < 1e-5 * (std::abs(b) + 1e-3);
            };
            QVERIFY(near((at(1, 0).value - at(-1, 0).value) / (2 * d), term.mu));
            QVERIFY(near((at(1, 0).mu - at(-1, 0).mu) / (2 * d), term.muMu));
            QVERIFY(near((at(0, 1).value - at(0, -1).value) / (2 * e), term.phi));
            QVERIFY(near((at(0, 1).mu - at(0, -1).mu) / (2 * e), term.muPhi));
            QVERIFY(near((at(0, 1).phi - at(0, -1).phi) / (2 * e), term.phiPhi));
        }
    }
}

void TestNoise::statedErrors()
{
    const Likelihood likelihood({{1, 2, 3, 4}, {0, 0.5, 0.6, 0.7}, {}, {0, 0.02, 0.05, kNone}},
                                Noise::StatedError, kNone, kNone);
    QCOMPARE(likelihood.variance(0, 0.5, 0), 0.02 * 0.02); // stated 0: the smallest
    QCOMPARE(likelihood.variance(2, 0.5, 0), 0.05 * 0.05);
    QCOMPARE(likelihood.variance(3, 0.5, 0), 0.05 * 0.05); // not stated: the largest
    QVERIFY(std::isfinite(likelihood.value(0, 0, 0)));
}

void TestNoise::massesSumToOne()
{
    for (const Noise law : {Noise::Binomial, Noise::ExtraScatter, Noise::BetaBinomial}) {
        for (const double chance : {0.0, 0.25}) {
            for (const double phi : {0.0, 0.01, 0.3, 0.9}) {
                double sum = 0;
                double mean = 0;
                double square = 0;
                const double n = 60;
                for (double r = 0; r <= n; ++r) {
                    const double mass = std::exp(oneCount(r, n, law, chance).value(0, 0.4, phi));
                    sum += mass;
                    mean += mass * r / n;
                    square += mass * r * r / (n * n);
                }
                QVERIFY(std::abs(sum - 1) < 1e-9); // the accuracy of one value
                const double variance = oneCount(0, n, law, chance).variance(0, 0.4, phi);
                QVERIFY(std::abs(square - mean * mean - variance) < 1e-9);
            }
        }
    }
}

void TestNoise::towardsNoScatter()
{
    for (const Noise law : {Noise::ExtraScatter, Noise::BetaBinomial}) {
        for (const double n : {1.0, 20.0, 3000.0, 1e6}) {
            for (const double share : {0.0, 0.3, 0.32, 1.0}) {
                const double r = std::round(share * n);
                const Likelihood likelihood = oneCount(r, n, law, 0.25);
                const Term none = likelihood.term(0, 0.31, 0);
                const double binomial = oneCount(r, n, Noise::Binomial).value(0, 0.31, 0);
                QVERIFY(std::abs(none.value - binomial) <= 1e-12 * std::abs(binomial) + 1e-15 * n);
                // By Taylor's series from 0, with a φ that moves ln p by some 1e-4.
                const double phi = 1e-4 / (std::abs(none.phi) + std::sqrt(std::abs(none.phiPhi)) + 1);
                const Term some = likelihood.term(0, 0.31, phi);
                const double series = none.value + phi * (none.phi + 0.5 * phi * none.phiPhi);
                QVERIFY(std::abs(some.value - series) <= 1e-9 + 1e-9 * std::abs(series) + 1e-15 * n);
                QVERIFY(std::abs(some.phi - none.phi - phi * none.phiPhi) <= 1e-6 * (std::abs(none.phi) + 1));
                QVERIFY(std::abs(some.mu - none.mu - phi * none.muPhi) <= 1e-6 * (std::abs(none.mu) + 1));
            }
        }
    }
}

/// Just above chance the scatter has nothing left to move: the value joins the binomial's, the slope is
/// e^(φ/2) times its, since that is the slope of the mean of p.
/// So many questions that the share is as good as known: n·p(r) is the density of the share, whatever n.
void TestNoise::manyQuestions()
{
    const auto at = [](double n, double phi) {
        Term term = oneCount(0.3 * n, n, Noise::ExtraScatter, 0.25).term(0, 0.31, phi);
        term.value += std::log(n);
        return term;
    };
    for (const double phi : {0.01, 0.3, 4.0}) {
        const Term summed = at(1e10, phi), closed = at(1e13, phi);
        const auto same = [](double a, double b) { return std::abs(a - b) <= 1e-5 * (1 + std::abs(b)); };
        QVERIFY(std::abs(summed.value - closed.value) <
                1e-3); // of ln (n over r), some 1e13, rounding is that
        QVERIFY(same(summed.mu, closed.mu));
        QVERIFY(same(summed.muMu, closed.muMu));
        QVERIFY(same(summed.phi, closed.phi));
        QVERIFY(same(summed.muPhi, closed.muPhi));
        QVERIFY(same(summed.phiPhi, closed.phiPhi));
        QVERIFY(std::isfinite(at(1e15, phi).value));
    }
}

void TestNoise::atChance()
{
    for (const double r : {30.0, 50.0, 70.0}) {
        const Likelihood likelihood = oneCount(r, 200, Noise::ExtraScatter, 0.25);
        const double phi = 0.49;
        const Term at = likelihood.term(0, 0.25, phi);
        QCOMPARE(at.value, oneCount(r, 200, Noise::Binomial).value(0, 0.25, 0));
        QVERIFY(at.phi == 0);
        for (const double above : {1e-6, 1e-9, 1e-12}) {
            const Term just = likelihood.term(0, 0.25 + above, phi);
            QVERIFY(std::abs(just.value - at.value) < 500 * above + 1e-9);
            QVERIFY(std::abs(just.mu - std::exp(phi / 2) * at.mu) < 1e5 * above + 1e-3);
            QVERIFY(std::abs(just.phi) < 1e3 * above);
            QVERIFY(std::isfinite(just.muMu) && std::isfinite(just.muPhi) && std::isfinite(just.phiPhi));
        }
    }
}

void TestNoise::outsideTheRange()
{
    for (const Noise law : {Noise::Binomial, Noise::ExtraScatter, Noise::BetaBinomial}) {
        const Likelihood likelihood = oneCount(3, 20, law);
        QVERIFY(likelihood.meanRange(0) == (Interval{0.025, 0.975}));
        const double phi = likelihood.scatterRange().high / 4;
        for (const auto &[outside, edge] :
             {std::pair{-0.3, 0.025}, std::pair{0.0, 0.025}, std::pair{2.0, 0.975}}) {
            const Term term = likelihood.term(0, outside, phi);
            QCOMPARE(term.value, likelihood.value(0, edge, phi));
            QVERIFY(term.mu == 0 && term.muMu == 0 && term.muPhi == 0);
            QCOMPARE(term.phi, likelihood.term(0, edge, phi).phi);
        }
    }
}

void TestNoise::hostile()
{
    for (const Noise law : {Noise::Binomial, Noise::ExtraScatter, Noise::BetaBinomial}) {
        for (const double n : {1.0, 2.0, 1e6}) {
            for (const double y : {0.0, 1.0}) {
                for (const double chance : {kNone, 0.25, 0.5, 7.0}) {
                    const Likelihood likelihood = oneCount(y * n, n, law, chance);
                    for (const double mu :
                         {-1.0, 0.0, 1e-300, 1e-9, 0.25, 0.2500000001, 0.5, 0.999999, 1.0, 3.0}) {
                        for (const double share : {0.0, 1e-310, 1e-20, 1e-9, 1e-3, 0.1, 1.0}) {
                            const double phi = share * likelihood.scatterRange().high;
                            const Case here{law, y * n, n, chance, 1, mu, phi};
                            const Term term = likelihood.term(0, mu, phi);
                            for (const double number : {term.value, term.mu, term.muMu, term.phi, term.muPhi,
                                                        term.phiPhi, likelihood.value(0, mu, phi)})
                                QVERIFY2(std::isfinite(number), qPrintable(here.text()));
                            QVERIFY(term.value < 1e-9);
                            QVERIFY(likelihood.variance(0, mu, phi) > 0);
                            const double drawn = likelihood.draw(0, mu, phi, 1, 1);
                            QVERIFY(drawn >= 0 && drawn <= 1);
                        }
                    }
                }
            }
        }
    }
}

void TestNoise::drawMoments_data()
{
    QTest::addColumn<Noise>("law");
    QTest::addColumn<double>("n");
    QTest::addColumn<double>("mu");
    QTest::addColumn<double>("phi");
    QTest::newRow("gaussian") << Noise::Gaussian << 1.0 << 0.4 << 0.01;
    QTest::newRow("stated error") << Noise::StatedError << 1.0 << 0.4 << 0.25;
    QTest::newRow("binomial, few") << Noise::Binomial << 40.0 << 0.1 << 0.0;
    QTest::newRow("binomial, many") << Noise::Binomial << 1e6 << 0.7 << 0.0;
    QTest::newRow("extra scatter") << Noise::ExtraScatter << 500.0 << 0.4 << 0.25;
    QTest::newRow("extra scatter, wide") << Noise::ExtraScatter << 1e6 << 0.7 << 4.0;
    QTest::newRow("extra scatter, at chance") << Noise::ExtraScatter << 500.0 << 0.25 << 4.0;
    QTest::newRow("beta-binomial") << Noise::BetaBinomial << 500.0 << 0.4 << 0.05;
    QTest::newRow("beta-binomial, nearly all or nothing") << Noise::BetaBinomial << 500.0 << 0.3 << 0.95;
}

void TestNoise::drawMoments()
{
    QFETCH(Noise, law);
    QFETCH(double, n);
    QFETCH(double, mu);
    QFETCH(double, phi);
    const Likelihood likelihood({{20}, {0.5}, {n}, {0.02}}, law, 0.25, 1);
    constexpr int kDraws = 200'000;
    double sum = 0;
    double square = 0;
    double fourth = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double d = likelihood.draw(0, mu, phi, 5, static_cast<std::uint64_t>(i)) - mu;
        sum += d / kDraws;
        square += d * d / kDraws;
        fourth += d * d * d * d / kDraws;
    }
    // Five standard errors. The mean of the extra scatter is that of p, not μ.
    const double variance = likelihood.variance(0, mu, phi);
    const double meanError = 5 * std::sqrt(variance / kDraws);
    if (law == Noise::ExtraScatter)
        QVERIFY(std::abs(sum - (extraScatterShare({0.25, 1}, mu, phi).mean - mu)) < meanError);
    else
        QVERIFY(std::abs(sum) < meanError);
    QVERIFY(std::abs(square - sum * sum - variance) < 5 * std::sqrt((fourth - square * square) / kDraws));
}

void TestNoise::drawFrequencies_data()
{
    QTest::addColumn<Noise>("law");
    QTest::addColumn<double>("n");
    QTest::addColumn<double>("phi");
    QTest::newRow("inversion") << Noise::Binomial << 12.0 << 0.0;
    QTest::newRow("rejection") << Noise::Binomial << 60.0 << 0.0;
    QTest::newRow("extra scatter") << Noise::ExtraScatter << 12.0 << 1.0;
    QTest::newRow("beta-binomial") << Noise::BetaBinomial << 12.0 << 0.3;
}

/// Pearson's χ² of the drawn counts against the masses.
void TestNoise::drawFrequencies()
{
    QFETCH(Noise, law);
    QFETCH(double, n);
    QFETCH(double, phi);
    const double mu = 0.6;
    constexpr int kDraws = 200'000;
    std::vector<double> seen(static_cast<std::size_t>(n) + 1);
    const Likelihood likelihood = oneCount(0, n, law, 0.25);
    for (int i = 0; i < kDraws; ++i)
        ++seen[static_cast<std::size_t>(
            std::lround(n * likelihood.draw(0, mu, phi, 9, static_cast<std::uint64_t>(i))))];
    double chi2 = 0;
    int cells = 0;
    for (std::size_t r = 0; r < seen.size(); ++r) {
        const double expected =
            kDraws * std::exp(oneCount(static_cast<double>(r), n, law, 0.25).value(0, mu, phi));
        if (expected < 5)
            continue;
        chi2 += (seen[r] - expected) * (seen[r] - expected) / expected;
        ++cells;
    }
    QVERIFY(chi2 < cells + 5 * std::sqrt(2.0 * cells)); // mean and sd of χ²
}

void TestNoise::drawsRepeat()
{
    const Points points{{1, 2}, {0.5, 0.5}, {1000, 1000}, {}};
    for (const Noise law : {Noise::Gaussian, Noise::ExtraScatter, Noise::BetaBinomial}) {
        const Likelihood one(points, law, 0, 1);
        const Likelihood other = one;
        QVERIFY(one.draw(1, 0.4, 0.1, 3, 7) == other.draw(1, 0.4, 0.1, 3, 7));
        int same = 0;
        for (std::uint64_t replicate = 0; replicate < 50; ++replicate) {
            const double drawn = one.draw(1, 0.4, 0.1, 3, replicate);
            same += drawn == one.draw(0, 0.4, 0.1, 3, replicate);
            same += drawn == one.draw(1, 0.4, 0.1, 4, replicate);
            same += drawn == one.draw(1, 0.4, 0.1, 3, replicate + 50);
        }
        QVERIFY(same < 15); // of 150: counts of 1000 may agree by accident
    }
}

ONSET_TEST(TestNoise)
#include "tst_noise.moc"
