// Keys and clicks without sense, the same ones every time. 1,500; with ONSET_FULL=1 20,000.

#include "app/main_window.h"
#include "core/store/workbook.h"
#include "tests/support/full.h"
#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"

#include <QFileDialog>
#include <QMouseEvent>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>

#include <array>
#include <random>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// Strikes a key or the mouse whenever the event loop is idle, also that of a dialog that waits.
class Monkey : public QObject
{
public:
    Monkey(QWidget &window, int strokes) : m_window(window), m_left(strokes) { strike(); }

    [[nodiscard]] bool isDone() const { return m_left <= 0 && !QApplication::activeModalWidget(); }

private:
    int upTo(int most) { return int(m_random() % std::mt19937::result_type(most)); }

    void strike()
    {
        QTimer::singleShot(0, this, &Monkey::strike); // first: what follows may wait in a loop of its own
        if (auto *files = qobject_cast<QFileDialog *>(QApplication::activeModalWidget()))
            return files->reject(); // the disk is not for playing
        if (m_left <= 0) {
            if (auto *popup = QApplication::activePopupWidget())
                popup->close();
            else if (auto *dialog = QApplication::activeModalWidget())
                dialog->close();
            return;
        }
        --m_left;
        m_window.show(); // should it have been closed
        QWidget *top = QApplication::activePopupWidget();
        if (!top)
            top = QApplication::activeModalWidget();
        if (!top)
            top = &m_window;
        const QPoint at(upTo(std::max(1, top->width())), upTo(std::max(1, top->height())));
        QWidget *under = top->childAt(at);
        if (!under)
            under = top;
        if (upTo(2) == 0)
            key(QApplication::focusWidget() && top->isAncestorOf(QApplication::focusWidget())
                    ? *QApplication::focusWidget()
                    : *under);
        else
            mouse(*under, under->mapFrom(top, at));
    }

    void key(QWidget &widget)
    {
        static constexpr std::array keys{
            Qt::Key_Left,   Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down, Qt::Key_Tab, Qt::Key_Backtab,
            Qt::Key_Return, Qt::Key_Space, Qt::Key_Escape, Qt::Key_Home, Qt::Key_End, Qt::Key_0,
            Qt::Key_Plus,   Qt::Key_Minus, Qt::Key_A,      Qt::Key_B,    Qt::Key_C,   Qt::Key_D,
            Qt::Key_F,      Qt::Key_J,     Qt::Key_L,      Qt::Key_P,    Qt::Key_S,   Qt::Key_T,
            Qt::Key_W,      Qt::Key_X,     Qt::Key_Y,      Qt::Key_Z,    Qt::Key_1,   Qt::Key_2,
            Qt::Key_3,      Qt::Key_4,     Qt::Key_5,      Qt::Key_6,    Qt::Key_7,   Qt::Key_8,
            Qt::Key_F1,     Qt::Key_Menu,  Qt::Key_Delete, Qt::Key_E,    Qt::Key_I,   Qt::Key_M};
        static constexpr std::array<Qt::KeyboardModifiers, 6> modifiers{
            Qt::NoModifier,    Qt::NoModifier,  Qt::ControlModifier,
            Qt::ShiftModifier, Qt::AltModifier, Qt::ControlModifier | Qt::ShiftModifier};
        QTest::keyClick(&widget, keys[std::size_t(upTo(keys.size()))],
                        modifiers[std::size_t(upTo(modifiers.size()))]);
    }

    void mouse(QWidget &widget, QPoint at)
    {
        const QPointer<QWidget> alive(&widget);
        const Qt::KeyboardModifiers modifiers = upTo(4) == 0   ? Qt::ShiftModifier
                                                : upTo(4) == 0 ? Qt::ControlModifier
                                                               : Qt::KeyboardModifiers();
        const auto send = [&](QEvent::Type type, QPointF place, Qt::MouseButtons held) {
            if (!alive)
                return;
            const bool moves = type == QEvent::MouseMove;
            QMouseEvent event(type, place, alive->mapToGlobal(place), moves ? Qt::NoButton : Qt::LeftButton,
                              held, modifiers);
            QApplication::sendEvent(alive, &event);
        };
        switch (upTo(5)) {
        case 0: {
            QWheelEvent event(at, widget.mapToGlobal(QPointF(at)), {}, {0, upTo(480) - 240}, Qt::NoButton,
                              modifiers, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&widget, &event);
            break;
        }
        case 1:
            send(QEvent::MouseMove, at, Qt::NoButton);
            break;
        case 2:
            send(QEvent::MouseButtonDblClick, at, Qt::LeftButton);
            send(QEvent::MouseButtonRelease, at, Qt::NoButton);
            break;
        default:
            send(QEvent::MouseButtonPress, at, Qt::LeftButton);
            for (int i = upTo(4); i > 0; --i)
                send(QEvent::MouseMove, at + QPoint(upTo(120) - 60, upTo(120) - 60), Qt::LeftButton);
            send(QEvent::MouseButtonRelease, at + QPoint(upTo(60) - 30, upTo(60) - 30), Qt::NoButton);
        }
    }

    QWidget &m_window;
    int m_left;
    std::mt19937 m_random{2022};
};

} // namespace

class TestMonkey : public QObject
{
    Q_OBJECT
private slots:
    void survives();
};

void TestMonkey::survives()
{
    const test::SampleFolder folder;
    qputenv("HOME", folder.path(u"."_s).toUtf8());
    QApplication::setQuitOnLastWindowClosed(false);
    const QString path = folder.path(u"a.onset"_s);
    {
        MainWindow window({.path = path, .mode = Workbook::Mode::Create},
                          {folder.write(u"table.csv"_s, test::SampleFolder::table)});
        window.show();
        QTRY_VERIFY(window.session().catalog() && window.session().content());
        const Monkey monkey(window, test::inFull() ? 20'000 : 1'500);
        while (!monkey.isDone())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        window.session().undoStack()->clear();
    }
    Progress progress;
    const auto workbook = Workbook::open(path, Workbook::Mode::Read);
    QVERIFY(workbook.has_value());
    QVERIFY(workbook->check(true, progress).has_value());
}

ONSET_WINDOW_TEST(TestMonkey)
#include "tst_monkey.moc"
