#include "widgets/dialogs/chance_dialog.h"

#include "tests/support/test_class.h"

#include <QCheckBox>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestChanceDialog : public QObject
{
    Q_OBJECT
private slots:
    void asksForAnEdit();
};

void TestChanceDialog::asksForAnEdit()
{
    auto registry = std::make_shared<Registry>();
    registry->tasks = {{u"B"_s, u"T"_s, u"accuracy"_s, 0.25, 1, 3, u"a.csv, line 2"_s},
                       {u"B"_s, u"U"_s, u"accuracy"_s, std::nan(""), 1, 1}};
    ChanceDialog dialog;
    dialog.setRegistry(registry);
    QAbstractItemModel *model = dialog.findChild<QTableView *>()->model();
    QCOMPARE(model->rowCount(), 2);
    dialog.findChild<QCheckBox *>()->click();
    QCOMPARE(model->rowCount(), 1);
    QSignalSpy edited(&dialog, &ChanceDialog::chanceEdited);
    model->setData(model->index(0, ChanceModel::Chance), u"1/4"_s);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited[0][0].value<MeasureKey>().task, u"U"_s);
    QCOMPARE(edited[0][1].toDouble(), 0.25);
}

ONSET_WINDOW_TEST(TestChanceDialog)
#include "tst_chance_dialog.moc"
