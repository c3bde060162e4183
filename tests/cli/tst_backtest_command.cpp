#include "tests/cli/program.h"
#include "tests/support/csv.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// `onset backtest` as a process.
class TestBacktestCommand : public QObject
{
    Q_OBJECT

private slots:
    void columns();
    void foreseesALine();
    void summary();
    void tooFewModels();
    void sameBytesOnAnyThreadCount();

private:
    test::Program m_program;
};

namespace {

const QByteArray kHeader =
    "model_family,model,train_flops,benchmark,task,metric,value,n_examples,chance_level\n";

/// Eight models on a straight line, half a decade apart.
QByteArray line()
{
    QByteArray table = kHeader;
    for (int i = 0; i < 8; ++i)
        table += "F,F " + QByteArray::number(i) + ',' +
                 QByteArray::number(std::pow(10, 20 + 0.5 * i), 'g', 17) + ",B,line,accuracy," +
                 QByteArray::number(0.2 + 0.08 * i) + ",,0.2\n";
    return table;
}

} // namespace

void TestBacktestCommand::columns()
{
    const test::Ended ended = m_program.onset(
        {u"backtest"_s, u"--table"_s, m_program.file(u"line.csv"_s, line()), u"--format"_s, u"csv"_s});
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
    const test::Csv rows = test::readCsv(ended.out);
    QCOMPARE(rows.header.join(u','),
             u"family,benchmark,task,metric,setting,x,model,noise,cutoff,models_below,status,target,scale,"
             "ahead,observed,predicted,low,high,error_points,inside"_s);
    QCOMPARE(rows.rows.size(), 3 * (4 + 3 + 2 + 1)); // logistic, flat, line; cut-offs above 4, 5, 6, 7 models
    QCOMPARE(rows.at(0, "model"), u"logistic"_s);
    QCOMPARE(rows.at(0, "models_below"), u"4"_s);
    QCOMPARE(rows.at(0, "target"), u"F 4"_s);
    QCOMPARE(rows.number(0, "scale"), 1e22);
    QVERIFY(std::abs(rows.number(0, "cutoff") / std::pow(10, 21.5) - 1) < 1e-12);
    QVERIFY(std::abs(rows.number(0, "ahead") - 0.5) < 1e-9);
}

void TestBacktestCommand::foreseesALine()
{
    const test::Csv rows =
        test::readCsv(m_program
                          .onset({u"backtest"_s, u"--table"_s, m_program.file(u"line.csv"_s, line()),
                                  u"--model"_s, u"line"_s, u"--format"_s, u"csv"_s})
                          .out);
    QCOMPARE(rows.rows.size(), 2 * 10); // line, flat
    for (qsizetype i = 0; i < rows.rows.size(); ++i) {
        const double error = rows.number(i, "predicted") - rows.number(i, "observed");
        QVERIFY(std::abs(rows.number(i, "error_points") - 100 * error) < 1e-9);
        if (rows.at(i, "model") == u"line")
            QVERIFY(std::abs(error) < 1e-9);
        else // the mean of the models below, a flat forecast, stays behind
            QVERIFY(error < -0.08);
    }
}

void TestBacktestCommand::summary()
{
    const test::Ended ended = m_program.onset(
        {u"backtest"_s, u"--family"_s, u"GPT-3"_s, u"--task"_s, u"3-digit*"_s, u"--model"_s, u"growth"_s});
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
    QVERIFY2(ended.out.startsWith("metric    model   ahead"), ended.out);
    for (const char *part : {"growth", "flat", "line", "0 to 0.5", "1 to 2"})
        QVERIFY2(ended.out.contains(part), ended.out);
}

void TestBacktestCommand::tooFewModels()
{
    const QByteArray few = line().split('\n').mid(0, 4).join('\n') + '\n';
    const test::Ended ended = m_program.onset(
        {u"backtest"_s, u"--table"_s, m_program.file(u"few.csv"_s, few), u"--format"_s, u"csv"_s});
    QCOMPARE(ended.status, 0);
    QVERIFY2(ended.err.contains("no curve has 4 models below"), ended.err);
    QCOMPARE(test::readCsv(ended.out).rows.size(), 0);
}

void TestBacktestCommand::sameBytesOnAnyThreadCount()
{
    const auto bytes = [&](const QString &threads, const QString &seed) {
        return m_program
            .onset({u"backtest"_s, u"--family"_s, u"GPT-3"_s, u"--task"_s, u"3-digit*"_s, u"--format"_s,
                    u"csv"_s, u"--replicates"_s, u"100"_s, u"--threads"_s, threads, u"--seed"_s, seed})
            .out;
    };
    const QByteArray one = bytes(u"1"_s, u"7"_s);
    QVERIFY(one.size() > 1000);
    QCOMPARE(bytes(u"2"_s, u"7"_s), one);
    QCOMPARE(bytes(u"3"_s, u"7"_s), one);
    QVERIFY(bytes(u"3"_s, u"8"_s) != one);
}

ONSET_TEST(TestBacktestCommand)
#include "tst_backtest_command.moc"
