#pragma once

#include "core/base/progress.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <functional>

namespace onset {

/// Progress told through a promise; the future throttles what reaches its watcher.
template <typename T>
class PromiseProgress final : public Progress
{
public:
    static constexpr int kSteps = 1000;

    explicit PromiseProgress(QPromise<T> &promise) : m_promise(promise)
    {
        m_promise.setProgressRange(0, kSteps);
    }
    void report(double fraction) override { m_promise.setProgressValue(qRound(fraction * kSteps)); }
    [[nodiscard]] bool cancelled() const override { return m_promise.isCanceled(); }

private:
    QPromise<T> &m_promise;
};

/// One kind of work off the GUI thread, of which only the newest request counts: starting anew cancels the
/// run before, whose result is dropped even when it was already there. Work captures values, never its owner.
/// Results arrive in the thread that made the job; a cancelled run delivers nothing.
template <typename T>
class LatestJob
{
public:
    using Work = std::function<T(Progress &)>;
    using Done = std::function<void(T)>;

    explicit LatestJob(Done done)
    {
        QObject::connect(&m_watcher, &QFutureWatcherBase::finished, &m_watcher,
                         [this, done = std::move(done)] {
                             if (!m_watcher.isCanceled())
                                 done(m_watcher.future().takeResult());
                         });
    }
    ~LatestJob() { cancel(); } // then waits until the work has heard it
    Q_DISABLE_COPY_MOVE(LatestJob)

    void start(Work work)
    {
        cancel();
        m_watcher.setFuture(QtConcurrent::run(&m_threads, [work = std::move(work)](QPromise<T> &promise) {
            PromiseProgress<T> progress(promise);
            promise.addResult(work(progress));
        }));
    }

    void cancel() { m_watcher.cancel(); }

    /// For its progress, in 0..PromiseProgress::kSteps, and for starting and ending.
    [[nodiscard]] const QFutureWatcherBase &watcher() const { return m_watcher; }

private:
    QFutureWatcher<T> m_watcher;
    /// Not the common pool: Qt paints large areas there, and the GUI thread would wait for work that fills
    /// it.
    QThreadPool m_threads;
};

} // namespace onset
