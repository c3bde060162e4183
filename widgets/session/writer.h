#pragma once

#include "core/base/progress.h"
#include "core/store/workbook.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>

namespace onset {

/// The one thread of a session that writes. It keeps the workbook open on its own connection, runs edits in
/// the order in which they come, and looks every second for commits made elsewhere.
class Writer : public QObject
{
    Q_OBJECT
public:
    using Edit = std::function<Result<>(Workbook &, Progress &)>;
    using Done = std::function<void(Result<>)>;

    explicit Writer(QObject *parent = nullptr);
    ~Writer() override; ///< cancels what is long and waits for the rest: nothing is half written

    /// Turns to another workbook after the edits already asked for. It was opened before with success;
    /// a failure now shows as the error of the next edit.
    void open(const QString &path);

    /// Runs `edit` in the writer's thread, then `done` in the thread of this object.
    void run(Edit edit, Done done);

    /// Asks the running edit, and those waiting, to stop.
    void cancel();

    /// Looks for commits made elsewhere now.
    void checkNow();

signals:
    void progressed(double fraction); ///< of the running edit, in steps of a percent
    void changedElsewhere();

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker;
    std::shared_ptr<std::atomic<int>> m_generation; ///< edits of an older generation are cancelled
};

} // namespace onset
