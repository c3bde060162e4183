#include "tests/cli/program.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// Pictures made by the real program without a display, judged by the tools that readers will use.
class TestRender : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void pdfHasTheAskedSize();
    void presetsHaveTheirSize_data();
    void presetsHaveTheirSize();
    void pdfEmbedsItsFonts();
    void pdfTextCanBeFound();
    void severalFilesAtOnce();
    void figureFromFile();
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

namespace {

constexpr double kPointsPerMm = 72 / 25.4;

/// Of its page, in points; empty when there is not one.
QSizeF pageSize(const test::Ended &info)
{
    static const QRegularExpression size(u"Pages: +1\\n(?:.*\\n)*Page size: +([0-9.]+) x ([0-9.]+) pts"_s);
    const auto match = size.match(QString::fromUtf8(info.out));
    return {match.captured(1).toDouble(), match.captured(2).toDouble()};
}

} // namespace

void TestRender::pdfHasTheAskedSize()
{
    if (!test::isInstalled("pdfinfo"))
        QSKIP("pdfinfo is not installed (poppler-utils)");
    const QString path = drawn(u"size.pdf"_s);
    QVERIFY(!path.isEmpty());
    const test::Ended info = m_program.run(u"pdfinfo"_s, {path});
    const QSizeF size = pageSize(info);
    QVERIFY2(std::abs(size.width() - 180 * kPointsPerMm) <= 1, info.out + info.err);
    QVERIFY2(std::abs(size.height() - 70 * kPointsPerMm) <= 1, info.out + info.err);
}

/// Widths as the instructions to authors state them.
void TestRender::presetsHaveTheirSize_data()
{
    QTest::addColumn<double>("width"); // points
    QTest::newRow("neurips") << 5.5 * 72;
    QTest::newRow("iclr") << 5.5 * 72;
    QTest::newRow("icml-column") << 3.25 * 72;
    QTest::newRow("icml-text") << 6.75 * 72;
    QTest::newRow("acl-column") << 3.03 * 72;
    QTest::newRow("tmlr") << 6.5 * 72;
    QTest::newRow("ieee-column") << 3.5 * 72;
    QTest::newRow("ieee-page") << 7.16 * 72;
    QTest::newRow("nature-column") << 89 * kPointsPerMm;
    QTest::newRow("nature-page") << 183 * kPointsPerMm;
    QTest::newRow("slide") << 720.0;
    QTest::newRow("poster") << 400 * kPointsPerMm;
}

void TestRender::presetsHaveTheirSize()
{
    QFETCH(double, width);
    if (!test::isInstalled("pdfinfo"))
        QSKIP("pdfinfo is not installed (poppler-utils)");
    const QString path = m_program.path(u"preset.pdf"_s);
    const test::Ended ended = m_program.onset({u"render"_s, u"--figure"_s, u"Figure 4"_s, u"--preset"_s,
                                               QString::fromLatin1(QTest::currentDataTag()), u"-o"_s, path});
    QVERIFY2(ended.status == 0, ended.err);
    const test::Ended info = m_program.run(u"pdfinfo"_s, {path});
    QVERIFY2(std::abs(pageSize(info).width() - width) <= 1, info.out + info.err);
}

void TestRender::pdfEmbedsItsFonts()
{
    if (!test::isInstalled("pdffonts"))
        QSKIP("pdffonts is not installed (poppler-utils)");
    const test::Ended fonts = m_program.run(u"pdffonts"_s, {drawn(u"fonts.pdf"_s)});
    QCOMPARE(fonts.status, 0);
    const QStringList lines = QString::fromUtf8(fonts.out).trimmed().split(u'\n');
    QVERIFY2(lines.size() > 2, fonts.out); // two lines of header
    for (const QString &line : lines.mid(2)) {
        QVERIFY2(!line.contains(u"Type 3"_s), qPrintable(line));
        QVERIFY2(line.contains(QRegularExpression(u" yes (yes|no) +(yes|no) +\\d+ +\\d+$"_s)),
                 qPrintable(line));
    }
}

void TestRender::pdfTextCanBeFound()
{
    if (!test::isInstalled("pdftotext"))
        QSKIP("pdftotext is not installed (poppler-utils)");
    const test::Ended text = m_program.run(u"pdftotext"_s, {drawn(u"text.pdf"_s), u"-"_s});
    QCOMPARE(text.status, 0);
    for (const char *title : {"Training compute (FLOPs)", "Parameters", "WikiText-103"})
        QVERIFY2(text.out.contains(title), text.out);
}

void TestRender::severalFilesAtOnce()
{
    QStringList arguments{u"render"_s, u"--figure"_s, u"Figure 2"_s};
    for (const char *ending : {"pdf", "svg", "png"})
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
    QVERIFY2(ended.status == 0, ended.err);
    QVERIFY2(ended.err.contains("GPT-9"), ended.err); // the curve that is not there is named
    QVERIFY(QFileInfo(m_program.path(u"own.pdf"_s)).size() > 1000);
}

void TestRender::oneSentence_data()
{
    QTest::addColumn<QStringList>("figure");
    QTest::newRow("unknown name") << QStringList{u"--figure"_s, u"Figure 99"_s};
    QTest::newRow("several begin so") << QStringList{u"--figure"_s, u"Figure"_s};
    QTest::newRow("no file") << QStringList{m_program.path(u"no.json"_s)};
    QTest::newRow("folder") << QStringList{m_program.home()};
    QTest::newRow("no JSON") << QStringList{m_program.file(u"text.json"_s, "figure\n")};
    QTest::newRow("unknown key") << QStringList{m_program.file(u"key.json"_s, R"({"panel": []})")};
}

void TestRender::oneSentence()
{
    QFETCH(QStringList, figure);
    const QString path = m_program.path(u"nothing.pdf"_s);
    const test::Ended ended = m_program.onset(QStringList{u"render"_s} + figure + QStringList{u"-o"_s, path});
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

QTEST_GUILESS_MAIN(TestRender)
#include "tst_render.moc"
