#include "core/curve/metric.h"
#include "core/figure/figure_spec.h"
#include "core/import/import.h"
#include "core/store/curves.h"
#include "core/store/figures.h"
#include "tests/support/csv.h"
#include "tests/support/test_class.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// The bundled tables say what they are, and every number in them can be true.
class TestDatasets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void about_data() { eachDataset(); }
    void about();
    void rows_data() { eachTable(); }
    void rows();
    void flops_data() { eachTable(); }
    void flops();
    void annotations_data() { eachDataset(); }
    void annotations();
    void importsWithoutRefusal();
    void manyCurves();
    void figuresFindTheirCurves();

private:
    static void eachDataset();
    static void eachTable();
    static QDir folder() { return QDir(QStringLiteral(ONSET_SOURCE_DIR "/datasets")); }
    static test::Csv table(const QString &dataset);
    static QJsonObject about(const QString &dataset);

    QTemporaryDir m_folder;
    std::optional<Workbook> m_workbook; ///< filled from all datasets
    QSet<QString> m_explained;          ///< models whose compute is explained in some about.json
};

namespace {

const QStringList kColumns =
    u"model_family,model,checkpoint,params,train_tokens,train_flops,flops_origin,date,"
    "benchmark,task,strategy,shots,decoding,metric,value,stderr,n_examples,"
    "chance_level,reference,note,source"_s.split(u',');

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool positiveOrEmpty(const test::Csv &table, qsizetype row, const char *column)
{
    return table.at(row, column).isEmpty() ||
           (table.number(row, column) > 0 && std::isfinite(table.number(row, column)));
}

} // namespace

void TestDatasets::eachDataset()
{
    QTest::addColumn<QString>("dataset");
    for (const QString &name : folder().entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (QFile::exists(folder().filePath(name + u"/about.json"_s)))
            QTest::newRow(qPrintable(name)) << name;
}

void TestDatasets::eachTable()
{
    QTest::addColumn<QString>("dataset");
    for (const QString &name : folder().entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (QFile::exists(folder().filePath(name + u"/table.csv"_s)))
            QTest::newRow(qPrintable(name)) << name;
}

test::Csv TestDatasets::table(const QString &dataset)
{
    return test::readCsv(bytesOf(folder().filePath(dataset + u"/table.csv"_s)));
}

QJsonObject TestDatasets::about(const QString &dataset)
{
    return QJsonDocument::fromJson(bytesOf(folder().filePath(dataset + u"/about.json"_s))).object();
}

void TestDatasets::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    for (const QString &name : folder().entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        for (const QJsonValue &exception : about(name)[u"flops_exceptions"_s].toArray())
            if (!exception[u"why"_s].toString().isEmpty())
                m_explained << exception[u"model"_s].toString();

    auto workbook = Workbook::open(m_folder.filePath(u"all.onset"_s), Workbook::Mode::Create);
    QVERIFY2(workbook, qPrintable(workbook ? QString() : workbook.error().what));
    m_workbook.emplace(std::move(*workbook));
    Progress progress;
    const auto filled = importBundled(*m_workbook, folder().path(), progress);
    QVERIFY2(filled, qPrintable(filled ? QString() : filled.error().what));
    QVERIFY(*filled >= 10);
}

void TestDatasets::about()
{
    QFETCH(QString, dataset);
    const QJsonObject about = TestDatasets::about(dataset);
    QCOMPARE(about[u"name"_s].toString(), dataset);
    for (const char *text : {"title", "description", "licence", "published"})
        QVERIFY2(!about[QLatin1StringView(text)].toString().isEmpty(), text);
    QVERIFY(!about[u"papers"_s].toArray().isEmpty());
    for (const QJsonValue &paper : about[u"papers"_s].toArray()) {
        QVERIFY(!paper[u"title"_s].toString().isEmpty());
        QVERIFY(!paper[u"authors"_s].toString().isEmpty());
        QVERIFY(paper[u"year"_s].toInt() > 2015);
    }
    QVERIFY(!about[u"columns"_s].toObject().isEmpty());
    for (const QJsonValue &chance : about[u"chance"_s].toArray())
        QVERIFY2(!chance[u"source"_s].toString().isEmpty(), qPrintable(chance[u"benchmark"_s].toString()));
}

void TestDatasets::rows()
{
    static const QRegularExpression isoDate(uR"(^\d{4}(-\d\d(-\d\d)?)?$)"_s);
    static const QSet<QString> origins{u"reported"_s, u"6ND"_s, u"inferred"_s};
    QFETCH(QString, dataset);
    const test::Csv table = TestDatasets::table(dataset);
    QCOMPARE(table.header, kColumns);
    QVERIFY(!table.rows.isEmpty());
    QCOMPARE(table.rows.size(), TestDatasets::about(dataset)[u"rows"_s].toInt());

    QSet<QStringList> keys;
    for (qsizetype i = 0; i < table.rows.size(); ++i) {
        const QByteArray where = QByteArray("line ") + QByteArray::number(i + 2);
        const auto at = [&](const char *column) { return table.at(i, column); };
        QVERIFY2(table.rows[i].size() == kColumns.size(), where);
        QVERIFY2(!at("source").isEmpty(), where);
        QVERIFY2(at("reference").isEmpty() != at("model").isEmpty(), where);
        QVERIFY2(at("model").isEmpty() == at("model_family").isEmpty(), where);
        for (const char *scale : {"params", "train_tokens", "train_flops", "n_examples"})
            QVERIFY2(positiveOrEmpty(table, i, scale), where + ' ' + scale);
        QVERIFY2(at("train_flops").isEmpty() == at("flops_origin").isEmpty(), where);
        QVERIFY2(at("flops_origin").isEmpty() || origins.contains(at("flops_origin")), where);
        QVERIFY2(at("date").isEmpty() || isoDate.match(at("date")).hasMatch(), where);
        QVERIFY2(at("shots").isEmpty() || table.number(i, "shots") >= 0, where);
        if (at("value").isEmpty()) { // the scales of a model without results
            QVERIFY2(at("task").isEmpty() && at("metric").isEmpty(), where);
            continue;
        }

        QVERIFY2(!at("benchmark").isEmpty() && !at("task").isEmpty() && !at("metric").isEmpty(), where);
        const Metric metric = metricNamed(at("metric"));
        const auto inRange = [&](double value) { return value >= metric.low && value <= metric.high; };
        QVERIFY2(metric.name == at("metric"), where + " not the field's standard term");
        QVERIFY2(inRange(table.number(i, "value")), where + " value");
        QVERIFY2(at("chance_level").isEmpty() || inRange(table.number(i, "chance_level")), where + " chance");
        QVERIFY2(at("stderr").isEmpty() || table.number(i, "stderr") >= 0, where);

        QStringList key;
        for (const char *column : {"model_family", "model", "checkpoint", "benchmark", "task", "strategy",
                                   "shots", "decoding", "metric", "reference"})
            key << at(column);
        QVERIFY2(!keys.contains(key), where + " repeats a key");
        keys << key;
    }
}

void TestDatasets::flops()
{
    QFETCH(QString, dataset);
    const test::Csv table = TestDatasets::table(dataset);
    QStringList unexplained;
    for (qsizetype i = 0; i < table.rows.size(); ++i) {
        const double stated = table.number(i, "train_flops");
        const double sixNd = 6 * table.number(i, "params") * table.number(i, "train_tokens");
        const bool agrees = std::abs(stated / sixNd - 1) <= 0.10; // false when one of them is not known
        if (!std::isnan(stated) && !agrees && !m_explained.contains(table.at(i, "model")))
            unexplained << u"line %1, %2: stated %3, 6ND %4"_s.arg(i + 2)
                               .arg(table.at(i, "model"))
                               .arg(stated)
                               .arg(sixNd);
    }
    QVERIFY2(unexplained.isEmpty(), qPrintable(unexplained.join(u'\n')));
}

void TestDatasets::annotations()
{
    QFETCH(QString, dataset);
    const QString path = folder().filePath(dataset + u"/annotations.csv"_s);
    if (!QFile::exists(path))
        return;
    const test::Csv table = test::readCsv(bytesOf(path));
    QCOMPARE(table.header.join(u','), u"benchmark,task,key,value,source"_s);
    QVERIFY(!table.rows.isEmpty());
    for (const QStringList &row : table.rows) {
        QCOMPARE(row.size(), 5);
        QVERIFY2(!row.contains(QString()), qPrintable(row.join(u',')));
    }
}

void TestDatasets::importsWithoutRefusal()
{
    const auto imports = Imports(*m_workbook).list();
    QVERIFY(imports);
    for (const ImportInfo &import : *imports) {
        QVERIFY2(import.bundled, qPrintable(import.name));
        QVERIFY2(import.refused == 0, qPrintable(import.name));
    }
}

void TestDatasets::manyCurves()
{
    const auto curves = Curves(*m_workbook).find({}, Scale{});
    QVERIFY(curves);
    const auto long_ =
        std::ranges::count_if(*curves, [](const Curve &curve) { return curve.points.size() >= 4; });
    QVERIFY2(long_ > 300,
             qPrintable(u"%1 of %2 curves have four or more models"_s.arg(long_).arg(curves->size())));
}

void TestDatasets::figuresFindTheirCurves()
{
    const auto figures = Figures(*m_workbook).list();
    QVERIFY(figures);
    for (const char *paper :
         {"Figure 2", "Figure 3", "Figure 4", "Table 1", "Compute-equivalent gain", "Metric lens"})
        QVERIFY2(std::ranges::any_of(*figures,
                                     [&](const Figures::Entry &figure) {
                                         return figure.name.startsWith(QLatin1StringView(paper));
                                     }),
                 paper);
    const Curves curves(*m_workbook);
    QStringList missing;
    for (const Figures::Entry &figure : *figures) {
        const auto spec = figureFromJson(figure.json);
        QVERIFY2(spec, qPrintable(figure.name));
        for (const PanelSpec &panel : spec->panels)
            for (const CurveSpec &curve : panel.curves)
                if (const auto found = curves.one(curve.key, panel.x, curve.source); !found)
                    missing << figure.name + u": "_s + found.error().what;
                else if (found->points.empty())
                    missing << figure.name + u": no points: "_s + curve.key.family + u' ' + curve.key.task;
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
}

ONSET_TEST(TestDatasets)
#include "tst_datasets.moc"
