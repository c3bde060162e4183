#include "app/main_window.h"

#include "core/figure/figure_file.h"
#include "core/figure/size_presets.h"
#include "tests/cli/program.h"
#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"
#include "widgets/dialogs/export_dialog.h"
#include "widgets/plot/typeface.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QHashSeed>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTest>
#include <QTimer>

using namespace onset;
using namespace Qt::StringLiterals;

/// The export dialog of the window and the file dialog behind it, on a screen of scale 1.25.
class TestWindowExport : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void theSameBytesAsRender_data();
    void theSameBytesAsRender();
    void asksBeforeReplacing();
    void aFailureIsTold();
    void aDeletedFigureComesBack_data();
    void aDeletedFigureComesBack();

private:
    /// Exports what the window shows through the dialogs, as a user does.
    void exportTo(const QString &path, const QString &kind, const QString &preset = {});
    [[nodiscard]] Session &session() { return m_window->session(); }

    QTemporaryDir m_config;
    test::Program m_program;
    test::SampleFolder m_folder;
    std::unique_ptr<MainWindow> m_window;
};

namespace {

/// Answers the next file dialog.
void choose(const QString &path, const QString &kind)
{
    auto *asking = new QTimer(qApp);
    QObject::connect(asking, &QTimer::timeout, asking, [asking, path, kind] {
        auto *files = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
        if (!files)
            return;
        asking->deleteLater();
        for (const QString &filter : files->nameFilters())
            if (filter.startsWith(kind))
                files->selectNameFilter(filter);
        files->findChild<QLineEdit *>()->setText(path);
        QMetaObject::invokeMethod(files, "accept", Qt::QueuedConnection);
    });
    asking->start(10);
}

} // namespace

void TestWindowExport::initTestCase()
{
    QVERIFY(m_config.isValid());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_config.path());
    QVERIFY(loadFigureFont());
    const QString version = QString::fromUtf8(m_program.onset({u"--version"_s}).out).simplified();
    QCoreApplication::setApplicationVersion(version.section(u' ', 1, 1));

    m_window = std::make_unique<MainWindow>(
        OpenRequest{.path = m_folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create},
        QStringList{m_folder.write(u"table.csv"_s, test::SampleFolder::table)});
    m_window->show();
    QSignalSpy finished(&session(), &Session::figureFinished);
    QTRY_VERIFY(!finished.empty() && !session().figure().panels.empty());
    FigureSpec figure = session().figure();
    figure.style.widthMm = 100.0 / 3; // not as the fields of a dialog show it
    figure.fit.noise = fit::Noise::Gaussian;
    figure.fit.replicates = 40; // quick to band
    session().show(figure);
    QTRY_COMPARE(session().content()->spec, figure);
}

void TestWindowExport::exportTo(const QString &path, const QString &kind, const QString &preset)
{
    for (QAction *action : m_window->findChildren<QAction *>())
        if (action->text() == u"&Export…"_s)
            action->trigger();
    auto *dialog = m_window->findChild<ExportDialog *>();
    QVERIFY(dialog);
    auto *presets = dialog->findChildren<QComboBox *>().front();
    presets->setCurrentIndex(preset.isEmpty() ? 0 : presets->findData(preset)); // 0: as the figure
    emit presets->activated(presets->currentIndex());
    choose(path, kind);
    for (QPushButton *button : dialog->findChildren<QPushButton *>())
        if (button->text() == u"&Save…"_s)
            button->click();
}

void TestWindowExport::theSameBytesAsRender_data()
{
    QTest::addColumn<QString>("ending");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("preset");
    QTest::addColumn<QStringList>("asked");
    for (const SizePreset &preset : sizePresets())
        QTest::addRow("pdf, %s", qPrintable(preset.id))
            << u"pdf"_s << u"PDF"_s << preset.id << QStringList{u"--preset"_s, preset.id};
    const auto row = [](const char *name, const QString &ending, const QString &kind,
                        const QStringList &asked = {}) {
        QTest::newRow(name) << ending << kind << QString() << asked;
    };
    row("svg", u"svg"_s, u"SVG ("_s);
    row("outlined svg", u"svg"_s, u"SVG, text"_s, {u"--outlines"_s});
    row("png", u"png"_s, u"PNG, 300"_s);
    row("fine png", u"png"_s, u"PNG, 600"_s, {u"--dpi"_s, u"600"_s});
    row("tex", u"tex"_s, u"TikZ"_s);
}

void TestWindowExport::theSameBytesAsRender()
{
    QFETCH(QString, ending);
    QFETCH(QString, kind);
    QFETCH(QString, preset);
    QFETCH(QStringList, asked);
    const QString here = m_folder.path(u"here."_s + ending), there = m_folder.path(u"there."_s + ending);
    const FigureSpec figure = session().figure();
    QFile::remove(here);
    exportTo(m_folder.path(u"here"_s), kind, preset); // the kind gives the ending
    QTRY_VERIFY2(m_window->statusBar()->currentMessage().endsWith(here),
                 qPrintable(m_window->statusBar()->currentMessage()));
    const QString spec = m_folder.write(u"spec.json"_s, QJsonDocument(toJson(figure)).toJson());
    const test::Ended ended =
        m_program.onset(QStringList{u"render"_s, spec, u"-w"_s, session().path(), u"-o"_s, there} + asked);
    QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
    QVERIFY(!test::bytesOf(here).isEmpty());
    QVERIFY(sameButForDate(test::bytesOf(here), test::bytesOf(there)));
}

/// Also where the name was typed without its ending.
void TestWindowExport::asksBeforeReplacing()
{
    const QString there = m_folder.write(u"kept.pdf"_s, "mine");
    QTimer asked;
    connect(&asked, &QTimer::timeout, this, [] {
        if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget()))
            box->button(QMessageBox::No)->click();
    });
    asked.start(10);
    exportTo(m_folder.path(u"kept"_s), u"PDF"_s);
    QCOMPARE(test::bytesOf(there), "mine"_ba);
}

void TestWindowExport::aFailureIsTold()
{
    exportTo(m_folder.path(u"nowhere/a.pdf"_s), u"PDF"_s);
    QTRY_VERIFY(m_window->findChild<QMessageBox *>());
    auto *box = m_window->findChild<QMessageBox *>();
    QVERIFY2(box->text().contains(u"nowhere/a.pdf” cannot be written: No such file"_s),
             qPrintable(box->text()));
    box->close();
}

void TestWindowExport::aDeletedFigureComesBack_data()
{
    QTest::addColumn<QString>("ending");
    QTest::addColumn<QString>("kind");
    QTest::newRow("pdf") << u"pdf"_s << u"PDF"_s;
    QTest::newRow("svg") << u"svg"_s << u"SVG ("_s;
    QTest::newRow("outlined svg") << u"svg"_s << u"SVG, text"_s;
    QTest::newRow("png") << u"png"_s << u"PNG, 300"_s;
    QTest::newRow("fine png") << u"png"_s << u"PNG, 600"_s;
    QTest::newRow("tex") << u"tex"_s << u"TikZ"_s;
}

/// Kept, exported, taken out of the workbook, and opened from the file.
void TestWindowExport::aDeletedFigureComesBack()
{
    QFETCH(QString, ending);
    QFETCH(QString, kind);
    const FigureSpec other = session().figure();
    FigureSpec kept = other;
    kept.name = u"mine"_s;
    kept.panels[0].annotations = {{.text = u"α_{0}"_s, .x = 1e22, .y = 0.5}};
    kept.style.fontPt = 6.5;
    session().keepFigure(kept);
    QTRY_VERIFY(session().content() && session().content()->spec == kept);
    const QString path = m_folder.path(QLatin1StringView(QTest::currentDataTag()) + u'.' + ending);
    exportTo(path, kind);
    QTRY_VERIFY(m_window->statusBar()->currentMessage().endsWith(path));
    session().removeFigure(kept.name);
    session().show(other);
    QTRY_VERIFY(session().content()->spec == other);
    QTRY_VERIFY(!m_program.onset({u"list"_s, u"figures"_s, u"-w"_s, session().path()}).out.contains("mine"));
    const auto record = readFigureFile(path);
    VERIFY_RESULT(record);
    QCOMPARE(record->dpi, kind.startsWith(u"PNG"_s) ? kind.section(u' ', -1).toInt() : 0);
    m_window =
        std::make_unique<MainWindow>(OpenRequest{.path = m_folder.path(u"a.onset"_s)}, QStringList{path});
    QTRY_COMPARE(session().figure(), kept);
    QTRY_VERIFY(session().content() && session().content()->spec == kept);
    QVERIFY(!m_window->statusBar()->currentMessage().contains(u"rows"_s)); // they are the same
}

static const test::Registered registeredTestWindowExport(__FILE__, [](int argc, char **argv) {
    QHashSeed::setDeterministicGlobalSeed(); // as the program does
    qputenv("QT_SCALE_FACTOR", "1.25");
    return test::runIn<TestWindowExport, QApplication>(argc, argv);
});
#include "tst_window_export.moc"
