#include "widgets/panels/view_controls.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolBar>
#include <QToolButton>

using namespace onset;
using namespace Qt::StringLiterals;

class TestViewControls : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void everyViewIsAChoice();
    void showsWhatHolds();
    void laysOutSmallMultiples();
    void answerLengthIsForMetrics();
    void isOffWithoutAFigure();
    void everythingHasAName();

private:
    QAction *action(const QString &text) const;
    [[nodiscard]] QToolButton *button() const // not the one of the tool bar's extension
    {
        const auto buttons = m_window->findChildren<QToolButton *>();
        const auto found =
            std::ranges::find_if(buttons, [](QToolButton *b) { return b->menu() && !b->text().isEmpty(); });
        return found == buttons.end() ? nullptr : *found;
    }
    [[nodiscard]] FigureSpec figure(View view) const
    {
        return viewOf(view, {&m_catalog->abilities[0]}, m_catalog->abilities, {});
    }

    CatalogPtr m_catalog = test::sampleCatalog();
    std::unique_ptr<QMainWindow> m_window;
    ViewControls *m_controls = nullptr;
};

void TestViewControls::init()
{
    m_window = std::make_unique<QMainWindow>();
    m_controls = new ViewControls(m_window.get());
    QToolBar *bar = m_window->addToolBar(u"Figure"_s);
    m_controls->addTo(bar);
    m_controls->addAnswerLengthTo(bar);
    m_controls->showFigure(figure(View::Curve));
    m_window->resize(800, 200);
    m_window->show();
}

QAction *TestViewControls::action(const QString &text) const
{
    for (const QMenu *menu : m_window->findChildren<QMenu *>())
        for (QAction *action : menu->actions())
            if (action->text() == text)
                return action;
    return nullptr;
}

void TestViewControls::everyViewIsAChoice()
{
    QSet<QString> shortcuts;
    for (const View view : kViews) {
        QAction *choice = action(viewTitle(view));
        QVERIFY(choice && choice->isEnabled() && !choice->toolTip().isEmpty());
        shortcuts << choice->shortcut().toString();
        QSignalSpy chosen(m_controls, &ViewControls::viewChosen);
        choice->trigger();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<View>(), view);
        QVERIFY(action(viewTitle(View::Curve))->isChecked()); // until the figure has changed
    }
    QCOMPARE(shortcuts.size(), qsizetype(kViews.size()));
    QVERIFY(shortcuts.contains(u"Ctrl+1"_s) && shortcuts.contains(u"Ctrl+8"_s));
}

void TestViewControls::showsWhatHolds()
{
    m_controls->showFigure(figure(View::Strategies));
    QVERIFY(action(u"Strategies"_s)->isChecked());
    QVERIFY(!action(u"Curves"_s)->isChecked());
    QCOMPARE(button()->text(), u"View: Strategies"_s);
}

void TestViewControls::laysOutSmallMultiples()
{
    const FigureSpec multiples = figure(View::SmallMultiples);
    m_controls->showFigure(multiples);
    QVERIFY(action(u"Shared axes"_s)->isChecked());
    QSignalSpy edited(m_controls, &ViewControls::figureEdited);
    action(u"Shared axes"_s)->trigger();
    FigureSpec expected = multiples;
    expected.sharedAxes = false;
    QCOMPARE(edited[0][0].value<FigureSpec>(), expected);
    action(u"3"_s)->trigger();
    expected = multiples;
    expected.columns = 3;
    QCOMPARE(edited[1][0].value<FigureSpec>(), expected);
    m_controls->showFigure(figure(View::Onsets));
    QVERIFY(!action(u"Shared axes"_s)->isEnabled());
}

void TestViewControls::answerLengthIsForMetrics()
{
    auto *slider = m_window->findChild<QSlider *>();
    QVERIFY(!slider->isVisible());
    const FigureSpec metrics = figure(View::Metrics);
    QSignalSpy edited(m_controls, &ViewControls::figureEdited);
    m_controls->showFigure(metrics);
    QTRY_VERIFY(slider->isVisible());
    QCOMPARE(slider->value(), int(metrics.panels[1].answerLength));
    QCOMPARE(edited.size(), 0);
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Right);
    FigureSpec expected = metrics;
    expected.panels[1].answerLength += 1;
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited[0][0].value<FigureSpec>(), expected);
}

void TestViewControls::isOffWithoutAFigure()
{
    m_controls->showFigure({});
    for (const View view : kViews)
        QVERIFY(!action(viewTitle(view))->isEnabled());
}

void TestViewControls::everythingHasAName()
{
    QCOMPARE(button()->accessibleName(), u"View"_s);
    QVERIFY(!button()->toolTip().isEmpty() && button()->focusPolicy() & Qt::TabFocus);
    const auto *slider = m_window->findChild<QSlider *>();
    QVERIFY(!slider->accessibleName().isEmpty() && !slider->toolTip().isEmpty());
}

ONSET_WINDOW_TEST(TestViewControls)
#include "tst_view_controls.moc"
