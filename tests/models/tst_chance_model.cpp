#include "widgets/models/chance_model.h"

#include "tests/support/test_class.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestChanceModel : public QObject
{
    Q_OBJECT
private slots:
    void showsWhereALevelComesFrom();
    void asksForALevel_data();
    void asksForALevel();
};

namespace {

RegistryPtr sample()
{
    auto registry = std::make_shared<Registry>();
    const double none = std::nan("");
    registry->tasks = {
        {u"B"_s, u"T"_s, u"accuracy"_s, 0.25, 1, 3, u"a.csv, line 2"_s, QStringList{u"0.2: b.csv, line 9"_s}},
        {u"B"_s, u"U"_s, u"exact match"_s, none, 1, 1},
    };
    return registry;
}

} // namespace

void TestChanceModel::showsWhereALevelComesFrom()
{
    ChanceModel model;
    QAbstractItemModelTester tester(&model);
    model.setRegistry(sample());
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        rows += cells.join(u" | "_s);
    }
    QCOMPARE(rows.join(u'\n'), u"B | T | accuracy | 0.25 | a.csv, line 2 | 0.2: b.csv, line 9 | 3\n"
                               "B | U | exact match |  | not stated; 0, as answers are generated |  | 1"_s);
}

void TestChanceModel::asksForALevel_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value"); ///< −1: refused; −2: taken back
    QTest::newRow("fraction") << u"0.5"_s << 0.5;
    QTest::newRow("percent") << u"20%"_s << 0.2;
    QTest::newRow("one of four") << u"1 / 5"_s << 0.2;
    QTest::newRow("no number") << u"x"_s << -1.0;
    QTest::newRow("above all") << u"25"_s << -1.0;
    QTest::newRow("by zero") << u"1/0"_s << -1.0;
    QTest::newRow("empty") << QString() << -2.0;
}

void TestChanceModel::asksForALevel()
{
    QFETCH(const QString, text);
    QFETCH(const double, value);
    ChanceModel model;
    model.setRegistry(sample());
    QSignalSpy edited(&model, &ChanceModel::chanceEdited), refused(&model, &ChanceModel::editRefused);
    model.setData(model.index(0, ChanceModel::Chance), text, Qt::EditRole);
    QCOMPARE(edited.size(), value == -1 ? 0 : 1);
    QCOMPARE(refused.size(), value == -1 ? 1 : 0);
    if (value >= 0)
        QCOMPARE(edited[0][1].toDouble(), value);
    if (value == -2)
        QVERIFY(std::isnan(edited[0][1].toDouble()));
}

ONSET_TEST(TestChanceModel)
#include "tst_chance_model.moc"
