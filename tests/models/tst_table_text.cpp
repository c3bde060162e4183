#include "widgets/models/table_text.h"

#include "tests/support/test_class.h"

#include <QStandardItemModel>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestTableText : public QObject
{
    Q_OBJECT
private slots:
    void writesRows_data();
    void writesRows();
};

void TestTableText::writesRows_data()
{
    QTest::addColumn<QVariant>("cell");
    QTest::addColumn<QString>("tabs");
    QTest::addColumn<QString>("csv");
    QTest::newRow("text") << QVariant(u"GPT-3"_s) << u"GPT-3"_s << u"GPT-3"_s;
    QTest::newRow("number in full") << QVariant(3.14e23) << u"3.14e+23"_s << u"3.14e+23"_s;
    QTest::newRow("shortest digits") << QVariant(0.1) << u"0.1"_s << u"0.1"_s;
    QTest::newRow("no value") << QVariant() << QString() << QString();
    QTest::newRow("comma") << QVariant(u"a, b"_s) << u"a, b"_s << u"\"a, b\""_s;
    QTest::newRow("quote") << QVariant(u"a \"b\""_s) << u"a \"b\""_s << u"\"a \"\"b\"\"\""_s;
    QTest::newRow("tab") << QVariant(u"a\tb"_s) << u"a b"_s << u"a\tb"_s;
    QTest::newRow("line break") << QVariant(u"a\nb"_s) << u"a b"_s << u"\"a\nb\""_s;
}

void TestTableText::writesRows()
{
    QFETCH(QVariant, cell);
    QFETCH(QString, tabs);
    QFETCH(QString, csv);
    QStandardItemModel model(1, 3);
    model.setHorizontalHeaderLabels({u"a"_s, u"b"_s, u"c"_s});
    model.setData(model.index(0, 0), cell, Qt::UserRole);
    model.setData(model.index(0, 2), 1.0, Qt::UserRole);
    QCOMPARE(tableText(model, {0}, {2, 0}, Qt::UserRole, TextForm::Tabs), u"c\ta\n1\t%1\n"_s.arg(tabs));
    QCOMPARE(tableText(model, {0}, {2, 0}, Qt::UserRole, TextForm::Csv), u"c,a\r\n1,%1\r\n"_s.arg(csv));
}

ONSET_TEST(TestTableText)
#include "tst_table_text.moc"
