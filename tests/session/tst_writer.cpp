#include "widgets/session/writer.h"

#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestWriter : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void runsEditsInOrderInOneThread();
    void cancelStopsWhatWasAskedForBefore();
    void endsAfterTheEditsAskedFor();
    void tellsProgress();
    void aMissingWorkbookFailsTheEdit();

private:
    std::unique_ptr<test::SampleFolder> m_folder;
    QString m_path;
};

void TestWriter::init()
{
    m_folder = std::make_unique<test::SampleFolder>();
    m_path = m_folder->path(u"a.onset"_s);
    QVERIFY(Workbook::open(m_path, Workbook::Mode::Create).has_value());
}

void TestWriter::runsEditsInOrderInOneThread()
{
    Writer writer;
    writer.open(m_path);
    QList<int> started, done;
    QSet<QThread *> threads;
    for (int i = 0; i < 5; ++i) {
        writer.run(
            [&, i](Workbook &workbook, Progress &) -> Result<> {
                started += i;
                threads.insert(QThread::currentThread());
                return workbook.requireEditable();
            },
            [&, i](const Result<> &result) {
                QVERIFY(result.has_value());
                QCOMPARE(QThread::currentThread(), writer.thread());
                done += i;
            });
    }
    QTRY_COMPARE(done, (QList{0, 1, 2, 3, 4}));
    QCOMPARE(started, done);
    QCOMPARE(threads.size(), 1);
    QVERIFY(!threads.contains(QThread::currentThread()));
}

void TestWriter::cancelStopsWhatWasAskedForBefore()
{
    Writer writer;
    writer.open(m_path);
    QSemaphore running;
    QStringList ends;
    const auto edit = [&](Workbook &, Progress &progress) -> Result<> {
        running.release();
        while (!progress.cancelled())
            QThread::yieldCurrentThread();
        return failure(Code::Cancelled, {});
    };
    const auto done = [&](const Result<> &result) { ends += result ? u"done"_s : u"cancelled"_s; };
    writer.run(edit, done);
    writer.run(edit, done);
    QVERIFY(running.tryAcquire(1, 10000));
    writer.cancel();
    writer.run(
        [](Workbook &, Progress &progress) -> Result<> {
            return progress.cancelled() ? Result<>(failure(Code::Cancelled, {})) : Result<>();
        },
        done);
    QTRY_COMPARE(ends, (QStringList{u"cancelled"_s, u"cancelled"_s, u"done"_s}));
}

void TestWriter::endsAfterTheEditsAskedFor()
{
    std::atomic<int> edits = 0;
    {
        Writer writer;
        writer.open(m_path);
        for (int i = 0; i < 20; ++i)
            writer.run([&edits](Workbook &, Progress &) -> Result<> { return ++edits, Result<>(); },
                       [](const Result<> &) {});
    }
    QCOMPARE(edits.load(), 20);
}

void TestWriter::tellsProgress()
{
    Writer writer;
    writer.open(m_path);
    QSignalSpy progressed(&writer, &Writer::progressed);
    bool ended = false;
    writer.run(
        [](Workbook &, Progress &progress) -> Result<> {
            for (int i = 0; i <= 100000; ++i)
                progress.report(i / 100000.0);
            return {};
        },
        [&ended](const Result<> &) { ended = true; });
    QTRY_VERIFY(ended);
    QCOMPARE(progressed.size(), 101); // one for each percent
    QCOMPARE(progressed.last()[0].toDouble(), 1.0);
}

void TestWriter::aMissingWorkbookFailsTheEdit()
{
    Writer writer;
    writer.open(m_folder->path(u"missing.onset"_s));
    std::optional<Result<>> end;
    writer.run([](Workbook &, Progress &) -> Result<> { return {}; },
               [&end](const Result<> &result) { end = result; });
    QTRY_VERIFY(end);
    QCOMPARE(end->error().code, Code::NotFound);
}

ONSET_TEST(TestWriter)
#include "tst_writer.moc"
