#include "widgets/session/opening.h"

#include "core/import/import.h"
#include "core/store/curves.h"

#include <QThread>

#include <algorithm>

namespace onset {

namespace {

bool showsAnything(const FigureContent &content)
{
    return std::ranges::any_of(content.panels,
                               [](const PanelContent &panel) { return !panel.curves.empty(); });
}

} // namespace

Result<ContentPtr> sketchFrom(const Workbook &workbook, const FigureSpec &figure, Progress &progress)
{
    const Curves curves(workbook);
    const auto source = [&curves](const CurveSpec &curve, const Scale &scale) {
        return curves.one(curve.key, scale, curve.source);
    };
    return sketch(figure, source, QThread::idealThreadCount(), progress);
}

Result<Opened> openWorkbook(const OpenRequest &request, Progress &progress)
{
    auto workbook = Workbook::open(request.path, request.mode);
    if (!workbook)
        return tl::unexpected(workbook.error());
    if (auto sound = workbook->check(false, progress); !sound)
        return tl::unexpected(sound.error());
    auto catalog = loadCatalog(*workbook, progress);
    if (catalog && (*catalog)->abilities.empty() && !request.datasets.isEmpty() && !workbook->readOnly()) {
        if (auto filled = importBundled(*workbook, request.datasets, progress); !filled)
            return tl::unexpected(filled.error());
        catalog = loadCatalog(*workbook, progress);
    }
    if (!catalog)
        return tl::unexpected(catalog.error());

    Opened opened{request, workbook->readOnly(), *catalog, nullptr};
    if ((*catalog)->abilities.empty())
        return opened;
    auto content = sketchFrom(*workbook, request.figure, progress);
    if (!content || !showsAnything(**content))
        content = sketchFrom(*workbook, firstFigure(**catalog), progress);
    if (!content)
        return tl::unexpected(content.error());
    opened.content = *content;
    return opened;
}

} // namespace onset
