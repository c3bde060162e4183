#include "widgets/models/models_model.h"

#include "core/store/imports.h"
#include "tests/support/test_class.h"
#include "widgets/models/word_filter.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestModelsModel : public QObject
{
    Q_OBJECT
private slots:
    void showsWhereScalesComeFrom();
    void asksForAScale_data();
    void asksForAScale();
    void asksForAName();
    void filtersToModelsWithoutAPlace();
};

namespace {

const QString kTable = QString::fromUtf8(kFromTable.data(), qsizetype(kFromTable.size()));

ModelInfo modelNamed(const QString &family, const QString &name, const QString &checkpoint = {})
{
    ModelInfo model;
    model.family = family;
    model.model = name;
    model.checkpoint = checkpoint;
    return model;
}

RegistryPtr sample()
{
    auto registry = std::make_shared<Registry>();
    ModelInfo known = modelNamed(u"OPT"_s, u"opt-125m"_s);
    known.parameters = 1.25e8;
    known.tokens = 1.8e11;
    known.flops = 6 * 1.25e8 * 1.8e11;
    known.parametersFrom = {kTable, u"a.csv"_s};
    known.tokensFrom = {QLatin1StringView(kFromUser), {}};
    known.flopsFrom = {u"6ND"_s, {}};
    known.otherNames = QStringList{u"OPT: facebook/opt-125m"_s};
    registry->models = {known, modelNamed(u"F"_s, u"m"_s, u"step1"_s)};
    return registry;
}

} // namespace

void TestModelsModel::showsWhereScalesComeFrom()
{
    ModelsModel model;
    QAbstractItemModelTester tester(&model);
    model.setRegistry(sample());
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        rows += cells.join(u" | "_s);
    }
    QVERIFY2(
        rows[0].startsWith(u"OPT | opt-125m |  | 125 M | 180 B | 1.4 × 10²⁰ (6ND) | N: Zhang et al. 2022"_s),
        qPrintable(rows[0]));
    QVERIFY2(rows[0].endsWith(u"; D: you; C: 6ND, an estimate | OPT: facebook/opt-125m | 0"_s),
             qPrintable(rows[0]));
    QCOMPARE(rows[1], u"F | m | step1 |  |  |  | nothing known |  | 0"_s);
}

void TestModelsModel::asksForAScale_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value"); ///< 0: refused
    QTest::newRow("billions") << int(ModelsModel::Parameters) << u"7B"_s << 7e9;
    QTest::newRow("trillions") << int(ModelsModel::Tokens) << u" 1.4T "_s << 1.4e12;
    QTest::newRow("a power") << int(ModelsModel::Flops) << u"3.1e23"_s << 3.1e23;
    QTest::newRow("a unit") << int(ModelsModel::Flops) << u"84 ZFLOP"_s << 8.4e22;
    QTest::newRow("words") << int(ModelsModel::Tokens) << u"many"_s << 0.0;
    QTest::newRow("nothing at all") << int(ModelsModel::Tokens) << u"0"_s << 0.0;
}

void TestModelsModel::asksForAScale()
{
    QFETCH(const int, column);
    QFETCH(const QString, text);
    QFETCH(const double, value);
    ModelsModel model;
    model.setRegistry(sample());
    QSignalSpy edited(&model, &ModelsModel::scaleEdited), refused(&model, &ModelsModel::editRefused);
    model.setData(model.index(1, column), text, Qt::EditRole);
    QCOMPARE(edited.size(), value > 0 ? 1 : 0);
    QCOMPARE(refused.size(), value > 0 ? 0 : 1);
    if (value > 0) {
        QCOMPARE(edited[0][0].value<ScaleKey>().checkpoint, u"step1"_s);
        QCOMPARE(edited[0][1].toDouble(), value);
        model.setData(model.index(0, ModelsModel::Tokens), QString(), Qt::EditRole); // taken back
        QVERIFY(std::isnan(edited[1][1].toDouble()));
    }
}

void TestModelsModel::asksForAName()
{
    ModelsModel model;
    model.setRegistry(sample());
    QSignalSpy chosen(&model, &ModelsModel::sameModelChosen);
    const QModelIndex index = model.index(1, ModelsModel::SameAs);
    QCOMPARE(index.data(ModelsModel::ChoicesRole).toStringList(),
             (QStringList{u"OPT: opt-125m"_s, u"F: m"_s}));
    model.setData(index, u"F: m"_s, Qt::EditRole); // itself
    model.setData(index, u"F: unheard of"_s, Qt::EditRole);
    QCOMPARE(chosen.size(), 0);
    model.setData(index, u"OPT: opt-125m"_s, Qt::EditRole);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(chosen[0][1].value<ModelName>() == (ModelName{u"OPT"_s, u"opt-125m"_s}));
}

void TestModelsModel::filtersToModelsWithoutAPlace()
{
    ModelsModel model;
    model.setRegistry(sample());
    WordFilter filter;
    QAbstractItemModelTester tester(&filter);
    filter.setSourceModel(&model);
    filter.setFilter({}, true);
    QCOMPARE(filter.rowCount(), 1);
    filter.setFilter(u"FACEBOOK opt"_s, false); // by another name
    QCOMPARE(filter.rowCount(), 1);
    filter.setFilter(u"facebook"_s, true);
    QCOMPARE(filter.rowCount(), 0);
}

ONSET_TEST(TestModelsModel)
#include "tst_models_model.moc"
