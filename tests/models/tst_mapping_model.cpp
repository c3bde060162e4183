#include "widgets/models/mapping_model.h"

#include "tests/support/test_class.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestMappingModel : public QObject
{
    Q_OBJECT
private slots:
    void showsTheEffectOfEachColumn();
    void editsARole();
    void editsAUnit();
    void editsTaskAndMetric();
    void saysWhatIsMissing();
    void goesBackToTheGuess();
};

namespace {

/// A table with one column for each text, whose first word is the name and the others the cells.
TablePreview previewOf(const QStringList &columns)
{
    TablePreview preview;
    for (const QString &text : columns) {
        QStringList cells = text.split(u' ');
        ColumnSurvey &survey = preview.survey.columns.emplace_back();
        survey.name = cells.takeFirst();
        for (const QString &cell : cells)
            survey.add(cell.toStdString());
        survey.different = cells.size();
        preview.survey.rows = cells.size();
    }
    preview.guess = preview.mapping = guessedMapping(preview.survey.columns);
    return preview;
}

TablePreview sample()
{
    return previewOf({u"model a-1b b-7b"_s, u"params 1 7"_s, u"HellaSwag 25.5 77.0"_s, u"comment x y"_s});
}

QString rowText(const MappingModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells += model.index(row, column).data().toString();
    return cells.join(u" | "_s);
}

} // namespace

void TestMappingModel::showsTheEffectOfEachColumn()
{
    MappingModel model;
    QAbstractItemModelTester tester(&model);
    model.setPreview(sample());
    QCOMPARE(rowText(model, 0), u"model | model |  | 2 models in 2 rows | a-1b |  |  |  |  | "_s);
    QCOMPARE(rowText(model, 1),
             u"params | parameters | billions (B) | 2 numbers, 1 B to 7 B | 1 |  |  |  |  | "_s);
    QCOMPARE(rowText(model, 2), u"HellaSwag | score | percent | 2 scores, 0.255 to 0.77; chance 0.25 | 25.5 "
                                u"| HellaSwag | HellaSwag | accuracy "
                                "|  | "_s);
    QCOMPARE(rowText(model, 3), u"comment | not read |  |  | x |  |  |  |  | "_s);
}

void TestMappingModel::editsARole()
{
    MappingModel model;
    QAbstractItemModelTester tester(&model);
    model.setPreview(sample());
    QSignalSpy changed(&model, &MappingModel::mappingChanged);
    const QModelIndex role = model.index(2, MappingModel::Role);
    QVERIFY(role.flags().testFlag(Qt::ItemIsEditable));
    QVERIFY(role.data(MappingModel::ChoicesRole).toStringList().contains(u"not read"_s));
    QVERIFY(model.setData(role, u"not read"_s, Qt::EditRole));
    QVERIFY(!model.setData(role, u"no role"_s, Qt::EditRole));
    QCOMPARE(changed.size(), 1);
    QVERIFY(model.preview().mapping.columns[2].role == ColumnRole::Ignored);
    QVERIFY(!model.index(2, MappingModel::Task).flags().testFlag(Qt::ItemIsEditable));
}

void TestMappingModel::editsAUnit()
{
    MappingModel model;
    model.setPreview(sample());
    QVERIFY(model.setData(model.index(1, MappingModel::Unit), u"millions (M)"_s, Qt::EditRole));
    QCOMPARE(model.index(1, MappingModel::Effect).data().toString(), u"2 numbers, 1 M to 7 M"_s);
    QVERIFY(model.setData(model.index(2, MappingModel::Unit), u"fraction"_s, Qt::EditRole));
    QCOMPARE(model.index(2, MappingModel::Effect).data().toString(),
             u"2 scores, 25.5 to 77; beyond 0 to 1 they are refused; chance 0.25"_s);
}

void TestMappingModel::editsTaskAndMetric()
{
    MappingModel model;
    model.setPreview(sample());
    QVERIFY(model.setData(model.index(2, MappingModel::Task), u" other "_s, Qt::EditRole));
    QVERIFY(!model.setData(model.index(2, MappingModel::Task), QString(), Qt::EditRole));
    QVERIFY(model.setData(model.index(2, MappingModel::Metric), u"perplexity"_s, Qt::EditRole));
    const ColumnMapping &column = model.preview().mapping.columns[2];
    QCOMPARE(column.task, u"other"_s);
    QCOMPARE(column.benchmark, u"other"_s);
    QCOMPARE(column.exponent, 0); // no percentages
    QVERIFY(model.setData(model.index(2, MappingModel::Shots), u"5"_s, Qt::EditRole));
    QVERIFY(!model.setData(model.index(2, MappingModel::Shots), u"five"_s, Qt::EditRole));
    QVERIFY(!model.setData(model.index(2, MappingModel::Chance), u"1/0"_s, Qt::EditRole));
    QVERIFY(model.setData(model.index(2, MappingModel::Chance), u"2"_s, Qt::EditRole)); // of a perplexity
    QCOMPARE(column.shots, 5);
    QCOMPARE(column.chance, 2.0);
}

void TestMappingModel::saysWhatIsMissing()
{
    MappingModel model;
    model.setPreview(sample());
    QVERIFY(model.fault().isEmpty());
    QVERIFY(model.setData(model.index(0, MappingModel::Role), u"not read"_s, Qt::EditRole));
    QVERIFY(model.fault().contains(u"names the models"_s));
    QVERIFY(model.setData(model.index(3, MappingModel::Role), u"model"_s, Qt::EditRole));
    QVERIFY(model.fault().isEmpty());
    QVERIFY(model.setData(model.index(0, MappingModel::Role), u"model"_s, Qt::EditRole));
    QVERIFY(model.fault().contains(u"Several"_s));
}

void TestMappingModel::goesBackToTheGuess()
{
    MappingModel model;
    QAbstractItemModelTester tester(&model);
    model.setPreview(sample());
    QVERIFY(model.setData(model.index(2, MappingModel::Role), u"not read"_s, Qt::EditRole));
    model.resetToGuess();
    QCOMPARE(model.preview().mapping.json(), sample().guess.json());
}

ONSET_WINDOW_TEST(TestMappingModel)
#include "tst_mapping_model.moc"
