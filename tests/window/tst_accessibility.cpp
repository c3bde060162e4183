#include "app/main_window.h"
#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"
#include "widgets/panels/ability_panel.h"
#include "widgets/panels/fit_panel.h"
#include "widgets/panels/rows_panel.h"
#include "widgets/plot/figure_view.h"

#include <QAccessible>
#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QSet>
#include <QTest>
#include <QTimer>
#include <QToolBar>

#include <algorithm>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// How many controls can take the focus; each has to have a name.
int namedControls(const QWidget &window)
{
    int controls = 0;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->focusProxy())
            continue;
        const QAccessibleInterface *told = QAccessible::queryAccessibleInterface(widget);
        ++controls;
        if (!told || told->text(QAccessible::Name).isEmpty())
            QTest::qFail(qPrintable(u"%1 “%2” of %3 has no name"_s.arg(
                             QLatin1StringView(widget->metaObject()->className()), widget->objectName(),
                             QLatin1StringView(window.metaObject()->className()))),
                         __FILE__, __LINE__);
    }
    return controls;
}

} // namespace

class TestAccessibility : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void everyControlHasAName();
    void everyControlOfADialogHasAName_data();
    void everyControlOfADialogHasAName();
    void tabGoesThroughTheWindowInOrder();
    void pointsAreTold();
    void pointsOfAnotherFigureAreNone();

private:
    [[nodiscard]] FigureView &figure() const { return *m_window->findChild<FigureView *>(); }

    std::unique_ptr<test::SampleFolder> m_folder;
    std::unique_ptr<MainWindow> m_window;
};

void TestAccessibility::init()
{
    m_folder = std::make_unique<test::SampleFolder>();
    m_window = std::make_unique<MainWindow>(
        OpenRequest{.path = m_folder->path(u"a.onset"_s), .mode = Workbook::Mode::Create},
        QStringList{m_folder->write(u"table.csv"_s, test::SampleFolder::table)});
    m_window->show();
    QTRY_VERIFY(m_window->session().catalog() && m_window->session().content());
    QApplication::setActiveWindow(m_window.get());
}

void TestAccessibility::everyControlHasAName() { QVERIFY(namedControls(*m_window) > 10); }

void TestAccessibility::everyControlOfADialogHasAName_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"&Models…", "&Chance levels…", "Import &report", "&Export…", "&Commands…",
                                "What the &words mean", "&Shortcuts", "&Keep this figure…"})
        QTest::newRow(command) << QString::fromUtf8(command);
}

void TestAccessibility::everyControlOfADialogHasAName()
{
    QFETCH(const QString, command);
    const QList<QAction *> actions = m_window->findChildren<QAction *>();
    const auto action = std::ranges::find(actions, command, &QAction::text);
    QVERIFY(action != actions.end());
    int controls = 0;
    const auto look = [&] {
        for (QWidget *top : QApplication::topLevelWidgets())
            if (auto *dialog = qobject_cast<QDialog *>(top); dialog && dialog->isVisible()) {
                controls += namedControls(*dialog);
                dialog->close();
            }
    };
    QTimer::singleShot(0, this, look); // in the loop of a dialog that waits
    (*action)->trigger();
    QTRY_VERIFY((look(), controls > 0));
}

void TestAccessibility::tabGoesThroughTheWindowInOrder()
{
    const std::vector<std::pair<QString, const QWidget *>> places{
        {u"abilities"_s, m_window->findChild<AbilityPanel *>()},
        {u"figure"_s, &figure()},
        {u"fit"_s, m_window->findChild<FitPanel *>()},
        {u"data"_s, m_window->findChild<RowsPanel *>()},
        {u"tools"_s, m_window->findChild<QToolBar *>()}};
    QWidget *first = m_window->findChild<AbilityPanel *>()->findChild<QLineEdit *>();
    first->setFocus();
    QSet<const QWidget *> visited;
    QStringList order;
    for (int i = 0; i < 200; ++i) {
        const QWidget *at = QApplication::focusWidget();
        QVERIFY(at);
        if (i > 0 && at == first)
            break;
        visited.insert(at);
        for (const auto &[name, place] : places)
            if (place == at || place->isAncestorOf(at))
                if (order.isEmpty() || order.last() != name)
                    order << name;
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(order.join(u' '), u"abilities figure fit data tools"_s);
    for (const QWidget *widget : m_window->findChildren<QWidget *>())
        if (widget->focusPolicy() & Qt::TabFocus && widget->isVisible() && widget->isEnabled() &&
            !widget->focusProxy() &&
            !widget->findChild<QWidget *>(u"qt_scrollarea_viewport"_s, Qt::FindDirectChildrenOnly))
            QVERIFY2(visited.contains(widget), widget->metaObject()->className());
}

void TestAccessibility::pointsAreTold()
{
    QAccessibleInterface *told = QAccessible::queryAccessibleInterface(&figure());
    QVERIFY(told);
    QCOMPARE(told->role(), QAccessible::Chart);
    QCOMPARE(told->childCount(), 6); // five of GPT-3, one of LaMDA
    QAccessibleInterface *last = told->child(4);
    QCOMPARE(last->text(QAccessible::Name), u"GPT-3 175B"_s);
    QVERIFY(last->text(QAccessible::Description).contains(u"80.5 %"_s) ||
            last->text(QAccessible::Description).contains(u"80.4 %"_s));
    QCOMPARE(told->child(4), last);
    QCOMPARE(told->indexOfChild(last), 4);
    QCOMPARE(last->parent(), told);
    const QPoint middle = last->rect().center();
    QCOMPARE(told->childAt(middle.x(), middle.y()), last);
    QVERIFY(!last->state().selected);
    figure().setSelected({{0, 0, 4}});
    QVERIFY(last->state().selected && !last->state().invalid);
}

void TestAccessibility::pointsOfAnotherFigureAreNone()
{
    QAccessibleInterface *told = QAccessible::queryAccessibleInterface(&figure());
    QAccessibleInterface *last = told->child(4);
    figure().setContent(nullptr);
    QCOMPARE(told->childCount(), 0);
    QVERIFY(!told->child(0));
    QVERIFY(!last->isValid() && last->text(QAccessible::Name).isEmpty() && last->rect().isEmpty());
}

ONSET_WINDOW_TEST(TestAccessibility)
#include "tst_accessibility.moc"
