#include "widgets/panels/job_progress.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace onset {

namespace {

constexpr int kSteps = 1000;
constexpr int kPatienceMs = 200; ///< what ends sooner would only flicker

} // namespace

JobProgress::JobProgress(QWidget *parent)
    : QWidget(parent), m_what(new QLabel), m_bar(new QProgressBar), m_cancel(new QToolButton)
{
    m_bar->setRange(0, kSteps);
    m_bar->setFixedWidth(180);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("Cancel"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_what);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kPatienceMs);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(m_cancel, &QToolButton::clicked, this, &JobProgress::cancelled);
    hide();
}

void JobProgress::begin(const QString &what, bool cancellable)
{
    m_what->setText(what);
    m_bar->setValue(0);
    m_cancel->setVisible(cancellable);
    m_delay.start();
}

void JobProgress::advance(double fraction) { m_bar->setValue(qRound(fraction * kSteps)); }

void JobProgress::end()
{
    m_delay.stop();
    hide();
}

} // namespace onset
