#include "core/store/workbook.h"

#include "tests/support/verify.h"

#include <QTemporaryDir>

using namespace onset;

class TestWorkbook : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void createsAndOpensAgain();
};

void TestWorkbook::createsAndOpensAgain()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("new.onset"));
    VERIFY_RESULT(Workbook::open(path, Workbook::Mode::Create));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             {QStringLiteral("new.onset")});
    const auto again = Workbook::open(path, Workbook::Mode::Read);
    VERIFY_RESULT(again);
    QVERIFY(again->readOnly());
    Progress progress;
    VERIFY_RESULT(again->check(true, progress));
}

QTEST_GUILESS_MAIN(TestWorkbook)
#include "tst_workbook.moc"
