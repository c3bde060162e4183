#include "widgets/models/refusals_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestRefusalsModel : public QObject
{
    Q_OBJECT
private slots:
    void listsThem();
};

void TestRefusalsModel::listsThem()
{
    RefusalsModel model({{u"a.csv"_s, u"line 12"_s, u"value"_s, u"“x” is not a number."_s}});
    QAbstractItemModelTester tester(&model);
    QStringList row;
    for (int column = 0; column < model.columnCount(); ++column)
        row += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + u": "_s +
               model.index(0, column).data().toString();
    QCOMPARE(row.join(u'\n'), u"File: a.csv\nWhere: line 12\nColumn: value\nReason: “x” is not a number."_s);
}

QTEST_GUILESS_MAIN(TestRefusalsModel)
#include "tst_refusals_model.moc"
