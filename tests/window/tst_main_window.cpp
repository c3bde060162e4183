#include "app/main_window.h"

#include "core/figure/figure_file.h"
#include "core/store/curves.h"
#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"
#include "widgets/dialogs/export_dialog.h"
#include "widgets/plot/figure_painter.h"
#include "widgets/plot/figure_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTableView>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void showsAFigure();
    void aViewAsksOfTheSameAbilities();
    void anEmptyWorkbookSaysWhatToDo();
    void aBrokenWorkbookSaysSo();
    void anExportedFigureComesBack_data();
    void anExportedFigureComesBack();
    void changedRowsAreTold();
    void exportsAreThoseOfRender();
    void numbersAreCopied();
    void aPictureWithoutFigureSaysSo();
    void everyActionHasAName();

private:
    QTemporaryDir m_config;
};

void TestMainWindow::initTestCase()
{

    QVERIFY(m_config.isValid());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_config.path());
}

namespace {

QString centreText(const MainWindow &window)
{
    QString text;
    for (const QLabel *label : window.centralWidget()->findChildren<QLabel *>())
        text += label->text() + u'\n';
    return text;
}

void drop(MainWindow &window, const QString &file)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &event);
}

} // namespace

void TestMainWindow::showsAFigure()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create},
                      {folder.write(u"table.csv"_s, test::SampleFolder::table)});
    window.show();
    auto *centre = window.findChild<QStackedWidget *>();
    auto *table = window.findChild<QTableView *>();
    QTRY_COMPARE(window.session().catalog() ? window.session().catalog()->abilities.size() : 0, 2u);
    QTRY_VERIFY(centre->currentWidget()->findChild<FigureView *>());
    QTRY_VERIFY(table->model()->rowCount() > 0);
    QVERIFY(window.windowTitle().startsWith(u"a"_s));
}

void TestMainWindow::aViewAsksOfTheSameAbilities()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create},
                      {folder.write(u"table.csv"_s, test::SampleFolder::table)});
    window.show();
    QTRY_VERIFY(window.session().catalog() && !window.session().figure().panels.empty());
    const std::vector<AbilityKey> selection = selectionOf(window.session().figure());
    for (const View view : {View::Scales, View::Onsets, View::Strategies, View::Curve}) {
        const int key = Qt::Key_1 + int(std::ranges::find(kViews, view) - kViews.begin());
        QTest::keyClick(&window, Qt::Key(key), Qt::ControlModifier);
        QTRY_COMPARE(window.session().figure().view, view);
        QCOMPARE(selectionOf(window.session().figure()), selection);
        QTRY_VERIFY(window.session().content() && window.session().content()->spec.view == view);
    }
}

void TestMainWindow::anEmptyWorkbookSaysWhatToDo()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create});
    window.show();
    QTRY_VERIFY(centreText(window).contains(u"Import a table"_s));
}

void TestMainWindow::aBrokenWorkbookSaysSo()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.write(u"a.onset"_s, "this is no workbook")});
    window.show();
    QTRY_VERIFY(centreText(window).contains(u"could not be opened"_s));
    QVERIFY(centreText(window).contains(u"a.onset"_s));
}

void TestMainWindow::anExportedFigureComesBack_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"a.pdf", "a.svg", "a.png", "a.tex", "a.json"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

/// Dropped on the window, and named when it is opened.
void TestMainWindow::anExportedFigureComesBack()
{
    QFETCH(QString, name);
    test::SampleFolder folder;
    const OpenRequest workbook{.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create};
    FigureSpec exported;
    {
        MainWindow window(workbook, {folder.write(u"table.csv"_s, test::SampleFolder::table)});
        window.show();
        Session &session = window.session();
        QTRY_VERIFY(session.content() && !session.figure().panels.empty());
        const FigureSpec first = session.figure();
        exported = first;
        exported.title = u"Exported"_s;
        exported.style.widthMm = 77;
        session.show(exported);
        QTRY_COMPARE(session.content()->spec, exported);
        if (name.endsWith(u"json"_s))
            QVERIFY(!folder.write(name, QJsonDocument(toJson(exported)).toJson()).isEmpty());
        else
            VERIFY_RESULT(exportFigure(*session.content(), folder.path(name), *exportFormat(name)));
        session.show(first);
        drop(window, folder.path(name));
        QTRY_COMPARE(session.figure(), exported);
        QTRY_COMPARE(session.content()->spec, exported);
        QVERIFY(!window.statusBar()->currentMessage().contains(u"rows"_s));
    }
    MainWindow again(workbook, {folder.path(name)});
    QTRY_COMPARE(again.session().figure(), exported);
    QTRY_VERIFY(again.session().content() && again.session().content()->spec == exported);
}

void TestMainWindow::changedRowsAreTold()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create},
                      {folder.write(u"table.csv"_s, test::SampleFolder::table)});
    window.show();
    Session &session = window.session();
    QTRY_VERIFY(session.content() && !session.figure().panels.empty());
    const QString svg = folder.path(u"a.svg"_s);
    VERIFY_RESULT(exportFigure(*session.content(), svg, ExportFormat::Svg));
    const Curve &curve = session.content()->panels[0].curves[0].curve;
    session.setExcluded({exclusionKey(curve, curve.points[0])}, true);
    QTRY_VERIFY(session.content()->panels[0].curves[0].curve.points[0].excluded);
    drop(window, svg);
    QTRY_VERIFY(window.statusBar()->currentMessage().contains(u"rows behind this figure"_s));
}

/// Sketched, judged, zoomed and banded piece by piece, a figure is the same file as when it is composed at
/// once.
void TestMainWindow::exportsAreThoseOfRender()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create},
                      {folder.write(u"table.csv"_s, test::SampleFolder::table)});
    Session &session = window.session();
    QSignalSpy finished(&session, &Session::figureFinished);
    QTRY_VERIFY(!finished.empty());
    FigureSpec zoomed = session.figure();
    zoomed.panels[0].xRange = {1e21, 1e23};
    session.look(zoomed);
    QTRY_COMPARE(session.content()->spec, zoomed);

    FigureSpec exported = zoomed;
    exported.style.widthMm = 77;
    exported.style.footer = true;
    Progress progress;
    const auto shown = banded(session.content(), kAllBands, 1, progress);
    VERIFY_RESULT(shown);
    auto workbook = Workbook::open(session.path(), Workbook::Mode::Read);
    VERIFY_RESULT(workbook);
    const Curves curves(*workbook);
    const auto composed = compose(
        exported,
        [&curves](const CurveSpec &curve, const Scale &scale) {
            return curves.one(curve.key, scale, curve.source);
        },
        1, progress);
    VERIFY_RESULT(composed);
    for (const ExportFormat format : {ExportFormat::Pdf, ExportFormat::Svg, ExportFormat::Png}) {
        const auto here = exportedFigure(*restyled(*shown, exported), format, {}, u"1"_s);
        const auto there = exportedFigure(**composed, format, {}, u"1"_s);
        VERIFY_RESULT(here);
        VERIFY_RESULT(there);
        QVERIFY(sameButForDate(*here, *there));
    }
}

void TestMainWindow::numbersAreCopied()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create},
                      {folder.write(u"table.csv"_s, test::SampleFolder::table)});
    QTRY_VERIFY(window.session().content() && !window.session().figure().panels.empty());
    QClipboard *clipboard = QApplication::clipboard();
    const auto copied = [&](const QString &action) {
        clipboard->clear();
        for (QAction *one : window.findChildren<QAction *>())
            if (one->text().remove(u'&') == action)
                one->trigger();
    };
    copied(u"Points as CSV"_s);
    QTRY_VERIFY(clipboard->text().startsWith(u"panel,curve,family,"_s));
    copied(u"Methods paragraph"_s);
    QTRY_VERIFY(clipboard->text().startsWith(u"The figure draws "_s));
    copied(u"Parameters for LaTeX"_s);
    QTRY_VERIFY(clipboard->text().contains(u"\\begin{tabular}"_s));
}

void TestMainWindow::aPictureWithoutFigureSaysSo()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create});
    window.show();
    QTRY_VERIFY(window.session().isOpen());
    drop(window, folder.write(u"other.pdf"_s, "%PDF-1.4\n%%EOF\n"));
    QTRY_VERIFY(window.findChild<QMessageBox *>());
    const QString said = window.findChild<QMessageBox *>()->text();
    QVERIFY2(said.contains(u"other.pdf” holds no figure"_s), qPrintable(said));
}

void TestMainWindow::everyActionHasAName()
{
    test::SampleFolder folder;
    MainWindow window({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create});
    for (const QMenu *menu : window.findChildren<QMenu *>()) {
        for (const QAction *action : menu->actions())
            QVERIFY(action->isSeparator() || !action->text().isEmpty());
    }
}

ONSET_WINDOW_TEST(TestMainWindow)
#include "tst_main_window.moc"
