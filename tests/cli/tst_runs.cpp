#include "tests/cli/program.h"
#include "tests/support/csv.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// Training runs, the checkpoints of one model, on the command line.
class TestRuns : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void reached_data();
    void reached();
    void familiesAsBefore();
    void unknownRun();

private:
    test::Program m_program;
    QString m_table;
};

constexpr int kCheckpoints = 12;

/// Two runs of twelve checkpoints in one family, a rise from nothing to .9.
void TestRuns::initTestCase()
{
    QByteArray table =
        "family,model,checkpoint,train_flops,benchmark,task,metric,value,n_examples,chance_level\n";
    for (const char *model : {"Nova-1B", "Nova-7B"})
        for (int i = 0; i < kCheckpoints; ++i) {
            const double x = 20 + 0.25 * i;
            const double right = std::round(500 * (0.01 + 0.89 / (1 + std::exp(-6 * (x - 21.4)))));
            table += QByteArray("Nova,") + model + ",step" + QByteArray::number(1000 * (i + 1)) + ',' +
                     QByteArray::number(std::pow(10, x), 'g', 6) + ",B,sums,accuracy," +
                     QByteArray::number(right / 500) + ",500,0\n";
        }
    m_table = m_program.file(u"runs.csv"_s, table);
    QVERIFY(!m_table.isEmpty());
}

void TestRuns::reached_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<int>("rows"); ///< of one run
    QTest::addColumn<QString>("n");
    QTest::newRow("fit") << QStringList{u"fit"_s, u"--model"_s, u"logistic"_s, u"--interval"_s, u"none"_s}
                         << 1 << u"12"_s;
    QTest::newRow("report") << QStringList{u"report"_s} << 1 << u"12"_s;
    QTest::newRow("export") << QStringList{u"export"_s, u"curve"_s} << kCheckpoints << QString();
    QTest::newRow("backtest") << QStringList{u"backtest"_s, u"--model"_s, u"flat"_s} << 0 << QString();
}

void TestRuns::reached()
{
    QFETCH(QStringList, command);
    QFETCH(int, rows);
    QFETCH(QString, n);
    command += {u"--table"_s, m_table};
    if (!command.contains(u"curve"_s))
        command += {u"--format"_s, u"csv"_s};
    const auto read = [&](const QString &run) {
        const test::Ended ended = m_program.onset(command + QStringList{u"--run"_s, run});
        return ended.status == 0 ? test::readCsv(ended.out) : test::Csv{};
    };
    const test::Csv one = read(u"*-7B"_s);
    const test::Csv all = read(u"*"_s);
    QVERIFY(!one.rows.isEmpty());
    QCOMPARE(all.rows.size(), 2 * one.rows.size());
    if (rows > 0)
        QCOMPARE(int(one.rows.size()), rows);
    if (n.isEmpty())
        return;
    QCOMPARE(one.at(0, "run"), u"Nova-7B"_s);
    QCOMPARE(one.at(0, "n"), n);
}

/// A model counts once in its family, by its last checkpoint.
void TestRuns::familiesAsBefore()
{
    const test::Ended ended = m_program.onset({u"report"_s, u"--table"_s, m_table, u"--format"_s, u"csv"_s});
    const test::Csv report = test::readCsv(ended.out);
    QCOMPARE(report.rows.size(), 1);
    QCOMPARE(report.at(0, "n"), u"2"_s);
    QVERIFY(ended.out.startsWith("family,benchmark,"));
}

void TestRuns::unknownRun()
{
    const test::Ended ended = m_program.onset({u"fit"_s, u"--table"_s, m_table, u"--run"_s, u"Orca*"_s});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.saidOneLine() && ended.err.contains("--run “Orca*”"), ended.err);
}

ONSET_TEST(TestRuns)
#include "tst_runs.moc"
