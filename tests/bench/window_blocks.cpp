// How long the GUI thread keeps an event waiting at most while a window opens a workbook, a search is typed,
// and a table is imported, or the import is cancelled once it is on its way.
//
// usage: window_blocks WORKBOOK [TABLE [cancel]]      the workbook is changed by the import

#include "app/main_window.h"

#include "widgets/panels/ability_panel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <thread>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// A thread that knocks at the GUI thread, again as soon as it has answered: how long that takes is how long
/// a key or a frame would have waited.
class Blocks
{
public:
    Blocks()
    {
        m_span.start();
        m_thread = std::jthread([this](const std::stop_token &stop) {
            while (!stop.stop_requested()) {
                if (!m_asked.exchange(true)) {
                    m_since.start();
                    QMetaObject::invokeMethod(
                        &m_door, [this] { answer(); }, Qt::QueuedConnection);
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
    }
    void report(const char *what)
    {
        QCoreApplication::sendPostedEvents(&m_door); // what went before counts as well
        std::printf("%-20s longest %6.1f ms, of which on the processor %6.1f; in all %6.0f ms\n", what,
                    m_longest, m_processor, double(m_span.restart()));
        std::fflush(stdout);
        m_longest = m_processor = 0;
    }

private:
    static double processor()
    {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return double(now.tv_sec) * 1e3 + double(now.tv_nsec) * 1e-6;
    }
    void answer()
    {
        const double took = double(m_since.nsecsElapsed()) * 1e-6, now = processor();
        if (took > m_longest) {
            m_longest = took;
            m_processor = now - m_processorBefore;
        }
        m_processorBefore = now;
        m_asked = false;
    }

    QObject m_door;
    std::atomic<bool> m_asked = false;
    QElapsedTimer m_since, m_span;
    double m_processorBefore = processor(), m_longest = 0, m_processor = 0;
    std::jthread m_thread; // last: it ends first
};

void waitFor(const std::function<bool()> &there)
{
    QEventLoop loop;
    QTimer looking;
    QObject::connect(&looking, &QTimer::timeout, &loop, [&] {
        if (there())
            loop.quit();
    });
    looking.start(10);
    loop.exec();
}

void pause(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: window_blocks WORKBOOK [TABLE [cancel]]\n");
        return 2;
    }
    QApplication application(argc, argv);
    QApplication::setStyle(u"Fusion"_s);
    Blocks blocks;
    MainWindow window({.path = QString::fromLocal8Bit(argv[1]), .mode = Workbook::Mode::Create});
    window.show();
    blocks.report("build the window");
    waitFor([&] { return window.session().isOpen(); });
    blocks.report("open: figure");
    waitFor([&] { return window.session().catalog() != nullptr; });
    pause(1500);
    blocks.report("open: the rest");

    auto *const search = window.findChild<AbilityPanel *>()->findChild<QLineEdit *>();
    for (const QString &words :
         {u"7"_s, u"7 "_s, u"7 5"_s, u"7"_s, u""_s, u"t"_s, u"ta"_s, u"task_01"_s, u""_s}) {
        search->setText(words);
        pause(50);
    }
    blocks.report("search");

    if (argc < 3)
        return 0;
    const qsizetype before = qsizetype(window.session().catalog()->abilities.size());
    int progressed = 0;
    bool over = false;
    QObject::connect(&window.session(), &Session::editProgressed, &window, [&] { ++progressed; });
    QObject::connect(&window.session(), &Session::editEnded, &window, [&] { over = true; });
    window.session().importFiles({QString::fromLocal8Bit(argv[2])});
    if (argc > 3) {
        waitFor([&] { return progressed > 40; });
        blocks.report("import: begun");
        window.session().cancelEdit();
    }
    QElapsedTimer until;
    until.start();
    waitFor([&] { return over; });
    blocks.report(argc > 3 ? "import: cancelled" : "import");
    std::printf("after %lld ms, %d steps of progress\n", until.elapsed(), progressed);
    pause(3000);
    blocks.report("after the import");
    std::printf("abilities: %lld before, %lld after\n", qlonglong(before),
                qlonglong(window.session().catalog()->abilities.size()));
}
