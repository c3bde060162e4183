#include "core/import/import.h"

#include "core/store/curves.h"
#include "core/store/export.h"
#include "core/store/models.h"
#include "tests/support/draw.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QBuffer>
#include <QDirIterator>
#include <QTemporaryDir>

using namespace onset;
using namespace Qt::StringLiterals;

const QString kFolder = QStringLiteral(ONSET_SOURCE_DIR "/tests/data/");

/// Folders of small files in formats that others publish.
class TestPublished : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void readsFolders_data();
    void readsFolders();
    void showsARunAlongItsSteps();
    void placesVersionsOfModelsImportedBefore();
};

namespace {

/// Everything in a folder but what a test expects of it, by name.
QStringList filesOf(const QString &folder)
{
    QStringList files;
    QDirIterator all(kFolder + folder, {u"*.csv"_s, u"*.json"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext())
        files << all.next();
    files.sort();
    return files;
}

QString number(double value) { return std::isnan(value) ? u"-"_s : QString::number(value); }

QString found(const ImportReport &report, Workbook &workbook)
{
    QString text;
    for (const FileReport &file : report.files)
        text += u"%1: %2, %3 models, %4 tasks, %5 records, sum %6, %7…%8\n"_s.arg(file.file, file.format)
                    .arg(file.models)
                    .arg(file.tasks)
                    .arg(file.records)
                    .arg(number(file.valueSum), number(file.valueMin), number(file.valueMax));
    text += draw::report(report) + u'\n';
    Progress progress;
    QBuffer table;
    if (table.open(QIODevice::WriteOnly) && exportResults(workbook, {}, table, progress))
        text += QString::fromUtf8(table.data());
    for (const auto &[family, model] : report.unplaced)
        text += u"unplaced %1/%2\n"_s.arg(family, model);
    const std::vector<ModelInfo> models = listModels(workbook).value();
    for (const ModelInfo &model : models)
        text += u"%1/%2@%3 N %4, D %5, C %6 %7, %8\n"_s.arg(
            model.family, model.model, model.checkpoint, number(model.parameters), number(model.tokens),
            number(model.flops), model.flopsFrom.origin, model.date);
    return text;
}

} // namespace

void TestPublished::readsFolders_data()
{
    QTest::addColumn<QStringList>("formats");
    QTest::newRow("train-log") << QStringList{u"train-log"_s, u"train-summary"_s, u"train-log"_s,
                                              u"train-log"_s, u"ladder-config"_s};
    QTest::newRow("per-item") << QStringList(4, u"per-item"_s);
    QTest::newRow("epoch") << QStringList{u"epoch-benchmark"_s, u"epoch-benchmark"_s, u"epoch-benchmark"_s,
                                          u"epoch-benchmark"_s, u"epoch-models"_s,    u"epoch-models"_s};
    QTest::newRow("long") << QStringList(2, u"long"_s);
    QTest::newRow("models-table") << QStringList{u"model-metadata"_s, u"models-table"_s};
}

/// Against expected.txt in the folder; what was found instead is kept in the folder for temporary files.
void TestPublished::readsFolders()
{
    QFETCH(const QStringList, formats);
    const QString folder = QString::fromLatin1(QTest::currentDataTag());
    const QTemporaryDir place;
    Workbook workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    const auto imported = importFiles(workbook, filesOf(folder), {}, progress);
    VERIFY_RESULT(imported);
    QStringList recognised;
    for (const FileReport &file : imported->files)
        recognised << file.format;
    QCOMPARE(recognised, formats);

    const QString actual = found(*imported, workbook);
    QFile golden(kFolder + folder + u"/expected.txt"_s);
    const QString expected =
        golden.open(QIODevice::ReadOnly) ? QString::fromUtf8(golden.readAll()) : QString();
    if (actual != expected) {
        QFile kept(QDir::temp().filePath(folder + u"-expected.txt"_s));
        QVERIFY(kept.open(QIODevice::WriteOnly));
        kept.write(actual.toUtf8());
    }
    QCOMPARE(actual, expected);
}

void TestPublished::showsARunAlongItsSteps()
{
    const QTemporaryDir place;
    Workbook workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    VERIFY_RESULT(importFiles(workbook, {kFolder + u"train-log/clock_seed_0.csv"_s}, {}, progress));
    const Scale steps{.kind = Scale::Kind::Measure,
                      .measure = {u"train-log"_s, u"steps"_s, u"training steps"_s}};
    QVERIFY(steps.logarithmic());
    const auto runs =
        Curves(workbook).find({.task = u"test"_s, .metric = u"accuracy"_s, .runs = true}, steps);
    VERIFY_RESULT(runs);
    QCOMPARE(draw::curves(*runs),
             u"train-log/clock_seed_0 | train-log/test/accuracy | not stated | chance 0.2: "
             "clock_seed_0@step100 100 0.25; clock_seed_0@step1000 1000 1 | 1 unplaced"_s);
}

void TestPublished::placesVersionsOfModelsImportedBefore()
{
    const QTemporaryDir place;
    Workbook workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    VERIFY_RESULT(importFiles(workbook, {kFolder + u"epoch/models.csv"_s}, {}, progress));
    const auto scores = importFiles(
        workbook,
        {kFolder + u"epoch/model_versions.csv"_s, kFolder + u"epoch/external_benchmark_desktop.csv"_s}, {},
        progress);
    VERIFY_RESULT(scores);
    QCOMPARE(scores->unplaced.size(), std::size_t(1)); // the one without a version
    const auto curves = Curves(workbook).find({.benchmark = u"desktop"_s}, {});
    VERIFY_RESULT(curves);
    QCOMPARE(curves->front().points.front().flops, 7.5e24);
    QVERIFY(curves->front().points.front().flopsEstimated);
}

ONSET_TEST(TestPublished)
#include "tst_published.moc"
