#include "core/store/curves.h"
#include "core/store/imports.h"
#include "core/store/models.h"
#include "tests/support/verify.h"

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <random>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRounds = 50;
constexpr int kRows = 2400;

} // namespace

class TestCrash : public QObject
{
    Q_OBJECT

private slots:
    void leavesImportsWholeOrAbsent();
};

/// Kills a program that imports and undoes without end, each time at another moment.
void TestCrash::leavesImportsWholeOrAbsent()
{
    const QTemporaryDir folder;
    const QString table = folder.filePath(u"t.csv"_s), path = folder.filePath(u"w.onset"_s);
    QFile file(table);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("family,model,train_flops,benchmark,task,metric,value,chance\n");
    for (int i = 0; i < kRows; ++i)
        file.write(QStringLiteral("F,m%1,%2e20,B,task %3,accuracy,0.5,0.25\n")
                       .arg(i % 12)
                       .arg(i % 12 + 1)
                       .arg(i / 12)
                       .toUtf8());
    file.close();

    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    int whole = 0, absent = 0;
    double latest = 400; // ms; follows what is found, so that it falls into an import on any machine

    for (int round = 0; round < kRounds; ++round) {
        QProcess process;
        process.start(QStringLiteral(ENDLESS_IMPORT), {path, table});
        QVERIFY(process.waitForStarted());
        const auto until =
            static_cast<int>(round < 5 ? round * 4 : std::uniform_real_distribution<>(0, latest)(random));
        QVERIFY2(!process.waitForFinished(until), "the importer ended by itself");
        process.kill(); // SIGKILL
        QVERIFY(process.waitForFinished());

        if (!QFile::exists(path))
            continue; // killed before the workbook was there

        auto workbook = Workbook::open(path, Workbook::Mode::Edit);
        VERIFY_RESULT(workbook);
        Progress progress;
        VERIFY_RESULT(workbook->check(true, progress));
        const auto imports = Imports(*workbook).list();
        VERIFY_RESULT(imports);
        const auto curves = Curves(*workbook).find({}, {});
        VERIFY_RESULT(curves);
        qsizetype points = 0;
        for (const Curve &curve : *curves)
            points += std::ssize(curve.points);
        QCOMPARE(points, imports->empty() ? 0 : kRows);
        QCOMPARE(listModels(*workbook).value().size(), imports->empty() ? 0U : 12U);
        ++(imports->empty() ? absent : whole);
        latest = std::clamp(latest * (imports->empty() ? 1.25 : 0.8), 20.0, 1000.0);
        if (!imports->empty())
            VERIFY_RESULT(Imports(*workbook).undo(imports->front().id)); // the next one starts anew
    }
    qInfo("%d whole, %d absent", whole, absent);
    QVERIFY(whole > 0 && absent > 0);
    QVERIFY(QDir(folder.path()).entryList({u"w.onset-*"_s}).isEmpty()); // no log is left behind
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
