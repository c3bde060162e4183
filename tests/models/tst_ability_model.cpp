#include "widgets/models/ability_model.h"

#include "tests/support/sample_figure.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestAbilityModel : public QObject
{
    Q_OBJECT
private slots:
    void isAModel();
    void tellsTheAbility();
    void findsEveryWord_data();
    void findsEveryWord();
    void sparklinesComeLater();
};

void TestAbilityModel::isAModel()
{
    AbilityModel model;
    QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 0);
    model.setCatalog(test::sampleCatalog());
    QCOMPARE(model.rowCount(), 2);
    model.setCatalog(std::make_shared<Catalog>());
    QCOMPARE(model.rowCount(), 0);
}

void TestAbilityModel::tellsTheAbility()
{
    AbilityModel model;
    model.setCatalog(test::sampleCatalog());
    const QModelIndex index = model.index(0);
    QCOMPARE(index.data(), u"3-digit addition"_s);
    QCOMPARE(index.data(AbilityModel::DetailRole), u"few-shot (K=50) · accuracy · arithmetic"_s);
    QCOMPARE(index.data(Qt::ToolTipRole), u"GPT-3, LaMDA"_s);
    QCOMPARE(index.data(AbilityModel::AbilityRole).value<const Ability *>(),
             &model.catalog()->abilities.front());
}

void TestAbilityModel::findsEveryWord_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<QStringList>("found");
    const QString addition = u"3-digit addition"_s, words = u"word unscrambling"_s;
    QTest::newRow("empty") << QString() << QStringList{addition, words};
    QTest::newRow("spaces") << u"  "_s << QStringList{addition, words};
    QTest::newRow("task") << u"digit"_s << QStringList{addition};
    QTest::newRow("case") << u"UNSCRAMBLING"_s << QStringList{words};
    QTest::newRow("family") << u"lamda"_s << QStringList{addition};
    QTest::newRow("benchmark") << u"arith"_s << QStringList{addition, words};
    QTest::newRow("setting") << u"K=50"_s << QStringList{addition, words};
    QTest::newRow("all words, in any order") << u"gpt few word"_s << QStringList{words};
    QTest::newRow("two names in one word") << u"additionfew"_s << QStringList{};
    QTest::newRow("one word missing") << u"digit nothing"_s << QStringList{};
}

void TestAbilityModel::findsEveryWord()
{
    QFETCH(QString, search);
    AbilityModel model;
    const QAbstractItemModelTester tester(&model);
    model.setCatalog(test::sampleCatalog());
    model.setSearch(search);
    QStringList found;
    for (int row = 0; row < model.rowCount(); ++row) {
        found += model.index(row).data().toString();
        QCOMPARE(model.rowOf(model.abilityOf(row)), row);
    }
    QTEST(found, "found");
    model.setCatalog(test::sampleCatalog()); // the search stays
    QCOMPARE(model.rowCount(), found.size());
}

void TestAbilityModel::sparklinesComeLater()
{
    AbilityModel model;
    model.setCatalog(test::sampleCatalog());
    const CurveKey addition = model.ability(0).key(), words = model.ability(1).key();
    const auto lines = [&](int row) {
        return model.index(row).data(AbilityModel::SparklineRole).value<QList<QPolygonF>>();
    };
    QCOMPARE(model.withoutSparkline(0, 1), (std::vector{addition, words}));
    QCOMPARE(model.withoutSparkline(-5, 99).size(), 2u);
    QVERIFY(lines(1).isEmpty());

    QSignalSpy changed(&model, &AbilityModel::dataChanged);
    const QList<QPolygonF> drawn{QPolygonF({{0, 1}, {1, 0}})};
    model.setSparklines({{words, drawn}, {{.family = {}, .task = u"gone"_s}, drawn}});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    QCOMPARE(lines(1), drawn);
    QCOMPARE(model.withoutSparkline(0, 1), std::vector{addition});

    model.setCatalog(test::sampleCatalog()); // its curves may be others
    QCOMPARE(model.withoutSparkline(0, 1).size(), 2u);
    QCOMPARE(lines(1), drawn); // until they are there
}

QTEST_GUILESS_MAIN(TestAbilityModel)
#include "tst_ability_model.moc"
