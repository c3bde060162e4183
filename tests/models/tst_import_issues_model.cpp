#include "widgets/models/import_issues_model.h"

#include "tests/support/test_class.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

using Issue = ImportIssuesModel::Issue;

class TestImportIssuesModel : public QObject
{
    Q_OBJECT
private slots:
    void listsAllThatThereIsToSay();
    void filtersAsOneTypes();
    void hasRoomForAHundredThousand();
};

namespace {

std::shared_ptr<ImportReport> sampleReport()
{
    auto report = std::make_shared<ImportReport>();
    FileReport &file = report->files.emplace_back(FileReport{.file = u"a.csv"_s});
    file.refused = {{u"a.csv"_s, u"line 12"_s, u"value"_s, u"“x” is not a number"_s}};
    file.refusedCount = 3;
    file.remarks = {{u"a.csv"_s, u"line 4"_s, u"chance_level"_s, u"two levels"_s}};
    file.notes = QStringList{u"Percentages, divided by 100: T."_s};
    report->unplaced = {{u"F"_s, u"m"_s}};
    report->outcome.duplicates = 7;
    return report;
}

QString drawn(const ImportIssuesModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        lines += cells.join(u" | "_s);
    }
    return lines.join(u'\n');
}

} // namespace

void TestImportIssuesModel::listsAllThatThereIsToSay()
{
    ImportIssuesModel model;
    QAbstractItemModelTester tester(&model);
    model.setReport(sampleReport());
    QCOMPARE(drawn(model),
             u"Refused | a.csv | line 12 | value | “x” is not a number\n"
             "Note | a.csv |  |  | Further refused rows, not listed: 2.\n"
             "Conflict | a.csv | line 4 | chance_level | two levels\n"
             "Note |  |  |  | Results that another import holds already, with the same value: 7.\n"
             "Note | a.csv |  |  | Percentages, divided by 100: T.\n"
             "No place |  |  |  | m (F) has no training compute, so it stands on no such axis."_s);
    QCOMPARE(model.headerData(ImportIssuesModel::Where, Qt::Horizontal, Qt::DisplayRole).toString(),
             u"Place"_s);
}

void TestImportIssuesModel::filtersAsOneTypes()
{
    ImportIssuesModel model;
    QAbstractItemModelTester tester(&model);
    model.setReport(sampleReport());
    model.setFilter(u"LINE"_s, {});
    QCOMPARE(model.rowCount(), 2);
    model.setFilter(u"line 1"_s, {});
    QCOMPARE(model.rowCount(), 1);
    model.setFilter(u"li"_s, Issue::Note); // shorter again
    QCOMPARE(model.rowCount(), 1);
    model.setFilter({}, {});
    QCOMPARE(model.rowCount(), model.count());
    model.setFilter(u"nothing of this kind"_s, {});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.count(Issue::Note), 3);
}

void TestImportIssuesModel::hasRoomForAHundredThousand()
{
    auto report = std::make_shared<ImportReport>();
    FileReport &file = report->files.emplace_back(FileReport{.file = u"a.csv"_s});
    for (int i = 0; i < kMaxReported; ++i)
        file.refused.push_back({u"a.csv"_s, u"line %1"_s.arg(i), u"value"_s, u"is not a number"_s});
    file.refusedCount = kMaxReported;
    ImportIssuesModel model;
    model.setReport(report);
    QCOMPARE(model.rowCount(), kMaxReported);
    model.setFilter(u"line 99999"_s, {});
    QCOMPARE(model.rowCount(), 1);
}

ONSET_TEST(TestImportIssuesModel)
#include "tst_import_issues_model.moc"
