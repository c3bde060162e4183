#include "core/import/import.h"

#include "core/import/names/checkpoint_name.h"
#include "core/import/names/known_models.h"
#include "core/store/export.h"
#include "tests/support/draw.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QBuffer>
#include <QDir>
#include <QTemporaryDir>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

const QString kFolder = QStringLiteral(ONSET_SOURCE_DIR "/tests/data/lm-eval/");

class TestLmEval : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void readsFiles_data();
    void readsFiles();
    void findsFamilies_data();
    void findsFamilies();
    void knowsModels();
    void findsCheckpoints_data();
    void findsCheckpoints();
};

void TestLmEval::readsFiles_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"v0.3", "neox", "v0.4", "prompts", "acme-1b/bslmeval"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

/// Against a text beside the file; what was found instead is kept in the folder for temporary files.
void TestLmEval::readsFiles()
{
    QFETCH(QString, name);
    const QTemporaryDir place;
    Workbook workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    const auto imported = importFiles(workbook, {kFolder + name + u".json"_s}, {}, progress);
    VERIFY_RESULT(imported);
    const FileReport &file = imported->files.front();
    QCOMPARE(file.format, u"lm-eval"_s);
    QString found = u"%1 models, %2 tasks, %3 records, sum %4, %5…%6\n"_s.arg(file.models)
                        .arg(file.tasks)
                        .arg(file.records)
                        .arg(file.valueSum)
                        .arg(file.valueMin)
                        .arg(file.valueMax);
    found += draw::report(*imported) + u'\n';
    QBuffer table;
    QVERIFY(table.open(QIODevice::WriteOnly));
    VERIFY_RESULT(exportResults(workbook, {}, table, progress));
    found += QString::fromUtf8(table.data());
    for (const auto &[family, model] : imported->unplaced)
        found += u"unplaced %1/%2\n"_s.arg(family, model);

    QFile golden(kFolder + name + u".txt"_s);
    const QString expected =
        golden.open(QIODevice::ReadOnly) ? QString::fromUtf8(golden.readAll()) : QString();
    if (found != expected) {
        QFile actual(QDir::temp().filePath(u"lm-eval-%1.txt"_s.arg(QFileInfo(name).fileName())));
        QVERIFY(actual.open(QIODevice::WriteOnly));
        actual.write(found.toUtf8());
    }
    QCOMPARE(found, expected);
}

void TestLmEval::findsFamilies_data()
{
    QTest::addColumn<QString>("family");
    for (const auto &[model, family] : std::initializer_list<std::pair<const char *, QString>>{
             {"Qwen1.5-0.5B", u"Qwen1.5"_s},
             {"Meta-Llama-3-8B-Instruct", u"Meta-Llama-3-Instruct"_s},
             {"Llama-2-13b-hf", u"Llama-2"_s},
             {"bloom-1b1", u"bloom"_s},
             {"bloom-560m", u"bloom"_s},
             {"opt-1.3b", u"opt"_s},
             {"Mixtral-8x7B-v0.1", u"Mixtral-v0.1"_s},
             {"7B", u"7B"_s},
             {"gpt-4o-mini", u"gpt-4o-mini"_s},
             {"gpt2", u"gpt2"_s},
         })
        QTest::newRow(model) << family;
}

void TestLmEval::findsFamilies()
{
    QTEST(familyByName(QString::fromLatin1(QTest::currentDataTag())), "family");
}

void TestLmEval::knowsModels()
{
    const KnownModel *const known = knownModel("EleutherAI/pythia-v1.1-1b-bf16");
    QVERIFY(known);
    QCOMPARE(known->family, u"Pythia"_s);
    QCOMPARE(known->parameters, 1011781632.0);
    QCOMPARE(known->tokensPerStep, 2097152.0);
    QVERIFY(knownModel("pythia-1.3B"));
    QCOMPARE(knownModel("x/pythia-1.4b_deduped")->family, u"Pythia (deduped)"_s);
    QVERIFY(!knownModel("pythia"));
    QCOMPARE(parametersByName(u"alpha-4b"_s), 4e9);
    QVERIFY(std::isnan(parametersByName(u"alpha-0b"_s)));
    QCOMPARE(stepOf("step512"), 512.0);
    QCOMPARE(stepOf("global_step71500"), 71500.0);
    QVERIFY(std::isnan(stepOf("step")));
    QVERIFY(std::isnan(stepOf("main")));
}

void TestLmEval::findsCheckpoints_data()
{
    QTest::addColumn<QString>("found");
    for (const auto &[path, found] : std::initializer_list<std::pair<const char *, QString>>{
             {"/data/u/ckpts/wren-1b/step-2000/hf", u"wren-1b step2000"_s},
             {"./out/wren-1b/checkpoint-1000", u"wren-1b step1000"_s},
             {"/ckpts/wren-1b/iter_0001000/", u"wren-1b step1000"_s},
             {"/ckpts/wren-1b/global_step500/hf_model", u"wren-1b step500"_s},
             {"C:\\runs\\wren-1b\\ckpt_40\\hf", u"wren-1b step40"_s},
             {"/ckpts/wren-1b/checkpoints/1000", u"wren-1b step1000"_s},
             {"/ckpts/wren-1b_step1000", u"wren-1b step1000"_s},
             {"wren-1b-checkpoint-1000", u"wren-1b step1000"_s},
             {"lab/wren-1.1B-intermediate-step-1431k-3T", u"wren-1.1B step1431000 3e+12"_s},
             {"wren-1b-stage1-step1000-tokens5B", u"wren-1b stage1-step1000 5e+09"_s},
             {"/ckpts/wren-1b/stage2-ingredient1-step1000-tokens3B",
              u"wren-1b stage2-ingredient1-step1000"_s},
             {"lab/wren-1b-rounds-iter3", u"wren-1b-rounds-iter3"_s},
             {"/ckpts/wren-1b/epoch_3", u"wren-1b epoch3"_s},
             {"/runs/7b/hf_model", u"7b"_s},
             {"/cache/models--lab--wren-1b/snapshots/0123456789abcdef0123456789abcdef01234567", u"wren-1b"_s},
             {"lab/wren-1b", u"wren-1b"_s},
             {"lab/wren-v2-instruct", u"wren-v2-instruct"_s},
             {"gpt2", u"gpt2"_s},
             {"hf", u""_s},
             {"", u""_s},
         })
        QTest::newRow(path) << found;
}

void TestLmEval::findsCheckpoints()
{
    const CheckpointName name = checkpointIn(QTest::currentDataTag());
    QStringList found{QString::fromStdString(name.model), QString::fromStdString(name.checkpoint)};
    if (!std::isnan(name.tokens))
        found << QString::number(name.tokens);
    found.removeAll(QString());
    QTEST(found.join(u' '), "found");
    QCOMPARE(tokensOf("stage1-step1000-tokens5B"), 5e9);
    QVERIFY(std::isnan(tokensOf("step1000")));
    QVERIFY(std::isnan(tokensOf("stage2-ingredient1-step1000-tokens3B")));
}

ONSET_TEST(TestLmEval)
#include "tst_lm_eval.moc"
