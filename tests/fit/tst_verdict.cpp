#include "core/fit/judge/verdict.h"
#include "core/fit/noise/likelihood.h"
#include "core/fit/random.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace onset;
using namespace onset::fit;

class TestVerdict : public QObject
{
    Q_OBJECT

private slots:
    void rivalsAndWhatTheyHold();
    void weights();
    void tooFewModels();
    void headlines_data();
    void headlines();
    void mirrored();
    void exactFits();
    void smoothRivalsOnAnEdge();
    void sameOnAnyThreads();
};

namespace {

constexpr double kRange = 5; ///< decades

using Mean = std::function<double(double)>; ///< of the place in the range, 0..1

Measure accuracy(double chance)
{
    Measure measure;
    measure.chance = chance;
    measure.best = 1;
    return measure;
}

/// Scores of `models` equally spaced models: binomial of N questions about the mean, with scatter τ on the
/// logit; N = 0: normal with σ = 0.02.
Points simulated(const Mean &mean, double chance, int models, double questions, double tau, std::uint64_t run)
{
    Points points;
    for (int i = 0; i < models; ++i) {
        points.x.push_back(20 + kRange * i / (models - 1));
        points.y.push_back(mean(i / (models - 1.0)));
        points.n.push_back(questions > 0 ? questions : kNone);
        points.se.push_back(kNone);
    }
    const Points truth = points;
    const Likelihood law(points, questions > 0 ? Noise::ExtraScatter : Noise::Gaussian, chance, 1);
    for (std::size_t i = 0; i < points.size(); ++i)
        points.y[i] = law.draw(i, truth.y[i], questions > 0 ? tau * tau : 0.0004, 11, run);
    return points;
}

QString text(std::string_view name) { return QString::fromLatin1(name.data(), qsizetype(name.size())); }

} // namespace

void TestVerdict::rivalsAndWhatTheyHold()
{
    const Points points = simulated([](double z) { return 0.25 + 0.3 * z; }, 0.25, 10, 500, 0, 1);
    QStringList names;
    for (const Request &request : rivalRequests(points, accuracy(0.25), Noise::ExtraScatter))
        names << QString::fromStdString(rivalName(request, accuracy(0.25)));
    QCOMPARE(
        names.join(QStringLiteral("; ")),
        QStringLiteral("flat; flat at chance; line; power; power, free ceiling; growth; growth, free floor; "
                       "hinge; hinge, free floor; step; logistic; logistic, free floor; gompertz; "
                       "gompertz, free floor; richards; richards, free floor; bnsl"));
    names.clear();
    Measure loss;
    loss.range = {0, std::numeric_limits<double>::infinity()};
    loss.counts = false;
    loss.lowerIsBetter = true;
    for (const Request &request : rivalRequests(points, loss, Noise::Gaussian)) {
        names << QString::fromStdString(rivalName(request, loss));
        QVERIFY(std::isnan(request.floor) && std::isnan(request.ceiling));
    }
    QCOMPARE(names.join(QStringLiteral("; ")),
             QStringLiteral("flat; line; power; growth; hinge; step; logistic; gompertz; richards; bnsl"));
}

void TestVerdict::weights()
{
    std::vector<Fit> fits(4);
    const double aicc[] = {10, 12, kNone, 10 + 2 * std::log(4)};
    for (std::size_t i = 0; i < fits.size(); ++i) {
        fits[i].aicc = aicc[i];
        fits[i].comparable = std::isnan(aicc[i]) ? Comparable::Unidentified : Comparable::Yes;
    }
    const Comparison comparison = compare(fits);
    QCOMPARE(comparison.best, 0);
    const double sum = 1 + std::exp(-1.0) + 0.25;
    QVERIFY(std::abs(comparison.weight[0] - 1 / sum) < 1e-12);
    QVERIFY(std::abs(comparison.weight[3] - 0.25 / sum) < 1e-12);
    QVERIFY(std::isnan(comparison.weight[2]) && std::isnan(comparison.delta[2]));
    QCOMPARE(compare({}).best, -1);
}

/// Four models: not even a line; five: two parameters; BNSL needs nine.
void TestVerdict::tooFewModels()
{
    const auto comparable = [](int models, Model model, bool free) {
        const Points points = simulated([](double z) { return 0.2 + 0.7 / (1 + std::exp(-9 * (z - 0.5))); },
                                        0.2, models, 500, 0.2, 3);
        for (const Fit &fit : Judge()(points, accuracy(0.2)).comparison.fits)
            if (fit.request.model == model && (!hasFloor(model) || std::isnan(fit.request.floor) == free))
                return fit.comparable;
        return Comparable::NotFitted;
    };
    QVERIFY(comparable(4, Model::Line, true) == Comparable::TooFewModels);
    QVERIFY(comparable(5, Model::Line, true) == Comparable::Yes);
    QVERIFY(comparable(5, Model::Logistic, false) == Comparable::TooFewModels);
    QVERIFY(comparable(6, Model::Logistic, false) != Comparable::TooFewModels);
    QVERIFY(comparable(8, Model::Bnsl, true) != Comparable::Yes);
}

void TestVerdict::headlines_data()
{
    QTest::addColumn<QVector<double>>("scores");
    QTest::addColumn<double>("chance");
    QTest::addColumn<QString>("headline");
    const auto row = [](const char *name, QVector<double> scores, double chance, const char *headline) {
        QTest::newRow(name) << scores << chance << QString::fromLatin1(headline);
    };
    row("late sharp rise", {.25, .25, .25, .25, .25, .25, .25, .6, .9, .95, .96, .96}, .25, "emergent");
    row("four models", {.25, .25, .25, .9}, .25, "emergent by definition");
    row("one model below", {.25, .6, .9, .95, .96}, .25, "emergent by definition");
    row("never", {.25, .24, .26, .25, .25, .26}, .25, "flat");
    row("always", {.5, .55, .6, .7, .75, .8}, .25, "present throughout");
    row("falls", {.7, .62, .55, .45, .35, .28}, .25, "inverse");
    row("falls below chance", {.25, .24, .2, .15, .1, .05}, .25, "below chance");
    row("two models", {.25, .9}, .25, "insufficient");
    row("above, back, above", {.25, .4, .25, .4, .25, .4}, .25, "unclear");
    row("no chance level", {.25, .25, .25, .6, .9, .95}, kNone, "no chance level");
}

void TestVerdict::headlines()
{
    QFETCH(QVector<double>, scores);
    QFETCH(double, chance);
    Points points;
    for (const double score : scores) {
        points.x.push_back(20 + 0.5 * static_cast<double>(points.size()));
        points.y.push_back(score);
        points.n.push_back(500);
        points.se.push_back(kNone);
    }
    QTEST(text(name(Judge()(points, accuracy(chance)).headline)), "headline");
}

/// An error rate tells the same as the accuracy that it completes.
void TestVerdict::mirrored()
{
    Points right = simulated([](double z) { return 0.25 + 0.6 / (1 + std::exp(-25 * (z - 0.6))); }, 0.25, 12,
                             500, 0.2, 5);
    Points wrong = right;
    for (double &score : wrong.y)
        score = std::round((1 - score) * 500) / 500;
    Measure errors = accuracy(0.75);
    errors.best = 0;
    errors.lowerIsBetter = true;
    const Verdict first = Judge()(right, accuracy(0.25));
    const Verdict second = Judge()(wrong, errors);
    QCOMPARE(text(name(second.headline)), text(name(first.headline)));
    QCOMPARE(text(name(first.headline)), QStringLiteral("emergent"));
    const auto logistic = [](const Verdict &verdict) {
        for (const Fit &fit : verdict.comparison.fits)
            if (fit.request.model == Model::Logistic)
                return fit;
        return Fit();
    };
    QVERIFY(std::abs(logistic(first).logLikelihood - logistic(second).logLikelihood) < 1e-5);
    QVERIFY(std::abs(first.advantage - second.advantage) < 1e-3);
    QVERIFY(std::abs(logistic(first).parameter("midpoint") - logistic(second).parameter("midpoint")) < 1e-4);
}

/// Scores on a straight line, and on a step, to the last digit.
void TestVerdict::exactFits()
{
    Points line, step;
    for (int i = 0; i < 12; ++i) {
        line.x.push_back(20 + 0.4 * i);
        line.y.push_back(0.26 + 0.02 * i);
        step.x.push_back(20 + 0.4 * i);
        step.y.push_back(i < 6 ? 0.25 : 0.75);
    }
    Measure measure = accuracy(0.25);
    measure.counts = false;
    const Verdict straight = Judge()(line, measure);
    QVERIFY(straight.shape != Shape::Threshold && !(straight.advantage > 0));
    const Verdict sharp = Judge()(step, measure);
    QVERIFY(sharp.shape != Shape::Smooth);
}

/// Growth so steep that its exponent ends on its box still explains the scores better than a step does.
void TestVerdict::smoothRivalsOnAnEdge()
{
    Points points{{20, 20.5, 21, 21.5, 22, 22.5, 23, 23.5, 24, 24.5},
                  {.25, .27, .24, .25, .26, .23, .25, .26, .24, .90},
                  std::vector<double>(10, 500),
                  std::vector<double>(10, kNone)};
    const Verdict verdict = Judge()(points, accuracy(0.25));
    QVERIFY(verdict.shape != Shape::Threshold);
    QVERIFY(verdict.comparison.fits[std::size_t(verdict.smooth)].request.model == Model::Growth);
}

void TestVerdict::sameOnAnyThreads()
{
    std::vector<Points> curves;
    std::vector<Measure> measures;
    for (std::uint64_t run = 0; run < 40; ++run) {
        curves.push_back(
            simulated([](double z) { return 0.25 + 0.4 * z * z; }, 0.25, run % 2 ? 7 : 9, 400, 0.3, run));
        measures.push_back(accuracy(0.25));
    }
    Progress progress;
    const auto one = judgeAll(curves, measures, {}, 1, progress);
    const auto three = judgeAll(curves, measures, {}, 3, progress);
    QCOMPARE(one.size(), curves.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        QVERIFY(one[i].headline == three[i].headline);
        QVERIFY(one[i].advantage == three[i].advantage || std::isnan(one[i].advantage));
        QCOMPARE(one[i].breakTest.p, three[i].breakTest.p);
        QVERIFY(one[i].midpoint == three[i].midpoint || std::isnan(one[i].midpoint.low));
    }
}

ONSET_TEST(TestVerdict)
#include "tst_verdict.moc"
