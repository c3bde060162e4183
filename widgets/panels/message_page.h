#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;

namespace onset {

/// Says in the place of the figure why there is none, and offers what to do next.
class MessagePage : public QWidget
{
    Q_OBJECT
public:
    explicit MessagePage(QWidget *parent = nullptr);

    void say(const QString &heading, const QString &sentence, const QList<QAction *> &next);

private:
    QLabel *m_heading;
    QLabel *m_sentence;
    QHBoxLayout *m_buttons;
};

} // namespace onset
