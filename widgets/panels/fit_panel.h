#pragma once

#include "core/figure/figure_content.h"

#include <QTextBrowser>

#include <memory>

namespace onset {

/// The numbers of the fits that are drawn.
class FitPanel : public QTextBrowser
{
    Q_OBJECT
public:
    explicit FitPanel(QWidget *parent = nullptr);

    void setContent(const std::shared_ptr<const FigureContent> &content);
    void setTheme(Theme theme);

    [[nodiscard]] QSize sizeHint() const override;

private:
    void write();

    std::shared_ptr<const FigureContent> m_content;
    Theme m_theme = Theme::Light;
};

} // namespace onset
