#include "widgets/dialogs/import_report_dialog.h"

#include "tests/support/test_class.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestImportReportDialog : public QObject
{
    Q_OBJECT
private slots:
    void sumsUp();
    void filtersAndCopies();
    void leadsToTheModels();
};

namespace {

std::shared_ptr<ImportReport> sampleReport()
{
    auto report = std::make_shared<ImportReport>();
    FileReport file{.file = u"a.csv"_s, .format = u"tidy"_s, .read = 3, .accepted = 1};
    file.refused = {{u"a.csv"_s, u"line 2"_s, u"value"_s, u"is not a number"_s},
                    {u"a.csv"_s, u"line 3"_s, u"value"_s, u"is above 1, the largest possible accuracy"_s}};
    file.refusedCount = 2;
    report->files = {file};
    report->outcome.added = 1;
    report->unplaced = {{u"F"_s, u"m"_s}};
    return report;
}

QPushButton *button(const QDialog &dialog, const QString &text)
{
    for (QPushButton *each : dialog.findChildren<QPushButton *>()) {
        if (each->text() == text)
            return each;
    }
    return nullptr;
}

} // namespace

void TestImportReportDialog::sumsUp()
{
    QCOMPARE(summary(*sampleReport()),
             u"New results: 1; rows refused: 2; models without training compute: 1."_s);
    QVERIFY(needsReading(*sampleReport()));
    ImportReport good;
    good.outcome.added = 1;
    QVERIFY(!needsReading(good));
}

void TestImportReportDialog::filtersAndCopies()
{
    ImportReportDialog dialog;
    dialog.setReport(sampleReport());
    dialog.show();
    QCOMPARE(dialog.issuesText(false).count(u'\n'), 4);
    auto *search = dialog.findChild<QLineEdit *>();
    QTest::keyClicks(search, u"largest"_s);
    QCOMPARE(dialog.issuesText(true),
             u"Kind,File,Place,Column,Reason or remark\r\n"
             "Refused,a.csv,line 3,value,\"is above 1, the largest possible accuracy\"\r\n"_s);
    auto *kinds = dialog.findChild<QComboBox *>();
    QCOMPARE(kinds->count(), 3); // all, refused, no place
    dialog.setReport(sampleReport());
    QVERIFY(search->text().isEmpty());
    QCOMPARE(dialog.issuesText(false).count(u'\n'), 4);
}

void TestImportReportDialog::leadsToTheModels()
{
    ImportReportDialog dialog;
    dialog.setReport(sampleReport());
    QSignalSpy wanted(&dialog, &ImportReportDialog::modelsWanted);
    button(dialog, u"Place models…"_s)->click();
    QCOMPARE(wanted.size(), 1);
    auto report = sampleReport();
    report->unplaced.clear();
    dialog.setReport(report);
    dialog.show();
    QVERIFY(!button(dialog, u"Place models…"_s)->isVisible());
}

ONSET_WINDOW_TEST(TestImportReportDialog)
#include "tst_import_report_dialog.moc"
