#include "core/fit/judge/onset.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset::fit;
using Numbers = QVector<double>;

class TestOnset : public QObject
{
    Q_OBJECT

private slots:
    void byDefinition_data();
    void byDefinition();
    void statedErrors();
};

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// "(13, 175]", "none", with "provisional" where it is.
QString text(const Onset &onset)
{
    const QString where = onset.exists
                              ? QStringLiteral("(%1, %2]").arg(onset.between.low).arg(onset.between.high)
                              : QStringLiteral("none");
    return onset.provisional ? where + QStringLiteral(" provisional") : where;
}

std::vector<double> vector(const Numbers &numbers) { return {numbers.begin(), numbers.end()}; }

} // namespace

void TestOnset::byDefinition_data()
{
    QTest::addColumn<Numbers>("x");
    QTest::addColumn<Numbers>("y");
    QTest::addColumn<Numbers>("n");
    QTest::addColumn<OnsetRule>("rule");
    QTest::addColumn<QString>("expected");

    const auto row = [](const char *name, const Numbers &x, const Numbers &y, const Numbers &n,
                        const OnsetRule &rule, const char *expected) {
        QTest::newRow(name) << x << y << n << rule << QString::fromLatin1(expected);
    };
    const Numbers none;

    // GPT-3 few-shot (K = 50), Brown et al. 2020 (arXiv 2005.14165), Table H.1; x in billions of parameters.
    const Numbers gpt3{0.125, 0.35, 0.76, 1.3, 2.7, 6.7, 13, 175};
    const Numbers n2000(8, 2000);
    const OnsetRule zero{0, 0.05, true, false};
    row("3-digit addition", gpt3, {.0015, .0045, .003, .0055, .0075, .009, .084, .804}, n2000, zero,
        "(6.7, 13]");
    row("3-digit subtraction", gpt3, {.0005, .001, .0015, .0035, .0065, .0105, .092, .942}, n2000, zero,
        "(6.7, 13]");
    row("4-digit addition", gpt3, {0, .0005, .0005, 0, .0015, .0015, .004, .255}, n2000, zero, "(13, 175]");
    row("4-digit subtraction", gpt3, {0, .0005, 0, 0, .001, .0005, .004, .268}, n2000, zero, "(13, 175]");
    row("5-digit addition", gpt3, {0, 0, 0, 0, 0, 0, .0005, .093}, n2000, zero, "(13, 175]");
    row("5-digit subtraction", gpt3, {0, 0, 0, 0, 0, 0, 0, .099}, n2000, zero, "(13, 175]");

    const Numbers three{1, 2, 3};
    const Numbers four{1, 2, 3, 4};
    const OnsetRule quarter{0.25, 0.05, true, false};
    row("no points", none, none, none, zero, "none");
    row("two models", {1, 2}, {0, 1}, {100, 100}, zero, "none");
    row("one smaller model", four, {0, 1, 1, 1}, Numbers(4, 100), zero, "none");
    row("a smaller model above chance", four, {0, .5, 0, 1}, Numbers(4, 100), zero, "none");
    row("a larger model falls back", four, {0, 0, 1, 0}, Numbers(4, 100), zero, "none");
    row("always above chance", three, {.5, .6, .7}, Numbers(3, 100), zero, "none");
    row("never above chance", three, {.25, .25, .25}, Numbers(3, 100), quarter, "none");
    row("last of three", three, {.25, .2, .6}, Numbers(3, 100), quarter, "(2, 3]");
    row("gain of exactly delta", three, {.25, .25, .3}, Numbers(3, 10000), quarter, "(2, 3]");
    row("significant but below delta", three, {.25, .25, .299}, Numbers(3, 100000), quarter, "none");
    row("above delta, not significant", three, {.25, .25, .35}, Numbers(3, 20), quarter, "none");
    // P(X ≥ 33 | 100, ¼) = .0446: below 5 % alone, not among three (Holm asks .0167 of the smallest).
    row("lost to Holm", three, {.25, .25, .33}, Numbers(3, 100), quarter, "none");
    row("alone in its test", three, {.25, .25, .33}, {kUnknown, kUnknown, 100}, quarter,
        "(2, 3] provisional");
    row("equal scales count together", {1, 2, 3, 3}, {0, 0, 1, 1}, Numbers(4, 100), zero, "(2, 3]");
    row("equal scales disagree", {1, 2, 3, 3}, {0, 0, 0, 1}, Numbers(4, 100), zero, "none");
    row("two smaller models of one scale", {1, 1, 3}, {0, 0, 1}, Numbers(3, 100), zero, "none");
    row("n unknown", three, {.2, .25, .6}, none, quarter, "(2, 3] provisional");
    row("no count", three, {.2, .25, .6}, Numbers(3, 100), {0.25, 0.05, false, false}, "(2, 3] provisional");
    row("error rate", three, {.75, .75, .3}, Numbers(3, 100), {0.75, 0.05, true, true}, "(2, 3]");
    row("error rate, the wrong way", three, {.3, .3, .75}, Numbers(3, 100), {0.3, 0.05, true, true}, "none");
    row("loss", three, {5, 5, 3}, none, {5, 0.5, false, true}, "(2, 3] provisional");
    row("chance unknown", three, {0, 0, 1}, Numbers(3, 100), {kUnknown, 0.05, true, false},
        "none provisional");
}

void TestOnset::byDefinition()
{
    QFETCH(Numbers, x);
    QFETCH(Numbers, y);
    QFETCH(Numbers, n);
    QFETCH(OnsetRule, rule);
    const Onset onset = onsetByDefinition({vector(x), vector(y), vector(n), {}}, rule);
    QTEST(text(onset), "expected");
}

/// Scores that are no counts, with a stated standard error: gains of none, of 1.5 errors and of 3.5.
void TestOnset::statedErrors()
{
    const Points points{{1, 2, 3, 4}, {.25, .25, .40, .60}, {}, {.04, .10, .10, .10}};
    const ChanceTests tests = testAgainstChance(points, {.chance = .25, .counts = false});
    QVERIFY(!tests.provisional);
    QVERIFY(tests.above == std::vector<bool>({false, false, false, true}));
    // P(Z ≥ 3.5), the smallest of four [R: 4 * pnorm(-3.5)]
    QVERIFY(std::abs(tests.pAbove[3] - 4 * 2.326290790355250e-4) < 1e-15);

    // An error of 0 says nothing: all answers alike.
    const Points sure{{1, 2, 3}, {0, 0, 1}, {}, {0, 0, 0}};
    QVERIFY(testAgainstChance(sure, {.counts = false}).provisional);
}

ONSET_TEST(TestOnset)
#include "tst_onset.moc"
