#include "core/figure/labels.h"

#include "tests/support/test_class.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

using Curves = std::vector<CurveSpec>;
Q_DECLARE_METATYPE(Curves)

class TestLabels : public QObject
{
    Q_OBJECT

private slots:
    void labels_data();
    void labels();
    void task();
    void score();
};

namespace {

CurveSpec curve(const QString &family, const QString &setting = u"few-shot"_s,
                const QString &task = u"addition"_s)
{
    return {.key = {.family = family,
                    .benchmark = u"B"_s,
                    .task = task,
                    .metric = u"accuracy"_s,
                    .setting = setting}};
}

CurveSpec run(const QString &model)
{
    CurveSpec spec = curve(u"Pythia"_s);
    spec.key.model = model;
    return spec;
}

CurveSpec labelled(const QString &label)
{
    CurveSpec spec = curve(u"GPT-3"_s);
    spec.label = label;
    return spec;
}

} // namespace

void TestLabels::labels_data()
{
    QTest::addColumn<Curves>("curves");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("none") << Curves{} << QStringList{};
    QTest::newRow("one") << Curves{curve(u"GPT-3"_s)} << QStringList{u"GPT-3"_s};
    QTest::newRow("families") << Curves{curve(u"GPT-3"_s), curve(u"PaLM"_s)}
                              << QStringList{u"GPT-3"_s, u"PaLM"_s};
    QTest::newRow("families, whatever else differs")
        << Curves{curve(u"GPT-3"_s, u"few-shot"_s), curve(u"PaLM"_s, u"one-shot"_s)}
        << QStringList{u"GPT-3"_s, u"PaLM"_s};
    QTest::newRow("settings") << Curves{curve(u"GPT-3"_s, u"one-shot"_s), curve(u"GPT-3"_s, u"few-shot"_s)}
                              << QStringList{u"one-shot"_s, u"few-shot"_s};
    QTest::newRow("families and settings")
        << Curves{curve(u"GPT-3"_s, u"one-shot"_s), curve(u"GPT-3"_s, u"few-shot"_s),
                  curve(u"PaLM"_s, u"few-shot"_s)}
        << QStringList{u"GPT-3, one-shot"_s, u"GPT-3, few-shot"_s, u"PaLM, few-shot"_s};
    QTest::newRow("tasks") << Curves{curve(u"GPT-3"_s, {}, u"addition"_s), curve(u"GPT-3"_s, {}, u"words"_s)}
                           << QStringList{u"addition"_s, u"words"_s};
    QTest::newRow("runs") << Curves{run(u"Pythia 1B"_s), run(u"Pythia 7B"_s)}
                          << QStringList{u"Pythia 1B"_s, u"Pythia 7B"_s};
    QTest::newRow("the same twice") << Curves{curve(u"GPT-3"_s), curve(u"GPT-3"_s)}
                                    << QStringList{u"GPT-3"_s, u"GPT-3"_s};
    QTest::newRow("own words") << Curves{labelled(u"ours"_s), curve(u"PaLM"_s)}
                               << QStringList{u"ours"_s, u"PaLM"_s};
}

void TestLabels::labels()
{
    QFETCH(Curves, curves);
    QTEST(curveLabels(curves), "expected");
}

void TestLabels::task()
{
    QCOMPARE(commonTask({curve(u"GPT-3"_s), curve(u"PaLM"_s)}), u"addition"_s);
    QCOMPARE(commonTask({curve(u"GPT-3"_s), curve(u"GPT-3"_s, {}, u"words"_s)}), QString());
    QCOMPARE(commonTask({}), QString());
}

void TestLabels::score()
{
    const Metric accuracy = metricNamed(u"accuracy"_s), match = metricNamed(u"exact match"_s),
                 perplexity = metricNamed(u"perplexity"_s);
    QCOMPARE(scoreTitle({accuracy, accuracy}, Transform::Raw), u"Accuracy (%)"_s);
    QCOMPARE(scoreTitle({match}, Transform::ChanceNormalised), u"Chance-normalised exact match (%)"_s);
    QCOMPARE(scoreTitle({perplexity}, Transform::Raw), u"Perplexity"_s);
    QCOMPARE(scoreTitle({accuracy, match}, Transform::Raw), u"Score (%)"_s);
    QCOMPARE(scoreTitle({accuracy, perplexity}, Transform::Raw), u"Score"_s);
    QCOMPARE(scoreTitle({}, Transform::Raw), u"Score"_s);

    const Metric error = metricNamed(u"error rate"_s);
    QCOMPARE(scoreTitle({accuracy}, Transform::ErrorRate), u"1 − accuracy (%)"_s);
    QCOMPARE(scoreTitle({error}, Transform::ErrorRate), u"Error rate (%)"_s);
    QCOMPARE(scoreTitle({accuracy}, Transform::Power, 5), u"Accuracy^5 (%)"_s);
    QCOMPARE(scoreTitle({match}, Transform::Root, 2.5), u"Exact match^(1/2.5) (%)"_s);
    QCOMPARE(scoreTitle({match, accuracy}, Transform::Logit), u"Logit of score"_s);
    QCOMPARE(scoreTitle({error}, Transform::LogMinusLog), u"Log(−log (1 − error rate))"_s);
}

ONSET_TEST(TestLabels)
#include "tst_labels.moc"
