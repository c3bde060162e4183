#include "core/figure/figure_file.h"
#include "core/figure/views.h"
#include "core/fit/parallel.h"
#include "tests/support/changed_figure.h"
#include "tests/support/figures.h"
#include "tests/support/pictures.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"
#include "widgets/plot/figure_painter.h"
#include "widgets/plot/typeface.h"

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <array>
#include <cmath>
#include <limits>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// A view of the first abilities of a bundled table.
FigureSpec viewOfBundled(View view, const std::vector<Ability> &all, std::size_t chosen, const QString &table)
{
    std::vector<const Ability *> first;
    for (std::size_t i = 0; i < chosen; ++i)
        first.push_back(&all[i]);
    FigureSpec spec = viewOf(view, first, all, {.fit = {.noise = fit::Noise::Gaussian, .replicates = 100}});
    for (PanelSpec &panel : spec.panels)
        for (CurveSpec &curve : panel.curves)
            curve.source = table;
    return spec;
}

FigureSpec fittedSpec()
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.fit = {.noise = fit::Noise::Gaussian};
    return spec;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What a poppler tool prints about a file; empty without the tool.
QString printed(const QString &tool, const QStringList &arguments)
{
    QProcess process;
    process.start(tool, arguments);
    return process.waitForFinished() ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
}

/// A view of tasks of GPT-3 in a setting, one family each.
FigureSpec viewOfTasks(View view, const QStringList &tasks, const QString &setting)
{
    std::vector<Ability> all;
    for (const QString &task : tasks)
        all.push_back({{u"GPT-3 arithmetic"_s, task, u"accuracy"_s}, setting, {{u"GPT-3"_s, 8, 8}}});
    return viewOfBundled(view, all, all.size(), u"gpt3"_s);
}

/// One of everything that is placed by hand.
FigureSpec annotatedSpec()
{
    FigureSpec spec = fittedSpec();
    spec.title = u"What is placed by hand"_s;
    spec.style.legend = LegendPlace::Direct;
    spec.style.panelLetters = true;
    PanelSpec &panel = spec.panels.front();
    panel.cutoff = 5e22;
    panel.ceiling = 0.85;
    using enum Annotation::Kind;
    panel.annotations = {{.kind = Text, .text = u"α_{0} ≈ 10^{−3}, Δσ²"_s, .x = 5e21, .y = 0.75},
                         {.kind = Arrow, .text = u"doubles"_s, .x = 1.2e22, .y = 0.1, .x2 = 3e21, .y2 = 0.4},
                         {.kind = Line, .text = u"half"_s, .y = 0.5},
                         {.kind = Band, .text = u"in between"_s, .x = 4e20, .x2 = 8e20},
                         {.kind = Bracket, .text = u"wide"_s, .x = 1.5e21, .y = 0.58, .x2 = 1.5e22}};
    return spec;
}

} // namespace

class TestFigurePainter : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void formats_data();
    void formats();
    void pdfIsFitForPrint();
    void svgKeepsItsSizeAndFont();
    void svgNeedsNoClipping_data();
    void svgNeedsNoClipping();
    void pngStatesItsResolution();
    void pngIsNotTooLarge();
    void figureComesBack_data();
    void figureComesBack();
    void sameFigureSameBytes();
    void anyThreadPaintsTheSame();
    void failureKeepsTheOldFile();
    void pipesAreNotReplaced();
    void hostileFiguresAreDrawn_data();
    void hostileFiguresAreDrawn();
    void looksAsAgreed_data();
    void looksAsAgreed();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
};

void TestFigurePainter::initTestCase() { QVERIFY(loadFigureFont()); }

void TestFigurePainter::formats_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("format");
    QTest::newRow("pdf") << u"a.pdf"_s << int(ExportFormat::Pdf);
    QTest::newRow("capitals") << u"/x.y/a.SVG"_s << int(ExportFormat::Svg);
    QTest::newRow("png") << u"a.b.png"_s << int(ExportFormat::Png);
    QTest::newRow("tex") << u"a.tex"_s << int(ExportFormat::Tikz);
    QTest::newRow("unknown") << u"a.gif"_s << -1;
    QTest::newRow("none") << u"pdf"_s << -1;
}

void TestFigurePainter::formats()
{
    QFETCH(QString, path);
    QFETCH(int, format);
    const Result<ExportFormat> found = exportFormat(path);
    QCOMPARE(found ? int(*found) : -1, format);
    if (!found)
        QVERIFY(found.error().what.contains(u".pdf, .svg, .png or .tex"_s));
}

void TestFigurePainter::pdfIsFitForPrint()
{
    FigureSpec spec = fittedSpec();
    spec.style.widthMm = 88;
    spec.style.heightMm = 60;
    VERIFY_RESULT(exportFigure(*composed(spec), path(u"a.pdf"_s), ExportFormat::Pdf));
    if (QStandardPaths::findExecutable(u"pdffonts"_s).isEmpty())
        QSKIP("poppler-utils is not installed");

    const QStringList fonts =
        printed(u"pdffonts"_s, {path(u"a.pdf"_s)}).split(u'\n', Qt::SkipEmptyParts).mid(2);
    QVERIFY(!fonts.isEmpty());
    for (const QString &font : fonts) {
        QVERIFY2(font.contains(u"LiberationSans"_s) && font.contains(u"TrueType"_s), qPrintable(font));
        QVERIFY2(font.contains(QRegularExpression(u"Identity-H\\s+yes"_s)), qPrintable(font)); // embedded
    }
    const QString info = printed(u"pdfinfo"_s, {path(u"a.pdf"_s)});
    const auto size = QRegularExpression(u"Page size:\\s+([\\d.]+) x ([\\d.]+) pts"_s).match(info);
    QVERIFY(std::abs(size.captured(1).toDouble() - 88 / 25.4 * 72) <= 1);
    QVERIFY(std::abs(size.captured(2).toDouble() - 60 / 25.4 * 72) <= 1);
    QVERIFY(info.contains(QRegularExpression(u"Title:\\s+GPT-3 3-digit addition"_s)));
    QVERIFY(info.contains(QRegularExpression(u"Pages:\\s+1\\b"_s)));
    const QString text = printed(u"pdftotext"_s, {path(u"a.pdf"_s), u"-"_s});
    for (const QString &words : {u"Training compute (FLOPs)"_s, u"Accuracy (%)"_s, u"few-shot (K=50)"_s})
        QVERIFY2(text.contains(words), qPrintable(text));
}

void TestFigurePainter::svgKeepsItsSizeAndFont()
{
    VERIFY_RESULT(exportFigure(*composed(fittedSpec()), path(u"a.svg"_s), ExportFormat::Svg));
    QXmlStreamReader xml(bytesOf(path(u"a.svg"_s)));
    QVERIFY(xml.readNextStartElement());
    QCOMPARE(xml.attributes().value("width"_L1), u"120mm"_s);
    QCOMPARE(xml.attributes().value("height"_L1), u"80mm"_s);
    QVERIFY(xml.attributes().value("font-family"_L1).startsWith(u"'Liberation Sans'"_s));
    QVERIFY(xml.attributes().value("font-family"_L1).endsWith(u"sans-serif"_s));
    QStringList texts;
    while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == "text"_L1)
            texts << xml.readElementText(QXmlStreamReader::IncludeChildElements);
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(texts.contains(u"Training compute (FLOPs)"_s));
    QVERIFY(texts.contains(u"1022"_s)); // 10²² with a raised exponent
}

void TestFigurePainter::svgNeedsNoClipping_data()
{
    QTest::addColumn<FigureSpec>("spec");
    QTest::newRow("fits, bands, bars") << fittedSpec();
    FigureSpec held = fittedSpec();
    held.panels.front().cutoff = 2e22;
    held.panels.front().ceiling = 0.4;
    QTest::newRow("forecast") << held;
    QTest::newRow("eight panels") << bundledFigure(u"emergent-figures"_s, u"figure-2.json"_s);
    QTest::newRow("gains") << bundledFigure(u"emergent-figures"_s, u"compute-equivalent-gain.json"_s);
    FigureSpec gained = bundledFigure(u"emergent-figures"_s, u"figure-3.json"_s);
    for (PanelSpec &panel : gained.panels)
        panel.plot = Plot::Differences;
    QTest::newRow("differences") << gained;
}

/// Reads the coordinates back from the file: between the axes of a zoomed figure nothing stands outside of
/// them.
void TestFigurePainter::svgNeedsNoClipping()
{
    QFETCH(FigureSpec, spec);
    for (PanelSpec &panel : spec.panels) {
        panel.xRange = {1.3e22, 4e22};
        panel.yRange = {0.1, 0.5};
    }
    spec.layers.joinedPoints = true;
    spec.style.legend = LegendPlace::None;
    VERIFY_RESULT(exportFigure(*composed(spec), path(u"zoomed.svg"_s), ExportFormat::Svg));
    const QByteArray svg = bytesOf(path(u"zoomed.svg"_s));
    QVERIFY(!svg.contains("clip"));

    QList<QRectF> frames; // the only paths in the colour of the axes with three places
    QList<QPolygonF> others;
    const QRegularExpression number(u"-?[\\d.]+"_s);
    QXmlStreamReader xml(svg);
    QString group;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "g"_L1)
            group = xml.attributes().value("fill"_L1).toString();
        if (xml.name() != "path"_L1)
            continue;
        QPolygonF places;
        auto found = number.globalMatch(xml.attributes().value("d"_L1).toString());
        while (found.hasNext()) {
            const double x = found.next().captured().toDouble();
            places << QPointF(x, found.next().captured().toDouble());
        }
        if (xml.attributes().value("stroke"_L1) == u"#333333"_s) {
            if (places.size() == 3)
                frames << places.boundingRect().adjusted(-0.01, -0.01, 0.01, 0.01);
        } else {
            others << places;
        }
    }
    QCOMPARE(frames.size(), qsizetype(spec.panels.size()));
    QVERIFY(others.size() >= frames.size());
    for (const QPolygonF &places : others)
        QVERIFY2(std::ranges::any_of(frames,
                                     [&places](const QRectF &frame) {
                                         return std::ranges::all_of(places, [&frame](const QPointF &place) {
                                             return frame.contains(place);
                                         });
                                     }),
                 qPrintable(u"from %1, %2"_s.arg(places[0].x()).arg(places[0].y())));
}

void TestFigurePainter::pngStatesItsResolution()
{
    VERIFY_RESULT(exportFigure(*composed(fittedSpec()), path(u"a.png"_s), ExportFormat::Png));
    const QImage image(path(u"a.png"_s));
    QCOMPARE(image.size(), QSize(1417, 945));
    QCOMPARE(image.dotsPerMeterX(), 11811);
    QVERIFY(image.text(u"Title"_s).startsWith(u"GPT-3"_s));
}

void TestFigurePainter::pngIsNotTooLarge()
{
    FigureContent content;
    content.spec.style.widthMm = content.spec.style.heightMm = 2000;
    const Result<> written = exportFigure(content, path(u"large.png"_s), ExportFormat::Png, {.dpi = 600});
    QVERIFY(!written);
    QCOMPARE(written.error().code, Code::BadInput);
    QVERIFY(!QFile::exists(path(u"large.png"_s)));
}

void TestFigurePainter::figureComesBack_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"a.pdf", "a.svg", "a.png", "a.tex"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

/// Every option of a figure, from each kind of file, with names that need escapes in all of them.
void TestFigurePainter::figureComesBack()
{
    QFETCH(QString, name);
    FigureSpec spec = test::changedEverywhere();
    spec.panels.push_back(fittedSpec().panels.front());
    spec.fit.replicates = 40;
    spec.title = u"<b>„Größe“ & \U0001D70E ]]> --\"\\</b>"_s;
    spec.style.widthMm = 100.0 / 3;
    const auto content = composed(spec);
    VERIFY_RESULT(exportFigure(*content, path(name), *exportFormat(name)));
    const auto record = readFigureFile(path(name));
    VERIFY_RESULT(record);
    QVERIFY(record->figure == spec);
    QCOMPARE(record->rows, rowsHash(*content));
    QCOMPARE(record->version, QCoreApplication::applicationVersion());
    // and drawn again it is the same file
    const QByteArray once = bytesOf(path(name));
    VERIFY_RESULT(exportFigure(*composed(record->figure), path(name), *exportFormat(name)));
    QVERIFY(sameButForDate(bytesOf(path(name)), once));
    if (!name.endsWith(u"png"_s))
        return;
    const QImage image(path(name));
    QVERIFY(!image.isNull());
    QCOMPARE(image.text(u"Onset figure"_s).toUtf8(), recordText(*record));
    QCOMPARE(record->dpi, 300);
}

void TestFigurePainter::sameFigureSameBytes()
{
    const auto content = composed(fittedSpec());
    for (const QString &name : {u"x.pdf"_s, u"x.svg"_s, u"x.png"_s, u"x.tex"_s}) {
        VERIFY_RESULT(exportFigure(*content, path(name), *exportFormat(name)));
        const QByteArray once = bytesOf(path(name));
        VERIFY_RESULT(exportFigure(*composed(fittedSpec()), path(name), *exportFormat(name)));
        QVERIFY(sameButForDate(bytesOf(path(name)), once));
    }
}

/// Several at once, as `onset render` of many figures does.
void TestFigurePainter::anyThreadPaintsTheSame()
{
    constexpr std::size_t kTimes = 40;
    const auto content = composed(fittedSpec());
    for (const ExportFormat format :
         {ExportFormat::Pdf, ExportFormat::Svg, ExportFormat::Png, ExportFormat::Tikz}) {
        const auto here = exportedFigure(*content, format, {.dpi = 100}, u"1"_s);
        VERIFY_RESULT(here);
        std::vector<QByteArray> there(kTimes);
        Progress progress;
        const bool all = fit::forEachIndex(
            kTimes, 4, progress,
            [&] {
                return [&](std::size_t i) {
                    there[i] = exportedFigure(*content, format, {.dpi = 100}, u"1"_s).value_or(QByteArray());
                };
            },
            1);
        QVERIFY(all);
        for (const QByteArray &bytes : there)
            QVERIFY(sameButForDate(bytes, *here));
    }
}

void TestFigurePainter::failureKeepsTheOldFile()
{
    const QString folder = path(u"folder.pdf"_s);
    QVERIFY(QDir().mkpath(folder));
    const Result<> written = exportFigure(FigureContent{}, folder, ExportFormat::Pdf);
    QVERIFY(!written);
    QCOMPARE(written.error().code, Code::Io);
    QVERIFY(written.error().what.contains(folder));
    QVERIFY(!exportFigure(FigureContent{}, path(u"no/such/folder/a.svg"_s), ExportFormat::Svg));
    QVERIFY(QFileInfo(folder).isDir());
}

void TestFigurePainter::pipesAreNotReplaced()
{
    const QString pipe = path(u"pipe.svg"_s), link = path(u"link.svg"_s);
    QCOMPARE(mkfifo(qPrintable(pipe), 0600), 0);
    QVERIFY(QFile::link(pipe, link));
    const int end = open(qPrintable(pipe), O_RDWR | O_NONBLOCK);
    for (const QString &name : {pipe, link}) {
        VERIFY_RESULT(exportFigure(FigureContent{}, name, ExportFormat::Svg));
        std::array<char, 10'000> bytes{};
        QVERIFY(read(end, bytes.data(), bytes.size()) > 100);
        QVERIFY(QByteArrayView(bytes.data(), 5) == "<?xml");
    }
    close(end);
}

void TestFigurePainter::hostileFiguresAreDrawn_data()
{
    QTest::addColumn<FigureSpec>("spec");
    static constexpr double kMost = std::numeric_limits<double>::max();
    static constexpr double kLeast = std::numeric_limits<double>::denorm_min();
    const auto row = [](const char *name, const auto &change) {
        FigureSpec spec = fittedSpec();
        spec.fit.replicates = 40;
        change(spec, spec.panels.front());
        QTest::newRow(name) << spec;
    };
    row("all numbers across", [](FigureSpec &, PanelSpec &panel) { panel.xRange = {-kMost, kMost}; });
    row("all numbers up", [](FigureSpec &, PanelSpec &panel) { panel.yRange = {-kMost, kMost}; });
    row("all logarithms", [](FigureSpec &, PanelSpec &panel) {
        panel.xRange = panel.yRange = {kLeast, kMost};
        panel.logY = true;
    });
    row("negative logarithms", [](FigureSpec &, PanelSpec &panel) {
        panel.xRange = panel.yRange = {-2, -1};
        panel.logY = true;
    });
    row("nothing between", [](FigureSpec &, PanelSpec &panel) {
        panel.xRange = {1e22, std::nextafter(1e22, kMost)};
        panel.yRange = {0.5, std::nextafter(0.5, 1)};
        panel.logX = false;
    });
    row("far away", [](FigureSpec &, PanelSpec &panel) {
        panel.cutoff = panel.ceiling = kMost;
        panel.floor = -kMost;
        for (const double at : {-kMost, -1.0, 0.0, kLeast, kMost})
            for (const auto kind : {Annotation::Kind::Text, Annotation::Kind::Arrow, Annotation::Kind::Line,
                                    Annotation::Kind::Band, Annotation::Kind::Bracket})
                panel.annotations.push_back(
                    {.kind = kind, .text = u"here"_s, .x = at, .y = -at, .x2 = kMost, .y2 = at});
    });
    row("large letters", [](FigureSpec &spec, PanelSpec &) {
        spec.style.widthMm = spec.style.heightMm = 20;
        spec.style.fontPt = 144;
        spec.style.linePt = 20;
        spec.style.panelLetters = spec.style.footer = true;
    });
    row("small letters", [](FigureSpec &spec, PanelSpec &) {
        spec.style.widthMm = spec.style.heightMm = 2000;
        spec.style.fontPt = 2;
    });
    row("many panels", [](FigureSpec &spec, PanelSpec &panel) {
        panel.curves.clear();
        spec.panels.resize(400, panel);
        spec.columns = 400;
        spec.style.widthMm = 20;
    });
}

/// What a description may say is drawn, however little sense it makes: no number is none, no file is large.
void TestFigurePainter::hostileFiguresAreDrawn()
{
    QFETCH(FigureSpec, spec);
    const auto content = composed(spec);
    constexpr qsizetype kMost = 4 << 20;
    for (const ExportFormat format : {ExportFormat::Pdf, ExportFormat::Svg, ExportFormat::Tikz}) {
        const auto bytes = exportedFigure(*content, format, {}, u"1"_s);
        VERIFY_RESULT(bytes);
        QVERIFY2(bytes->size() < kMost, qPrintable(QString::number(bytes->size())));
        const QString picture = format == ExportFormat::Pdf ? QString() : QString::fromUtf8(*bytes);
        static const QRegularExpression none(u"[ (,\"LM](nan|-?inf)[ ,)\"LZ]"_s);
        QVERIFY2(!none.match(picture).hasMatch(), qPrintable(picture.right(2'000)));
        if (format == ExportFormat::Svg) {
            QXmlStreamReader xml(*bytes);
            while (!xml.atEnd())
                xml.readNext();
            QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        }
    }
    QVERIFY(!figureImage(*content, {}, 25).isNull());
}

void TestFigurePainter::looksAsAgreed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<FigureContent>("content");
    const auto row = [](const QString &name, const FigureSpec &spec) {
        QTest::newRow(qPrintable(name)) << name << *composed(spec);
    };
    row(u"fitted"_s, fittedSpec());
    FigureSpec dark = fittedSpec();
    dark.style.theme = Theme::Dark;
    dark.style.footer = true;
    row(u"dark"_s, dark);
    row(u"annotated"_s, annotatedSpec());
    // Of each view one: curves are "fitted" and Figure 2, scales Figure 4, metrics the lens, families the
    // gain, and onsets Table 1.
    const QStringList sums{u"2-digit addition"_s,    u"2-digit subtraction"_s, u"3-digit addition"_s,
                           u"3-digit subtraction"_s, u"4-digit addition"_s,    u"5-digit addition"_s};
    row(u"small-multiples"_s, viewOfTasks(View::SmallMultiples, sums, u"few-shot (K=50)"_s));
    row(u"frontier"_s, viewOfTasks(View::Frontier, sums, u"zero-shot"_s));
    const auto asked = [](const QString &setting) {
        return Ability{{u"GSM8K"_s, u"GSM8K"_s, u"accuracy"_s}, setting, {{u"LaMDA"_s, 5, 5}}};
    };
    row(u"strategies"_s, viewOfBundled(View::Strategies, {asked(u"chain-of-thought"_s), asked(u"few-shot"_s)},
                                       1, u"emergent-figures"_s));
    for (const QString &figure : {u"figure-2"_s, u"figure-3"_s, u"figure-4"_s, u"table-1"_s,
                                  u"compute-equivalent-gain"_s, u"metric-lens"_s})
        row(figure, bundledFigure(u"emergent-figures"_s, figure + u".json"_s));
}

/// Against a picture that was looked at. Tolerance: another version of FreeType may shade the edges of glyphs
/// otherwise (48 of 255 a channel is not counted), and move few of them; a shifted legend is already 1 %.
/// To agree on a new look: run with ONSET_UPDATE_GOLDEN=1, look at tests/golden, commit.
void TestFigurePainter::looksAsAgreed()
{
    QFETCH(QString, name);
    QFETCH(FigureContent, content);
    const QString golden = u"%1/tests/golden/%2.png"_s.arg(QStringLiteral(ONSET_SOURCE_DIR), name);
    const QImage actual = figureImage(content, {}, 120);
    if (qEnvironmentVariableIsSet("ONSET_UPDATE_GOLDEN"))
        QVERIFY(actual.save(golden));
    const QImage expected(golden);
    const auto apart = test::difference(actual, expected, 48);
    if (apart.share > 0.002) {
        const QString kept = QFileInfo(name).absoluteFilePath();
        QVERIFY(actual.save(kept + u"-actual.png"_s));
        if (!apart.where.isNull()) // they have the same size
            QVERIFY(apart.where.save(kept + u"-difference.png"_s));
        QFAIL(qPrintable(u"%1 % of the pixels differ from %2; see %3-actual.png and -difference.png"_s
                             .arg(100 * apart.share)
                             .arg(golden, kept)));
    }
}

ONSET_WINDOW_TEST(TestFigurePainter)
#include "tst_figure_painter.moc"
