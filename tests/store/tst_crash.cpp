#include "core/import/import.h"
#include "core/store/curves.h"
#include "core/store/imports.h"
#include "core/store/models.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <random>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRounds = 50;

/// What a workbook shows.
struct Held
{
    qsizetype imports = 0, points = 0, models = 0;

    bool operator==(const Held &) const = default;
};

Held heldIn(Workbook &workbook)
{
    Held held{.imports = std::ssize(Imports(workbook).list().value()),
              .models = std::ssize(listModels(workbook).value())};
    const auto curves = Curves(workbook).find({}, {});
    for (const Curve &curve : curves.value())
        held.points += std::ssize(curve.points) + curve.unplaced;
    return held;
}

} // namespace

class TestCrash : public QObject
{
    Q_OBJECT

private slots:
    void leavesImportsWholeOrAbsent_data();
    void leavesImportsWholeOrAbsent();
};

void TestCrash::leavesImportsWholeOrAbsent_data()
{
    QTest::addColumn<QString>("given");
    QTest::newRow("a table") << u"t.csv"_s;
#ifdef __SANITIZE_ADDRESS__
    qInfo("Folders are left out: under AddressSanitizer no import of theirs ends before it is killed.");
#else
    const QString samples = QStringLiteral(ONSET_SOURCE_DIR "/tests/data/");
    for (const char *folder : {"lm-eval", "openlm", "helm"})
        QTest::newRow(folder) << samples + QLatin1StringView(folder);
#endif
}

/// Kills a program that imports and undoes without end, each time at another moment.
void TestCrash::leavesImportsWholeOrAbsent()
{
    QFETCH(const QString, given);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"w.onset"_s);
    const QString table = QDir(folder.path()).absoluteFilePath(given); // an absolute path stays as it is
    if (given == u"t.csv") {
        QFile file(table);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("family,model,train_flops,benchmark,task,metric,value,chance\n");
        for (int i = 0; i < 2400; ++i)
            file.write(QStringLiteral("F,m%1,%2e20,B,task %3,accuracy,0.5,0.25\n")
                           .arg(i % 12)
                           .arg(i % 12 + 1)
                           .arg(i / 12)
                           .toUtf8());
    }
    Held whole;
    {
        auto workbook = Workbook::open(folder.filePath(u"whole.onset"_s), Workbook::Mode::Create);
        VERIFY_RESULT(workbook);
        Progress progress;
        VERIFY_RESULT(importFiles(*workbook, {table}, {}, progress));
        whole = heldIn(*workbook);
        QVERIFY(whole.points > 0 && whole.models > 0);
    }

    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    int wholes = 0, absents = 0;
    double latest = 400; // ms; follows what is found, so that it falls into an import on any machine

    for (int round = 0; round < kRounds; ++round) {
        QProcess process;
        process.start(QStringLiteral(ENDLESS_IMPORT_PROGRAM), {path, table});
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
        const Held held = heldIn(*workbook);
        QVERIFY2(held == whole || held == Held(),
                 qPrintable(u"%1 points of %2"_s.arg(held.points).arg(whole.points)));
        ++(held == whole ? wholes : absents);
        latest = std::clamp(latest * (held == whole ? 0.8 : 1.25), 20.0, 1000.0);
        if (held == whole)
            VERIFY_RESULT(
                Imports(*workbook).undo(Imports(*workbook).list()->front().id)); // the next starts anew
    }
    qInfo("%d whole, %d absent", wholes, absents);
    QVERIFY(wholes > 0 && absents > 0);
    QVERIFY(QDir(folder.path()).entryList({u"w.onset-*"_s}).isEmpty()); // no log is left behind
}

ONSET_TEST(TestCrash)
#include "tst_crash.moc"
