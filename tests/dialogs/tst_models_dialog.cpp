#include "widgets/dialogs/models_dialog.h"

#include "tests/support/test_class.h"

#include <QCheckBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestModelsDialog : public QObject
{
    Q_OBJECT
private slots:
    void showsTheUnplaced();
    void switchesRules();
    void keepsNamesApart();
};

namespace {

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
    ModelInfo placed = modelNamed(u"F"_s, u"a"_s);
    placed.flops = 1e20;
    registry->models = {placed, modelNamed(u"F"_s, u"b"_s)};
    registry->joined = {{{u"F"_s, u"org/a"_s}, {u"F"_s, u"a"_s}}};
    registry->unusedRules = QStringList{u"format"_s};
    return registry;
}

QTableView *table(const QDialog &dialog, const QString &name)
{
    for (QTableView *view : dialog.findChildren<QTableView *>()) {
        if (view->accessibleName() == name)
            return view;
    }
    return nullptr;
}

template <typename Button>
Button *button(const QDialog &dialog, const QString &start)
{
    for (Button *each : dialog.findChildren<Button *>()) {
        if (each->text().startsWith(start))
            return each;
    }
    return nullptr;
}

} // namespace

void TestModelsDialog::showsTheUnplaced()
{
    ModelsDialog dialog;
    dialog.setRegistry(sample());
    QTableView *models = table(dialog, u"Models of the workbook"_s);
    QCOMPARE(models->model()->rowCount(), 2);
    dialog.showUnplaced();
    QCOMPARE(models->model()->rowCount(), 1);
    QCOMPARE(models->model()->index(0, ModelsModel::Model).data().toString(), u"b"_s);
    QSignalSpy edited(&dialog, &ModelsDialog::scaleEdited);
    models->model()->setData(models->model()->index(0, ModelsModel::Flops), u"1e21"_s);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited[0][0].value<ScaleKey>().model, u"b"_s);
}

void TestModelsDialog::switchesRules()
{
    ModelsDialog dialog;
    dialog.setRegistry(sample());
    auto *format = button<QCheckBox>(dialog, u"Marks of the number"_s);
    QVERIFY(!format->isChecked());
    QSignalSpy switched(&dialog, &ModelsDialog::ruleSwitched);
    format->click();
    QCOMPARE(switched.size(), 1);
    QCOMPARE(switched[0][0].value<NameRule>().name, u"format"_s);
    QCOMPARE(switched[0][1].toBool(), true);
}

void TestModelsDialog::keepsNamesApart()
{
    ModelsDialog dialog;
    dialog.setRegistry(sample());
    auto *apart = button<QPushButton>(dialog, u"&Keep apart"_s);
    QVERIFY(!apart->isEnabled());
    table(dialog, u"Names that count as another"_s)->selectRow(0);
    QVERIFY(apart->isEnabled());
    QVERIFY(!button<QPushButton>(dialog, u"Leave it"_s)->isEnabled());
    QSignalSpy said(&dialog, &ModelsDialog::modelSaid);
    apart->click();
    QCOMPARE(said.size(), 1);
    const ModelName name{u"F"_s, u"org/a"_s};
    QVERIFY(said[0][0].value<ModelName>() == name);
    QVERIFY(said[0][1].value<std::optional<ModelName>>() == name);
}

ONSET_WINDOW_TEST(TestModelsDialog)
#include "tst_models_dialog.moc"
