#include "widgets/panels/fit_panel.h"

#include "widgets/panels/fit_text.h"

#include <QScrollBar>

namespace onset {

FitPanel::FitPanel(QWidget *parent) : QTextBrowser(parent)
{
    setAccessibleName(tr("Numbers of the fits"));
    setFrameShape(NoFrame);
    setOpenLinks(false);
    document()->setDocumentMargin(8);
    write();
}

void FitPanel::setContent(const std::shared_ptr<const FigureContent> &content)
{
    m_content = content;
    write();
}

void FitPanel::setTheme(Theme theme)
{
    m_theme = theme;
    write();
}

QSize FitPanel::sizeHint() const { return {fontMetrics().averageCharWidth() * 40, 200}; }

void FitPanel::write()
{
    const int place = verticalScrollBar()->value();
    if (m_content)
        setHtml(fitText(*m_content, m_theme));
    else
        setHtml(tr("<p>The fitted curves of the figure are described here.</p>"));
    verticalScrollBar()->setValue(place);
}

} // namespace onset
