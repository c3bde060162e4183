#include "widgets/models/import_files_model.h"

#include "tests/support/test_class.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestImportFilesModel : public QObject
{
    Q_OBJECT
private slots:
    void showsTheNumbersOfEachFile();
};

void TestImportFilesModel::showsTheNumbersOfEachFile()
{
    ImportFilesModel model;
    QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 0);
    auto report = std::make_shared<ImportReport>();
    FileReport file{.file = u"a.csv"_s, .format = u"tidy"_s, .read = 3, .accepted = 2};
    file.refusedCount = 1;
    file.models = 2;
    file.tasks = 1;
    file.count(0.25);
    file.count(0.5);
    report->files = {file, FileReport{.file = u"readme.md"_s}};
    model.setReport(report);
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() + u' ' +
                     model.index(row, column).data().toString();
        rows += cells.join(u", "_s);
    }
    QCOMPARE(rows.join(u'\n'),
             u"File a.csv, Format tidy, Models 2, Tasks 1, Records 2, Sum 0.75, Smallest 0.25, Largest 0.5, "
             "Rows read 3, Accepted 2, Refused 1\n"
             "File readme.md, Format left out, Models 0, Tasks 0, Records 0, Sum , Smallest , Largest , "
             "Rows read 0, Accepted 0, Refused 0"_s);
}

ONSET_TEST(TestImportFilesModel)
#include "tst_import_files_model.moc"
