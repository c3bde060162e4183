#include "app/start_trace.h"

#include <QEvent>
#include <QLoggingCategory>
#include <QWidget>

namespace onset {

namespace {

Q_LOGGING_CATEGORY(onsetStart, "onset.start", QtWarningMsg)

class FirstPaint : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            QMetaObject::invokeMethod(
                parent(), [] { qCDebug(onsetStart) << "figure painted"; },
                Qt::QueuedConnection); // after the paint
            deleteLater();
        }
        return false;
    }
};

} // namespace

void traceFirstPaint(QWidget *figure)
{
    if (onsetStart().isDebugEnabled())
        figure->installEventFilter(new FirstPaint(figure));
}

} // namespace onset
