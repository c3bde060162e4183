#include "core/figure/figure_file.h"

#include "tests/support/figures.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace onset;
using namespace Qt::StringLiterals;

/// Files made by hand, good and hostile. What the painter writes is read back in tst_figure_painter.
class TestFigureFile : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void hashFollowsTheRows_data();
    void hashFollowsTheRows();
    void hashIsOfRowsOnly();
    void textNeedsNoEscapes();
    void filesComeBack_data();
    void filesComeBack();
    void badFiles_data();
    void badFiles();
    void tooLargeIsNotRead();
    void figuresAreToldFromTables_data();
    void figuresAreToldFromTables();
    void differencesAreNamed_data();
    void differencesAreNamed();
    void datesDoNotCount();

private:
    [[nodiscard]] QString written(const QByteArray &bytes, const QString &name = u"file"_s) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }
    QTemporaryDir m_folder;
};

namespace {

using Change = void (*)(Curve &);

FigureContent twoCurves()
{
    return madeUpFigure(
        {madeUpCurve(u"A"_s, {1e20, 1e21}, {0.1, 0.4}), madeUpCurve(u"B"_s, {1e20, 1e22}, {0.2, 0.8})});
}

FigureRecord sampleRecord()
{
    FigureSpec spec{.name = u"<b>„Größe“ & \U0001D70E ]]> --\x01\"\\</b>"_s, .panels = {{}, {}}};
    spec.fit.seed = std::numeric_limits<quint64>::max();
    spec.style.widthMm = 100.0 / 3;
    return {spec, u"1.2.3"_s, rowsHash(twoCurves())};
}

QByteArray svgWith(const QByteArray &record)
{
    return "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><metadata xmlns:o=\"" +
           QByteArray(kRecordNamespace.data(), kRecordNamespace.size()) + "\"><o:figure>" + record +
           "</o:figure></metadata><path d=\"M0 0\"/><text x=\"0\">a</text></svg>";
}

QByteArray pdfWith(const QByteArray &packet)
{
    return "%PDF-1.4\n1 0 obj\n<< /Type /Metadata >>\nstream\n" + packet + "\nendstream\nendobj\n%%EOF\n";
}

/// One pixel, as another program writes it.
QByteArray plainPng()
{
    return QByteArray::fromBase64(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
        "awAAAABJRU5ErkJggg==");
}

} // namespace

void TestFigureFile::hashFollowsTheRows_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
    row("family", [](Curve &c) { c.key.family = u"C"_s; });
    row("run", [](Curve &c) { c.key.model = u"A 1"_s; });
    row("benchmark", [](Curve &c) { c.key.benchmark = u"other"_s; });
    row("task", [](Curve &c) { c.key.task = u"other"_s; });
    row("metric", [](Curve &c) { c.key.metric = u"other"_s; });
    row("setting", [](Curve &c) { c.key.setting = u"other"_s; });
    row("model", [](Curve &c) { c.points[1].model = u"other"_s; });
    row("checkpoint", [](Curve &c) { c.points[1].checkpoint = u"step 1"_s; });
    row("x", [](Curve &c) { c.points[1].x = std::nextafter(c.points[1].x, 0); });
    row("y", [](Curve &c) { c.points[1].y = std::nextafter(c.points[1].y, 0); });
    row("n", [](Curve &c) { c.points[1].n = 1; });
    row("standard error", [](Curve &c) { c.points[1].standardError = 0.01; });
    row("set aside", [](Curve &c) { c.points[1].excluded = true; });
    row("one less", [](Curve &c) { c.points.pop_back(); });
    row("order", [](Curve &c) { std::swap(c.points[0], c.points[1]); });
    row("shifted words", [](Curve &c) {
        c.key.family = u"AB"_s;
        c.key.model = u"C"_s;
    });
}

void TestFigureFile::hashFollowsTheRows()
{
    QFETCH(Change, change);
    FigureContent content = twoCurves();
    const QByteArray before = rowsHash(content);
    change(content.panels[0].curves[0].curve);
    QVERIFY(rowsHash(content) != before);
}

void TestFigureFile::hashIsOfRowsOnly()
{
    FigureContent content = twoCurves();
    // As computed apart from Onset, with struct.pack and hashlib of Python.
    QCOMPARE(rowsHash(content),
             QByteArray("b8b04899e522dfb2243803fdf0441ea7f73562f4eb37452f47637b3352803865"));
    content.spec.style.widthMm = 50;
    content.panels[0].curves[0].label = u"other"_s;
    content.panels[0].curves[0].curve.points[0].standardError = -kUnknown; // also unknown
    QCOMPARE(rowsHash(content), rowsHash(twoCurves()));
    QVERIFY(rowsHash({}) != rowsHash(content));
}

void TestFigureFile::textNeedsNoEscapes()
{
    const QByteArray text = recordText(sampleRecord());
    for (const char c : text)
        QVERIFY2(c >= ' ' && c <= '~' && c != '<' && c != '>' && c != '&', text);
}

void TestFigureFile::filesComeBack_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray text = recordText(sampleRecord());
    QTest::newRow("PDF") << pdfWith(xmpPacket(text));
    QTest::newRow("PDF, another packet before")
        << pdfWith("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"></x:xmpmeta>" + xmpPacket(text));
    QTest::newRow("SVG") << svgWith(text);
    QTest::newRow("SVG, other escapes") << svgWith(QByteArray(text).replace('"', "&#34;"));
    QTest::newRow("SVG with a mark") << "\xEF\xBB\xBF" + svgWith(text);
    QTest::newRow("PNG") << withRecord(plainPng(), text);
    QTest::newRow("TeX") << "% TikZ picture\n" + texComment(text) + "\\begin{tikzpicture}";
    QTest::newRow("TeX with much before") << "%" + QByteArray(5'000, 'x') + '\n' + texComment(text);
    QTest::newRow("TeX, other line ends") << "\\relax\r\n" + texComment(text).replace("\n", "\r\n");
}

void TestFigureFile::filesComeBack()
{
    QFETCH(QByteArray, bytes);
    const auto read = readFigureFile(written(bytes));
    VERIFY_RESULT(read);
    QVERIFY(*read == sampleRecord());
}

void TestFigureFile::badFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &says) {
        QTest::newRow(name) << bytes << says;
    };
    const QString none = u"holds no figure"_s, damaged = u"damaged"_s;
    const QByteArray text = recordText(sampleRecord());
    row("PDF of another program", pdfWith("x"), none);
    row("nothing but a beginning", "%PDF-", none);
    row("many packets that do not end", "%PDF-" + QByteArray("<x:xmpmeta ").repeated(100'000), none);
    row("many empty packets", "%PDF-" + QByteArray("<x:xmpmeta></x:xmpmeta>").repeated(100'000), none);
    row("packet that breaks off", pdfWith(xmpPacket(text).left(400)), none);
    row("SVG of another program", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", none);
    row("figure of another namespace", svgWith(text).replace(kRecordNamespace.data(), "urn:other"), none);
    row("no XML behind <", "<<<", none);
    row("deep XML", QByteArray("<a>").repeated(100'000), none);
    row("entities that grow",
        "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">"
        "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\">]><s>&e;</s>",
        none);
    row("PNG of another program", plainPng(), none);
    row("PNG that breaks off", withRecord(plainPng(), text).left(60), none);
    row("chunk longer than the file", plainPng().left(33) + "\xFF\xFF\xFF\xFFtEXtOnset figure", none);
    row("chunks without end", plainPng().left(33) + QByteArray(1'000'000, '\0'), none);
    row("TeX of another program", "\\documentclass{article}", none);
    row("TeX that breaks off", "%\n" + texComment(text).left(200), damaged);
    row("record is no JSON", svgWith("figure"), damaged);
    row("record is deep", svgWith(QByteArray(100'000, '[')), damaged);
    row("record without a hash", svgWith("{\"figure\":{},\"version\":\"1\"}"), damaged);
    row("hash of other letters",
        withRecord(plainPng(), QByteArray(text).replace("\"rows\":\"", "\"rows\":\"x")), damaged);
    row("version for a terminal", svgWith(QByteArray(text).replace("1.2.3", "1\\u001b[2J")), damaged);
    row("long version", svgWith(QByteArray(text).replace("1.2.3", QByteArray(41, '1'))), damaged);
    row("figure with a fault", svgWith(QByteArray(text).replace("\"panels\"", "\"penals\"")), u"penals"_s);
    row("no figure at all", "", u"is no figure"_s);
    row("text", "model,score\n", u"is no figure"_s);
    row("zeros", QByteArray(10'000, '\0'), u"is no figure"_s);
}

void TestFigureFile::badFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    const QString path = written(bytes);
    const auto read = readFigureFile(path);
    QVERIFY(!read);
    QCOMPARE(read.error().code, Code::BadInput);
    QVERIFY2(read.error().what.contains(says) && read.error().what.contains(path),
             qPrintable(read.error().what));
    QVERIFY(read.error().what.endsWith(u'.'));
}

void TestFigureFile::tooLargeIsNotRead()
{
    QFile file(written("%PDF-1.4\n"));
    QVERIFY(file.resize(qint64(1) << 40)); // takes no room on the disk
    const auto read = readFigureFile(file.fileName());
    QVERIFY(!read);
    QVERIFY2(read.error().what.contains(u"64 MiB"_s), qPrintable(read.error().what));
    QCOMPARE(readFigureFile(m_folder.filePath(u"none"_s)).error().code, Code::NotFound);
    QCOMPARE(readFigureFile(m_folder.path()).error().code, Code::Io);
}

void TestFigureFile::figuresAreToldFromTables_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("figure");
    QTest::newRow("PDF") << u"a.PDF"_s << QByteArray() << true;
    QTest::newRow("SVG") << u"a.svg"_s << QByteArray() << true;
    QTest::newRow("PNG") << u"a.png"_s << QByteArray() << true;
    QTest::newRow("TeX") << u"a.tex"_s << QByteArray() << true;
    QTest::newRow("figure") << u"a.json"_s << QByteArray(R"({"name": "a", "panels": []})") << true;
    QTest::newRow("results") << u"b.json"_s << QByteArray(R"({"results": {"panels": {}}})") << false;
    QTest::newRow("list") << u"c.json"_s << QByteArray(R"([{"panels": []}])") << false;
    QTest::newRow("no JSON") << u"d.json"_s << QByteArray(R"({"panels": [)") << false;
    QTest::newRow("table") << u"a.csv"_s << QByteArray(R"({"panels": []})") << false;
}

void TestFigureFile::figuresAreToldFromTables()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, figure);
    QCOMPARE(isFigureFile(written(bytes, name)), figure);
    QVERIFY(!isFigureFile(m_folder.filePath(u"none.pdf"_s)));
    QVERIFY(!isFigureFile(m_folder.path()));
}

void TestFigureFile::differencesAreNamed_data()
{
    QTest::addColumn<FigureSpec>("changed");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *path, FigureSpec spec) {
        QTest::newRow(path) << spec << QString::fromLatin1(path);
    };
    FigureSpec spec = sampleRecord().figure;
    row("", spec);
    spec.style.widthMm = 34;
    row("style.widthMm", spec);
    spec.panels[1].curves = {{.key = {u"A"_s}}};
    row("panels[1].curves", spec);
    spec.panels.pop_back();
    row("panels", spec);
    spec.columns = 2;
    row("columns", spec);
}

void TestFigureFile::differencesAreNamed()
{
    QFETCH(FigureSpec, changed);
    QFETCH(QString, path);
    QCOMPARE(firstDifference(sampleRecord().figure, changed), path);
    QCOMPARE(firstDifference(changed, sampleRecord().figure), path);
}

void TestFigureFile::datesDoNotCount()
{
    const auto pdf = [](const QByteArray &date, const QByteArray &page, const QByteArray &place) {
        return "%PDF-1.4\n1 0 obj\n<<\n/CreationDate (" + date + ")\n>>\nendobj\n" + page + "\nxref\n0 2\n" +
               place + "\nstartxref\n" + place;
    };
    const QByteArray once = pdf("D:20261127144056Z", "page", "60");
    QVERIFY(sameButForDate(once, pdf("D:20250101000000+01'00'", "page", "66")));
    QVERIFY(!sameButForDate(once, pdf("D:20261127144056Z", "other page", "66")));
    QVERIFY(!sameButForDate(once, {}));
    QVERIFY(!sameButForDate("<svg date=\"1\"/>", "<svg date=\"2\"/>"));
    QVERIFY(sameButForDate("<svg/>", "<svg/>"));
}

ONSET_TEST(TestFigureFile)
#include "tst_figure_file.moc"
