#include "widgets/models/ability_filter.h"
#include "widgets/models/ability_model.h"

#include "tests/support/sample_figure.h"

#include <QAbstractItemModelTester>
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
    QTest::newRow("one word missing") << u"digit nothing"_s << QStringList{};
}

void TestAbilityModel::findsEveryWord()
{
    QFETCH(QString, search);
    AbilityModel model;
    model.setCatalog(test::sampleCatalog());
    AbilityFilter filter;
    QAbstractItemModelTester tester(&filter);
    filter.setSourceModel(&model);
    filter.setSearch(search);
    QStringList found;
    for (int row = 0; row < filter.rowCount(); ++row)
        found += filter.index(row, 0).data().toString();
    QTEST(found, "found");
}

QTEST_GUILESS_MAIN(TestAbilityModel)
#include "tst_ability_model.moc"
