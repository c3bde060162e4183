#include "widgets/models/joins_model.h"

#include "tests/support/test_class.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestJoinsModel : public QObject
{
    Q_OBJECT
private slots:
    void saysWhoJoinedThem();
};

void TestJoinsModel::saysWhoJoinedThem()
{
    const ModelName a{u"F"_s, u"a"_s}, b{u"F"_s, u"org/a"_s}, c{u"G"_s, u"c"_s}, d{u"F"_s, u"d"_s};
    Registry registry;
    registry.joined = {{b, a}, {c, a}};
    registry.said = {{c, a}, {d, d}};
    JoinsModel model;
    QAbstractItemModelTester tester(&model);
    model.setRegistry(registry);
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        rows += cells.join(u" | "_s);
    }
    QCOMPARE(rows.join(u'\n'),
             u"F | org/a | a | the rules\nG | c | F: a | you\nF | d | a model of its own | you"_s);
    QVERIFY(model.at(2).apart());
}

ONSET_TEST(TestJoinsModel)
#include "tst_joins_model.moc"
