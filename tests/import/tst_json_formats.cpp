#include "tests/support/golden_import.h"
#include "tests/support/test_class.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

const QString kFolder = QStringLiteral(ONSET_SOURCE_DIR "/tests/data/");

/// Small folders of results in JSON, one for each format, against the text in it of what an import reports
/// and stores.
class TestJsonFormats : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void readsFolders_data();
    void readsFolders();
};

void TestJsonFormats::readsFolders_data()
{
    QTest::addColumn<QString>("format");
    for (const char *format :
         {"openlm", "helm", "big-bench", "checkpoint-arrays", "pass-at-k", "inspect", "inspect-epochs",
          "every-eval-ever", "lm-eval-runs", "evalplus", "helm-groups", "openai-evals", "simple-evals",
          "olmes", "trainer-state", "model-card", "aider", "records"})
        QTest::newRow(format) << QString::fromLatin1(format);
}

void TestJsonFormats::readsFolders()
{
    QFETCH(QString, format);
    const QString found = golden::imported({kFolder + format + u"/files"_s});
    QCOMPARE(found, golden::expected(kFolder + format + u'/' + format + u".txt"_s, found));
}

ONSET_TEST(TestJsonFormats)
#include "tst_json_formats.moc"
