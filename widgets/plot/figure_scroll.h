#pragma once

#include <QScrollArea>

namespace onset {

class FigureView;

/// A figure of many panels, taller than the window: the wheel scrolls it and zooms with Ctrl; a point that is
/// walked to comes into sight.
class FigureScroll : public QScrollArea
{
    Q_OBJECT
public:
    explicit FigureScroll(QWidget *parent = nullptr);

    [[nodiscard]] FigureView &view() { return *m_view; }

private:
    FigureView *m_view;
};

} // namespace onset
