#include "widgets/session/writer.h"

#include <QTimer>

#include <optional>

namespace onset {

namespace {

class EditProgress final : public Progress
{
public:
    EditProgress(std::shared_ptr<const std::atomic<int>> generation, int own,
                 std::function<void(double)> tell)
        : m_generation(std::move(generation)), m_own(own), m_tell(std::move(tell))
    {}
    void report(double fraction) override
    {
        const int percent = static_cast<int>(fraction * 100);
        if (m_percent.exchange(percent) != percent)
            m_tell(fraction);
    }
    [[nodiscard]] bool cancelled() const override { return m_generation->load() != m_own; }

private:
    std::shared_ptr<const std::atomic<int>> m_generation;
    int m_own;
    std::function<void(double)> m_tell;
    std::atomic<int> m_percent = -1;
};

} // namespace

/// Lives in the writer's thread.
class Writer::Worker : public QObject
{
public:
    explicit Worker(Writer *writer) : m_writer(writer) {}

    void open(const QString &path)
    {
        m_workbook = Workbook::open(path, Workbook::Mode::Edit);
        m_seen = *m_workbook ? (*m_workbook)->dataVersion() : 0;
        if (!m_timer) {
            m_timer = new QTimer(this);
            connect(m_timer, &QTimer::timeout, this, &Worker::check);
            m_timer->start(1000);
        }
    }

    Result<> run(const Edit &edit, Progress &progress)
    {
        Q_ASSERT(m_workbook);
        if (!*m_workbook)
            return tl::unexpected(m_workbook->error());
        return edit(**m_workbook, progress);
    }

    void check()
    {
        if (!m_workbook || !*m_workbook)
            return;
        const qint64 version = (*m_workbook)->dataVersion();
        if (version != std::exchange(m_seen, version))
            emit m_writer->changedElsewhere();
    }

private:
    Writer *m_writer;
    std::optional<Result<Workbook>> m_workbook;
    qint64 m_seen = 0;
    QTimer *m_timer = nullptr;
};

Writer::Writer(QObject *parent)
    : QObject(parent), m_worker(new Worker(this)), m_generation(std::make_shared<std::atomic<int>>(0))
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName("writer");
    m_thread.start();
}

Writer::~Writer()
{
    cancel();
    QMetaObject::invokeMethod(m_worker, [this] { m_thread.quit(); }); // behind the edits already asked for
    m_thread.wait();
}

void Writer::open(const QString &path)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, path] { worker->open(path); });
}

void Writer::run(Edit edit, Done done)
{
    const int generation = m_generation->load();
    QMetaObject::invokeMethod(m_worker, [this, edit = std::move(edit), done = std::move(done), generation] {
        EditProgress progress(m_generation, generation,
                              [this](double fraction) { emit progressed(fraction); });
        auto result = m_worker->run(edit, progress);
        QMetaObject::invokeMethod(
            this, [done, result = std::move(result)] { done(result); }, Qt::QueuedConnection);
    });
}

void Writer::cancel() { ++*m_generation; }

void Writer::checkNow()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->check(); });
}

} // namespace onset
