#include "tests/cli/program.h"
#include "tests/support/test_class.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <sys/resource.h>

using namespace onset;
using namespace Qt::StringLiterals;

/// Pictures made by the real program without a display.
class TestRender : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void severalFilesAtOnce();
    void figureFromFile();
    void exportsAreDrawnAgain_data();
    void exportsAreDrawnAgain();
    void checkPasses();
    void checkNotesAnotherVersion();
    void checkNamesWhatChanged_data();
    void checkNamesWhatChanged();
    void manyFiguresInOneCall();
    void oneBadSpecStopsNoOther();
    void checkOfMany();
    void missingCurves();
    void charactersWithoutFont();
    void wrongUsage_data();
    void wrongUsage();
    void oneSentence_data();
    void oneSentence();
    void failureKeepsTheOldFile();

private:
    /// Draws the paper's Figure 4 into a file of this name.
    QString drawn(const QString &name);

    test::Program m_program;
};

QString TestRender::drawn(const QString &name)
{
    const QString path = m_program.path(name);
    const test::Ended ended = m_program.onset(
        {u"render"_s, u"--figure"_s, u"Figure 4"_s, u"--size"_s, u"180x70mm"_s, u"-o"_s, path});
    return ended.status == 0 ? path : QString();
}

void TestRender::severalFilesAtOnce()
{
    QStringList arguments{u"render"_s, u"--figure"_s, u"Figure 2"_s};
    for (const char *ending : {"pdf", "svg", "png", "tex"})
        arguments << u"-o"_s << m_program.path(u"all."_s + QLatin1StringView(ending));
    const test::Ended ended = m_program.onset(arguments);
    QVERIFY2(ended.status == 0, ended.err);
    QVERIFY2(ended.err.isEmpty(), ended.err); // no curve of the figure is missing
    QVERIFY(test::bytesOf(m_program.path(u"all.pdf"_s)).startsWith("%PDF-"));
    QVERIFY(test::bytesOf(m_program.path(u"all.png"_s)).startsWith("\x89PNG"));
    QXmlStreamReader svg(test::bytesOf(m_program.path(u"all.svg"_s)));
    while (!svg.atEnd())
        svg.readNext();
    QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
}

void TestRender::figureFromFile()
{
    const QString spec = m_program.file(u"figure.json"_s, R"json({"panels": [{"curves": [
        {"family": "GPT-3", "benchmark": "GPT-3 arithmetic", "task": "3-digit addition", "metric": "accuracy",
         "setting": "few-shot (K=50)"},
        {"family": "GPT-9", "benchmark": "GPT-3 arithmetic", "task": "3-digit addition", "metric": "accuracy",
         "setting": "few-shot (K=50)"}]}]})json");
    const test::Ended ended = m_program.onset({u"render"_s, spec, u"-o"_s, m_program.path(u"own.pdf"_s)});
    QVERIFY2(ended.status == 3, ended.err);
    QVERIFY2(ended.err.contains("GPT-9"), ended.err); // the curve that is not there is named
    QVERIFY(QFileInfo(m_program.path(u"own.pdf"_s)).size() > 1000);
}

void TestRender::exportsAreDrawnAgain_data()
{
    QTest::addColumn<QString>("ending");
    for (const char *ending : {"pdf", "svg", "png", "tex"})
        QTest::newRow(ending) << QString::fromLatin1(ending);
}

/// The file of a figure gives the same file again, in another process too.
void TestRender::exportsAreDrawnAgain()
{
    QFETCH(QString, ending);
    const QString first = drawn(u"first."_s + ending), again = m_program.path(u"again."_s + ending);
    QVERIFY(!first.isEmpty());
    const test::Ended ended = m_program.onset({u"render"_s, first, u"-o"_s, again});
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
    static const QRegularExpression date(u"/CreationDate \\(D:[^)]*\\)"_s);
    const auto timeless = [](const QString &path) {
        return QString::fromLatin1(test::bytesOf(path)).remove(date);
    };
    QVERIFY(timeless(first) == timeless(again));
}

void TestRender::checkPasses()
{
    QStringList arguments{u"render"_s, u"--figure"_s, u"GPT-3"_s};
    for (const char *ending : {"pdf", "svg", "png", "tex"})
        arguments << u"-o"_s << m_program.path(u"same."_s + QLatin1StringView(ending));
    QCOMPARE(m_program.onset(arguments).status, 0);
    const QByteArray before = test::bytesOf(m_program.path(u"same.pdf"_s));
    const test::Ended checked = m_program.onset(arguments + QStringList{u"--check"_s});
    QVERIFY2(checked.status == 0 && checked.err.isEmpty(), checked.err);
    QVERIFY(test::bytesOf(m_program.path(u"same.pdf"_s)) == before);
    // by itself: have the rows changed?
    const QString svg = m_program.path(u"same.svg"_s);
    const test::Ended itself = m_program.onset({u"render"_s, u"--check"_s, svg, u"-o"_s, svg});
    QVERIFY2(itself.status == 0 && itself.err.isEmpty(), itself.err);
}

void TestRender::checkNotesAnotherVersion()
{
    QString bytes = QString::fromUtf8(test::bytesOf(drawn(u"old.svg"_s)));
    bytes.replace(QRegularExpression(u"quot;[\\d.]+&quot;\\}"_s), u"quot;0.0.7&quot;}"_s);
    const QString path = m_program.file(u"old.svg"_s, bytes.toUtf8());
    const test::Ended ended = m_program.onset({u"render"_s, u"--check"_s, path, u"-o"_s, path});
    QVERIFY2(ended.saidOneLine(), ended.err);
    QVERIFY2(ended.err.contains("note: ") && ended.err.contains("0.0.7"), ended.err);
    QCOMPARE(ended.status, 0);
}

void TestRender::checkNamesWhatChanged_data()
{
    QTest::addColumn<QStringList>("changed"); // instead of what drew the file
    QTest::addColumn<QString>("before");      // of the file, replaced …
    QTest::addColumn<QString>("after");       // … by this
    QTest::addColumn<QString>("says");
    const QStringList same{u"--figure"_s, u"Figure 4"_s, u"--size"_s, u"180x70mm"_s};
    QTest::newRow("size") << QStringList{u"--figure"_s, u"Figure 4"_s, u"--size"_s, u"180x80mm"_s}
                          << QString() << QString() << u"style.heightMm"_s;
    QTest::newRow("rows") << same << u"rows&quot;:&quot;\\w{4}"_s << u"rows&quot;:&quot;0000"_s
                          << u"rows that it shows are others"_s;
    QTest::newRow("picture") << same << u"<path fill=\"none\""_s << u"<path fill=\"red\""_s
                             << u"how they are fitted or drawn"_s;
    QTest::newRow("picture and version") << same << u"fill=\"none\"|quot;[\\d.]+&quot;\\}"_s
                                         << u"quot;0.0.7&quot;}"_s << u"Onset 0.0.7 drew it"_s;
    QTest::newRow("description") << same << u"onset:figure"_s << u"onset:other"_s << u"holds no figure"_s;
    QTest::newRow("damage") << same << u"rows&quot;"_s << u"raws&quot;"_s << u"damaged"_s;
}

void TestRender::checkNamesWhatChanged()
{
    QFETCH(QStringList, changed);
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QString, says);
    const QString path = drawn(u"checked.svg"_s);
    QVERIFY(!path.isEmpty());
    QString bytes = QString::fromUtf8(test::bytesOf(path));
    if (!before.isEmpty()) {
        const QString whole = bytes;
        bytes.replace(QRegularExpression(before), after);
        QVERIFY(bytes != whole);
    }
    QVERIFY(!m_program.file(u"checked.svg"_s, bytes.toUtf8()).isEmpty());
    const test::Ended ended =
        m_program.onset(QStringList{u"render"_s, u"--check"_s, u"-o"_s, path} + changed);
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QVERIFY2(QString::fromUtf8(ended.err).contains(says), ended.err);
    QCOMPARE(ended.status, 1);
    QVERIFY(test::bytesOf(path) == bytes.toUtf8()); // nothing is written
}

namespace {

/// A figure of GPT-3's addition, the width in mm as its number.
QByteArray numberedSpec(int number)
{
    return R"json({"fit": {"noise": "gaussian"}, "style": {"widthMm": )json" +
           QByteArray::number(50 + number) +
           R"json(}, "panels": [{"curves": [
        {"family": "GPT-3", "benchmark": "GPT-3 arithmetic", "task": "3-digit addition", "metric": "accuracy",
         "setting": "few-shot (K=50)"}]}]})json";
}

} // namespace

void TestRender::manyFiguresInOneCall()
{
    QVERIFY(QDir(m_program.home()).mkpath(u"specs"_s));
    constexpr int kFigures = 20;
    for (int i = 0; i < kFigures; ++i)
        QVERIFY(!m_program.file(u"specs/%1.json"_s.arg(i), numberedSpec(i)).isEmpty());
    QVERIFY(!m_program.file(u"specs/notes.txt"_s, "no figure").isEmpty());
    const QString folder = m_program.path(u"made/here"_s);
    const test::Ended ended =
        m_program.onset({u"render"_s, m_program.path(u"specs"_s), u"-o"_s, folder + u'/', u"--format"_s,
                         u"svg"_s, u"--format"_s, u"png"_s});
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
    QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 2 * kFigures);
    // The same bytes as one at a time.
    for (const int i : {0, kFigures - 1}) {
        const QString alone = m_program.path(u"alone.png"_s);
        QCOMPARE(
            m_program.onset({u"render"_s, m_program.path(u"specs/%1.json"_s.arg(i)), u"-o"_s, alone}).status,
            0);
        QVERIFY(test::bytesOf(alone) == test::bytesOf(u"%1/%2.png"_s.arg(folder).arg(i)));
    }
}

void TestRender::oneBadSpecStopsNoOther()
{
    const QString good = m_program.file(u"good.json"_s, numberedSpec(0));
    const QString bad = m_program.file(u"bad.json"_s, R"({"panel": []})");
    const QString last = m_program.file(u"last.json"_s, numberedSpec(1));
    const QString folder = m_program.path(u"some"_s);
    QVERIFY(QDir().mkpath(folder));
    const test::Ended ended =
        m_program.onset({u"render"_s, good, bad, last, u"-o"_s, folder, u"--format"_s, u"pdf"_s});
    QVERIFY2(ended.saidOneLine(), ended.err);
    QVERIFY2(ended.err.contains("bad.json"), ended.err);
    QCOMPARE(ended.status, 1);
    QCOMPARE(QDir(folder).entryList(QDir::Files), (QStringList{u"good.pdf"_s, u"last.pdf"_s}));
}

void TestRender::checkOfMany()
{
    const QString one = m_program.file(u"one.json"_s, numberedSpec(0));
    const QString two = m_program.file(u"two.json"_s, numberedSpec(1));
    const QStringList arguments{u"render"_s,   one,     two, u"-o"_s, m_program.path(u"checked/"_s),
                                u"--format"_s, u"pdf"_s};
    const test::Ended missing = m_program.onset(arguments + QStringList{u"--check"_s});
    QCOMPARE(missing.status, 1);
    QCOMPARE(missing.err.count('\n'), 2);
    QVERIFY(!QFileInfo::exists(m_program.path(u"checked"_s)));
    QCOMPARE(m_program.onset(arguments).status, 0);
    QCOMPARE(m_program.onset(arguments + QStringList{u"--check"_s}).status, 0);
    QVERIFY(!m_program.file(u"two.json"_s, numberedSpec(2)).isEmpty());
    const test::Ended changed = m_program.onset(arguments + QStringList{u"--check"_s});
    QVERIFY2(changed.saidOneLine(), changed.err);
    QVERIFY2(changed.err.contains("two.pdf") && changed.err.contains("style.widthMm"), changed.err);
    QCOMPARE(changed.status, 1);
}

/// A curve that the workbook does not hold is named, and no success.
void TestRender::missingCurves()
{
    const auto curve = [](const char *task) {
        return QByteArray("{\"family\":\"GPT-3\",\"benchmark\":\"GPT-3 arithmetic\",\"task\":\"") + task +
               "\",\"metric\":\"accuracy\",\"setting\":\"few-shot (K=50)\"}";
    };
    const auto spec = [&](const QString &name, const QByteArray &curves) {
        return m_program.file(name, "{\"name\":\"f\",\"panels\":[{\"curves\":[" + curves + "]}]}");
    };
    const QString some = spec(u"some.json"_s, curve("3-digit addition") + ',' + curve("3-digt addition"));
    const QString none = spec(u"none.json"_s, curve("3-digt addition"));
    const QString path = m_program.path(u"some.pdf"_s);

    const test::Ended drawn = m_program.onset({u"render"_s, some, u"-o"_s, path});
    QCOMPARE(drawn.status, 3);
    QVERIFY2(drawn.err.contains("3-digt addition") && QFileInfo::exists(path), drawn.err);
    const test::Ended checked = m_program.onset({u"render"_s, u"--check"_s, some, u"-o"_s, path});
    QCOMPARE(checked.status, 1);
    QVERIFY2(checked.saidOneLine() && checked.err.contains("3-digt addition"), checked.err);

    const QString empty = m_program.path(u"none.pdf"_s);
    const test::Ended nothing = m_program.onset({u"render"_s, none, u"-o"_s, empty});
    QCOMPARE(nothing.status, 1);
    QVERIFY2(nothing.saidOneLine() && nothing.err.contains("3-digt addition"), nothing.err);
    QVERIFY(!QFileInfo::exists(empty));
    QCOMPARE(m_program.onset({u"export"_s, u"points"_s, some}).status, 3);
}

/// A character that no font has is named once; no other figure gets a note.
void TestRender::charactersWithoutFont()
{
    // U+10F0A5 is of private use: no font of a system has it.
    const QString spec =
        m_program.file(u"private.json"_s,
                       R"json({"name": "f", "panels": [{"title": "\uDBFC\uDCA5 and \uDBFC\uDCA5", "curves": [
        {"family": "GPT-3", "benchmark": "GPT-3 arithmetic", "task": "3-digit addition", "metric": "accuracy",
         "setting": "few-shot (K=50)"}]}]})json");
    const test::Ended ended = m_program.onset({u"render"_s, spec, u"-o"_s, m_program.path(u"private.pdf"_s)});
    QCOMPARE(ended.status, 0);
    QVERIFY2(ended.err.startsWith("onset: note: No installed font has"), ended.err);
    QCOMPARE(ended.err.count("\xF4\x8F\x82\xA5"), 1);
}

void TestRender::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QVERIFY(QDir(m_program.home()).mkpath(u"empty"_s) && QDir(m_program.home()).mkpath(u"twice"_s));
    const QString a = m_program.file(u"a.json"_s, numberedSpec(0));
    const QString b = m_program.file(u"b.json"_s, numberedSpec(1));
    const QString otherA = m_program.file(u"twice/a.json"_s, numberedSpec(2));
    const QString empty = m_program.path(u"empty"_s), pdf = m_program.path(u"wrong.pdf"_s);
    const QStringList format{u"--format"_s, u"pdf"_s};
    QTest::newRow("several into a file") << QStringList{a, b, u"-o"_s, pdf};
    QTest::newRow("folder into a file") << QStringList{empty, u"-o"_s, pdf};
    QTest::newRow("folder without a figure") << QStringList{empty, u"-o"_s, empty} + format;
    QTest::newRow("without a format") << QStringList{a, b, u"-o"_s, empty};
    QTest::newRow("format of a file") << QStringList{a, u"-o"_s, pdf} + format;
    QTest::newRow("unknown format") << QStringList{a, u"-o"_s, empty, u"--format"_s, u"gif"_s};
    QTest::newRow("two of a name") << QStringList{a, otherA, u"-o"_s, empty} + format;
    QTest::newRow("two folders") << QStringList{a, b, u"-o"_s, empty, u"-o"_s, m_program.home()} + format;
    QTest::newRow("no file name") << QStringList{u"--figure"_s, u"GPT-3"_s, u"-o"_s, empty} + format;
}

void TestRender::wrongUsage()
{
    QFETCH(QStringList, arguments);
    const test::Ended ended = m_program.onset(QStringList{u"render"_s} + arguments);
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QCOMPARE(ended.status, 2);
    QVERIFY(QDir(m_program.path(u"empty"_s)).isEmpty());
    QVERIFY(!QFileInfo::exists(m_program.path(u"wrong.pdf"_s)));
}

void TestRender::oneSentence_data()
{
    QTest::addColumn<QStringList>("figure");
    QTest::newRow("unknown name") << QStringList{u"--figure"_s, u"Figure 99"_s};
    QTest::newRow("several begin so") << QStringList{u"--figure"_s, u"Figure"_s};
    QTest::newRow("no file") << QStringList{m_program.path(u"no.json"_s)};
    QTest::newRow("no JSON") << QStringList{m_program.file(u"text.json"_s, "figure\n")};
    QTest::newRow("picture of another program") << QStringList{m_program.file(u"other.svg"_s, "<svg/>")};
    QTest::newRow("unknown key") << QStringList{m_program.file(u"key.json"_s, R"({"panel": []})")};
    const auto hostile = [this](const char *name, const QByteArray &json) {
        QTest::newRow(name) << QStringList{m_program.file(QLatin1StringView(name) + u".json"_s, json)};
    };
    const auto panels = [](const QByteArray &one, int count) {
        return "{\"panels\":[" + (one + ',').repeated(count).chopped(1) + "]}";
    };
    hostile("endless width", R"({"style": {"widthMm": 1e308}})");
    hostile("negative height", R"({"style": {"heightMm": -60}})");
    hostile("NaN", R"({"style": {"fontPt": NaN}})");
    hostile("deep", QByteArray(5'000'000, '['));
    hostile("a million panels", panels("{}", 1'000'000));
    hostile("four million notes",
            panels("{\"annotations\":[" + QByteArray("{},").repeated(10'000).chopped(1) + "]}", 400));
    hostile("a text of gigabytes", "{\"name\":\"" + QByteArray(70 << 20, 'x') + "\"}");
}

/// With no more memory than a small machine has.
void TestRender::oneSentence()
{
#if defined(__SANITIZE_ADDRESS__)
    QSKIP("AddressSanitizer takes more address space than this test allows");
#endif
    QFETCH(QStringList, figure);
    const QString path = m_program.path(u"nothing.pdf"_s);
    const test::Ended ended = m_program.run(
        QStringLiteral(ONSET_PROGRAM), QStringList{u"render"_s} + figure + QStringList{u"-o"_s, path}, [] {
            constexpr rlimit kSmall{1 << 30, 1 << 30};
            setrlimit(RLIMIT_AS, &kSmall);
        });
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QCOMPARE(ended.status, 1);
    QVERIFY(!QFile::exists(path));
}

void TestRender::failureKeepsTheOldFile()
{
    const QString spec = m_program.file(u"plain.json"_s, R"({"panels": []})");
    const test::Ended ended =
        m_program.onset({u"render"_s, spec, u"-o"_s, m_program.path(u"nowhere/a.pdf"_s)});
    QVERIFY2(ended.saidOneLine(), ended.out + ended.err);
    QCOMPARE(ended.status, 1);
}

ONSET_TEST(TestRender)
#include "tst_render.moc"
