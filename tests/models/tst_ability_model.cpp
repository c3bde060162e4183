#include "widgets/models/ability_model.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

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
    void verdictsComeLater();
    void sortsByWhatIsKnown();
    void narrowsToAVerdict();
    void narrowsToABenchmark();
    void theClearestOfSeveralFamilies();
};

namespace {

/// The sample's abilities: addition emerges in one family, words are flat.
std::vector<AbilityFindings> findings(const AbilityModel &model)
{
    const auto key = [&](int ability) { return model.catalog()->abilities[std::size_t(ability)].key(); };
    return {{key(0),
             {{u"GPT-3"_s, 4, fit::Headline::Flat, {}, -2.5, u"Table 0"_s},
              {u"LaMDA"_s, 3, fit::Headline::Emergent, {1e21, 1e22}, 7.25, u"Table 1"_s}}},
            {key(1), {{u"GPT-3"_s, 2, fit::Headline::Flat, {}, kUnknown, u"Table 2"_s}}}};
}

QStringList tasks(const AbilityModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names += model.index(row, 0).data().toString();
    return names;
}

} // namespace

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
    const QModelIndex index = model.index(0, 0);
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
        found += model.index(row, 0).data().toString();
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
        return model.index(row, 0).data(AbilityModel::SparklineRole).value<QList<QPolygonF>>();
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

void TestAbilityModel::verdictsComeLater()
{
    AbilityModel model;
    const QAbstractItemModelTester tester(&model);
    model.setCatalog(test::sampleCatalog());
    const auto cell = [&](int row, AbilityModel::Column column) {
        return model.index(row, column).data().toString();
    };
    QCOMPARE(cell(0, AbilityModel::Verdict), u"…"_s);
    QCOMPARE(model.judged(), 0);
    model.setFindings(findings(model));
    QCOMPARE(model.judged(), 2);
    QCOMPARE(cell(1, AbilityModel::Verdict), u"Flat"_s);
    QCOMPARE(cell(1, AbilityModel::Onset), QString());
    QCOMPARE(cell(1, AbilityModel::Evidence), QString());
    QCOMPARE(cell(1, AbilityModel::Source), u"Table 2"_s);
    QVERIFY(!model.isOutOfDate()); // nothing is ordered by them
    model.setCatalog(test::sampleCatalog());
    QCOMPARE(cell(1, AbilityModel::Verdict), u"Flat"_s); // until it comes anew
    model.setCatalog(makeCatalog({test::sampleAbilities().back()}, {}));
    QCOMPARE(cell(0, AbilityModel::Verdict), u"Flat"_s);
    QCOMPARE(model.judged(), 1);
}

void TestAbilityModel::theClearestOfSeveralFamilies()
{
    AbilityModel model;
    model.setCatalog(test::sampleCatalog());
    model.setFindings(findings(model));
    const auto cell = [&](AbilityModel::Column column, int role = Qt::DisplayRole) {
        return model.index(0, column).data(role);
    };
    QCOMPARE(cell(AbilityModel::Verdict), u"Emergent"_s);
    QCOMPARE(cell(AbilityModel::Onset), u"1.0 × 10²¹ – 1.0 × 10²²"_s);
    QCOMPARE(cell(AbilityModel::Onset, AbilityModel::ValueRole), 1e22);
    QCOMPARE(cell(AbilityModel::Evidence), u"+7.3"_s);
    QCOMPARE(cell(AbilityModel::Models), u"7"_s);
    const QString tip = cell(AbilityModel::Name, Qt::ToolTipRole).toString();
    QVERIFY2(tip.startsWith(u"GPT-3: flat, ΔAICc −2.5"), qPrintable(tip)); // every family is told
    QVERIFY2(tip.contains(u"LaMDA: emergent, onset"), qPrintable(tip));
}

void TestAbilityModel::sortsByWhatIsKnown()
{
    AbilityModel model;
    const QAbstractItemModelTester tester(&model);
    model.setCatalog(test::sampleCatalog());
    const QStringList inOrder = tasks(model), turned{inOrder[1], inOrder[0]};
    model.sort(AbilityModel::Name, Qt::DescendingOrder);
    QCOMPARE(tasks(model), turned);
    QCOMPARE(model.rowOf(0), 1);
    QCOMPARE(model.abilityOf(0), 1);
    model.sort(AbilityModel::Verdict, Qt::DescendingOrder);
    QCOMPARE(tasks(model), inOrder); // nothing is known yet
    model.setFindings(findings(model));
    QVERIFY(model.isOutOfDate());
    QCOMPARE(tasks(model), inOrder); // nothing moves under the mouse
    model.arrange();
    QVERIFY(!model.isOutOfDate());
    QCOMPARE(tasks(model), turned);
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        model.sort(AbilityModel::Onset, order); // what has none comes last
        QCOMPARE(tasks(model), inOrder);
    }
    model.sort(-1, Qt::AscendingOrder);
    QCOMPARE(tasks(model), inOrder);
}

void TestAbilityModel::narrowsToAVerdict()
{
    AbilityModel model;
    const QAbstractItemModelTester tester(&model);
    model.setCatalog(test::sampleCatalog());
    model.setVerdict(fit::Headline::Emergent);
    QCOMPARE(model.rowCount(), 0);
    model.setFindings(findings(model));
    model.arrange();
    QCOMPARE(tasks(model), QStringList{u"3-digit addition"_s});
    QCOMPARE(model.rowOf(1), -1);
    QCOMPARE(model.verdictCounts(),
             (std::map<fit::Headline, int>{{fit::Headline::Emergent, 1}, {fit::Headline::Flat, 2}}));
    model.setVerdict(fit::Headline::Flat); // of some family
    QCOMPARE(model.rowCount(), 2);
    model.setSearch(u"word"_s);
    QCOMPARE(tasks(model), QStringList{u"word unscrambling"_s});
}

void TestAbilityModel::narrowsToABenchmark()
{
    std::vector<Ability> abilities = test::sampleAbilities();
    abilities.back().measure.benchmark = u"words"_s;
    AbilityModel model;
    const QAbstractItemModelTester tester(&model);
    model.setCatalog(makeCatalog(abilities, {}));
    QCOMPARE(model.benchmarkCounts(), (std::map<QString, int>{{u"arithmetic"_s, 1}, {u"words"_s, 1}}));
    model.setBenchmark(u"words"_s);
    QCOMPARE(tasks(model), QStringList{u"word unscrambling"_s});
    model.setBenchmark({});
    QCOMPARE(model.rowCount(), 2);
}

ONSET_TEST(TestAbilityModel)
#include "tst_ability_model.moc"
