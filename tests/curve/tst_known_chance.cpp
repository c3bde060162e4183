#include "core/curve/known_chance.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestKnownChance : public QObject
{
    Q_OBJECT
private slots:
    void isOneOverTheOptions_data();
    void isOneOverTheOptions();
};

void TestKnownChance::isOneOverTheOptions_data()
{
    QTest::addColumn<QString>("task");
    QTest::addColumn<QString>("metric");
    QTest::addColumn<double>("chance"); ///< −1: not known
    QTest::newRow("as papers spell it") << u"HellaSwag"_s << u"accuracy"_s << 0.25;
    QTest::newRow("as the harness does") << u"arc_challenge"_s << u"acc"_s << 0.25;
    QTest::newRow("a subject") << u"hendrycksTest-anatomy"_s << u"accuracy"_s << 0.25;
    QTest::newRow("two options") << u"winogrande"_s << u"accuracy"_s << 0.5;
    QTest::newRow("five options") << u"commonsense_qa"_s << u"accuracy"_s << 0.2;
    QTest::newRow("an answer that is written") << u"mmlu"_s << u"exact match"_s << -1.0;
    QTest::newRow("wrong answers") << u"mmlu"_s << u"error rate"_s << -1.0;
    QTest::newRow("unheard of") << u"my task"_s << u"accuracy"_s << -1.0;
}

void TestKnownChance::isOneOverTheOptions()
{
    QFETCH(const QString, task);
    QFETCH(const QString, metric);
    QFETCH(const double, chance);
    const KnownChance known = knownChance({task, task, metric});
    QCOMPARE(std::isnan(known.chance) ? -1 : known.chance, chance);
    QCOMPARE(known.source.isEmpty(), chance < 0);
}

ONSET_TEST(TestKnownChance)
#include "tst_known_chance.moc"
