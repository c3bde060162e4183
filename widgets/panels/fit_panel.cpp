#include "widgets/panels/fit_panel.h"

#include "widgets/panels/fit_text.h"
#include "widgets/panels/glossary.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>

namespace onset {

namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 150ms; // for verdicts, before a figure is described without them

QString linkOf(const QTextCursor &cursor)
{
    QTextCursor inside = cursor;
    inside.setPosition(std::min(cursor.anchor(), cursor.position()) + 1);
    return cursor.hasSelection() ? inside.charFormat().anchorHref() : QString();
}

bool awaitsVerdicts(const FigureContent &content)
{
    return content.spec.layers.fits && std::ranges::any_of(content.panels, [](const PanelContent &panel) {
               return std::ranges::any_of(panel.curves,
                                          [](const CurveContent &curve) { return !curve.verdict; });
           });
}

} // namespace

FitPanel::FitPanel(QWidget *parent) : QTextBrowser(parent)
{
    setAccessibleName(tr("Verdicts, rivals and numbers of the fits"));
    setFrameShape(NoFrame);
    setOpenLinks(false);
    document()->setDocumentMargin(8);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        if (const auto model = rivalOf(link.toString()))
            emit rivalChosen(*model);
        else if (const QString term = termOf(link.toString()); !term.isEmpty())
            emit termAsked(term);
    });
    m_late.setSingleShot(true);
    connect(&m_late, &QTimer::timeout, this, &FitPanel::write);
    write();
}

void FitPanel::setContent(const ContentPtr &content)
{
    if (content == m_content)
        return;
    m_content = content;
    if (content && awaitsVerdicts(*content))
        m_late.start(kPatience);
    else
        write();
}

void FitPanel::setTheme(Theme theme)
{
    m_theme = theme;
    write();
}

QSize FitPanel::sizeHint() const { return {fontMetrics().averageCharWidth() * 40, 200}; }

void FitPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down && focusLink(1))
        return;
    if (event->key() == Qt::Key_Up && focusLink(-1))
        return;
    QTextBrowser::keyPressEvent(event);
}

std::vector<QTextCursor> FitPanel::links() const
{
    std::vector<QTextCursor> found;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const QTextFragment fragment = part.fragment();
            if (fragment.charFormat().anchorHref().isEmpty())
                continue;
            QTextCursor link(document());
            link.setPosition(fragment.position());
            link.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            found.push_back(link);
        }
    }
    return found;
}

bool FitPanel::focusLink(int step)
{
    std::vector<QTextCursor> all = links();
    if (step < 0)
        std::ranges::reverse(all);
    const int from = textCursor().selectionStart();
    const bool none = linkOf(textCursor()).isEmpty();
    const auto next = std::ranges::find_if(
        all, [&](const QTextCursor &link) { return none || step * (link.selectionStart() - from) > 0; });
    if (next == all.end())
        return false;
    setTextCursor(*next);
    ensureCursorVisible();
    return true;
}

void FitPanel::write()
{
    m_late.stop();
    const int place = verticalScrollBar()->value();
    const std::vector<QTextCursor> before = links();
    const auto chosen = std::ranges::find_if(before, [this](const QTextCursor &link) {
        return textCursor().hasSelection() && link.selectionStart() == textCursor().selectionStart();
    });
    // The same link of the same curve, wherever the order of the rivals has put it.
    const QString link = chosen == before.end() ? QString() : linkOf(*chosen);
    const auto same = [&link](const QTextCursor &other) { return linkOf(other) == link; };
    const auto turn = std::count_if(before.begin(), chosen, same);
    if (m_content)
        setHtml(fitText(*m_content, m_theme));
    else
        setHtml(tr("<p>The fitted curves of the figure are described here.</p>"));
    if (!link.isEmpty()) {
        std::vector<QTextCursor> after = links();
        std::erase_if(after, std::not_fn(same));
        if (std::size_t(turn) < after.size())
            setTextCursor(after[std::size_t(turn)]);
    }
    verticalScrollBar()->setValue(place);
}

} // namespace onset
