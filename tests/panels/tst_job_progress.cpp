#include "widgets/panels/job_progress.h"

#include "tests/support/test_class.h"
#include "widgets/panels/message_page.h"

#include <QAction>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace onset;
using namespace Qt::StringLiterals;

class TestJobProgress : public QObject
{
    Q_OBJECT
private slots:
    void showsWhatTakesLong();
    void cancels();
    void aPageOffersWhatToDo();
};

void TestJobProgress::showsWhatTakesLong()
{
    QWidget window;
    JobProgress progress(&window);
    window.show();
    progress.begin(u"Reading"_s, false);
    progress.end();
    QTest::qWait(400);
    QVERIFY(!progress.isVisible()); // what is over at once does not flicker
    progress.begin(u"Reading"_s, false);
    progress.advance(0.25);
    QTRY_VERIFY(progress.isVisible());
    QCOMPARE(progress.findChild<QProgressBar *>()->value() * 4,
             progress.findChild<QProgressBar *>()->maximum());
    QVERIFY(!progress.findChild<QToolButton *>()->isVisible());
    progress.end();
    QVERIFY(!progress.isVisible());
}

void TestJobProgress::cancels()
{
    QWidget window;
    JobProgress progress(&window);
    window.show();
    QSignalSpy cancelled(&progress, &JobProgress::cancelled);
    progress.begin(u"Importing"_s, true);
    QTRY_VERIFY(progress.isVisible());
    progress.findChild<QToolButton *>()->click();
    QCOMPARE(cancelled.size(), 1);
}

void TestJobProgress::aPageOffersWhatToDo()
{
    MessagePage page;
    QAction import(u"&Import…"_s);
    QSignalSpy triggered(&import, &QAction::triggered);
    page.say(u"Empty"_s, u"Import a table."_s, {&import});
    QCOMPARE(page.findChildren<QPushButton *>().size(), 1);
    page.findChild<QPushButton *>()->click();
    QCOMPARE(triggered.size(), 1);
    page.say(u"Reading"_s, {}, {});
    QTRY_COMPARE(page.findChildren<QPushButton *>().size(), 0);
}

ONSET_WINDOW_TEST(TestJobProgress)
#include "tst_job_progress.moc"
