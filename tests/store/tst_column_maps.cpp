#include "core/store/column_maps.h"

#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTemporaryDir>

using namespace onset;
using namespace Qt::StringLiterals;

class TestColumnMaps : public QObject
{
    Q_OBJECT
private slots:
    void putsBackWhatWasThere();
};

void TestColumnMaps::putsBackWhatWasThere()
{
    const QTemporaryDir folder;
    auto workbook = Workbook::open(folder.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    const QString header = ColumnMaps::keyOf({"model", "mmlu"});
    using Maps = std::map<QString, QByteArray>;
    const Maps first{{header, "1"}}, second{{header, "2"}}, none{{header, ""}};
    QVERIFY(ColumnMaps::replace(workbook, first).value() == none);
    QVERIFY(ColumnMaps::replace(workbook, second).value() == first);
    QVERIFY(ColumnMaps(workbook).all().value() == second);
    QVERIFY(ColumnMaps::replace(workbook, none).value() == second);
    QVERIFY(ColumnMaps(workbook).all().value().empty());
    auto reader = Workbook::open(workbook.path(), Workbook::Mode::Read).value();
    QCOMPARE(ColumnMaps::replace(reader, first).error().code, Code::ReadOnly);
}

ONSET_TEST(TestColumnMaps)
#include "tst_column_maps.moc"
