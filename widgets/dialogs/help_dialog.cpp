#include "widgets/dialogs/help_dialog.h"

#include "widgets/panels/glossary.h"

#include <QTextBrowser>
#include <QVBoxLayout>

namespace onset {

HelpDialog::HelpDialog(QWidget *parent) : QDialog(parent), m_page(new QTextBrowser)
{
    setWindowTitle(tr("What the words mean"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(560, 620);
    m_page->setAccessibleName(windowTitle());
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->document()->setDocumentMargin(16);
    m_page->setHtml(glossaryPage());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_page);
}

void HelpDialog::showTerm(const QString &key) { m_page->scrollToAnchor(key); }

} // namespace onset
