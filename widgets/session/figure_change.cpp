#include "widgets/session/figure_change.h"

#include "core/figure/views.h"

#include <QCoreApplication>

#include <algorithm>

namespace onset {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(onset::FigureChange)
};

/// Whether some panel differs in one of these members.
template <typename... Members>
bool differ(const FigureSpec &before, const FigureSpec &after, Members... members)
{
    return !std::ranges::equal(before.panels, after.panels, [&](const PanelSpec &a, const PanelSpec &b) {
        return ((a.*members == b.*members) && ...);
    });
}

} // namespace

bool isOtherSubject(const FigureSpec &before, const FigureSpec &after)
{
    return before.view != after.view || selectionOf(before) != selectionOf(after) ||
           differ(before, after, &PanelSpec::curves);
}

bool looksAlike(const FigureSpec &a, const FigureSpec &b)
{
    FigureSpec same = a;
    if (a.panels.size() != b.panels.size())
        return false;
    for (std::size_t i = 0; i < b.panels.size(); ++i) {
        same.panels[i].xRange = b.panels[i].xRange;
        same.panels[i].yRange = b.panels[i].yRange;
        same.panels[i].annotations = b.panels[i].annotations;
    }
    return same == b;
}

QString changeInWords(const FigureSpec &before, const FigureSpec &after)
{
    if (before.view != after.view)
        return Words::tr("Change the view");
    if (isOtherSubject(before, after)) {
        const std::vector<AbilityKey> chosen = selectionOf(after);
        return chosen.size() == 1 ? Words::tr("Show %1").arg(chosen.front().measure.task)
                                  : Words::tr("Show %1 abilities").arg(chosen.size());
    }
    if (differ(before, after, &PanelSpec::cutoff))
        return Words::tr("Move the cut-off");
    if (differ(before, after, &PanelSpec::floor))
        return Words::tr("Set the floor");
    if (differ(before, after, &PanelSpec::ceiling))
        return Words::tr("Set the ceiling");
    if (differ(before, after, &PanelSpec::x, &PanelSpec::logX))
        return Words::tr("Change the horizontal axis");
    if (differ(before, after, &PanelSpec::logY, &PanelSpec::transform, &PanelSpec::answerLength))
        return Words::tr("Change the vertical axis");
    if (before.fit != after.fit || before.layers.fits != after.layers.fits)
        return Words::tr("Change the fit");
    if (differ(before, after, &PanelSpec::annotations))
        return Words::tr("Annotate");
    if (before.layers != after.layers)
        return Words::tr("Change the layers");
    return Words::tr("Change the figure");
}

} // namespace onset
