#include "core/import/import.h"
#include "core/import/names/known_models.h"
#include "core/store/export.h"
#include "tests/support/csv.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QBuffer>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// In what units the numbers of a plain table are, and which sizes stand in names.
class TestTableUnits : public QObject
{
    Q_OBJECT

private slots:
    void sizesInNames_data();
    void sizesInNames();
    void scores_data();
    void scores();
    void metricsAndWhatIsNone();
    void rowsThatAreNoModels();
    void compute_data();
    void compute();
};

namespace {

/// The results of a table, as `onset export results` writes them.
test::Csv imported(const QByteArray &table)
{
    const QTemporaryDir place;
    QFile file(place.filePath(u"table.csv"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(table) != table.size())
        return {};
    file.close();
    auto workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create);
    Progress progress;
    if (!workbook || !importFiles(*workbook, {file.fileName()}, {}, progress))
        return {};
    QBuffer results;
    results.open(QIODevice::WriteOnly);
    return exportResults(*workbook, {}, results, progress) ? test::readCsv(results.data()) : test::Csv();
}

} // namespace

void TestTableUnits::sizesInNames_data()
{
    QTest::addColumn<double>("parameters");
    QTest::addColumn<QString>("family");
    const auto row = [](const char *name, double parameters, const QString &family) {
        QTest::newRow(name) << parameters << family;
    };
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    row("Wren2.5-0.5B", 5e8, u"Wren2.5"_s);
    row("wren-1.5b", 1.5e9, u"wren"_s);
    row("Wren2.5-7B", 7e9, u"Wren2.5"_s);
    row("wren-560m", 5.6e8, u"wren"_s);
    row("wren-7b1", 7.1e9, u"wren"_s);
    row("wren2-1_8b", 1.8e9, u"wren2"_s);
    row("wren-2_9b", 9e9, u"wren-2"_s); // the second generation
    row("Wren9.1-1.5b (FC)", 1.5e9, u"Wren9.1-(FC)"_s);
    row("TinyWren-1.1B-intermediate-step-1431k-3T", 1.1e9, u"TinyWren-intermediate-step-1431k-3T"_s);
    row("Wren-7B-step1000-tokens4B", 7e9, u"Wren-step1000-tokens4B"_s);
    row("Wren2.5-7B-Instruct-1M", 7e9, u"Wren2.5-Instruct-1M"_s);
    row("Wren3-30B-A3B", 3e10, u"Wren3-A3B"_s);
    row("Wren-3-mini-4k-instruct", none, u"Wren-3-mini-instruct"_s);
    row("Wren-3-mini-1M", none, u"Wren-3-mini"_s);
    row("Wren-medium-2T", none, u"Wren-medium"_s);
    row("Mixwren-8x7B-v0.1", none, u"Mixwren-v0.1"_s);
    row("Wren1.5-MoE-A2.7B", none, u"Wren1.5-MoE-A2.7B"_s);
    row("wren-0b", none, u"wren"_s);
}

void TestTableUnits::sizesInNames()
{
    QFETCH(double, parameters);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const double found = parametersByName(name);
    QVERIFY2(found == parameters || (std::isnan(found) && std::isnan(parameters)), QByteArray::number(found));
    QTEST(familyByName(name), "family");
}

void TestTableUnits::scores_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QList<double>>("values"); ///< of the column "Sums", a row each
    QTest::newRow("a hard task among percentages")
        << QByteArray("model,MMLU,GSM8K,Sums\nA-1B,26.3,2.1,0.6\nA-3B,28.1,4.0,0.9\nA-7B,45.3,8.6,0.8\n")
        << QList{0.006, 0.009, 0.008};
    QTest::newRow("below ten among percentages")
        << QByteArray("model,MMLU,GSM8K,Sums\nA-1B,26.3,12.1,6.55\nA-3B,28.1,14.0,0\nA-7B,45.3,18.6,2.2\n")
        << QList{0.0655, 0.0, 0.022};
    QTest::newRow("fractions of four digits among percentages")
        << QByteArray(
               "model,MMLU,GSM8K,Sums\nA-1B,26.3,12.1,0.4512\nA-3B,28.1,14.0,0.5120\nA-7B,45.3,18.6,0.6\n")
        << QList{0.4512, 0.512, 0.6};
    QTest::newRow("fractions")
        << QByteArray(
               "model,MMLU,GSM8K,Sums\nA-1B,0.263,0.121,0.006\nA-3B,0.281,0.14,0.9\nA-7B,0.453,0.186,1\n")
        << QList{0.006, 0.9, 1.0};
    QTest::newRow("percentages alone")
        << QByteArray("model,Sums\nA-1B,45\nA-3B,0.7\nA-7B,61\n") << QList{0.45, 0.007, 0.61};
    QTest::newRow("signs on some rows")
        << QByteArray("model,Sums\nA-1B,0.9\nA-3B,12.5%\nA-7B,45.3%\n") << QList{0.009, 0.125, 0.453};
}

void TestTableUnits::scores()
{
    QFETCH(QByteArray, table);
    QFETCH(QList<double>, values);
    const test::Csv results = imported(table);
    QList<double> found;
    for (qsizetype row = 0; row < results.rows.size(); ++row) {
        if (results.at(row, "task") != u"Sums")
            continue;
        QCOMPARE(results.at(row, "metric"), u"accuracy"_s);
        found << results.number(row, "value");
    }
    std::sort(found.begin(), found.end());
    std::sort(values.begin(), values.end());
    QCOMPARE(found, values);
}

/// Columns named by a metric alone are of that metric; costs, sizes and places are no abilities.
void TestTableUnits::metricsAndWhatIsNone()
{
    const test::Csv results = imported(
        "Rank* (UB),Model,#Params,#Tokens,WER,Error rate,Perplexity,BPB,Latency (ms),Cost ($),GPU hours,"
        "Hidden size,Context,Learning rate,Votes,N,MMLU\n"
        "1,A-1B,1.1B,2T,12.1,73.7,19.2,0.92,12,0.10,3000,2048,4096,4e-4,512,1000,26.3\n"
        "2,A-7B,7B,2T,9.5,55.0,11.5,0.81,40,0.90,9000,4096,4096,3e-4,498,1000,45.3\n");
    QStringList found;
    for (qsizetype row = 0; row < results.rows.size(); ++row) {
        QCOMPARE(results.number(row, "train_tokens"), 2e12);
        if (results.at(row, "model") == u"A-1B")
            found << results.at(row, "task") + u' ' + results.at(row, "metric") + u' ' +
                         results.at(row, "value");
    }
    found.sort();
    QCOMPARE(found, (QStringList{u"BPB bits per byte 0.92"_s, u"Error rate error rate 0.737"_s,
                                 u"MMLU accuracy 0.263"_s, u"Perplexity perplexity 19.2"_s,
                                 u"WER word error rate 0.121"_s}));
}

void TestTableUnits::rowsThatAreNoModels()
{
    const test::Csv results = imported("Model,Size,MMLU\nRandom,,25.0\nHuman experts,,89.8\nA-1B,1B,26.3\n"
                                       "A-7B,7B,45.3\nRandomForest-1B,1B,27\nAverage,,46.6\n");
    QStringList models, references;
    for (qsizetype row = 0; row < results.rows.size(); ++row) {
        models << results.at(row, "model");
        references << results.at(row, "reference");
        if (!models.back().isEmpty())
            QCOMPARE(results.number(row, "chance_level"), 0.25);
        else
            QCOMPARE(results.number(row, "value"), 0.898);
    }
    models.sort();
    references.sort();
    QCOMPARE(models, (QStringList{{}, u"A-1B"_s, u"A-7B"_s, u"RandomForest-1B"_s}));
    QCOMPARE(references, (QStringList{{}, {}, {}, u"Human experts"_s}));
}

void TestTableUnits::compute_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("cell");
    QTest::addColumn<double>("flops");
    const auto row = [](const char *header, const char *cell, double flops) {
        QTest::newRow(header) << QByteArray(header) << QByteArray(cell) << flops;
    };
    row("Total train compute (flops)", "2.25e20", 2.25e20);
    row("Compute (PF-days)", "3640", 3640 * 8.64e19);
    row("Training compute (petaflop/s-days)", "2.6", 2.6 * 8.64e19);
    row("Compute (x10^21 FLOPs)", "0.5", 5e20);
    row("Compute (×10^21)", "84", 8.4e22);
    row("Compute (10²¹ FLOP)", "84", 8.4e22);
    row("FLOPs (1E21)", "84", 8.4e22);
    row("Training FLOPs", "3.14e23", 3.14e23);
}

void TestTableUnits::compute()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, cell);
    QFETCH(double, flops);
    const test::Csv results =
        imported("model," + header + ",MMLU\nA-1," + cell + ",26.3\nA-2," + cell + ",43.9\n");
    QCOMPARE(results.rows.size(), 2); // compute is no ability
    QVERIFY2(std::abs(results.number(0, "train_flops") / flops - 1) < 1e-12,
             qPrintable(results.at(0, "train_flops")));
    QCOMPARE(results.at(0, "flops_origin"), u"reported"_s);
}

ONSET_TEST(TestTableUnits)
#include "tst_table_units.moc"
