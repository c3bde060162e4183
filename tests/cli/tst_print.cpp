#include "tests/cli/program.h"
#include "tests/support/test_class.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QtEndian>

#include <algorithm>
#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

constexpr double kPointsPerMm = 72 / 25.4;

struct Preset
{
    QString name;
    double width; ///< points, as the instructions to authors state it
};

const std::vector<Preset> kPresets{{u"neurips"_s, 5.5 * 72},
                                   {u"iclr"_s, 5.5 * 72},
                                   {u"icml-column"_s, 3.25 * 72},
                                   {u"icml-text"_s, 6.75 * 72},
                                   {u"acl-column"_s, 3.03 * 72},
                                   {u"tmlr"_s, 6.5 * 72},
                                   {u"ieee-column"_s, 3.5 * 72},
                                   {u"ieee-page"_s, 7.16 * 72},
                                   {u"nature-column"_s, 89 * kPointsPerMm},
                                   {u"nature-page"_s, 183 * kPointsPerMm},
                                   {u"slide"_s, 720},
                                   {u"poster"_s, 400 * kPointsPerMm}};

/// The paper's Figure 4 with a word in Greek in its first panel.
QByteArray figureWithGreek()
{
    QFile file(QStringLiteral(ONSET_SOURCE_DIR "/datasets/emergent-figures/figures/figure-4.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QJsonObject figure = QJsonDocument::fromJson(file.readAll()).object();
    QJsonArray panels = figure[u"panels"_s].toArray();
    QJsonObject first = panels[0].toObject();
    first[u"annotations"_s] = QJsonArray{
        QJsonObject{{u"kind"_s, u"text"_s}, {u"text"_s, u"α_{0} ≈ Δσ²"_s}, {u"x"_s, 3e22}, {u"y"_s, 0.6}}};
    panels[0] = first;
    figure[u"panels"_s] = panels;
    return QJsonDocument(figure).toJson();
}

/// Without what is the file's own: its date, and where its objects stand.
QByteArray timeless(QByteArray pdf)
{
    pdf.truncate(pdf.lastIndexOf("\nxref\n"));
    const qsizetype date = pdf.indexOf("/CreationDate (");
    return pdf.remove(date, pdf.indexOf(')', date) - date);
}

} // namespace

/// What leaves Onset, as the programs of a printer and of a reader see it.
class TestPrint : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void pageHasTheSizeOfThePreset_data() { eachPreset(); }
    void pageHasTheSizeOfThePreset();
    void fontsAreEmbedded_data() { eachPreset(); }
    void fontsAreEmbedded();
    void textIsFoundInReadingOrder_data() { eachPreset(); }
    void textIsFoundInReadingOrder();
    void nothingIsAnImage_data() { eachPreset(); }
    void nothingIsAnImage();
    void noScreenChangesTheBytes_data();
    void noScreenChangesTheBytes();
    void pngHasTheAskedResolution_data();
    void pngHasTheAskedResolution();
    void resolutionIsCheckedAndKept();
    void outlinesAreCheckedAndKept();

private:
    static void eachPreset();
    [[nodiscard]] QString pdf(const QString &preset) const { return m_program.path(preset + u".pdf"_s); }

    test::Program m_program;
};

/// Every preset once, by a process of its own.
void TestPrint::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    const QString spec = m_program.file(u"greek.json"_s, figureWithGreek());
    for (const Preset &preset : kPresets) {
        const test::Ended ended =
            m_program.onset({u"render"_s, spec, u"--preset"_s, preset.name, u"-o"_s, pdf(preset.name)});
        QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
    }
}

void TestPrint::eachPreset()
{
    QTest::addColumn<QString>("preset");
    QTest::addColumn<double>("width");
    for (const Preset &preset : kPresets)
        QTest::newRow(qPrintable(preset.name)) << preset.name << preset.width;
}

void TestPrint::pageHasTheSizeOfThePreset()
{
    QFETCH(QString, preset);
    QFETCH(double, width);
    if (!test::isInstalled("pdfinfo"))
        QSKIP("pdfinfo is not installed (poppler-utils)");
    const test::Ended info = m_program.run(u"pdfinfo"_s, {pdf(preset)});
    static const QRegularExpression size(u"Pages: +1\\n(?:.*\\n)*Page size: +([0-9.]+) x ([0-9.]+) pts"_s);
    const auto match = size.match(QString::fromUtf8(info.out));
    QVERIFY2(std::abs(match.captured(1).toDouble() - width) <= 1, info.out + info.err);
    const test::Ended json = m_program.run(u"pdfinfo"_s, {u"-meta"_s, pdf(preset)});
    static const QRegularExpression height(u"heightMm\":([0-9.]+)"_s);
    const double stated =
        height.match(QString::fromUtf8(json.out).replace(u"&quot;"_s, u"\""_s)).captured(1).toDouble();
    QVERIFY2(std::abs(match.captured(2).toDouble() - stated * kPointsPerMm) <= 1, info.out + json.out);
}

void TestPrint::fontsAreEmbedded()
{
    QFETCH(QString, preset);
    if (!test::isInstalled("pdffonts"))
        QSKIP("pdffonts is not installed (poppler-utils)");
    const test::Ended fonts = m_program.run(u"pdffonts"_s, {pdf(preset)});
    const QStringList lines = QString::fromUtf8(fonts.out).trimmed().split(u'\n').mid(2); // behind the header
    QVERIFY2(!lines.isEmpty(), fonts.err);
    // Embedded, and with the characters that its glyphs stand for.
    static const QRegularExpression row(
        u"^LiberationSans\\S* +(CID TrueType|TrueType|Type 1) .* yes (yes|no) +yes +\\d+ +\\d+$"_s);
    for (const QString &line : lines)
        QVERIFY2(row.match(line).hasMatch(), qPrintable(line));
}

void TestPrint::textIsFoundInReadingOrder()
{
    QFETCH(QString, preset);
    if (!test::isInstalled("pdftotext"))
        QSKIP("pdftotext is not installed (poppler-utils)");
    const auto textOf = [&](const QStringList &options) {
        const QStringList all = options + QStringList{pdf(preset), u"-"_s};
        return QString::fromUtf8(m_program.run(u"pdftotext"_s, all).out).simplified();
    };
    const QString drawn = textOf({u"-raw"_s}), seen = textOf({});

    // As it is drawn: panel by panel, with the ticks of y and of x, notes, the title, and those of the axes.
    static const QRegularExpression panels(
        u"(?<!\\S)((?:\\d+ )+)α0 ≈ Δσ2 \\(A\\) Training compute Training compute \\(FLOPs\\) Accuracy "
        u"\\(%\\) "
        "((?:\\d+ )+)\\(B\\) Parameters Model parameters (?:Accuracy \\(%\\) )?"
        "((?:\\d+ )+)\\(C\\) Perplexity WikiText-103 perplexity"_s);
    const auto found = panels.match(drawn);
    QVERIFY2(found.hasMatch(), qPrintable(drawn));
    for (const int panel : {1, 2, 3}) {
        const QStringList ticks = found.captured(panel).split(u' ', Qt::SkipEmptyParts);
        QList<double> y, x;
        for (const QString &tick : ticks) {
            const double number = tick.toDouble();
            QList<double> &axis =
                !y.isEmpty() && (!x.isEmpty() || number < y.back() || tick.size() > 2) ? x : y;
            axis << number;
            QVERIFY2(seen.split(u' ').contains(tick), qPrintable(seen)); // 10²¹ is not torn apart
        }
        QVERIFY2(y.size() >= 3 && y.front() == 0 && std::ranges::is_sorted(y), qPrintable(drawn));
        QVERIFY2(!x.isEmpty() && std::ranges::is_sorted(x), qPrintable(drawn));
    }
    // As a reader's program puts it together from the page.
    for (const QString &words :
         {u"(A) Training compute"_s, u"(B) Parameters"_s, u"(C) Perplexity"_s, u"Training compute (FLOPs)"_s,
          u"Model parameters"_s, u"Accuracy (%)"_s, u"WikiText-103 perplexity"_s, u"Gopher"_s, u"α0 ≈ Δσ2"_s})
        QVERIFY2(drawn.contains(words) && seen.contains(words), qPrintable(seen));
}

void TestPrint::nothingIsAnImage()
{
    QFETCH(QString, preset);
    if (!test::isInstalled("pdfimages"))
        QSKIP("pdfimages is not installed (poppler-utils)");
    const test::Ended images = m_program.run(u"pdfimages"_s, {u"-list"_s, pdf(preset)});
    QCOMPARE(images.status, 0);
    QVERIFY2(images.out.trimmed().count('\n') == 1, images.out); // the two lines of its header
}

void TestPrint::noScreenChangesTheBytes_data()
{
    QTest::addColumn<QString>("scale");
    for (const char *scale : {"1", "1.25", "2"})
        QTest::newRow(scale) << QString::fromLatin1(scale);
}

/// All figures again, drawn from their own PDF files.
void TestPrint::noScreenChangesTheBytes()
{
    QFETCH(QString, scale);
    m_program.set("QT_SCALE_FACTOR", scale);
    const QString folder = m_program.path(u"scaled-"_s + scale);
    QStringList arguments{u"render"_s};
    for (const Preset &preset : kPresets)
        arguments << pdf(preset.name);
    const test::Ended ended =
        m_program.onset(arguments + QStringList{u"-o"_s, folder + u'/', u"--format"_s, u"pdf"_s});
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
    for (const Preset &preset : kPresets) {
        const QByteArray once = test::bytesOf(pdf(preset.name));
        QVERIFY2(once.startsWith("%PDF-") &&
                     timeless(once) ==
                         timeless(test::bytesOf(QDir(folder).filePath(preset.name + u".pdf"_s))),
                 qPrintable(preset.name));
    }
}

namespace {

/// Of the chunk pHYs [PNG specification, 11.3.5.3]: dots per metre across and down, and that it is metres.
QByteArray resolutionOf(const QByteArray &png)
{
    const qsizetype at = png.indexOf("pHYs");
    return at < 0 || at > png.indexOf("IDAT") ? QByteArray() : png.mid(at + 4, 9).toHex();
}

const QByteArray k300 = "00002e2300002e2301", k600 = "00005c4600005c4601"; // 11,811 and 23,622

} // namespace

void TestPrint::pngHasTheAskedResolution_data()
{
    QTest::addColumn<QStringList>("asked");
    QTest::addColumn<QByteArray>("resolution");
    QTest::addColumn<quint32>("width"); // of 89 mm
    QTest::newRow("by itself") << QStringList{} << k300 << 1051u;
    QTest::newRow("300") << QStringList{u"--dpi"_s, u"300"_s} << k300 << 1051u;
    QTest::newRow("600") << QStringList{u"--dpi"_s, u"600"_s} << k600 << 2102u;
}

void TestPrint::pngHasTheAskedResolution()
{
    QFETCH(QStringList, asked);
    QFETCH(QByteArray, resolution);
    QFETCH(quint32, width);
    const QString path = m_program.path(u"a.png"_s);
    const test::Ended ended =
        m_program.onset(QStringList{u"render"_s, pdf(u"nature-column"_s), u"-o"_s, path} + asked);
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
    const QByteArray png = test::bytesOf(path);
    QCOMPARE(resolutionOf(png), resolution);
    QCOMPARE(qFromBigEndian<quint32>(png.constData() + 16), width);
}

/// A file keeps its resolution when it is checked and when it is drawn again.
void TestPrint::resolutionIsCheckedAndKept()
{
    const QString spec = pdf(u"nature-column"_s), fine = m_program.path(u"fine.png"_s);
    const QString coarse = m_program.path(u"coarse.png"_s), again = m_program.path(u"again.png"_s);
    QCOMPARE(m_program.onset({u"render"_s, spec, u"--dpi"_s, u"600"_s, u"-o"_s, fine}).status, 0);
    QCOMPARE(m_program.onset({u"render"_s, spec, u"-o"_s, coarse}).status, 0);
    const test::Ended both =
        m_program.onset({u"render"_s, u"--check"_s, spec, u"-o"_s, fine, u"-o"_s, coarse});
    QVERIFY2(both.status == 0 && both.err.isEmpty(), both.err);
    const test::Ended other =
        m_program.onset({u"render"_s, u"--check"_s, spec, u"--dpi"_s, u"600"_s, u"-o"_s, coarse});
    QVERIFY2(other.saidOneLine() && other.err.contains("300 dots per inch, not 600"), other.err);
    QCOMPARE(other.status, 1);
    QCOMPARE(m_program.onset({u"render"_s, fine, u"-o"_s, again}).status, 0);
    QVERIFY(test::bytesOf(again) == test::bytesOf(fine));
    QCOMPARE(m_program.onset({u"render"_s, fine, u"--dpi"_s, u"300"_s, u"-o"_s, again}).status, 0);
    QVERIFY(test::bytesOf(again) == test::bytesOf(coarse));
    const test::Ended odd = m_program.onset({u"render"_s, spec, u"--dpi"_s, u"1e9"_s, u"-o"_s, again});
    QVERIFY2(odd.saidOneLine(), odd.err);
    QCOMPARE(odd.status, 2);
}

/// Text of an SVG is text unless it is asked otherwise, and what was asked is kept and checked.
void TestPrint::outlinesAreCheckedAndKept()
{
    const QString spec = pdf(u"nature-column"_s), drawn = m_program.path(u"drawn.svg"_s);
    const QString written = m_program.path(u"written.svg"_s), again = m_program.path(u"again.svg"_s);
    QCOMPARE(m_program.onset({u"render"_s, spec, u"--outlines"_s, u"-o"_s, drawn}).status, 0);
    QCOMPARE(m_program.onset({u"render"_s, spec, u"-o"_s, written}).status, 0);
    QVERIFY(!test::bytesOf(drawn).contains("<text") && test::bytesOf(written).contains("<text"));
    const test::Ended both =
        m_program.onset({u"render"_s, u"--check"_s, spec, u"-o"_s, drawn, u"-o"_s, written});
    QVERIFY2(both.status == 0 && both.err.isEmpty(), both.err);
    const test::Ended other =
        m_program.onset({u"render"_s, u"--check"_s, spec, u"--outlines"_s, u"-o"_s, written});
    QVERIFY2(other.status == 1 && other.saidOneLine() && other.err.contains("outlines"), other.err);
    QCOMPARE(m_program.onset({u"render"_s, drawn, u"-o"_s, again}).status, 0);
    QVERIFY(test::bytesOf(again) == test::bytesOf(drawn));
}

ONSET_TEST(TestPrint)
#include "tst_print.moc"
