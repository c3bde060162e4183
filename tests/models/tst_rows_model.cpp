#include "widgets/models/rows_model.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

#include <QAbstractItemModelTester>
#include <QFont>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestRowsModel : public QObject
{
    Q_OBJECT
private slots:
    void isAModel();
    void showsTheNumbers();
    void knowsItsPoints();
    void unknownNumbersAreNoValue();
    void excludedRowsAreStruckOut();
};

void TestRowsModel::isAModel()
{
    RowsModel model;
    QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 0);
    model.setContent(test::sampleFigure());
    QCOMPARE(model.rowCount(), 7);
    QCOMPARE(model.columnCount(), int(RowsModel::ColumnCount));
    model.setContent(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestRowsModel::showsTheNumbers()
{
    RowsModel model;
    model.setContent(test::sampleFigure());
    const auto text = [&](int column) { return model.index(3, column).data().toString(); };
    QCOMPARE(text(RowsModel::Family), u"GPT-3"_s);
    QCOMPARE(text(RowsModel::Model), u"GPT-3 3"_s);
    QCOMPARE(text(RowsModel::Parameters), u"100 B"_s);
    QCOMPARE(text(RowsModel::Compute), u"1.0 × 10²³"_s);
    QCOMPARE(text(RowsModel::Origin), u"reported"_s);
    QCOMPARE(text(RowsModel::Score), u"80.0 %"_s);
    QCOMPARE(text(RowsModel::Interval), u"71.1 % – 86.7 %"_s); // Wilson, 80 of 100
    QCOMPARE(text(RowsModel::Questions), u"100"_s);
    QCOMPARE(text(RowsModel::Source), u"Table 3"_s);
    QCOMPARE(model.index(3, RowsModel::Score).data(RowsModel::ValueRole), QVariant(0.8));
}

void TestRowsModel::knowsItsPoints()
{
    RowsModel model;
    model.setContent(test::sampleFigure());
    for (int row = 0; row < model.rowCount(); ++row)
        QCOMPARE(model.rowOf(model.pointAt(row)), row);
    QCOMPARE(model.pointAt(4), (PointRef{0, 1, 0}));
    QCOMPARE(model.rowOf({0, 0, 4}), -1);
    QCOMPARE(model.rowOf({1, 0, 0}), -1);
}

void TestRowsModel::unknownNumbersAreNoValue()
{
    RowsModel model;
    model.setContent(test::sampleFigure());
    QVERIFY(!model.index(0, RowsModel::Tokens).data(RowsModel::ValueRole).isValid());
    QCOMPARE(model.index(0, RowsModel::Tokens).data().toString(), QString());
}

void TestRowsModel::excludedRowsAreStruckOut()
{
    auto content = std::make_shared<FigureContent>(*test::sampleFigure());
    content->panels.front().curves.front().curve.points[1].excluded = true;
    RowsModel model;
    model.setContent(content);
    QVERIFY(!model.index(0, RowsModel::Score).data(Qt::FontRole).value<QFont>().strikeOut());
    QVERIFY(model.index(1, RowsModel::Score).data(Qt::FontRole).value<QFont>().strikeOut());
}

ONSET_WINDOW_TEST(TestRowsModel)
#include "tst_rows_model.moc"
