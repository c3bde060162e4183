#include "core/import/import.h"

#include "core/import/read/mapping.h"
#include "core/store/export.h"
#include "tests/support/draw.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QBuffer>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

const QString kFolder = QStringLiteral(ONSET_SOURCE_DIR "/tests/data/");

ColumnMap mapOf(const QByteArray &json)
{
    QBuffer buffer;
    buffer.setData(json);
    buffer.open(QIODevice::ReadOnly);
    return ColumnMap::read(buffer, u"map.json"_s).value();
}

QString faultOfMap(const QByteArray &json)
{
    QBuffer buffer;
    buffer.setData(json);
    buffer.open(QIODevice::ReadOnly);
    const auto map = ColumnMap::read(buffer, u"map.json"_s);
    return map ? QString() : map.error().what;
}

std::vector<ColumnSurvey> surveys(const std::vector<std::pair<QString, QString>> &columns)
{
    std::vector<ColumnSurvey> found;
    for (const auto &[name, texts] : columns) {
        ColumnSurvey &survey = found.emplace_back();
        survey.name = name;
        for (const QString &text : texts.split(u' '))
            survey.add(text.toStdString());
    }
    return found;
}

QString drawn(const Mapping &mapping)
{
    QString text;
    for (const QJsonValue column : mapping.json()[u"columns"_s].toArray()) {
        QJsonObject object = column.toObject();
        object.remove(u"sample"_s);
        text += QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) + u'\n';
    }
    return text;
}

} // namespace

/// Wide tables, those of the Open LLM Leaderboard among them.
class TestWide : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void readsFiles_data();
    void readsFiles();
    void guesses_data();
    void guesses();
    void mapsBack();
    void refusesMaps_data();
    void refusesMaps();
    void needsSomethingToRead();
    void readsScoresBesideCompute();
};

void TestWide::readsFiles_data()
{
    QTest::addColumn<QString>("map");
    for (const char *name : {"wide/quirks.csv", "wide/archive.csv", "wide/sizes.csv", "wide/seeds.csv",
                             "leaderboard/v1.csv", "leaderboard/v1.json", "leaderboard/v2.csv",
                             "leaderboard/copy.csv", "leaderboard/results_acme__alpha-1b.json"})
        QTest::newRow(name) << QString();
    QTest::newRow("wide/mapped.csv") << kFolder + u"wide/map.json"_s;
}

/// Against a text beside the file; what was found instead is kept in the folder for temporary files.
void TestWide::readsFiles()
{
    QFETCH(QString, map);
    QString name = QString::fromLatin1(QTest::currentDataTag());
    ImportOptions options;
    if (!map.isEmpty()) {
        QFile file(map);
        QVERIFY(file.open(QIODevice::ReadOnly));
        options.map = std::make_shared<const ColumnMap>(mapOf(file.readAll()));
    }
    const QTemporaryDir place;
    Workbook workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    const QString path = kFolder + (options.map ? u"wide/quirks.csv"_s : name);
    const auto imported = importFiles(workbook, {path}, options, progress);
    VERIFY_RESULT(imported);
    const FileReport &file = imported->files.front();
    QString found = u"%1: %2 models, %3 tasks, %4 records, sum %5, %6…%7\n"_s.arg(file.format)
                        .arg(file.models)
                        .arg(file.tasks)
                        .arg(file.records)
                        .arg(file.valueSum)
                        .arg(file.valueMin)
                        .arg(file.valueMax);
    found += drawn(file.mapping) + draw::report(*imported) + u'\n';
    QBuffer table;
    QVERIFY(table.open(QIODevice::WriteOnly));
    VERIFY_RESULT(exportResults(workbook, {}, table, progress));
    found += QString::fromUtf8(table.data()) + draw::workbook(workbook) + u'\n';
    for (const auto &[family, model] : imported->unplaced)
        found += u"unplaced %1/%2\n"_s.arg(family, model);

    QFile golden(kFolder + name.section(u'.', 0, -2) +
                 (name.endsWith(u".json") ? u"-json.txt"_s : u".txt"_s));
    const QString expected =
        golden.open(QIODevice::ReadOnly) ? QString::fromUtf8(golden.readAll()) : QString();
    if (found != expected) {
        QFile actual(QDir::temp().filePath(QFileInfo(golden).fileName()));
        QVERIFY(actual.open(QIODevice::WriteOnly));
        actual.write(found.toUtf8());
    }
    QCOMPARE(found, expected);
}

/// Such a table is none of Epoch's, which hold no scores.
void TestWide::readsScoresBesideCompute()
{
    const QTemporaryDir place;
    QFile table(place.filePath(u"t.csv"_s));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("Model,Organization,Publication date,Params (B),Training compute (FLOP),MMLU,GSM8K\n"
                "a-1b,Acme,2024-01-02,1,1e21,40,20\n"
                "a-7b,Acme,2024-01-02,7,1e22,60,30\n");
    table.close();
    Workbook workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    const auto imported = importFiles(workbook, {table.fileName()}, {}, progress);
    VERIFY_RESULT(imported);
    QCOMPARE(imported->files.front().format, u"wide"_s);
    QCOMPARE(imported->outcome.added, 4);
    QVERIFY(imported->unplaced.empty());
}

void TestWide::guesses_data()
{
    QTest::addColumn<QString>("texts");
    QTest::addColumn<QString>("json");
    const auto row = [](const char *column, const QString &texts, const QString &json) {
        QTest::newRow(column) << texts << json;
    };
    row("Model Size (B)", u"7.0 13"_s, u"\"role\":\"parameters\",\"unit\":\"1e9\""_s);
    row("params", u"7000000000"_s, u"\"role\":\"parameters\",\"unit\":\"1e0\""_s);
    row("params_b", u"7"_s, u"\"role\":\"parameters\",\"unit\":\"1e9\""_s);
    row("Parameters", u"7 70"_s, u"\"role\":\"parameters\",\"unit\":\"1e9\""_s);
    row("Parameters", u"7B 70B"_s, u"\"role\":\"parameters\",\"unit\":\"1e0\""_s);
    row("Pretraining Data Size (T)", u"2.0"_s, u"\"role\":\"tokens\",\"unit\":\"1e12\""_s);
    row("FLOPs (1E21)", u"84.0"_s, u"\"role\":\"flops\",\"unit\":\"1e21\""_s);
    row("Training compute (FLOP)", u"3.1e23"_s, u"\"role\":\"flops\",\"unit\":\"1e0\""_s);
    for (const char *name : {"train_flops", "training_flops", "Training FLOPs", "pretrain_flops",
                             "train_compute", "training_compute_flops", "train_flop"})
        row(name, u"3.1e23"_s, u"\"role\":\"flops\",\"unit\":\"1e0\""_s);
    row("train_zflop", u"310"_s, u"\"role\":\"flops\",\"unit\":\"1e21\""_s);
    row("Family", u"a"_s, u"\"role\":\"family\""_s);
    row("Average", u"0.5"_s, u"\"role\":\"ignored\""_s);
    row("Licence", u"free"_s, u"\"role\":\"ignored\""_s);
    row("Knots", u"0.5 0.25"_s, u"\"metric\":\"accuracy\""_s);
    row("Knots", u"0.5 0.25"_s, u"\"unit\":\"fraction\""_s);
    row("Knots", u"50 25 0"_s, u"\"unit\":\"percent\""_s);
    row("Knots", u"50% 25%"_s, u"\"unit\":\"fraction\""_s);
    row("Knots", u"4.01 2.5"_s, u"\"metric\":\"score\""_s);
    row("Knots", u"4.01 2.5"_s, u"\"unit\":\"1\""_s);
    row("Knots", u"1010 990"_s, u"\"metric\":\"score\""_s);
    row("Knots (EM)", u"0.5"_s, u"\"metric\":\"exact match\""_s);
    row("knots_acc_norm", u"0.5"_s, u"\"metric\":\"normalized accuracy\""_s);
    row("knots_2_exact_match", u"0.5"_s, u"\"shots\":2,\"strategy\":\"\",\"task\":\"knots\""_s);
    row("Knots (25-shot)", u"0.5"_s, u"\"shots\":25,\"strategy\":\"\",\"task\":\"Knots\""_s);
    row("knots_2_exact_match,strict,norm", u"-0.5"_s, u"\"metric\":\"chance-corrected exact match\""_s);
    row("knots_2_exact_match,strict,norm", u"-0.5"_s, u"\"decoding\":\"strict\""_s);
    row("MMLU", u"0.5"_s, u"\"metric\":\"accuracy\""_s);
    row("mmlu_knots", u"0.5"_s, u"\"benchmark\":\"MMLU\""_s);
}

/// The guess of one column holds these members.
void TestWide::guesses()
{
    QFETCH(QString, texts);
    const Mapping mapping = guessedMapping(surveys({{QString::fromLatin1(QTest::currentDataTag()), texts}}));
    const QString found = drawn(mapping);
    QFETCH(QString, json);
    QVERIFY2(found.contains(json), qPrintable(found));
}

/// A mapping that was written overrides any guess of the same columns with itself.
void TestWide::mapsBack()
{
    const auto columns = surveys({{u"Model"_s, u"a b"_s}, {u"Knots"_s, u"0.5"_s}, {u"knots"_s, u"50 60"_s}});
    Mapping mapping = guessedMapping(columns);
    mapping.columns[1].chance = 0.125;
    mapping.columns[2].metric = u"exact match"_s;
    const ColumnMap map = mapOf(QJsonDocument(mapping.json()).toJson());
    QCOMPARE(map.misfit({"model", "knots", "knots"}), QString());
    QVERIFY(map.misfit({"model", "knots"}).contains(u"columns[2].name"_s));
    Mapping again = guessedMapping(columns);
    VERIFY_RESULT(map.applyTo(again, columns));
    QCOMPARE(drawn(again), drawn(mapping));
}

void TestWide::refusesMaps_data()
{
    QTest::addColumn<QString>("place");
    const auto row = [](const char *json, const QString &place) { QTest::newRow(json) << place; };
    row("{", u"line 1"_s);
    row("{}", u"top level"_s);
    row(R"({"columns": []})", u"top level"_s);
    row(R"({"columns": [7]})", u"columns[0] "_s);
    row(R"({"columns": [{"role": "score"}]})", u"columns[0] "_s);
    row(R"({"columns": [{"name": "a", "role": "points"}]})", u"columns[0].role"_s);
    row(R"({"columns": [{"name": "a", "unit": "1e99"}]})", u"columns[0].unit"_s);
    row(R"({"columns": [{"name": "a", "role": "family", "unit": "1e9"}]})", u"columns[0].unit"_s);
    row(R"({"columns": [{"name": "a", "role": "tokens", "unit": "percent"}]})", u"columns[0].unit"_s);
    row(R"({"columns": [{"name": "a", "shots": 1.5}]})", u"columns[0].shots"_s);
    row(R"({"columns": [{"name": "a", "chance": "high"}]})", u"columns[0].chance"_s);
    row(R"({"columns": [{"name": "a"}, {"name": "b", "metrik": "acc"}]})", u"columns[1].metrik"_s);
}

void TestWide::refusesMaps()
{
    QFETCH(QString, place);
    const QString fault = faultOfMap(QTest::currentDataTag());
    QVERIFY2(fault.contains(place), qPrintable(fault));
}

void TestWide::needsSomethingToRead()
{
    const QTemporaryDir place;
    Workbook workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    const auto imported = importFiles(workbook, {kFolder + u"wide/empty.csv"_s}, {}, progress);
    QVERIFY(!imported);
    QVERIFY2(imported.error().what.contains(u"no column of scores"_s), qPrintable(imported.error().what));
}

ONSET_TEST(TestWide)
#include "tst_wide.moc"
