#include "widgets/jobs/latest_job.h"

#include "tests/support/test_class.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace onset;

class TestLatestJob : public QObject
{
    Q_OBJECT
private slots:
    void deliversInTheThreadOfItsOwner();
    void theNewestWins();
    void aFinishedResultIsDroppedWhenANewRunStarts();
    void cancelledDeliversNothing();
    void destroyingCancels();
    void leavesTheCommonThreadsToPainting();
    void tellsProgress();
};

namespace {

/// Works until it is cancelled.
int stubborn(Progress &progress)
{
    while (!progress.cancelled())
        QThread::yieldCurrentThread();
    return -1;
}

} // namespace

void TestLatestJob::deliversInTheThreadOfItsOwner()
{
    QList<int> results;
    QThread *thread = nullptr;
    LatestJob<int> job([&](int result) {
        results += result;
        thread = QThread::currentThread();
    });
    job.start([](Progress &) { return 42; });
    QTRY_COMPARE(results, QList{42});
    QCOMPARE(thread, QThread::currentThread());
}

void TestLatestJob::theNewestWins()
{
    QList<int> results;
    LatestJob<int> job([&](int result) { results += result; });
    job.start(stubborn);
    job.start(stubborn);
    job.start([](Progress &) { return 3; });
    QTRY_COMPARE(results, QList{3});
    QTest::qWait(10); // the stubborn ones have ended, too
    QCOMPARE(results, QList{3});
}

void TestLatestJob::aFinishedResultIsDroppedWhenANewRunStarts()
{
    QList<int> results;
    LatestJob<int> job([&](int result) { results += result; });
    job.start([](Progress &) { return 1; });
    while (job.watcher().isRunning()) // its result waits in the event queue
        QThread::yieldCurrentThread();
    job.start([](Progress &) { return 2; });
    QTRY_VERIFY(!results.isEmpty());
    QCOMPARE(results, QList{2});
}

void TestLatestJob::cancelledDeliversNothing()
{
    QList<int> results;
    LatestJob<int> job([&](int result) { results += result; });
    job.start(stubborn);
    job.cancel();
    QTRY_VERIFY(job.watcher().isFinished());
    QCoreApplication::processEvents();
    QVERIFY(results.isEmpty());
}

void TestLatestJob::destroyingCancels()
{
    const auto started = std::make_shared<QSemaphore>(), stopped = std::make_shared<QSemaphore>();
    {
        LatestJob<int> job([](int) { QFAIL("a destroyed job delivers nothing"); });
        job.start([started, stopped](Progress &progress) {
            started->release();
            stubborn(progress);
            stopped->release();
            return 0;
        });
        QVERIFY(started->tryAcquire(1, 10000));
    }
    QVERIFY(stopped->tryAcquire(1, 10000));
}

void TestLatestJob::leavesTheCommonThreadsToPainting()
{
    QSemaphore started;
    LatestJob<int> job([](int) {});
    job.start([&started](Progress &progress) {
        started.release();
        return stubborn(progress);
    });
    QVERIFY(started.tryAcquire(1, 10000));
    QCOMPARE(QThreadPool::globalInstance()->activeThreadCount(), 0);
}

void TestLatestJob::tellsProgress()
{
    bool done = false;
    LatestJob<int> job([&](int) { done = true; });
    QSignalSpy progressed(&job.watcher(), &QFutureWatcherBase::progressValueChanged);
    job.start([](Progress &progress) {
        progress.report(1);
        return 0;
    });
    QTRY_VERIFY(done);
    QCOMPARE(progressed.last().front().toInt(), PromiseProgress<int>::kSteps);
}

ONSET_TEST(TestLatestJob)
#include "tst_latest_job.moc"
