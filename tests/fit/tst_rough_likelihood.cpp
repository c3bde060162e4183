#include "core/fit/noise/rough_likelihood.h"
#include "core/fit/random.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace onset::fit;

/// What a search reads from tables against the likelihood itself.
class TestRoughLikelihood : public QObject
{
    Q_OBJECT

private slots:
    void nearTheMaximum_data();
    void nearTheMaximum();
    void keepsTablesApart();
};

namespace {

/// One score of each kind: none right, some, all, of few questions and of many.
Points scores()
{
    Points points;
    for (const auto &[right, n] : {std::pair{0.0, 40.0},
                                   {40.0, 40.0},
                                   {1.0, 1.0},
                                   {0.0, 1.0},
                                   {37.0, 100.0},
                                   {30.0, 100.0},
                                   {990.0, 1000.0},
                                   {512345.0, 1e6},
                                   {5.0, 2000.0}}) {
        points.x.push_back(static_cast<double>(points.x.size()));
        points.y.push_back(right / n);
        points.n.push_back(n);
        points.se.push_back(0.02);
    }
    return points;
}

Points only(const Points &points, std::size_t i)
{
    return {.x = {points.x[i]}, .y = {points.y[i]}, .n = {points.n[i]}, .se = {points.se[i]}};
}

} // namespace

void TestRoughLikelihood::nearTheMaximum_data()
{
    QTest::addColumn<Noise>("law");
    QTest::addColumn<double>("chance");
    QTest::addColumn<double>("best");
    for (const Noise law : kNoises) {
        if (law == Noise::Gaussian)
            continue; // least squares needs none
        for (const auto &[chance, best] : {std::pair{0.0, 1.0}, {0.25, 1.0}, {0.3, 0.9}, {0.75, 0.0}})
            QTest::addRow("%s, %g to %g", name(law).data(), chance, best) << law << chance << best;
    }
}

void TestRoughLikelihood::nearTheMaximum()
{
    QFETCH(const Noise, law);
    QFETCH(const double, chance);
    QFETCH(const double, best);
    constexpr double kNear = 10, kOff = 0.35, kShare = 0.3;
    const Points all = scores();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Points points = only(all, i);
        const Likelihood likelihood(points, law, chance, best);
        RoughLikelihood rough;
        rough.setTo(points, likelihood);
        for (Eigen::Index k = 0; k < RoughLikelihood::kMostScatters; ++k) {
            std::vector<double> exact, read;
            for (std::uint32_t draw = 0; draw < 400; ++draw) { // everywhere, and about the score
                const double share = (philox({draw, 0, 0, 0}, {7, 11})[0] + 0.5) * 0x1p-32;
                const double sd = std::sqrt(0.25 / points.n[0]);
                const double mean = draw % 2 == 0 ? 1.2 * share - 0.1 : points.y[0] + 8 * sd * (share - 0.5);
                exact.push_back(likelihood.value(0, mean, rough.scatter(k)));
                read.push_back(rough(Eigen::ArrayXd::Constant(1, mean))[k]);
            }
            const double highest = *std::max_element(exact.begin(), exact.end());
            for (std::size_t draw = 0; draw < exact.size(); ++draw) {
                if (exact[draw] > highest - kNear)
                    QVERIFY2(std::abs(read[draw] - exact[draw]) < kOff + kShare * (highest - exact[draw]),
                             qPrintable(QStringLiteral("score %1 scatter %2: %3, read %4")
                                            .arg(i)
                                            .arg(rough.scatter(k))
                                            .arg(exact[draw])
                                            .arg(read[draw])));
                else
                    QVERIFY(read[draw] < highest - kNear / 2);
            }
        }
    }
}

/// Tables of one chance level, or one number of questions, are not read under another.
void TestRoughLikelihood::keepsTablesApart()
{
    RoughLikelihood shared;
    for (const double chance : {0.0, 0.25, 0.0})
        for (const double n : {40.0, 80.0}) {
            const Points points{.x = {0}, .y = {0.5}, .n = {n}, .se = {}};
            const Likelihood likelihood(points, Noise::ExtraScatter, chance, 1);
            RoughLikelihood fresh;
            fresh.setTo(points, likelihood);
            shared.setTo(points, likelihood);
            const Eigen::ArrayXd mean = Eigen::ArrayXd::Constant(1, 0.4);
            QVERIFY((shared(mean) == fresh(mean)).all());
        }
}

ONSET_TEST(TestRoughLikelihood)
#include "tst_rough_likelihood.moc"
