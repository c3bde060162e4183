#include "core/figure/figure_file.h"
#include "tests/support/figures.h"
#include "tests/support/pictures.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"
#include "widgets/plot/figure_painter.h"
#include "widgets/plot/typeface.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// SVG files as the programs show them that readers open them with.
class TestSvg : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void looksLikeThePdf_data();
    void looksLikeThePdf();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    /// A finely drawn page in its size at kDpi: what rounding to pixels has moved is then nearly gone.
    [[nodiscard]] QImage pictureOf(const QString &name, const FigureStyle &style) const;
    /// Runs a program that knows no font but the bundled one.
    [[nodiscard]] bool ran(const QString &program, const QStringList &arguments) const;

    QTemporaryDir m_folder;
};

namespace {

constexpr int kDpi = 150, kFiner = 3;

bool isInstalled(const QString &program) { return !QStandardPaths::findExecutable(program).isEmpty(); }

} // namespace

void TestSvg::initTestCase()
{
    QVERIFY(loadFigureFont());
    QFile fonts(path(u"fonts.conf"_s));
    QVERIFY(fonts.open(QIODevice::WriteOnly));
    fonts.write(u"<fontconfig><dir>%1/resources/fonts</dir><cachedir>%2</cachedir><match target=\"font\">"
                "<edit name=\"hinting\"><bool>false</bool></edit></match></fontconfig>"_s
                    .arg(QStringLiteral(ONSET_SOURCE_DIR), path(u"cache"_s))
                    .toUtf8());
}

bool TestSvg::ran(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"FONTCONFIG_FILE"_s, path(u"fonts.conf"_s));
    environment.insert(u"HOME"_s, m_folder.path());
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    constexpr int kPatience = 120'000; // ms
    return process.waitForFinished(kPatience) && process.exitCode() == 0;
}

QImage TestSvg::pictureOf(const QString &name, const FigureStyle &style) const
{
    const QImage fine(path(name));
    // A PDF page is whole points large.
    const auto pixels = [](double mm) { return int(std::floor(mm / 25.4 * 72) / 72 * kDpi); };
    const QSize size(pixels(style.widthMm), pixels(style.heightMm));
    return fine.copy({{}, size * kFiner}).scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

void TestSvg::looksLikeThePdf_data()
{
    QTest::addColumn<FigureSpec>("spec");
    QTest::addColumn<bool>("outlines");
    FigureSpec noted = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    noted.fit.noise = fit::Noise::Gaussian;
    for (const double y : {0.3, 0.4, 0.5, 0.6})
        noted.panels.front().annotations.push_back({.text = u"α_{0} ≈ Δσ² of 10⁻³ %"_s, .x = 1e21, .y = y});
    QTest::newRow("bands and Greek") << noted << false;
    QTest::newRow("outlines") << noted << true;
    noted.style.theme = Theme::Dark;
    QTest::newRow("dark") << noted << false;
    for (const QString &name : {u"figure-2"_s, u"table-1"_s})
        QTest::newRow(qPrintable(name)) << bundledFigure(u"emergent-figures"_s, name + u".json"_s) << false;
}

/// In rsvg-convert, and in Chromium where that is installed, with the bundled font. Tolerance: edges of
/// letters are shaded otherwise, at most 0.13 % of the pixels by more than a quarter; Chromium, which sets
/// letters on whole pixels, 0.42 %. Letters in another font are 2 % and more.
void TestSvg::looksLikeThePdf()
{
    QFETCH(FigureSpec, spec);
    QFETCH(bool, outlines);
    const auto content = composed(spec);
    VERIFY_RESULT(exportFigure(*content, path(u"a.pdf"_s), ExportFormat::Pdf));
    VERIFY_RESULT(exportFigure(*content, path(u"a.svg"_s), ExportFormat::Svg, {.outlines = outlines}));
    const auto record = readFigureFile(path(u"a.svg"_s));
    QVERIFY(record && record->figure == content->spec && record->outlines == outlines);
    if (!isInstalled(u"pdftoppm"_s) || !isInstalled(u"rsvg-convert"_s))
        QSKIP("pdftoppm or rsvg-convert is not installed (poppler-utils, librsvg2-bin)");
    const QString dpi = QString::number(kDpi * kFiner), out = path(u"svg.png"_s);
    QVERIFY(ran(u"pdftoppm"_s, {u"-r"_s, dpi, u"-singlefile"_s, path(u"a.pdf"_s), path(u"pdf"_s)}));
    const QImage pdf = pictureOf(u"pdf.ppm"_s, spec.style);
    const auto isThePdf = [&](const QString &program, double most) {
        const QImage svg = pictureOf(u"svg.png"_s, spec.style);
        const auto apart = test::difference(pdf, svg, 64);
        if (apart.share > most) {
            const QString kept =
                QFileInfo(u"%1-%2"_s.arg(QLatin1StringView(QTest::currentDataTag()), program))
                    .absoluteFilePath();
            if (svg.save(kept + u"-actual.png"_s) && apart.where.save(kept + u"-difference.png"_s))
                qWarning("%g %% of the pixels differ; see %s-actual.png and -difference.png",
                         100 * apart.share, qPrintable(kept));
        }
        return apart.share <= most;
    };
    QVERIFY(ran(u"rsvg-convert"_s, {u"-d"_s, dpi, u"-p"_s, dpi, path(u"a.svg"_s), u"-o"_s, out}));
    // The size that it states, at this resolution.
    const QSizeF size = QSizeF(spec.style.widthMm, spec.style.heightMm) / 25.4 * (kDpi * kFiner);
    const QSize found = QImage(out).size();
    QVERIFY(std::abs(found.width() - size.width()) <= 1 && std::abs(found.height() - size.height()) <= 1);
    QVERIFY(isThePdf(u"rsvg-convert"_s, 0.002));
    if (!isInstalled(u"chromium"_s))
        QSKIP("chromium is not installed, so only rsvg-convert has shown it");
    constexpr double kScreenDpi = 96; // of what a browser takes for an inch
    QVERIFY(ran(u"chromium"_s,
                {u"--headless"_s, u"--no-sandbox"_s, u"--disable-gpu"_s, u"--hide-scrollbars"_s,
                 u"--force-device-scale-factor=%1"_s.arg(kDpi * kFiner / kScreenDpi),
                 u"--window-size=%1,%2"_s.arg(int(std::ceil(spec.style.widthMm / 25.4 * kScreenDpi)))
                     .arg(int(std::ceil(spec.style.heightMm / 25.4 * kScreenDpi))),
                 u"--screenshot="_s + out, u"file://"_s + path(u"a.svg"_s)}));
    QVERIFY(isThePdf(u"chromium"_s, 0.006));
}

ONSET_WINDOW_TEST(TestSvg)
#include "tst_svg.moc"
