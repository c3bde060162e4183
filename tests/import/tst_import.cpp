#include "core/import/import.h"

#include "core/store/curves.h"
#include "core/store/figures.h"
#include "core/store/models.h"
#include "tests/support/draw.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QProcess>
#include <QTemporaryDir>

#include <functional>
#include <random>
#include <utility>

#include <sys/stat.h>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// Asks to stop once the work has come this far.
class StopAt : public Progress
{
public:
    explicit StopAt(double fraction) : m_fraction(fraction) {}
    void report(double fraction) override { m_reached = std::max(m_reached, fraction); }
    [[nodiscard]] bool cancelled() const override { return m_reached >= m_fraction; }

private:
    double m_fraction, m_reached = -1;
};

/// Does something to the files at the first report, while they are being read.
class Meanwhile : public Progress
{
public:
    explicit Meanwhile(std::function<void()> act) : m_act(std::move(act)) {}
    void report(double) override
    {
        if (m_act)
            std::exchange(m_act, {})();
    }

private:
    std::function<void()> m_act;
};

} // namespace

class TestImport : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void takesAFileOnce();
    void takesFilesAsOneImport();
    void losesNothingWhenOneFileIsBad();
    void walksAFolder();
    void namesFilesAlikeByAnyPath();
    void needsAKnownKind();
    void takesAFormatByName();
    void countsScores();
    void refusesAPipe();
    void triesWithoutStoring();
    void stopsWithoutATrace();
    void refusesAFileThatGrows();
    void readsAFileThatVanishes();
    void needsAnEditableWorkbook();
    void needsASoundWorkbook();
    void readsAnnotations();
    void fillsFromDatasets();
    void fillsOnceFromTwoPrograms();
    void replacesAChangedDataset();
    void undoesADataset();
    void keepsTheUsersFigure();
    void survivesAnyBytes();
    void readsTheGeneratorsTable();

private:
    QString write(const QString &name, const QByteArray &bytes);
    Result<ImportReport> import(const QStringList &files, const ImportOptions &options = {});

    std::optional<QTemporaryDir> m_folder;
    std::optional<Workbook> m_workbook;
    Progress m_progress;
};

const QByteArray kHeader = "family,model,train_flops,benchmark,task,metric,value\n";

void TestImport::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_workbook.reset();
    m_folder.emplace();
    m_workbook = Workbook::open(m_folder->filePath(u"w.onset"_s), Workbook::Mode::Create).value();
}

QString TestImport::write(const QString &name, const QByteArray &bytes)
{
    const QString path = m_folder->filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s", qPrintable(file.errorString()));
    return path;
}

Result<ImportReport> TestImport::import(const QStringList &files, const ImportOptions &options)
{
    return importFiles(*m_workbook, files, options, m_progress);
}

void TestImport::takesAFileOnce()
{
    const QString path = write(u"a.csv"_s, kHeader + "F,m,1e20,B,T,accuracy,0.5\n");
    const auto first = import({path});
    VERIFY_RESULT(first);
    QVERIFY(first->outcome.id);
    QCOMPARE(first->files.front().models, 1);
    QCOMPARE(first->files.front().tasks, 1);
    const QString before = draw::workbook(*m_workbook);

    const auto again = import({path});
    VERIFY_RESULT(again);
    QVERIFY(!again->outcome.id);
    QVERIFY2(again->files.front().notes.join(u' ').startsWith(u"Already imported on 2"),
             qPrintable(draw::report(*again)));
    const auto renamed = import({write(u"b.csv"_s, kHeader + "F,m,1e20,B,T,accuracy,0.5\n")});
    VERIFY_RESULT(renamed);
    QVERIFY(!renamed->outcome.id);
    QCOMPARE(draw::workbook(*m_workbook), before);
}

void TestImport::takesFilesAsOneImport()
{
    const QByteArray one = kHeader + "F,a,1e20,B,T,accuracy,0.5\n";
    const auto imported =
        import({write(u"a.csv"_s, one), write(u"copy.csv"_s, one),
                write(u"b.csv"_s, kHeader + "F,a,2e20,B,T,accuracy,0.6\nF,b,1e21,B,T,accuracy,0.7\n")});
    VERIFY_RESULT(imported);
    QCOMPARE(draw::report(*imported),
             u"a.csv: read 1, accepted 1\n"
             "copy.csv: read 0, accepted 0\nHolds the same as another of these files; read once.\n"
             "b.csv: read 2, accepted 1\nline 2 train_flops: contradicts line 2, which says 1e+20"_s);
    QCOMPARE(draw::workbook(*m_workbook), u"F | B/T/accuracy | not stated: a 1e+20 0.5; b 1e+21 0.7\n"
                                          "model F/a@ ? ? 1e+20  \nmodel F/b@ ? ? 1e+21  \n"
                                          "import a.csv, b.csv (tidy): 2 results, 1 refused"_s);
    VERIFY_RESULT(Imports(*m_workbook).undo(imported->outcome.id));
    QCOMPARE(draw::workbook(*m_workbook), QString());
}

void TestImport::losesNothingWhenOneFileIsBad()
{
    const QString good = write(u"a.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.5\n");
    for (const QString &bad :
         {write(u"b.csv"_s, kHeader + QByteArray(2 << 20, 'x')), m_folder->filePath(u"missing.csv"_s)}) {
        const auto imported = import({good, bad});
        QVERIFY(!imported);
        QVERIFY2(imported.error().what.contains(QFileInfo(bad).fileName()),
                 qPrintable(imported.error().what));
        QCOMPARE(draw::workbook(*m_workbook), QString());
    }
    VERIFY_RESULT(import({good}));
}

void TestImport::walksAFolder()
{
    const QByteArray row = "F,a,1e20,B,T,accuracy,0.5\n";
    write(u"runs/b/table.txt"_s, kHeader + row);
    write(u"runs/a.csv"_s, kHeader + "F,b,1e21,B,T,accuracy,0.6\nG,c,,B,T,accuracy,0.7\n");
    write(u"runs/b/notes.md"_s, "Nothing but prose.\n");
    write(u"runs/c.csv"_s, "family,model,colour\nF,a,red\n");
    write(u"runs/.hidden.csv"_s, kHeader + "F,d,1e20,B,T,accuracy,0.5\n");
    QVERIFY(QFile::link(m_folder->filePath(u"runs"_s), m_folder->filePath(u"runs/again"_s)));
    QVERIFY(QFile::link(write(u"outside.csv"_s, kHeader + "F,e,1e20,B,T,accuracy,0.5\n"),
                        m_folder->filePath(u"runs/linked.csv"_s)));
    QCOMPARE(mkfifo(QFile::encodeName(m_folder->filePath(u"runs/pipe.csv"_s)).constData(), 0600), 0);

    const QString folder = m_folder->filePath(u"runs/"_s);
    const auto imported = import({folder});
    VERIFY_RESULT(imported);
    QCOMPARE(
        draw::report(*imported).remove(m_folder->path()),
        u"runs/a.csv: read 2, accepted 2\n"
        "runs/b/notes.md: read 0, accepted 0\n“/runs/b/notes.md” holds no table that Onset knows: give a CSV "
        "file whose first line names the columns model_family, model, benchmark, task, metric and value.\n"
        "runs/b/table.txt: read 1, accepted 1\n"
        "runs/c.csv: read 0, accepted 0\n“runs/c.csv” has no column of scores or sizes of models; map its "
        "columns to say which they are."_s);
    QCOMPARE(imported->unplaced, (std::vector<ImportWriter::Unplaced>{{u"G"_s, u"c"_s}}));
    QCOMPARE(draw::workbook(*m_workbook),
             u"F | B/T/accuracy | not stated: a 1e+20 0.5; b 1e+21 0.6\n"
             "G | B/T/accuracy | not stated:  | 1 unplaced\n"
             "model F/a@ ? ? 1e+20  \nmodel F/b@ ? ? 1e+21  \nmodel G/c@ ? ? ?  \n"
             "import runs (tidy): 3 results, 0 refused"_s);
    write(u"runs/c.csv"_s, kHeader + "F,f,1e22,B,T,accuracy,0.8\n");
    const auto again = import({folder});
    VERIFY_RESULT(again);
    QCOMPARE(again->outcome.added, 1); // what was passed over is read as soon as it can be
}

/// A folder that is given by a path with ".." names its files as one given by its full path does.
void TestImport::namesFilesAlikeByAnyPath()
{
    write(u"runs/a.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.5\n");
    const auto imported = import({QDir::current().relativeFilePath(m_folder->filePath(u"runs"_s))});
    VERIFY_RESULT(imported);
    QCOMPARE(imported->files.front().file, u"runs/a.csv"_s);
}

void TestImport::needsAKnownKind()
{
    const QString prose = write(u"prose/notes.md"_s, "Nothing but prose.\n");
    const auto imported = import({m_folder->filePath(u"prose"_s)});
    QVERIFY(!imported);
    QVERIFY2(imported.error().what.contains(prose), qPrintable(imported.error().what));
    QVERIFY(!import({m_folder->filePath(u"w.onset"_s), prose}));
    QDir().mkpath(m_folder->filePath(u"empty"_s));
    QVERIFY(import({m_folder->filePath(u"empty"_s)}).error().what.contains(u"holds no files"));
    const auto beside = import({prose, write(u"a.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.5\n")});
    VERIFY_RESULT(beside);
    QCOMPARE(beside->files.front().format, QString());
    QCOMPARE(beside->outcome.added, 1);
}

void TestImport::takesAFormatByName()
{
    const QString path = write(u"a.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.5\n");
    QVERIFY(import({path}, {.format = u"lm-eval"_s}).error().what.contains(u"is not JSON"));
    QVERIFY(import({path}, {.format = u"nonsense"_s}).error().what.contains(u"nonsense"));
    QVERIFY(import({path}, {.format = u"tidy"_s}).has_value());
}

/// As they stand in the file: before percentages are converted, and whether accepted or not.
void TestImport::countsScores()
{
    const auto imported =
        import({write(u"a.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,77.0%\nF,b,1e21,B,T,accuracy,90%\n"
                                            "F,b,,B,U,perplexity,0.5\nF,b,,B,V,loss,2\nF,c,1e22,,,,\n"
                                            "F,d,1e22,B,T,accuracy,nan\n")});
    VERIFY_RESULT(imported);
    const FileReport &file = imported->files.front();
    QCOMPARE(file.accepted, 4);
    QCOMPARE(file.refusedCount, 2);
    QCOMPARE(file.records, 4);
    QCOMPARE(file.valueSum, 77.0 + 90 + 0.5 + 2);
    QCOMPARE(file.valueMin, 0.5);
    QCOMPARE(file.valueMax, 90.0);
}

/// At once: opening a pipe that nobody writes to would wait forever.
void TestImport::refusesAPipe()
{
    const QString path = m_folder->filePath(u"pipe.csv"_s);
    QCOMPARE(mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    const auto imported = import({path});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, Code::BadInput);
    QVERIFY2(imported.error().what.contains(u"pipe.csv” is no regular file"_s),
             qPrintable(imported.error().what));
}

void TestImport::triesWithoutStoring()
{
    const QString path = write(u"a.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.5\nF,b,1,B,T,accuracy,7e5\n");
    const auto tried = import({path}, {.dryRun = true});
    VERIFY_RESULT(tried);
    QCOMPARE(tried->refused(), 1);
    QCOMPARE(tried->files.front().accepted, 1);
    QVERIFY(!tried->outcome.id);
    QCOMPARE(draw::workbook(*m_workbook), QString());
}

void TestImport::stopsWithoutATrace()
{
    QByteArray table = kHeader;
    for (int i = 0; i < 20000; ++i)
        table += "F,m" + QByteArray::number(i) + ",1e20,B,T,accuracy,0.5\n";
    const QString path = write(u"a.csv"_s, table);
    for (const double fraction : {0.0, 0.3, 0.9}) {
        StopAt progress(fraction);
        const auto imported = importFiles(*m_workbook, {path}, {}, progress);
        QVERIFY(!imported);
        QCOMPARE(imported.error().code, Code::Cancelled);
        QCOMPARE(draw::workbook(*m_workbook), QString());
    }
}

/// A program that still writes its results: half of them would pass for all.
void TestImport::refusesAFileThatGrows()
{
    QByteArray table = "family,model,train_flops,benchmark,task,metric,value\n";
    for (int i = 0; i < 5000; ++i)
        table +=
            "F,m" + QByteArray::number(i % 10) + ",1e20,B,t" + QByteArray::number(i / 10) + ",accuracy,0.5\n";
    const QString path = write(u"grows.csv"_s, table);
    Meanwhile grow([&] {
        QFile more(path);
        QVERIFY(more.open(QIODevice::Append) && more.write("F,m1,1e20,B,late,accuracy,0.5\n") > 0);
    });
    const auto grown = importFiles(*m_workbook, {path}, {}, grow);
    QVERIFY(!grown);
    QVERIFY2(grown.error().what.contains(u"changed while it was read"_s), qPrintable(grown.error().what));
    QVERIFY(Imports(*m_workbook).list()->empty());
}

void TestImport::readsAFileThatVanishes()
{
    QByteArray table = "family,model,train_flops,benchmark,task,metric,value\n";
    for (int i = 0; i < 5000; ++i)
        table +=
            "F,m" + QByteArray::number(i % 10) + ",1e20,B,t" + QByteArray::number(i / 10) + ",accuracy,0.5\n";
    const QString path = write(u"vanishes.csv"_s, table);
    Meanwhile remove([&] { QVERIFY(QFile::remove(path)); });
    const auto read = importFiles(*m_workbook, {path}, {}, remove);
    VERIFY_RESULT(read);
    QCOMPARE(read->files.at(0).accepted, 5000);
}

void TestImport::needsAnEditableWorkbook()
{
    const QString path = m_workbook->path();
    m_workbook = Workbook::open(path, Workbook::Mode::Read).value();
    const auto imported = import({write(u"a.csv"_s, kHeader)});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, Code::ReadOnly);
}

/// A page of the workbook is wrong, which opening the workbook does not notice.
void TestImport::needsASoundWorkbook()
{
    QByteArray table = kHeader;
    for (int i = 0; i < 500; ++i)
        table += "F,m" + QByteArray::number(i) + ",1e20,B,T,accuracy,0.5\n";
    VERIFY_RESULT(import({write(u"a.csv"_s, table)}));
    const QString path = m_workbook->path();
    m_workbook.reset();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    constexpr qsizetype page = 4096;
    QVERIFY(bytes.size() > 4 * page);
    bytes.replace(bytes.size() - page, page, QByteArray(page, '\x42'));
    QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
    file.close();

    m_workbook = Workbook::open(path, Workbook::Mode::Edit).value();
    const auto imported = import({write(u"b.csv"_s, kHeader + "F,z,1e20,B,T,accuracy,0.6\n")});
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, Code::NotAWorkbook);
    QVERIFY2(imported.error().what.contains(u"is damaged"_s), qPrintable(imported.error().what));
}

void TestImport::readsAnnotations()
{
    const auto imported =
        import({write(u"x.csv"_s, "benchmark,task,key,value,source\nB,T,category,emergent,Appendix E\n"
                                  "B,,category,flat,Appendix E\nB,T,category\n")});
    VERIFY_RESULT(imported);
    QCOMPARE(draw::report(*imported), u"x.csv: read 3, accepted 1\nline 3 task: is empty\n"
                                      "line 4 : has 3 fields where the first line has 5"_s);
    QCOMPARE(draw::workbook(*m_workbook), u"import x.csv (annotations): 0 results, 2 refused"_s);
}

void TestImport::fillsFromDatasets()
{
    write(u"d/late/table.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.7\n");
    write(u"d/late/about.json"_s, "{\"published\": \"2023-01\"}");
    write(u"d/late/figures/f.json"_s, "{\"name\": \"Figure 1\"}");
    write(u"d/early/table.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.5\n");
    write(u"d/early/about.json"_s, "{\"published\": \"2020-05\"}");
    const QString folder = m_folder->filePath(u"d"_s);
    const auto filled = importBundled(*m_workbook, folder, m_progress);
    VERIFY_RESULT(filled);
    QCOMPARE(*filled, 2);
    const QString expected =
        u"F | B/T/accuracy | not stated: a 1e+20 0.7 | 1 in conflict\nmodel F/a@ ? ? 1e+20  \n"
        "import early (tidy): 1 results, 0 refused\nimport late (tidy): 1 results, 0 refused"_s;
    QCOMPARE(draw::workbook(*m_workbook), expected);
    QCOMPARE(Figures(*m_workbook).list().value().front().name, u"Figure 1"_s);
    QVERIFY(Figures(*m_workbook).list().value().front().bundled);

    const qint64 version = Workbook::open(m_workbook->path(), Workbook::Mode::Read).value().dataVersion();
    QCOMPARE(importBundled(*m_workbook, folder, m_progress).value(), 0);
    QCOMPARE(Workbook::open(m_workbook->path(), Workbook::Mode::Read).value().dataVersion(), version);

    // the user's own wins over the program's, also over what a newer program brings
    VERIFY_RESULT(import({write(u"own.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.9\n")}));
    write(u"d/new/table.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.1\n");
    write(u"d/new/about.json"_s, "{}");
    QCOMPARE(importBundled(*m_workbook, folder, m_progress).value(), 1);
    QVERIFY2(
        draw::workbook(*m_workbook).startsWith(u"F | B/T/accuracy | not stated: a 1e+20 0.9 | 3 in conflict"),
        qPrintable(draw::workbook(*m_workbook)));
}

/// Two programs that start at once find the same empty workbook.
void TestImport::fillsOnceFromTwoPrograms()
{
    for (const char *name : {"one", "two", "three"}) {
        const QString folder = u"d/%1/"_s.arg(QLatin1StringView(name));
        write(folder + u"about.json"_s, "{}");
        write(folder + u"table.csv"_s, kHeader + "F," + name + ",1e20,B,T,accuracy,0.7\n");
    }
    const QString folder = m_folder->filePath(u"d"_s);
    /// Runs the other program whole after the first dataset of this one.
    class Other : public Progress
    {
    public:
        Other(const QString &workbook, const QString &folder) : m_workbook(workbook), m_folder(folder) {}
        void report(double) override
        {
            if (stored < 0) {
                auto workbook = Workbook::open(m_workbook, Workbook::Mode::Edit).value();
                Progress progress;
                stored = importBundled(workbook, m_folder, progress).value();
            }
        }
        int stored = -1;

    private:
        QString m_workbook, m_folder;
    };
    Other other(m_workbook->path(), folder);
    const auto filled = importBundled(*m_workbook, folder, other);
    VERIFY_RESULT(filled);
    QCOMPARE(*filled, 1);
    QCOMPARE(other.stored, 2);
    QCOMPARE(Imports(*m_workbook).list().value().size(), 3U);
}

void TestImport::replacesAChangedDataset()
{
    write(u"d/set/about.json"_s, "{}");
    write(u"d/set/table.csv"_s, kHeader + "F,old,1e20,B,Gone,accuracy,0.7\n");
    const QString folder = m_folder->filePath(u"d"_s);
    VERIFY_RESULT(importBundled(*m_workbook, folder, m_progress));
    const ImportId before = Imports(*m_workbook).list().value().front().id;
    write(u"d/set/table.csv"_s, kHeader + "F,new,1e21,B,T,accuracy,0.8\n");
    QCOMPARE(importBundled(*m_workbook, folder, m_progress).value(), 1);
    QCOMPARE(draw::workbook(*m_workbook),
             u"F | B/T/accuracy | not stated: new 1e+21 0.8\nmodel F/new@ ? ? 1e+21  \n"
             "import set (tidy): 1 results, 0 refused"_s);
    QCOMPARE(Imports(*m_workbook).list().value().front().id, before); // it keeps its place among the imports
    QCOMPARE(listTasks(*m_workbook).value().size(), 1U);
}

void TestImport::undoesADataset()
{
    write(u"d/set/about.json"_s, "{}");
    write(u"d/set/table.csv"_s, kHeader + "F,a,1e20,B,T,accuracy,0.7\n");
    write(u"d/set/annotations.csv"_s, "benchmark,task,key,value,source\nB,T,category,emergent,x\n");
    write(u"d/set/figures/f.json"_s, "{\"name\": \"Figure 1\"}");
    const QString folder = m_folder->filePath(u"d"_s);
    VERIFY_RESULT(importBundled(*m_workbook, folder, m_progress));
    const QString filled = draw::workbook(*m_workbook);
    VERIFY_RESULT(Imports(*m_workbook).undo(Imports(*m_workbook).list().value().front().id));
    QCOMPARE(draw::workbook(*m_workbook), QString());
    QVERIFY(Figures(*m_workbook).list().value().empty());
    VERIFY_RESULT(m_workbook->check(true, m_progress));
    QCOMPARE(importBundled(*m_workbook, folder, m_progress).value(), 1);
    QCOMPARE(draw::workbook(*m_workbook), filled);
}

void TestImport::keepsTheUsersFigure()
{
    write(u"d/set/about.json"_s, "{}");
    write(u"d/set/figures/f.json"_s, "{\"name\": \"Figure 1\"}");
    write(u"d/set/figures/g.json"_s, "{\"name\": \"Figure 2\"}");
    const QString folder = m_folder->filePath(u"d"_s);
    VERIFY_RESULT(importBundled(*m_workbook, folder, m_progress));
    VERIFY_RESULT(Figures(*m_workbook).put({u"Figure 1"_s, "{\"name\": \"Figure 1\", \"title\": \"Mine\"}"}));
    write(u"d/set/figures/f.json"_s, "{\"name\": \"Figure 1\", \"columns\": 2}");
    write(u"d/set/figures/g.json"_s, "{\"name\": \"Figure 2\", \"columns\": 2}");
    VERIFY_RESULT(importBundled(*m_workbook, folder, m_progress));
    const auto figures = Figures(*m_workbook).list().value();
    QCOMPARE(figures.size(), 2U);
    QVERIFY(figures[0].json.contains("Mine") && !figures[0].bundled);
    QVERIFY(figures[1].json.contains("columns") && figures[1].bundled);
}

void TestImport::survivesAnyBytes()
{
    std::mt19937 random(20220615);
    QByteArray seed = kHeader;
    for (int i = 0; i < 30; ++i)
        seed += "F,\"m " + QByteArray::number(i) + "\",1e20,B,T\xC3\xA9,accuracy,0." + QByteArray::number(i) +
                "\r\n";
    for (int round = 0; round < 300; ++round) {
        QByteArray bytes = seed;
        for (unsigned changes = random() % 40; changes > 0; --changes) {
            const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size()));
            switch (random() % 4) {
            case 0:
                bytes[at] = static_cast<char>(random());
                break;
            case 1:
                bytes.insert(at, "\",\n\r;%-\0e"[random() % 9]);
                break;
            case 2:
                bytes.remove(at, static_cast<qsizetype>(random() % 20));
                bytes += ' ';
                break;
            default:
                bytes.insert(
                    at,
                    bytes.mid(static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size())), 60));
            }
        }
        if (round % 10 == 0)
            std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
        const auto imported = import({write(u"fuzz.csv"_s, bytes)});
        if (imported) {
            const FileReport &file = imported->files.front();
            QCOMPARE(file.accepted + file.refusedCount, file.read);
        }
    }
    VERIFY_RESULT(m_workbook->check(true, m_progress));
    const auto imports = Imports(*m_workbook).list().value();
    for (const ImportInfo &info : imports)
        VERIFY_RESULT(Imports(*m_workbook).undo(info.id));
    QCOMPARE(draw::workbook(*m_workbook), QString());
}

void TestImport::readsTheGeneratorsTable()
{
    const QString generator = QStringLiteral(ONSET_SOURCE_DIR "/../shared/bench/make_curves.py");
    if (!QFile::exists(generator))
        QSKIP("../shared/bench/make_curves.py is not beside the source");
    const QString table = m_folder->filePath(u"c.csv"_s);
    QCOMPARE(QProcess::execute(u"python3"_s,
                               {generator, u"20"_s, u"12"_s, table, m_folder->filePath(u"truth.csv"_s)}),
             0);
    const auto imported = import({table});
    VERIFY_RESULT(imported);
    QCOMPARE(draw::report(*imported), u"c.csv: read 240, accepted 240"_s);
    const auto curves = Curves(*m_workbook).find({}, {});
    VERIFY_RESULT(curves);
    QCOMPARE(curves->size(), 20U);
    for (const Curve &curve : *curves)
        QCOMPARE(curve.points.size(), 12U);
}

ONSET_TEST(TestImport)
#include "tst_import.moc"
