#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace onset {

/// A progress bar with Cancel for the status bar; work that ends at once never shows it.
class JobProgress : public QWidget
{
    Q_OBJECT
public:
    explicit JobProgress(QWidget *parent = nullptr);

    void begin(const QString &what, bool cancellable);
    void advance(double fraction); ///< in 0..1
    void end();

signals:
    void cancelled(); ///< by the user

private:
    QTimer m_delay;
    QLabel *m_what;
    QProgressBar *m_bar;
    QToolButton *m_cancel;
};

} // namespace onset
