#include "widgets/dialogs/export_dialog.h"

#include "core/figure/size_presets.h"
#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"
#include "widgets/plot/typeface.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestExportDialog : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(loadFigureFont()); }
    void takesTheFiguresStyle();
    void leavesWhatNobodyChanged();
    void takesInches_data();
    void takesInches();
    void takesAPreset();
    void anotherFigureTakesThePresetAnew();
    void narrowPresetsHaveFewerColumns();
    void theUsersChangesStay();
    void thePreviewHasTheSizeOfThePaper();
    void saysWhatToSave();
};

namespace {

ContentPtr sample(const FigureStyle &style)
{
    FigureSpec like;
    like.style = style;
    return restyled(test::sampleFigure(), like);
}

} // namespace

void TestExportDialog::takesTheFiguresStyle()
{
    const FigureStyle style{.widthMm = 88,
                            .heightMm = 60,
                            .fontPt = 7,
                            .linePt = 0.75,
                            .theme = Theme::Dark,
                            .legend = LegendPlace::Outside,
                            .panelLetters = true,
                            .footer = true};
    ExportDialog dialog;
    dialog.setContent(sample(style));
    QCOMPARE(dialog.figure().style, style); // every option of a style
}

/// Though a field shows less of it, or would not offer it.
void TestExportDialog::leavesWhatNobodyChanged()
{
    FigureContent content = *sample({.widthMm = 100.0 / 3,
                                     .heightMm = 1999.99,
                                     .fontFamily = u"Font of another machine"_s,
                                     .fontPt = 2.04,
                                     .linePt = 0.0625});
    content.spec.columns = 9;
    const FigureSpec figure = content.spec;
    ExportDialog dialog;
    dialog.setContent(std::make_shared<FigureContent>(content));
    QCOMPARE(dialog.figure(), figure);
    dialog.findChildren<QDoubleSpinBox *>().front()->setValue(34);
    QCOMPARE(dialog.figure().style.widthMm, 34.0);
    QCOMPARE(dialog.figure().style.heightMm, 1999.99);
}

void TestExportDialog::takesInches_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<double>("mm");
    QTest::newRow("in") << u"5.5 in"_s << 139.7;
    QTest::newRow("cm") << u"8.9cm"_s << 89.0;
    QTest::newRow("mm") << u"120 mm"_s << 120.0;
    QTest::newRow("bare") << u"120"_s << 120.0;
    QTest::newRow("comma") << u"88,9"_s << 88.9;
    QTest::newRow("nonsense") << u"55 furlongs"_s << 140.0;
    QTest::newRow("too small") << u"0.1 in"_s << 140.0;
}

void TestExportDialog::takesInches()
{
    QFETCH(const QString, typed);
    QFETCH(const double, mm);
    ExportDialog dialog;
    dialog.setContent(sample({.widthMm = 140, .heightMm = 70}));
    auto *width = dialog.findChildren<QDoubleSpinBox *>().front();
    width->selectAll();
    QTest::keyClicks(width, typed);
    QTest::keyClick(width, Qt::Key_Return);
    QCOMPARE(dialog.figure().style.widthMm, mm);
}

void TestExportDialog::takesAPreset()
{
    ExportDialog dialog;
    dialog.setContent(sample({.widthMm = 140, .heightMm = 70}));
    auto *preset = dialog.findChildren<QComboBox *>().front();
    QCOMPARE(preset->count(), 1 + int(sizePresets().size()));
    const int nature = preset->findData(u"nature-column"_s);
    preset->setCurrentIndex(nature);
    emit preset->activated(nature);
    QCOMPARE(dialog.figure().style.widthMm, 89.0);
    QCOMPARE(dialog.figure().style.heightMm, 44.5);
    QCOMPARE(dialog.figure().style.fontPt, 7.0);
}

void TestExportDialog::anotherFigureTakesThePresetAnew()
{
    ExportDialog dialog;
    dialog.setContent(sample({}));
    auto *preset = dialog.findChildren<QComboBox *>().front();
    preset->setCurrentIndex(preset->findData(u"acl-column"_s));
    emit preset->activated(preset->currentIndex());
    FigureContent rows = *sample({}); // of the same size, but it needs more room
    rows.spec.panels.front().plot = Plot::Onsets;
    rows.spec.panels.front().curves.resize(40);
    dialog.setContent(std::make_shared<FigureContent>(rows));
    QCOMPARE(dialog.figure().style, fitted(rows.spec, *presetNamed(u"acl-column"_s)).style);
}

void TestExportDialog::narrowPresetsHaveFewerColumns()
{
    FigureSpec eight{.columns = 4, .style = {.widthMm = 180, .heightMm = 90}};
    eight.panels.resize(8);
    const FigureSpec column = fitted(eight, *presetNamed(u"icml-column"_s));
    QCOMPARE(column.columns, 2);
    QCOMPARE(column.style.heightMm, column.style.widthMm / 2 * 4); // of four rows of square panels
    const FigureSpec text = fitted(eight, *presetNamed(u"icml-text"_s));
    QCOMPARE(text.columns, 4);
    QCOMPARE(text.style.heightMm, text.style.widthMm / 2);
}

void TestExportDialog::theUsersChangesStay()
{
    ExportDialog dialog;
    dialog.setContent(sample({}));
    dialog.findChildren<QDoubleSpinBox *>().front()->setValue(99);
    dialog.setContent(sample({})); // with bands, say
    QCOMPARE(dialog.figure().style.widthMm, 99.0);
    dialog.setContent(sample({.widthMm = 50})); // another figure
    QCOMPARE(dialog.figure().style.widthMm, 50.0);
}

void TestExportDialog::thePreviewHasTheSizeOfThePaper()
{
    ExportDialog dialog;
    dialog.setContent(sample({.widthMm = 127, .heightMm = 76.2}));
    QLabel *picture = nullptr;
    for (QLabel *label : dialog.findChildren<QLabel *>())
        if (!label->pixmap().isNull())
            picture = label;
    QVERIFY(picture);
    const QSizeF size = picture->pixmap().deviceIndependentSize();
    QVERIFY(std::abs(size.width() - 5 * dialog.logicalDpiX()) <= 1);
    QVERIFY(std::abs(size.height() - 3 * dialog.logicalDpiX()) <= 1);
    dialog.setContent(nullptr);
    QVERIFY(picture->pixmap().isNull());
}

void TestExportDialog::saysWhatToSave()
{
    ExportDialog dialog;
    QSignalSpy wanted(&dialog, &ExportDialog::saveWanted);
    QPushButton *save = nullptr;
    for (QPushButton *button : dialog.findChildren<QPushButton *>())
        if (button->text().contains(u"ave"_s))
            save = button;
    QVERIFY(save);
    QVERIFY(!save->isEnabled()); // nothing yet
    dialog.setContent(sample({}));
    save->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<FigureSpec>(), dialog.figure());
}

ONSET_WINDOW_TEST(TestExportDialog)
#include "tst_export_dialog.moc"
