#include "core/fit/judge/pattern.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset::fit;
using Numbers = std::vector<double>;

class TestPattern : public QObject
{
    Q_OBJECT

private slots:
    void firstThatHolds_data();
    void firstThatHolds();
    void mirrored_data() { firstThatHolds_data(); }
    void mirrored();
    void countsOfModels();
    void oneBelowSaysWhere();
};

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

QString text(const PatternFinding &found)
{
    const std::string_view word = name(found.pattern);
    const QString pattern = QString::fromUtf8(word.data(), qsizetype(word.size()));
    return found.tests.provisional ? pattern + QStringLiteral(" provisional") : pattern;
}

} // namespace

void TestPattern::firstThatHolds_data()
{
    QTest::addColumn<Numbers>("x");
    QTest::addColumn<Numbers>("y");
    QTest::addColumn<Numbers>("n");
    QTest::addColumn<double>("chance");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const Numbers &x, const Numbers &y, const Numbers &n, double chance,
                        const char *expected) {
        QTest::newRow(name) << x << y << n << chance << QString::fromLatin1(expected);
    };

    // GPT-3, Brown et al. 2020 (arXiv 2005.14165), Table H.1; x: order of the eight models
    const Numbers gpt3{1, 2, 3, 4, 5, 6, 7, 8};
    const Numbers n638(8, 638);
    row("word in context, zero-shot", gpt3, Numbers(8, 0), n638, .5, "below-chance");
    row("word in context, one-shot", gpt3, {.5, .503, .503, .492, .494, .503, .5, .486}, n638, .5, "flat");
    row("word in context, few-shot", gpt3, {.498, .55, .53, .53, .516, .531, .511, .553}, n638, .5, "mixed");
    row("2-digit addition, few-shot", gpt3, {.02, .041, .035, .045, .089, .119, .555, 1}, Numbers(8, 2000), 0,
        "appears");
    row("HellaSwag, zero-shot", gpt3, {.337, .436, .51, .547, .628, .674, .709, .789}, Numbers(8, 10042), .25,
        "present");
    row("ANLI R1, one-shot", gpt3, {.321, .316, .319, .346, .306, .316, .327, .32}, Numbers(8, 1000), .3333,
        "flat");

    const Numbers three{1, 2, 3};
    const Numbers five{1, 2, 3, 4, 5};
    const Numbers hundred(5, 100);
    row("no points", {}, {}, {}, 0, "insufficient");
    row("two scales of three models", {1, 2, 2}, {0, 1, 1}, Numbers(3, 100), 0, "insufficient");
    row("no chance level", five, {5, 4, 3, 2, 1}, {}, kUnknown, "none provisional");
    row("all wrong, chance 0", five, Numbers(5, 0), hundred, 0, "flat");
    row("all right", five, Numbers(5, 1), hundred, .25, "present");
    row("onset", five, {.25, .25, .25, .6, .8}, hundred, .25, "appears");
    row("one model below", five, {.25, .5, .6, .6, .8}, hundred, .25, "appears-one-below");
    row("two models below, of one scale", {1, 1, 3, 4, 5}, {.25, .25, .6, .6, .8}, hundred, .25,
        "appears-one-below");
    row("a larger model falls back", five, {.25, .25, .6, .25, .8}, hundred, .25, "mixed");
    row("equal scales disagree", {1, 2, 3, 4, 4}, {.25, .25, .25, .25, .8}, hundred, .25, "mixed");
    row("n unknown", three, {.25, .25, .6}, {}, .25, "appears provisional");

    row("only the largest below chance", five, {.25, .25, .25, .25, 0}, hundred, .25, "flat");
    row("the two largest below chance", five, {.25, .25, .25, .05, .05}, hundred, .25, "below-chance");
    row("below chance by less than δ", five, Numbers(5, .46), Numbers(5, 10000), .5, "flat");
    row("below chance, but not significantly", five, Numbers(5, .4), Numbers(5, 20), .5, "flat");
    row("below chance, yet a smaller model above", five, {.25, .6, .05, .05, .05}, hundred, .25, "mixed");

    row("fall", five, {.8, .72, .6, .55, .4}, Numbers(5, 500), .25, "inverse");
    row("fall, n unknown", five, {.8, .72, .6, .55, .4}, {}, .25, "inverse provisional");
    row("fall of four models of unknown n", {1, 2, 3, 4}, {.8, .7, .6, .5}, {}, .25, "present provisional");
    row("fall to below chance", five, {.5, .4, .3, .1, .05}, Numbers(5, 500), .25, "inverse");
    // −.04 over the range: z = −4.4, and nothing worth the name.
    row("significant fall of less than δ", five, {.84, .83, .82, .81, .8}, Numbers(5, 10000), .25, "present");
    row("scatter of models with many questions", five, {.8, .9, .6, .85, .7}, Numbers(5, 10000), .25,
        "present");
}

void TestPattern::firstThatHolds()
{
    QFETCH(Numbers, x);
    QFETCH(Numbers, y);
    QFETCH(Numbers, n);
    QFETCH(double, chance);
    QTEST(text(findPattern({x, y, n, {}}, {.chance = chance})), "expected");
}

/// Error rates: the same patterns.
void TestPattern::mirrored()
{
    QFETCH(Numbers, x);
    QFETCH(Numbers, y);
    QFETCH(Numbers, n);
    QFETCH(double, chance);
    for (double &score : y)
        score = std::round((1 - score) * 1e6) / 1e6; // as printed
    QTEST(text(findPattern({x, y, n, {}}, {.chance = 1 - chance, .lowerIsBetter = true})), "expected");
}

void TestPattern::countsOfModels()
{
    const PatternFinding found =
        findPattern({{1, 2, 3, 4, 4}, {.05, .25, .6, .25, .8}, Numbers(5, 100), {}}, {.chance = .25});
    QCOMPARE(found.scales, 4);
    QCOMPARE(found.above, 2);
    QCOMPARE(found.below, 1);
    QVERIFY(found.tests.above[2] && found.tests.above[4] && found.tests.below[0]);
}

void TestPattern::oneBelowSaysWhere()
{
    const PatternFinding found =
        findPattern({{1, 2, 3}, {.25, .6, .7}, Numbers(3, 100), {}}, {.chance = .25});
    QVERIFY(!found.onset.exists && found.onset.oneBelow);
    QCOMPARE(found.onset.between, (Interval{1, 2}));
}

ONSET_TEST(TestPattern)
#include "tst_pattern.moc"
