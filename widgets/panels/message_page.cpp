#include "widgets/panels/message_page.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace onset {

MessagePage::MessagePage(QWidget *parent)
    : QWidget(parent), m_heading(new QLabel), m_sentence(new QLabel), m_buttons(new QHBoxLayout)
{
    QFont font = m_heading->font();
    font.setPointSizeF(font.pointSizeF() * 1.4);
    m_heading->setFont(font);
    for (QLabel *label : {m_heading, m_sentence}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(40, 40, 40, 40);
    layout->setSpacing(12);
    layout->addStretch();
    layout->addWidget(m_heading);
    layout->addWidget(m_sentence);
    layout->addLayout(m_buttons);
    layout->addStretch();
}

void MessagePage::say(const QString &heading, const QString &sentence, const QList<QAction *> &next)
{
    m_heading->setText(heading);
    m_sentence->setText(sentence);
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_buttons->addStretch();
    for (QAction *action : next) {
        auto *button = new QPushButton(action->text());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        m_buttons->addWidget(button);
    }
    m_buttons->addStretch();
}

} // namespace onset
