#include "widgets/dialogs/mapping_dialog.h"

#include "tests/support/test_class.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestMappingDialog : public QObject
{
    Q_OBJECT
private slots:
    void tellsTheImportWhatWasChanged();
    void keepsWhatWasSaidOfEachTable();
    void aTableWithoutModelsIsNotImported();
};

namespace {

TablePreview previewOf(const QString &file, const QString &task)
{
    TablePreview preview;
    preview.files << file;
    preview.header = u"model\n"_s + task + u'\n';
    preview.survey.columns = {{.name = u"model"_s}, {.name = task}};
    preview.survey.columns[0].add("a");
    preview.survey.columns[1].add("0.5");
    preview.survey.rows = 1;
    preview.guess = preview.mapping = guessedMapping(preview.survey.columns);
    return preview;
}

QAbstractItemModel *model(const QDialog &dialog) { return dialog.findChild<QTableView *>()->model(); }

} // namespace

void TestMappingDialog::tellsTheImportWhatWasChanged()
{
    MappingDialog dialog({previewOf(u"a.csv"_s, u"one"_s)});
    QVERIFY(dialog.remembers());
    QCOMPARE(dialog.maps().size(), 1u);
    dialog.findChild<QCheckBox *>()->setChecked(false);
    QVERIFY(dialog.maps().empty()); // as guessed
    QVERIFY(model(dialog)->setData(model(dialog)->index(1, MappingModel::Task), u"uno"_s, Qt::EditRole));
    QCOMPARE(dialog.maps().size(), 1u);
    QVERIFY(dialog.maps().begin()->second.contains("\"task\":\"uno\""));
    QVERIFY(dialog.findChild<QListWidget *>()->isHidden());
}

void TestMappingDialog::keepsWhatWasSaidOfEachTable()
{
    MappingDialog dialog({previewOf(u"a.csv"_s, u"one"_s), previewOf(u"b.csv"_s, u"two"_s)});
    auto *tables = dialog.findChild<QListWidget *>();
    QVERIFY(!tables->isHidden());
    QVERIFY(model(dialog)->setData(model(dialog)->index(1, MappingModel::Task), u"uno"_s, Qt::EditRole));
    tables->setCurrentRow(1);
    QCOMPARE(model(dialog)->index(1, 0).data().toString(), u"two"_s);
    tables->setCurrentRow(0);
    QCOMPARE(model(dialog)->index(1, MappingModel::Task).data().toString(), u"uno"_s);
}

void TestMappingDialog::aTableWithoutModelsIsNotImported()
{
    MappingDialog dialog({previewOf(u"a.csv"_s, u"one"_s), previewOf(u"b.csv"_s, u"two"_s)});
    QPushButton *import = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
    QVERIFY(import->isEnabled());
    QVERIFY(model(dialog)->setData(model(dialog)->index(0, MappingModel::Role), u"not read"_s, Qt::EditRole));
    QVERIFY(!import->isEnabled());
    dialog.findChild<QListWidget *>()->setCurrentRow(1);
    QVERIFY(!import->isEnabled()); // the first still is none
}

ONSET_WINDOW_TEST(TestMappingDialog)
#include "tst_mapping_dialog.moc"
