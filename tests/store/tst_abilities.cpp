#include "core/store/abilities.h"

#include "core/import/import.h"
#include "core/import/names/model_joins.h"
#include "core/store/curves.h"
#include "core/store/user_facts.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTemporaryDir>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

const char kTable[] = "family,model,checkpoint,params,tokens,flops,benchmark,task,shots,metric,value\n"
                      "G,g-alone,,,,,B,T,5,accuracy,0.4\n"
                      "F,a-model,,1e9,1e10,,B,T,5,accuracy,0.3\n"
                      "F,b-model,,,,4e20,B,T,5,accuracy,0.5\n"
                      "F,c-model,,3e9,,,B,T,5,accuracy,0.7\n"
                      "F,a-model,,,,,B,T,0,accuracy,0.6\n"
                      "F,a-model,,,,,A,z,0,perplexity,20\n"
                      "F,b-model,step 1,,1e9,,A,z,0,F1,0.1\n"
                      "F,b-model,step 2,,2e9,,A,z,0,F1,0.2\n";

class TestAbilities : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void countsModels();
    void countsAModelOfTwoNamesOnce();
    void countsWhatTheUserPlaces();
    void listsTheCurvesThatThereAre();
    void beginsNoAbilityAfterTheMost();
    void toleratesDamage();

private:
    [[nodiscard]] QString listed() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<Workbook> m_workbook;
};

void TestAbilities::init()
{
    m_workbook.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_workbook = Workbook::open(m_folder->filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    QFile file(m_folder->filePath(u"t.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(kTable) > 0);
    file.close();
    Progress progress;
    const auto imported = importFiles(*m_workbook, {file.fileName()}, {}, progress);
    VERIFY_RESULT(imported);
    QCOMPARE(imported->refused(), 0);
}

/// "task metric setting: family models/placed, …" a line.
QString TestAbilities::listed() const
{
    QStringList lines;
    const AbilityList list = listAbilities(*m_workbook, {}).value();
    for (const Ability &ability : list.abilities) {
        QStringList families;
        for (const AbilityFamily &family : ability.families)
            families << u"%1 %2/%3"_s.arg(family.name).arg(family.models).arg(family.placed);
        lines << u"%1 %2 %3: %4"_s.arg(ability.measure.task, ability.measure.metric, ability.setting,
                                       families.join(u", "_s));
    }
    return lines.join(u'\n');
}

void TestAbilities::countsModels()
{
    QCOMPARE(listed(), u"z F1 zero-shot: F 1/1\n"
                       "z perplexity zero-shot: F 1/1\n"
                       "T accuracy few-shot (K=5): F 3/2, G 1/0\n"
                       "T accuracy zero-shot: F 1/1"_s);
}

void TestAbilities::countsAModelOfTwoNamesOnce()
{
    VERIFY_RESULT(SameModels(*m_workbook).say({u"G"_s, u"g-alone"_s}, ModelName{u"F"_s, u"a-model"_s}));
    VERIFY_RESULT(rejoin(*m_workbook));
    QVERIFY2(listed().contains(u"(K=5): F 3/2\n"), qPrintable(listed()));
    VERIFY_RESULT(SameModels(*m_workbook).say({u"F"_s, u"a-model"_s}, ModelName{u"G"_s, u"g-alone"_s}));
    VERIFY_RESULT(SameModels(*m_workbook).say({u"G"_s, u"g-alone"_s}, std::nullopt));
    VERIFY_RESULT(rejoin(*m_workbook));
    QVERIFY2(listed().contains(u"(K=5): F 2/1, G 1/1\n"), qPrintable(listed()));
}

void TestAbilities::countsWhatTheUserPlaces()
{
    VERIFY_RESULT(UserFacts(*m_workbook).setScale({u"F"_s, u"c-model"_s, {}, Quantity::Tokens}, 1e12));
    VERIFY_RESULT(UserFacts(*m_workbook).setScale({u"G"_s, u"g-alone"_s, {}, Quantity::Flops}, 1e20));
    QVERIFY2(listed().contains(u"(K=5): F 3/3, G 1/1\n"), qPrintable(listed()));
}

/// The curve of each family of the list can be read, and there is no other.
void TestAbilities::listsTheCurvesThatThereAre()
{
    const auto curves = Curves(*m_workbook).find({}, {});
    VERIFY_RESULT(curves);
    auto curve = curves->begin();
    const AbilityList list = listAbilities(*m_workbook, {}).value();
    for (const Ability &ability : list.abilities) {
        const auto own = Curves(*m_workbook).ofAbility(ability.measure, ability.setting, {});
        VERIFY_RESULT(own);
        QCOMPARE(own->size(), ability.families.size());
        for (std::size_t i = 0; i < own->size(); ++i, ++curve) {
            QVERIFY(curve != curves->end());
            QVERIFY(curve->key == (*own)[i].key);
            QVERIFY((ability <=> curve->key) == 0);
            QCOMPARE(curve->key.family, ability.families[i].name);
        }
    }
    QVERIFY(curve == curves->end());
}

void TestAbilities::beginsNoAbilityAfterTheMost()
{
    const auto first = [&](qint64 most) { return listAbilities(*m_workbook, {}, most).value(); };
    QVERIFY(first(8).complete);
    QCOMPARE(first(8).abilities.size(), 4u);
    QVERIFY(!first(1).complete);
    QCOMPARE(first(1).abilities.size(), 1u);
    QCOMPARE(first(1).abilities.front().measure.task, u"T"_s); // the measure that came first, as a whole
    QCOMPARE(first(5).abilities.size(), 2u);
}

void TestAbilities::toleratesDamage()
{
    m_workbook.reset();
    const QString path = m_folder->filePath(u"w.onset"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray before = file.readAll();
    int listings = 0;
    for (qint64 page = 1; page < before.size() / 4096; ++page) { // an error or a list, and no crash
        for (const int at : {7, 100, 4000}) {
            QByteArray damaged = before;
            damaged.replace(page * 4096 + at, 8, QByteArray("\x85\x93\xff\x01\x7f\x00\x42\x99", 8));
            QVERIFY(file.seek(0) && file.write(damaged) == damaged.size() && file.flush());
            auto workbook = Workbook::open(path, Workbook::Mode::Read);
            if (workbook)
                listings += listAbilities(*workbook, {}).has_value();
        }
    }
    QVERIFY(listings > 0);
}

ONSET_TEST(TestAbilities)
#include "tst_abilities.moc"
