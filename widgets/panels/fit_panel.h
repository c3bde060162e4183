#pragma once

#include "core/figure/figure_content.h"

#include <QTextBrowser>
#include <QTextCursor>
#include <QTimer>

#include <memory>
#include <vector>

namespace onset {

/// The verdict on every curve, its rivals and the numbers of the fits that are drawn. A rival is chosen by a
/// click, or by Tab, the arrows and Enter.
class FitPanel : public QTextBrowser
{
    Q_OBJECT
public:
    explicit FitPanel(QWidget *parent = nullptr);

    /// One without its verdicts is shown when they do not follow soon.
    void setContent(const onset::ContentPtr &content);
    void setTheme(Theme theme);

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void rivalChosen(onset::fit::Model model);
    void termAsked(const QString &term); ///< of the glossary

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void write();
    [[nodiscard]] std::vector<QTextCursor> links() const; ///< each selecting one, in order
    bool focusLink(int step); ///< the next one (1) or the one before (−1); false at the end

    ContentPtr m_content;
    QTimer m_late;
    Theme m_theme = Theme::Light;
};

} // namespace onset
