#include "tests/cli/program.h"
#include "tests/support/csv.h"
#include "tests/support/test_class.h"

#include <QRegularExpression>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

/// The numbers behind a figure, from the real program.
class TestExportFigure : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void writesEach_data();
    void writesEach();
    void anExportedFigureTellsTheSame();
    void sameNumbersAsFit();
    void wrongUsage_data();
    void wrongUsage();
    void failsInOneSentence_data();
    void failsInOneSentence();

private:
    test::Program m_program;
};

void TestExportFigure::writesEach_data()
{
    QTest::addColumn<QStringList>("what");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("holds");
    const auto row = [](const QStringList &what, const char *start, const char *holds) {
        QTest::newRow(qPrintable(what.join(u' '))) << what << QByteArray(start) << QByteArray(holds);
    };
    row({u"parameters"_s}, "panel,curve,family,", ",exponent,");
    row({u"parameters"_s, u"--format"_s, u"markdown"_s}, "| Curve | Fit | Models |", "| power growth |");
    row({u"parameters"_s, u"--format"_s, u"latex"_s}, "% needs \\usepackage{booktabs}\n", "\\toprule");
    row({u"points"_s}, "panel,curve,family,", ",GPT-3 175B,");
    row({u"fits"_s}, "panel,curve,family,", ",\"hinge, free floor\",");
    row({u"methods"_s}, "The figure draws accuracy ", "1000 replicates (seed 1)");
    row({u"methods"_s, u"--format"_s, u"latex"_s}, "The figure draws accuracy ", "95 \\% intervals");
    row({u"bibtex"_s}, "@misc{brown2020language,\n", "eprint = {2005.14165}");
}

void TestExportFigure::writesEach()
{
    QFETCH(QStringList, what);
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, holds);
    const QString out = m_program.path(u"out.txt"_s);
    const test::Ended ended = m_program.onset(QStringList{u"export"_s} + what +
                                              QStringList{u"--figure"_s, u"GPT-3"_s, u"-o"_s, out});
    QVERIFY2(ended.status == 0 && ended.err.isEmpty() && ended.out.isEmpty(), ended.err);
    const QByteArray bytes = test::bytesOf(out);
    QVERIFY2(bytes.startsWith(start) && bytes.contains(holds) && bytes.endsWith('\n'), bytes);
}

void TestExportFigure::anExportedFigureTellsTheSame()
{
    const QString pdf = m_program.path(u"a.pdf"_s);
    QCOMPARE(m_program.onset({u"render"_s, u"--figure"_s, u"GPT-3"_s, u"-o"_s, pdf}).status, 0);
    const test::Ended ofFile = m_program.onset({u"export"_s, u"points"_s, pdf});
    const test::Ended ofName = m_program.onset({u"export"_s, u"points"_s, u"--figure"_s, u"GPT-3"_s});
    QVERIFY2(ofFile.status == 0, ofFile.err);
    QVERIFY(ofFile.out == ofName.out && ofFile.out.count('\n') == 25);
}

void TestExportFigure::sameNumbersAsFit()
{
    const test::Csv rows =
        test::readCsv(m_program.onset({u"export"_s, u"parameters"_s, u"--figure"_s, u"GPT-3"_s}).out);
    const test::Csv fit = test::readCsv(
        m_program
            .onset({u"fit"_s, u"--family"_s, u"GPT-3"_s, u"--task"_s, u"3-digit addition"_s, u"--setting"_s,
                    u"zero-shot"_s, u"--model"_s, u"growth"_s, u"--floor"_s, u"0"_s, u"--format"_s, u"csv"_s})
            .out);
    QCOMPARE(rows.rows.size(), 9);
    QCOMPARE(rows.at(8, "curve"), u"zero-shot"_s);
    QCOMPARE(rows.at(8, "parameter"), fit.at(0, "p3_name"));
    QVERIFY(std::abs(rows.number(8, "value") - fit.number(0, "p3_value")) <= 0.005);
    QVERIFY(std::abs(rows.number(8, "low") - fit.number(0, "p3_low")) <= 0.005);
    QVERIFY(std::abs(rows.number(8, "high") - fit.number(0, "p3_high")) <= 0.005);
}

void TestExportFigure::wrongUsage_data()
{
    QTest::addColumn<QString>("arguments");
    for (const char *arguments :
         {"points", "methods", "curve --figure GPT-3", "results --figure GPT-3",
          "points --format latex --figure GPT-3", "bibtex --format csv --figure GPT-3",
          "parameters --format plain --figure GPT-3", "curve --format csv", "points --figure GPT-3 a.json",
          "parameters --figure GPT-3 --format xls"})
        QTest::newRow(arguments) << QString::fromLatin1(arguments);
}

void TestExportFigure::wrongUsage()
{
    QFETCH(QString, arguments);
    const test::Ended ended = m_program.onset(QStringList{u"export"_s} + arguments.split(u' '));
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.saidOneLine(), ended.err + ended.out);
}

void TestExportFigure::failsInOneSentence_data()
{
    QTest::addColumn<QString>("arguments");
    for (const char *arguments : {"points --figure No", "points none.json", "parameters --figure",
                                  "fits --figure", "bibtex bad.json"})
        QTest::newRow(arguments) << QString::fromLatin1(arguments);
}

void TestExportFigure::failsInOneSentence()
{
    QFETCH(QString, arguments);
    QVERIFY(!m_program.file(u"bad.json"_s, "{\"panels\": 3}").isEmpty());
    QStringList all = QStringList{u"export"_s} + arguments.split(u' ');
    if (all.last() == u"--figure") // which draws no fits
        all << u"Figure 2"_s;
    const test::Ended ended = m_program.onset(all);
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.saidOneLine(), ended.err + ended.out);
}

ONSET_TEST(TestExportFigure)
#include "tst_export_figure.moc"
