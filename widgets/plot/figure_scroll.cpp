#include "widgets/plot/figure_scroll.h"

#include "widgets/plot/figure_view.h"

namespace onset {

FigureScroll::FigureScroll(QWidget *parent) : QScrollArea(parent), m_view(new FigureView)
{
    setWidget(m_view);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumSize(m_view->minimumSizeHint()); // the panels beside it give way
    setFocusProxy(m_view);
    connect(m_view, &FigureView::selectionChanged, this, [this](const std::vector<PointRef> &points) {
        constexpr int kMargin = 40;
        if (points.empty())
            return;
        if (const auto place = m_view->placeOf(points.back()))
            ensureVisible(int(place->x()), int(place->y()), kMargin, kMargin);
    });
}

} // namespace onset
