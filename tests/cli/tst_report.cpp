#include "tests/cli/program.h"
#include "tests/cli/sums.h"
#include "tests/support/csv.h"
#include "tests/support/test_class.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// `onset report` as a process: one row a curve with its verdict and evidence.
class TestReport : public QObject
{
    Q_OBJECT

private slots:
    void columns();
    void bigBench();
    void publishedBesideComputed_data();
    void publishedBesideComputed();
    void correctsForAllCurves();
    void degenerate_data();
    void degenerate();
    void sameBytesEverywhere();
    void markdownIsATable();
    void latexIsBalanced();
    void alongParameters();

private:
    [[nodiscard]] test::Csv report(const QStringList &arguments) const
    {
        const test::Ended ended =
            m_program.onset(QStringList{u"report"_s, u"--format"_s, u"csv"_s} + arguments);
        return ended.status == 0 && ended.err.isEmpty() ? test::readCsv(ended.out) : test::Csv();
    }
    [[nodiscard]] QString table(const QByteArray &rows) const
    {
        return m_program.file(u"table.csv"_s, test::kTidyHeader + rows);
    }

    test::Program m_program; ///< its default workbook is filled once
};

namespace {

/// Models of 1, 2, 4 … billion parameters with these scores, of n questions each.
QByteArray rows(const QByteArray &task, const QList<QByteArray> &scores, const QByteArray &n = "100")
{
    QByteArray table;
    for (qsizetype i = 0; i < scores.size(); ++i) {
        const QByteArray size = QByteArray::number(1 << i);
        table += "F,F " + size + "B," + size + "e9,1e11," + QByteArray::number(6 * (1 << i)) +
                 "e20,reported,B," + task + ",5,accuracy," + scores[i] + "," + n + ",0,test\n";
    }
    return table;
}

} // namespace

void TestReport::columns()
{
    const test::Csv sums = report({u"--table"_s, table(test::kTidyRows)});
    QCOMPARE(sums.header.join(u','),
             u"family,benchmark,task,metric,setting,x,n,verdict,pattern,shape,onset,onset_low,onset_high,"
             "midpoint,midpoint_low,midpoint_high,delta_aicc,p_break,q,sentence,published_onset,"
             "published_source,linearity,breakthroughness,p_breakthroughness_chance"_s);
    QCOMPARE(sums.rows.size(), 1);
    QCOMPARE(sums.at(0, "n"), u"5"_s);
    QCOMPARE(sums.at(0, "verdict"), u"emergent by definition"_s);
    QCOMPARE(sums.at(0, "pattern"), u"appears-one-below"_s);
    QCOMPARE(sums.at(0, "onset_low"), u"6e+20"_s);
    QCOMPARE(sums.at(0, "onset"), u"1.2e+21"_s);
    QCOMPARE(sums.at(0, "onset_high"), u"1.2e+21"_s);
    QVERIFY(sums.at(0, "sentence").startsWith(u"Emergent by definition: of 5 models, "));
    QVERIFY(sums.at(0, "published_onset").isEmpty());
}

/// Steps 0, 0.1, 0.2, 0.5 of a rise of 0.8: L = 0.8/√0.075, B = 0.8/√0.025.
void TestReport::bigBench()
{
    const test::Csv row = report({u"--table"_s, table(rows("t", {"0", "0", "0.1", "0.3", "0.8"}))});
    QVERIFY(std::abs(row.number(0, "linearity") - 0.8 / std::sqrt(0.075)) < 1e-9);
    QVERIFY(std::abs(row.number(0, "breakthroughness") - 0.8 / std::sqrt(0.025)) < 1e-9);
    QCOMPARE(row.number(0, "p_breakthroughness_chance"),
             1.0 / 2001); // with chance 0 nobody scores by guessing
    const test::Csv equal = report({u"--table"_s, table(rows("t", QList<QByteArray>(5, "0.3")))});
    for (const char *column : {"linearity", "breakthroughness", "p_breakthroughness_chance"})
        QVERIFY(equal.at(0, column).isEmpty());
}

void TestReport::publishedBesideComputed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<double>("published");
    const auto row = [](const char *name, const QString &task, const QString &setting, double published) {
        QTest::newRow(name) << QStringList{u"--family"_s, u"GPT-3"_s,     u"--task"_s,
                                           task,          u"--setting"_s, setting}
                            << published;
    };
    // Wei et al. 2022, Table 1, rounds to two digits
    row("3-digit addition", u"3-digit addition"_s, u"few-shot*"_s, 2.3e22);
    row("3-digit subtraction", u"3-digit subtraction"_s, u"few-shot*"_s, 2.3e22);
    row("4-digit addition", u"4-digit addition"_s, u"few-shot*"_s, 3.1e23);
    row("5-digit subtraction", u"5-digit subtraction"_s, u"few-shot*"_s, 3.1e23);
}

void TestReport::publishedBesideComputed()
{
    QFETCH(QStringList, arguments);
    QFETCH(double, published);
    const test::Csv row = report(arguments);
    QCOMPARE(row.rows.size(), 1);
    QCOMPARE(row.number(0, "published_onset"), published);
    QVERIFY(std::abs(row.number(0, "onset") / published - 1) < 0.02);
    QVERIFY(row.at(0, "published_source").contains(u"2206.07682"));
}

/// Holds against R: p.adjust(p, "BH") of the column itself.
void TestReport::correctsForAllCurves()
{
    const test::Csv all = report({u"--family"_s, u"GPT-3"_s, u"--task"_s, u"?-digit*"_s});
    QList<double> p;
    for (qsizetype i = 0; i < all.rows.size(); ++i)
        if (!all.at(i, "p_break").isEmpty())
            p << all.number(i, "p_break");
    QVERIFY(p.size() > 20);
    for (qsizetype i = 0; i < all.rows.size(); ++i) {
        double q = 1; // min over p' ≥ p of p'·m/rank
        for (const double other : p)
            if (other >= all.number(i, "p_break"))
                q = std::min(q, other * double(p.size()) /
                                    double(std::ranges::count_if(p, [&](double o) { return o <= other; })));
        QVERIFY(std::abs(all.number(i, "q") - q) < 1e-12);
        QVERIFY(all.at(i, "sentence").contains(u"picked from %1 curves"_s.arg(all.rows.size())));
    }
}

void TestReport::degenerate_data()
{
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("one model") << rows("t", {"0.5"}) << u"insufficient"_s;
    QTest::newRow("two models") << rows("t", {"0", "0.9"}) << u"insufficient"_s;
    QTest::newRow("all right") << rows("t", QList<QByteArray>(8, "1")) << u"present throughout"_s;
    QTest::newRow("all wrong") << rows("t", QList<QByteArray>(8, "0")) << u"flat"_s;
    QTest::newRow("all equal") << rows("t", QList<QByteArray>(8, "0.3")) << u"present throughout"_s;
    QTest::newRow("one question") << rows("t", {"0", "0", "0", "0", "1", "1", "1", "1"}, "1")
                                  << u"emergent by definition"_s;
    QTest::newRow("questions unknown")
        << rows("t", {"0.03", "0", "0.02", "0.3", "0.35"}, "") << u"emergent by definition"_s;
    QTest::newRow("exactly a hinge") << rows("t", {"0", "0", "0", "0.4", "0.8"}, "")
                                     << u"emergent by definition"_s;
    QByteArray same;
    for (const char model : {'a', 'b', 'c', 'd'})
        same += QByteArray("F,") + model + ",1e9,1e11,6e20,reported,B,t,5,accuracy,0.5,100,0,test\n";
    QTest::newRow("one scale") << same << u"insufficient"_s;
}

void TestReport::degenerate()
{
    QFETCH(QByteArray, rows);
    const test::Csv row = report({u"--table"_s, table(rows)});
    QCOMPARE(row.rows.size(), 1);
    QTEST(row.at(0, "verdict"), "verdict");
    QVERIFY(row.at(0, "sentence").endsWith(u'.'));
    QVERIFY(!row.at(0, "sentence").contains(u"nan") && !row.at(0, "sentence").contains(u" inf"));
}

void TestReport::sameBytesEverywhere()
{
    test::Program german;
    const bool isGerman = test::turnGerman(german);
    for (const char *format : {"table", "csv", "json", "markdown", "latex"}) {
        const QStringList arguments{u"report"_s,
                                    u"--family"_s,
                                    u"GPT-3"_s,
                                    u"--task"_s,
                                    u"?-digit*"_s,
                                    u"--format"_s,
                                    QLatin1StringView(format)};
        const auto bytes = [&](const test::Program &program, const char *threads) {
            return program.onset(arguments + QStringList{u"--threads"_s, QLatin1StringView(threads)}).out;
        };
        const QByteArray one = bytes(m_program, "1");
        QVERIFY(one.size() > 1000);
        QCOMPARE(bytes(m_program, "2"), one);
        QCOMPARE(bytes(m_program, "3"), one);
        if (isGerman)
            QCOMPARE(bytes(german, "2"), one);
    }
    if (!isGerman)
        QSKIP("a German locale cannot be made (localedef and /usr/share/i18n are in the package locales)");
}

void TestReport::markdownIsATable()
{
    const QString file = table(rows("a|b *c*", {"0", "0", "0.4", "0.7", "0.9"}) + rows("d", {"0.1"}));
    const test::Ended ended =
        m_program.onset({u"report"_s, u"--table"_s, file, u"--format"_s, u"markdown"_s});
    QCOMPARE(ended.status, 0);
    const QStringList lines = QString::fromUtf8(ended.out).split(u'\n');
    static const QRegularExpression bar(uR"((?<!\\)\|)"_s);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(lines[i].count(bar), lines[0].count(bar));
    QVERIFY2(lines[2].contains(uR"(| a\|b \*c\* |)"), qPrintable(lines[2]));
    QVERIFY2(lines[2].contains(u"| 1.2 × 10²¹ | 2.4 × 10²¹ |"), qPrintable(lines[2]));
    QVERIFY(ended.out.endsWith("\nPicked from 2 curves; q over all of them.\n"));
}

void TestReport::latexIsBalanced()
{
    const QString file = table(rows(R"("50% & a_b {c} #1 $x\y ~^ <[")", {"0", "0", "0.4", "0.7", "0.9"}) +
                               rows("[d", {"0.1"}));
    const test::Ended ended = m_program.onset({u"report"_s, u"--table"_s, file, u"--format"_s, u"latex"_s});
    QCOMPARE(ended.status, 0);
    const QString text = QString::fromUtf8(ended.out);
    QVERIFY2(
        text.contains(
            uR"(50\% \& a\_b \{c\} \#1 \$x\textbackslash{}y \textasciitilde{}\textasciicircum{} $<${[})"),
        ended.out);
    QVERIFY(text.contains(uR"($1.2\times10^{21}$ & $2.4\times10^{21}$)"));

    QString plain = text;
    static const QRegularExpression comment(u"^%.*$"_s, QRegularExpression::MultilineOption);
    static const QRegularExpression escape(uR"(\\[%&$#_{}])"_s);
    plain.remove(comment).remove(escape);
    QCOMPARE(plain.count(u'{'), plain.count(u'}'));
    QCOMPARE(plain.count(u'$') % 2, 0);
    QVERIFY(!plain.contains(u'%') && !plain.contains(u'#') && !plain.contains(u'~'));
    static const QRegularExpression columns(uR"(\\begin\{tabular\}\{([lr]+)\})"_s);
    const qsizetype count = columns.match(text).captured(1).size();
    const QString body = plain.section(u"\\toprule\n"_s, 1).section(u"\\bottomrule"_s, 0, 0);
    int lines = 0;
    for (const QString &line : body.split(u'\n', Qt::SkipEmptyParts)) {
        if (line == u"\\midrule")
            continue;
        ++lines;
        QVERIFY2(line.endsWith(u" \\\\"), qPrintable(line));
        QCOMPARE(line.count(u'&'), count - 1);
    }
    QCOMPARE(lines, 3);
    for (const char *part : {"\\begin{tabular}", "\\toprule", "\\midrule", "\\bottomrule", "\\end{tabular}"})
        QCOMPARE(text.count(QLatin1StringView(part)), 1);
}

void TestReport::alongParameters()
{
    const test::Csv row = report({u"--family"_s, u"GPT-3"_s, u"--task"_s, u"3-digit addition"_s,
                                  u"--setting"_s, u"few-shot*"_s, u"--x"_s, u"params"_s});
    QCOMPARE(row.at(0, "x"), u"params"_s);
    QCOMPARE(row.number(0, "published_onset"), 1.3e10);
    QVERIFY(std::abs(row.number(0, "onset") / 1.3e10 - 1) < 0.02);
}

ONSET_TEST(TestReport)
#include "tst_report.moc"
