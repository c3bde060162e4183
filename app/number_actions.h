#pragma once

#include "core/figure/figure_numbers.h"
#include "widgets/jobs/latest_job.h"

#include <QObject>

class QMainWindow;
class QMenu;

namespace onset {

class Session;

/// What goes to the clipboard of a figure besides its picture and rows: parameters, points, curves, a
/// paragraph on methods, sources.
class NumberActions : public QObject
{
    Q_OBJECT
public:
    NumberActions(Session &session, QMainWindow &window);

    [[nodiscard]] QMenu *menu() const { return m_menu; }

signals:
    void failed(const onset::Error &error);
    void told(const QString &sentence);

private:
    void copy(FigureNumbers which);

    Session &m_session;
    QMenu *m_menu;
    LatestJob<Result<QByteArray>> m_writing;
};

} // namespace onset
