#include "core/import/import.h"

#include "core/store/curves.h"
#include "tests/support/draw.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTemporaryDir>

using namespace onset;
using namespace Qt::StringLiterals;

class TestTidy : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void takesRows_data();
    void takesRows();
    void convertsErrors_data();
    void convertsErrors();
    void refusesRows_data();
    void refusesRows();
    void refusesFiles_data();
    void refusesFiles();

private:
    /// Imports `bytes` as t.csv into a new workbook.
    Result<ImportReport> import(const QByteArray &bytes);

    QTemporaryDir m_folder;
    std::optional<Workbook> m_workbook;
};

Result<ImportReport> TestTidy::import(const QByteArray &bytes)
{
    m_workbook.reset();
    const QString path = m_folder.filePath(u"w.onset"_s);
    QFile::remove(path);
    m_workbook = Workbook::open(path, Workbook::Mode::Create).value();
    QFile file(m_folder.filePath(u"t.csv"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return failure(Code::Io, file.errorString());
    file.close();
    Progress progress;
    return importFiles(*m_workbook, {file.fileName()}, {}, progress);
}

const QByteArray kHeader = "family,model,params,benchmark,task,metric,value\n";

void TestTidy::takesRows_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QString>("report");
    QTest::addColumn<QString>("workbook");
    const QString one = u"t.csv: read 1, accepted 1"_s;
    const QString imported = u"\nimport t.csv (tidy): 1 results, 0 refused"_s;
    QTest::newRow("every column")
        << "model_family,model,checkpoint,params,train_tokens,train_flops,flops_origin,date,benchmark,task,"
           "strategy,shots,"
           "decoding,metric,value,stderr,n_examples,chance_level,reference,note,source\n"
           "F,m,step 1,1e9,2e10,1.3e20,inferred,2022-05,B,T,chain-of-thought,8,greedy,accuracy,0.5,0.01,100,0.25,,see,Table 1\n"_ba
        << one
        << u"F | B/T/accuracy | chain-of-thought, few-shot (K=8), greedy | chance 0.25: m@step 1 ~1.3e+20 "
           u"0.5\n"
           "model F/m@step 1 1e+09 2e+10 1.3e+20 inferred 2022-05"_s +
               imported;
    QTest::newRow("any order, other spellings, blanks, semicolons, byte order mark")
        << "\xEF\xBB\xBF"
           "Value ; Chance ; Metric;n_shots;Setting;TASK;benchmark;tokens;parameters;model; Family \r\n"
           " 0.5 ; 0.1 ;EM;0;plain;T;B;300B;1.3B;m;F\r\n"_ba
        << one
        << u"F | B/T/exact match | plain, zero-shot | chance 0.1: m ~2.34e+21 0.5\n"
           "model F/m@ 1.3e+09 3e+11 2.34e+21 6ND "_s +
               imported;
    QTest::newRow("parameters alone give no compute")
        << kHeader + "F,m,1e9,B,T,accuracy,0.5\n"
        << one << u"F | B/T/accuracy | not stated:  | 1 unplaced\nmodel F/m@ 1e+09 ? ?  "_s + imported;
    QTest::newRow("scales only")
        << "family,model,train_flops,date\nF,m,84 ZFLOP,2020\n"_ba << one
        << u"model F/m@ ? ? 8.4e+22  2020\nimport t.csv (tidy): 0 results, 0 refused"_s;
    QTest::newRow("reference line")
        << "family,model,train_flops,benchmark,task,metric,value,reference\nF,m,1e20,B,T,accuracy,0.5,\n,,,B,T,accuracy,0.9,Human raters\n"_ba
        << u"t.csv: read 2, accepted 2"_s
        << u"F | B/T/accuracy | not stated: m 1e+20 0.5 | Human raters 0.9\nmodel F/m@ ? ? 1e+20  "_s +
               imported;
    QTest::newRow("percent, by most of the values")
        << "family,model,train_flops,benchmark,task,metric,value,stderr,chance\nF,a,1,B,T,accuracy,0.8,1,"
           "25\nF,b,2,B,T,accuracy,26,,\nF,c,3,B,T,acc,77,,\n"
           "F,d,4,B,T,accuracy,30,,\n"_ba
        << u"t.csv: read 4, accepted 4\nValues of accuracy are percentages and were divided by 100.\n"
           "Chance levels of accuracy were divided by 100 too."_s
        << u"F | B/T/accuracy | not stated | chance 0.25: a 1 0.008; b 2 0.26; c 3 0.77; d 4 0.3"_s;
    QTest::newRow("a chance of one percent")
        << "family,model,train_flops,benchmark,task,metric,value,chance\nF,a,1,B,T,accuracy,45,1\n"
           "F,b,2,B,T,accuracy,60,1.0%\n"_ba
        << u"t.csv: read 2, accepted 2\nValues of accuracy are percentages and were divided by 100.\n"
           "Chance levels of accuracy were divided by 100 too."_s
        << u"F | B/T/accuracy | not stated | chance 0.01: a 1 0.45; b 2 0.6"_s;
    QTest::newRow("percent signs") << kHeader + "F,m,1e9,B,T,accuracy,77.0%\n" << one << u""_s;
    QTest::newRow("no proportion, no percent") << kHeader + "F,m,1e9,B,T,perplexity,27\n" << one << u""_s;
    QTest::newRow("repeated row")
        << kHeader + "F,m,1e9,B,T,accuracy,0.5\nF,m,1.0e9,B,T,acc,0.50\n"
        << u"t.csv: read 2, accepted 2\nRows that repeat an earlier row, stored once: 1."_s << u""_s;
    QTest::newRow("scale printed with fewer digits")
        << kHeader + "F,m,1.25e8,B,T,accuracy,0.5\nF,m,1.3e8,B,U,accuracy,0.5\n"
        << u"t.csv: read 2, accepted 2"_s << u""_s;
    QTest::newRow("columns kept out")
        << "family,model,benchmark,task,metric,value,colour\nF,m,B,T,accuracy,0.5,red\n"_ba
        << one + u"\nColumn “colour” is no column of a tidy table and was left out."_s << u""_s;
    QTest::newRow("no rows") << kHeader
                             << u"t.csv: read 0, accepted 0\n"
                                u"Nothing of this file was stored: it holds no scores or sizes of models."_s
                             << u""_s;
}

void TestTidy::takesRows()
{
    QFETCH(const QByteArray, table);
    QFETCH(const QString, workbook);
    const auto imported = import(table);
    VERIFY_RESULT(imported);
    QTEST(draw::report(*imported), "report");
    const QString drawn = draw::workbook(*m_workbook);
    if (!workbook.isEmpty())
        QCOMPARE(drawn.left(workbook.size()), workbook);
}

void TestTidy::convertsErrors_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<double>("standardError");
    QTest::newRow("proportion") << "0.45"_ba
                                << "0.02"_ba << 0.02;
    QTest::newRow("percent") << "45"_ba
                             << "2"_ba << 0.02;
    QTest::newRow("percent below one") << "45"_ba
                                       << "0.5"_ba << 0.005;
    QTest::newRow("the value has a percent sign") << "45%"_ba
                                                  << "0.5"_ba << 0.005;
    QTest::newRow("both have a percent sign") << "45%"_ba
                                              << "2%"_ba << 0.02;
    QTest::newRow("the error has a percent sign") << "0.45"_ba
                                                  << "2 %"_ba << 0.02;
}

void TestTidy::convertsErrors()
{
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, error);
    const auto imported =
        import("family,model,train_flops,benchmark,task,metric,value,stderr\nF,m,1,B,T,accuracy," + value +
               ',' + error + '\n');
    VERIFY_RESULT(imported);
    QCOMPARE(imported->refused(), 0);
    const CurvePoint point = Curves(*m_workbook).find({}, {}).value().front().points.front();
    QCOMPARE(point.y, 0.45);
    QTEST(point.standardError, "standardError");
}

void TestTidy::refusesRows_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("row"); ///< between two good ones
    QTest::addColumn<QString>("refusal");
    const QByteArray full = "family,model,train_flops,flops_origin,date,benchmark,task,shots,metric,value,"
                            "stderr,n,chance,reference\n";
    const auto bad = [&](const char *name, const QByteArray &row, const char *refusal) {
        QTest::newRow(name) << full << row << QString::fromUtf8(refusal);
    };
    bad("not a number", "F,x,1,,,B,T,,accuracy,half,,,,", "value: is not a number");
    bad("thousands", "F,x,1,,,B,T,,accuracy,\"1,234\",,,,", "value: is not a number");
    bad("NaN", "F,x,1,,,B,T,,accuracy,NaN,,,,", "value: is not a finite number");
    bad("infinity", "F,x,1,,,B,T,,accuracy,inf,,,,", "value: is not a finite number");
    bad("above the range", "F,x,1,,,B,T,,accuracy,1.2,,,,",
        "value: is above 1, the largest possible accuracy");
    bad("below the range", "F,x,1,,,B,T,,accuracy,-0.1,,,,",
        "value: is below 0, the smallest possible accuracy");
    bad("perplexity below 1", "F,x,1,,,B,T,,perplexity,0.5,,,,",
        "value: is below 1, the smallest possible perplexity");
    bad("percent of no proportion", "F,x,1,,,B,T,,perplexity,5%,,,,",
        "value: has a percent sign, but perplexity is no proportion");
    bad("no value", "F,x,1,,,B,T,,accuracy,,,,,", "value: is empty");
    bad("no metric", "F,x,1,,,B,T,,,0.5,,,,", "metric: is empty");
    bad("no task", "F,x,1,,,B,,,accuracy,0.5,,,,", "task: is empty");
    bad("no benchmark", "F,x,1,,,,T,,accuracy,0.5,,,,", "benchmark: is empty");
    bad("no family", ",x,1,,,B,T,,accuracy,0.5,,,,", "model_family: is empty");
    bad("neither model nor reference", "F,,,,,B,T,,accuracy,0.5,,,,",
        "model: is empty, and so is reference: a row needs one of them");
    bad("model and reference", "F,x,1,,,B,T,,accuracy,0.5,,,,Human",
        "reference: names a reference line, but the row has a model too");
    bad("negative scale", "F,x,-1,,,B,T,,accuracy,0.5,,,,", "train_flops: must be above 0");
    bad("scale of zero", "F,x,0,,,B,T,,accuracy,0.5,,,,", "train_flops: must be above 0");
    bad("infinite scale", "F,x,1e999,,,B,T,,accuracy,0.5,,,,", "train_flops: is not a finite number");
    bad("scale in words", "F,x,many,,,B,T,,accuracy,0.5,,,,", "train_flops: is not a number");
    bad("unknown origin", "F,x,1,guessed,,B,T,,accuracy,0.5,,,,",
        "flops_origin: must be reported, 6ND or inferred");
    bad("bad date", "F,x,1,,May 2020,B,T,,accuracy,0.5,,,,",
        "date: is no date of the form YYYY, YYYY-MM or YYYY-MM-DD");
    bad("impossible date", "F,x,1,,2021-02-29,B,T,,accuracy,0.5,,,,",
        "date: is no date of the form YYYY, YYYY-MM or YYYY-MM-DD");
    bad("shots in words", "F,x,1,,,B,T,few,accuracy,0.5,,,,", "shots: must be a whole number, 0 or more");
    bad("half a shot", "F,x,1,,,B,T,0.5,accuracy,0.5,,,,", "shots: must be a whole number, 0 or more");
    bad("negative shots", "F,x,1,,,B,T,-1,accuracy,0.5,,,,", "shots: must be a whole number, 0 or more");
    bad("negative stderr", "F,x,1,,,B,T,,accuracy,0.5,-0.1,,,", "stderr: must be 0 or more");
    bad("stderr of no proportion", "F,x,1,,,B,T,,accuracy,0.5,1.2,,,",
        "stderr: is above 0.5, the largest possible of accuracy");
    bad("fractional n", "F,x,1,,,B,T,,accuracy,0.5,,10.5,,", "n_examples: must be a whole number above 0");
    bad("negative n", "F,x,1,,,B,T,,accuracy,0.5,,-10,,", "n_examples: must be a whole number above 0");
    bad("n of zero", "F,x,1,,,B,T,,accuracy,0.5,,0,,", "n_examples: must be a whole number above 0");
    bad("chance outside the range", "F,x,1,,,B,T,,accuracy,0.5,,,-0.2,",
        "chance_level: is below 0, the smallest possible accuracy");
    bad("chance in percent, values not", "F,x,1,,,B,T,,accuracy,0.5,,,25,",
        "chance_level: is above 1, the largest possible accuracy");
    bad("too few fields", "F,x,1", ": has 3 fields where the first line has 14");
    bad("too many fields", "F,x,1,,,B,T,,accuracy,0.5,,,,,,", ": has 16 fields where the first line has 14");
    bad("not UTF-8", "F,\xFF,1,,,B,T,,accuracy,0.5,,,,", ": is not UTF-8 text");
    bad("NUL", QByteArray("F,x\0,1,,,B,T,,accuracy,0.5,,,,", 30), ": holds a NUL byte");
    bad("text behind a quote", "F,\"x\"y,1,,,B,T,,accuracy,0.5,,,,", ": has text after a closing quote");
    bad("quote never closed", "F,\"x,1,,,B,T,,accuracy,0.5,,,,", ": has a quote that is never closed");
    bad("another value", "F,a,1,,,B,T,,accuracy,0.6,,,,",
        "value: contradicts line 2, which says 0.5 for the same result");
    bad("another error", "F,a,1,,,B,T,,accuracy,0.5,0.1,,,",
        "stderr: contradicts line 2, which says none for the same result");
    bad("another n", "F,a,1,,,B,T,,accuracy,0.5,,70,,",
        "n_examples: contradicts line 2, which says none for the same result");
    bad("another scale", "F,a,1.5,,,B,U,,accuracy,0.6,,,,", "train_flops: contradicts line 2, which says 1");
    bad("another date", "F,a,,,2021,B,U,,accuracy,0.6,,,,", "date: contradicts line 2, which says 2020");
    bad("another value, new scale", "F,a,,,,B,T,,accuracy,0.6,,,,",
        "value: contradicts line 2, which says 0.5 for the same result");
    bad("another chance", "F,x,1,,,B,T,,accuracy,0.6,,,0.5,",
        "chance_level: contradicts line 2, which says 0.25");
}

void TestTidy::refusesRows()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, row);
    QFETCH(const QString, refusal);
    const auto imported = import(header + "F,a,1,,2020,B,T,,accuracy,0.5,,,0.25,\n" + row +
                                 "\nF,z,9,,,B,T,,accuracy,0.7,,,,\n");
    VERIFY_RESULT(imported);
    QCOMPARE(draw::report(*imported), u"t.csv: read 3, accepted 2\nline 3 "_s + refusal);
    QCOMPARE(imported->refused(), 1);
    // its neighbours are in, and nothing of it is
    QCOMPARE(draw::workbook(*m_workbook), u"F | B/T/accuracy | not stated | chance 0.25: a 1 0.5; z 9 0.7\n"
                                          "model F/a@ ? ? 1  2020\nmodel F/z@ ? ? 9  \n"
                                          "import t.csv (tidy): 2 results, 1 refused"_s);
    const auto kept = Imports(*m_workbook).refusals(imported->outcome.id);
    VERIFY_RESULT(kept);
    QCOMPARE(*kept, imported->files.front().refused);
    Progress progress;
    VERIFY_RESULT(m_workbook->check(true, progress));
}

void TestTidy::refusesFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    const QString noTable =
        u"holds no table that Onset knows: give a CSV file whose first line names the columns "
        "model_family, model, benchmark, task, metric and value."_s;
    QTest::newRow("empty") << ""_ba << noTable;
    QTest::newRow("text") << "Dear reader,\nthis is a letter.\n"_ba << noTable;
    QTest::newRow("JSON") << "{\"model\": [1, 2]}\n"_ba
                          << u"holds JSON, but no results in a form that Onset knows"_s;
    QTest::newRow("binary") << QByteArray("\x7F"
                                          "ELF\0\0\0\1\xFF\xFE",
                                          10)
                            << noTable;
    QTest::newRow("UTF-16") << QByteArray("m\0o\0d\0e\0l\0,\0v\0a\0l\0u\0e\0\n\0", 24) << noTable;
    QTest::newRow("numbers") << "1,2,3\n4,5,6\n"_ba << noTable;
    QTest::newRow("missing columns")
        << "model,task,value\nm,T,1\n"_ba
        << u"lacks the columns model_family, benchmark, metric, which a tidy table needs"_s;
    QTest::newRow("a column twice") << "family,model,task,benchmark,metric,value,model_family\n"_ba
                                    << u"has two columns “model_family”; remove one."_s;
    QTest::newRow("endless field") << kHeader + "F,m,1,B,T,accuracy,0.5\n" + QByteArray(2 << 20, 'x') + '\n'
                                   << u"has a field of more than 1 MiB in line 3"_s;
}

void TestTidy::refusesFiles()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, says);
    const auto imported = import(bytes);
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, Code::BadInput);
    QVERIFY2(imported.error().what.contains(says), qPrintable(imported.error().what));
    QVERIFY(imported.error().what.contains(u"t.csv"_s));
    QCOMPARE(draw::workbook(*m_workbook), QString());
}

ONSET_TEST(TestTidy)
#include "tst_tidy.moc"
