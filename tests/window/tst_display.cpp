// A session as a researcher has it, on a display of its own, with a real mouse and real keys. ONSET_PICTURES
// names a folder for a picture of each step; with ONSET_FULL=1 both themes and 200 % are run, too.

#include "tests/cli/program.h"
#include "tests/support/full.h"
#include "tests/support/patience.h"
#include "tests/support/test_class.h"

#include <QDir>
#include <QElapsedTimer>
#include <QImage>
#include <QTest>
#include <QtEndian>

#include <algorithm>
#include <cstdlib>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

constexpr int kLong = 4000; // ms that no band takes

/// An X server whose screen is a file.
class XServer
{
public:
    /// @return whether it runs
    bool start(QSize size)
    {
        m_server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s,
                                   u"%1x%2x24"_s.arg(size.width()).arg(size.height()), u"-fbdir"_s,
                                   m_folder.path(), u"-nolisten"_s, u"tcp"_s});
        QByteArray number;
        while (!number.endsWith('\n') && m_server.waitForReadyRead(10'000))
            number += m_server.readAllStandardOutput();
        m_name = u":"_s + QString::fromLatin1(number.trimmed());
        return number.endsWith('\n');
    }
    ~XServer()
    {
        m_server.terminate();
        m_server.waitForFinished();
    }

    [[nodiscard]] QString name() const { return m_name; }

    /// What the screen shows; the file is an X window dump.
    [[nodiscard]] QImage picture() const
    {
        QFile file(m_folder.filePath(u"Xvfb_screen0"_s));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        const QByteArray bytes = file.readAll();
        const auto field = [&](int index) { return qFromBigEndian<quint32>(bytes.constData() + 4 * index); };
        const qsizetype start = field(0) + 12 * field(19); // behind the header and its colours
        const QImage shown(reinterpret_cast<const uchar *>(bytes.constData()) + start, int(field(4)),
                           int(field(5)), qsizetype(field(12)), QImage::Format_RGB32);
        return shown.copy();
    }

    /// Keys and mouse, as xdotool takes them.
    void act(const QString &command) const
    {
        QProcess tool;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"DISPLAY"_s, m_name);
        tool.setProcessEnvironment(environment);
        tool.start(u"xdotool"_s, QProcess::splitCommand(command));
        QVERIFY2(tool.waitForFinished(test::kLongestWait) && tool.exitCode() == 0,
                 qPrintable(command + u": "_s + QString::fromLocal8Bit(tool.readAllStandardError())));
    }

private:
    QTemporaryDir m_folder;
    QProcess m_server;
    QString m_name;
};

/// Columns of a picture, by how many of their pixels differ from another one's.
int mostChangedColumn(const QImage &before, const QImage &after)
{
    int most = 0, column = -1;
    for (int x = 0; x < before.width(); ++x) {
        int changed = 0;
        for (int y = 0; y < before.height(); ++y)
            changed += before.pixel(x, y) != after.pixel(x, y);
        if (changed > most) {
            most = changed;
            column = x;
        }
    }
    return column;
}

} // namespace

class TestDisplay : public QObject
{
    Q_OBJECT
private slots:
    void session_data();
    void session();

private:
    void startOnset();
    void focus(const QString &title);
    [[nodiscard]] QImage figure() const; ///< what the middle of the window shows
    QImage settled(int stillness);       ///< the same, after so many ms without change
    /// The figure after these actions; what others are compared with is waited for longer, until its last
    /// band.
    QImage step(const QString &name, const QStringList &actions, int stillness = 800);
    [[nodiscard]] QPoint middle() const { return m_figure.center(); }

    std::unique_ptr<XServer> m_display;
    std::unique_ptr<QProcess> m_onset;
    std::unique_ptr<QTemporaryDir> m_home;
    QRect m_figure;
    QString m_theme;
    int m_scale = 1, m_steps = 0;
};

void TestDisplay::session_data()
{
    QTest::addColumn<QString>("theme");
    QTest::addColumn<int>("scale");
    QTest::newRow("light") << u"light"_s << 1;
    if (!test::inFull())
        return;
    QTest::newRow("dark") << u"dark"_s << 1;
    QTest::newRow("light, 200 %") << u"light"_s << 2;
    QTest::newRow("dark, 200 %") << u"dark"_s << 2;
}

void TestDisplay::startOnset()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"WAYLAND_DISPLAY"_s);
    environment.insert(u"DISPLAY"_s, m_display->name());
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    environment.insert(u"QT_SCALE_FACTOR"_s, QString::number(m_scale));
    environment.insert(u"XDG_DATA_HOME"_s, m_home->filePath(u"data"_s));
    environment.insert(u"XDG_CONFIG_HOME"_s, m_home->filePath(u"config"_s));
    m_onset = std::make_unique<QProcess>();
    m_onset->setProcessEnvironment(environment);
    m_onset->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_onset->start(QStringLiteral(ONSET_PROGRAM), QStringList());
    QVERIFY(m_onset->waitForStarted());
    focus(u"default"_s);
    m_display->act(u"search --name default windowmove 0 0"_s); // nobody manages windows here
}

void TestDisplay::focus(const QString &title)
{
    m_display->act(u"search --sync --onlyvisible --name \"%1\" windowfocus"_s.arg(title));
}

QImage TestDisplay::figure() const { return m_display->picture().copy(m_figure); }

QImage TestDisplay::settled(int stillness)
{
    QElapsedTimer patience, still;
    patience.start();
    still.start();
    QImage now = figure();
    while (still.elapsed() < stillness && patience.elapsed() < test::kLongestWait) {
        QTest::qWait(100);
        const QImage next = figure();
        if (next != now)
            still.restart();
        now = next;
    }
    return now;
}

QImage TestDisplay::step(const QString &name, const QStringList &actions, int stillness)
{
    for (const QString &action : actions)
        m_display->act(action);
    m_display->act(u"mousemove 5 5"_s); // no tool tip over the figure
    const QImage picture = settled(stillness);
    if (const QString folder = qEnvironmentVariable("ONSET_PICTURES"); !folder.isEmpty())
        m_display->picture().save(QDir(folder).filePath(
            u"%1-%2-%3-%4.png"_s.arg(m_theme).arg(m_scale).arg(++m_steps, 2, 10, QChar(u'0')).arg(name)));
    return picture;
}

void TestDisplay::session()
{
    for (const char *program : {"Xvfb", "xdotool"})
        if (!test::isInstalled(program))
            QSKIP("There is no display to be had: Xvfb and xdotool are in the packages of their names.");
    QFETCH(const QString, theme);
    QFETCH(const int, scale);
    m_theme = theme;
    m_scale = scale;
    m_steps = 0;
    m_home = std::make_unique<QTemporaryDir>();
    m_display = std::make_unique<XServer>();
    if (!m_display->start(QSize(1280, 800) * scale))
        QSKIP("There is no display to be had: Xvfb does not start.");
    QVERIFY(QDir(m_home->path()).mkpath(u"config/onset"_s));
    QFile settings(m_home->filePath(u"config/onset/window.conf"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly) &&
            settings.write("[window]\ntheme=" + theme.toUtf8() + '\n'));
    settings.close();
    m_figure = QRect(QPoint(410, 80) * scale, QSize(580, 440) * scale);
    const QString inFigure = u"mousemove %1 %2"_s.arg(middle().x()).arg(middle().y());

    startOnset();
    const QImage first = step(u"start"_s, {});
    const QImage found =
        step(u"three abilities"_s, {u"key ctrl+f"_s, u"type add"_s, u"sleep 1"_s, u"key Down"_s, u"sleep 1"_s,
                                    u"key shift+Down"_s, u"key shift+Down"_s});
    QVERIFY(found != first);
    const QImage multiples = step(u"small multiples"_s, {u"key ctrl+2"_s});
    QVERIFY(multiples != found);
    const QImage zoomed = step(u"zoomed"_s, {inFigure + u" click --repeat 3 --delay 60 4"_s});
    QVERIFY(zoomed != multiples);
    const QImage walked =
        step(u"a point"_s, {inFigure + u" click 1"_s, u"key Right"_s, u"key Right"_s}, kLong);
    const QImage excluded = step(u"excluded"_s, {u"key x"_s});
    QVERIFY(excluded != walked);
    step(u"undone"_s, {u"key ctrl+z"_s});
    QTRY_VERIFY_WITH_TIMEOUT(figure() == walked, test::kLongestWait);

    const QImage plain =
        step(u"GSM8K"_s, {u"key ctrl+f"_s, u"key ctrl+a"_s, u"type GSM8K"_s, u"sleep 1"_s, u"key Down"_s});
    QVERIFY(plain != walked);
    const QImage strategies = step(u"strategies"_s, {u"key ctrl+3"_s});
    QVERIFY(strategies != plain);
    const QImage held = step(u"held out"_s, {inFigure + u" click 1"_s, u"key t"_s});
    QVERIFY(held != strategies);
    const int line = m_figure.left() + mostChangedColumn(strategies, held), y = m_figure.top() + 60 * scale;
    const QImage dragged =
        step(u"dragged"_s, {u"mousemove %1 %2 mousedown 1"_s.arg(line).arg(y),
                            u"mousemove --sync %1 %2"_s.arg(line - 60 * scale).arg(y),
                            u"mousemove --sync %1 %2 mouseup 1"_s.arg(line - 120 * scale).arg(y)});
    QVERIFY(dragged != held);
    const QImage scales = step(u"scales"_s, {u"key ctrl+4"_s});
    QVERIFY(scales != dragged);
    step(u"to be kept"_s, {u"key ctrl+s"_s});
    focus(u"Keep this figure"_s);
    const QImage kept = step(u"kept"_s, {u"key ctrl+a"_s, u"type mine"_s, u"key Return"_s}, kLong);
    focus(u"default"_s);
    m_display->act(u"key ctrl+q"_s);
    QVERIFY(m_onset->waitForFinished(test::kLongestWait));
    QCOMPARE(m_onset->exitCode(), 0);

    startOnset();
    step(u"again"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(figure() == kept, test::kLongestWait);
    m_display->act(u"key ctrl+q"_s);
    QVERIFY(m_onset->waitForFinished(test::kLongestWait));
    test::Program shell;
    shell.set("XDG_DATA_HOME", m_home->filePath(u"data"_s));
    QVERIFY(shell.onset({u"list"_s, u"figures"_s, u"--format"_s, u"csv"_s}).out.contains("\nmine,"));
}

static const test::Registered registeredTestDisplay(__FILE__, [](int argc, char **argv) {
    qputenv("QTEST_FUNCTION_TIMEOUT", "1800000"); // ms, of all rows together
    return test::runIn<TestDisplay, QCoreApplication>(argc, argv);
});
#include "tst_display.moc"
