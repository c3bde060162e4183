#include "core/import/names/model_joins.h"

#include "core/store/curves.h"
#include "core/store/models.h"
#include "core/store/user_facts.h"
#include "tests/support/draw.h"
#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTest>

#include <sqlite3.h>

using namespace onset;
using namespace Qt::StringLiterals;

class TestModelJoins : public QObject
{
    Q_OBJECT
private slots:
    void joinsNames_data();
    void joinsNames();
    void theUserGoesBefore();
    void keepsTheLargerFamily();
    void joinedNamesShareScalesAndCurves();
    void namesAreJoinedInTheTransactionOfTheImport();
    void leavesTheBundledTablesAlone();
    void looksOnceAtEachUnplacedModel();
    void countsJoinedNamesOnceAmongTheUnplaced();
};

namespace {

/// "family: name" of each name, the oldest first, separated by ';'.
std::vector<ModelName> namesIn(const QString &text)
{
    std::vector<ModelName> names;
    for (const QString &name : text.split(u';')) {
        const QStringList parts = name.split(u':');
        names.push_back({parts[0].trimmed(), parts[1].trimmed()});
    }
    return names;
}

QString drawn(const std::vector<SameModel> &joins)
{
    QStringList lines;
    for (const auto &[name, same] : joins)
        lines << u"%1: %2 = %3: %4"_s.arg(name.family, name.model, same.family, same.model);
    return lines.join(u'\n');
}

} // namespace

void TestModelJoins::joinsNames_data()
{
    QTest::addColumn<QString>("names");
    QTest::addColumn<QStringList>("unused");
    QTest::addColumn<QString>("joins");
    const QString two = u"P: pythia-1.4b; P: EleutherAI/pythia-1.4b"_s;
    QTest::newRow("organisation") << two << QStringList() << u"P: EleutherAI/pythia-1.4b = P: pythia-1.4b"_s;
    QTest::newRow("not without the rule") << two << QStringList{u"organisation"_s} << QString();
    QTest::newRow("deduplicated is another")
        << u"P: pythia-1.4b; P: pythia-1.4b-deduped"_s << QStringList() << QString();
    QTest::newRow("another version") << u"M: Mistral-7B-v0.1; M: Mistral-7B-v0.3"_s << QStringList()
                                     << QString();
    QTest::newRow("spelling") << u"O: opt-125m; O: OPT 125M"_s << QStringList()
                              << u"O: OPT 125M = O: opt-125m"_s;
    QTest::newRow("number format") << u"L: Llama-2-7b; L: meta-llama/Llama-2-7b-hf"_s << QStringList()
                                   << u"L: meta-llama/Llama-2-7b-hf = L: Llama-2-7b"_s;
    QTest::newRow("former name") << u"B: bloom350m; B: bloom-560m"_s << QStringList()
                                 << u"B: bloom350m = B: bloom-560m"_s;
    QTest::newRow("an earlier checkpoint") << u"B: bloom-350m; B: bloom-560m"_s << QStringList() << QString();
    QTest::newRow("two organisations")
        << u"a: x/tuned-7b; a: y/tuned-7b; a: tuned-7b"_s << QStringList() << QString();
    QTest::newRow("two of a known model") << u"O: facebook/opt-125m; O: me/opt-125m"_s << QStringList()
                                          << u"O: me/opt-125m = O: facebook/opt-125m"_s;
    QTest::newRow("sizes of two families") << u"A: 8B; B: 8B"_s << QStringList() << QString();
    QTest::newRow("runs of two families") << u"A: run 1; B: run 1"_s << QStringList() << QString();
    QTest::newRow("families by two names") << u"opt: opt-125m; OPT: facebook/opt-125m; OPT: opt-9b"_s
                                           << QStringList() << u"opt: opt-125m = OPT: facebook/opt-125m"_s;
    QTest::newRow("path") << u"P: pythia-1b; P: /models/x/pythia-1b"_s << QStringList()
                          << u"P: /models/x/pythia-1b = P: pythia-1b"_s;
}

void TestModelJoins::joinsNames()
{
    QFETCH(const QString, names);
    QFETCH(const QStringList, unused);
    QTEST(drawn(joinsOf(namesIn(names), unused, {})), "joins");
}

void TestModelJoins::theUserGoesBefore()
{
    const auto names = namesIn(u"P: pythia-1.4b; P: EleutherAI/pythia-1.4b; P: mine"_s);
    QCOMPARE(drawn(joinsOf(names, {}, {{names[1], names[1]}})), QString());
    QCOMPARE(drawn(joinsOf(names, {}, {{names[2], names[1]}})),
             u"P: EleutherAI/pythia-1.4b = P: pythia-1.4b\nP: mine = P: pythia-1.4b"_s);
    QCOMPARE(drawn(joinsOf(names, {}, {{names[0], names[2]}})), u"P: pythia-1.4b = P: mine"_s);
    QCOMPARE(drawn(joinsOf(names, {}, {{{u"P"_s, u"gone"_s}, names[0]}})),
             u"P: EleutherAI/pythia-1.4b = P: pythia-1.4b"_s);
}

void TestModelJoins::keepsTheLargerFamily()
{
    QCOMPARE(drawn(joinsOf(namesIn(u"qwen: qwen-7b; Qwen: qwen-7b; Qwen: qwen-14b"_s), {}, {})),
             u"qwen: qwen-7b = Qwen: qwen-7b"_s);
}

/// A crash finds the import with its names joined, or none of it.
void TestModelJoins::namesAreJoinedInTheTransactionOfTheImport()
{
    test::SampleFolder folder;
    auto workbook = Workbook::open(folder.path(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    const QString table =
        folder.write(u"a.csv"_s, "model_family,model,train_flops,benchmark,task,metric,value\n"
                                 "Fam,fam-a-1b,1e20,B,T,accuracy,0.1\n"
                                 "fam,org/fam-a-1b,,B,U,accuracy,0.3\n");
    int commits = 0;
    sqlite3_commit_hook(
        workbook.handle(), [](void *count) { return ++*static_cast<int *>(count), 0; }, &commits);
    VERIFY_RESULT(importFiles(workbook, {table}, {}, progress));
    QCOMPARE(SameModels(workbook).joined().value().size(), 1u);
    QCOMPARE(commits, 1);
}

void TestModelJoins::joinedNamesShareScalesAndCurves()
{
    test::SampleFolder folder;
    auto workbook = Workbook::open(folder.path(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    const auto import = [&](const QString &name, const QByteArray &text) {
        return importFiles(workbook, {folder.write(name, text)}, {}, progress).value();
    };
    const QByteArray header = "model_family,model,train_flops,benchmark,task,metric,value\n";
    const ImportReport first = import(u"a.csv"_s, header + "Fam,fam-a-1b,,B,T,accuracy,0.1\n"
                                                           "Fam,fam-a-2b,2e20,B,T,accuracy,0.2\n");
    QCOMPARE(first.unplaced.size(), 1u);
    const ImportReport second = import(u"b.csv"_s, header + "fam,org/fam-a-1b,1e20,B,U,accuracy,0.3\n"
                                                            "fam,org/fam-a-2b,,B,U,accuracy,0.4\n");
    QVERIFY(second.unplaced.empty());
    QCOMPARE(draw::curves(Curves(workbook).find({}, {}).value()),
             u"Fam | B/T/accuracy | not stated: fam-a-1b 1e+20 0.1; fam-a-2b 2e+20 0.2\n"
             "Fam | B/U/accuracy | not stated: fam-a-1b 1e+20 0.3; fam-a-2b 2e+20 0.4"_s);
    QCOMPARE(listModels(workbook).value().size(), 2u);
    QCOMPARE(listModels(workbook).value().front().otherNames, QStringList{u"fam: org/fam-a-1b"_s});

    VERIFY_RESULT(SameModels(workbook).use(u"organisation"_s, false));
    QVERIFY(rejoin(workbook).value());
    QCOMPARE(listModels(workbook).value().size(), 4u);
    VERIFY_RESULT(SameModels(workbook).use(u"organisation"_s, true));
    QVERIFY(rejoin(workbook).value());
    QVERIFY(!rejoin(workbook).value());

    VERIFY_RESULT(Imports(workbook).undo(first.outcome.id));
    VERIFY_RESULT(rejoin(workbook));
    QCOMPARE(listModels(workbook).value().size(), 2u);
    VERIFY_RESULT(Imports(workbook).undo(second.outcome.id));
    VERIFY_RESULT(rejoin(workbook));
    QVERIFY(listModels(workbook).value().empty());
    VERIFY_RESULT(workbook.check(true, progress));
}

/// Each compared with those before it, so many would take longer than a test may.
void TestModelJoins::looksOnceAtEachUnplacedModel()
{
    test::SampleFolder folder;
    auto workbook = Workbook::open(folder.path(u"w.onset"_s), Workbook::Mode::Create).value();
    std::vector<ImportWriter::Unplaced> models;
    for (int i = 0; i < 1'000'000; ++i)
        models.push_back({u"F"_s, QString::number(i)});
    const auto left = stillUnplaced(workbook, models);
    VERIFY_RESULT(left);
    QCOMPARE(left->size(), models.size());
}

void TestModelJoins::countsJoinedNamesOnceAmongTheUnplaced()
{
    test::SampleFolder folder;
    auto workbook = Workbook::open(folder.path(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    const auto unplaced = [&](const QString &name, const QByteArray &rows) {
        const QByteArray header = "model_family,model,params,train_flops,benchmark,task,metric,value\n";
        const auto report = importFiles(workbook, {folder.write(name, header + rows)}, {}, progress).value();
        QStringList names;
        for (const auto &[family, model] : report.unplaced)
            names << family + u": "_s + model;
        return names;
    };
    QCOMPARE(unplaced(u"a.csv"_s, "F,f-a-1b,,,B,T,accuracy,0.1\nF,org/f-a-1b,,,B,U,accuracy,0.1\n"
                                  "F,f-b-1b,,,B,T,accuracy,0.1\n"),
             (QStringList{u"F: f-a-1b"_s, u"F: f-b-1b"_s}));
    VERIFY_RESULT(UserFacts(workbook).setScale({u"F"_s, u"f-b-1b"_s, {}, Quantity::Flops}, 1e20));
    QCOMPARE(unplaced(u"b.csv"_s, "F,org/f-a-1b,,,B,V,accuracy,0.1\nF,f-b-1b,,,B,V,accuracy,0.1\n"),
             QStringList{u"F: f-a-1b"_s});
    QCOMPARE(unplaced(u"c.csv"_s, "F,f-a-1b,1e9,1e20,B,W,accuracy,0.1\n"), QStringList());
    QCOMPARE(unplaced(u"d.csv"_s, "F,org/f-a-1b,,,B,X,accuracy,0.1\n"), QStringList());
}

/// Their names were chosen by hand.
void TestModelJoins::leavesTheBundledTablesAlone()
{
    test::SampleFolder folder;
    auto workbook = Workbook::open(folder.path(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;
    VERIFY_RESULT(importBundled(workbook, QStringLiteral(ONSET_SOURCE_DIR "/datasets"), progress));
    QCOMPARE(drawn(SameModels(workbook).joined().value()), QString());
}

ONSET_TEST(TestModelJoins)
#include "tst_model_joins.moc"
