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

Result<ContentPtr> sketchFrom(const Workbook &workbook, const FigureSpec &figure,
                              const std::optional<Supposition> &supposition, Progress &progress)
{
    const Curves curves(workbook);
    const auto source = [&](const CurveSpec &curve, const Scale &scale) {
        Result<Curve> read = curves.one(curve.key, scale, curve.source);
        return read && supposition ? supposed(std::move(*read), *supposition) : read;
    };
    return sketch(figure, source, QThread::idealThreadCount(), progress);
}

Result<Opened> openWorkbook(const OpenRequest &request, Progress &progress)
{
    auto workbook = Workbook::open(request.path, request.mode);
    if (!workbook)
        return tl::unexpected(workbook.error());
    Opened opened{request, workbook->readOnly(), nullptr};
    if (!request.figure.panels.empty()) {
        auto content = sketchFrom(*workbook, request.figure, {}, progress);
        if (content && showsAnything(**content)) {
            opened.content = *content;
            return opened;
        }
    }
    auto list = listAbilities(*workbook, progress, kMostLooked);
    if (list && list->abilities.empty() && !request.datasets.isEmpty() && !workbook->readOnly()) {
        list = workbook->check(false, progress)
                   .and_then([&] { return importBundled(*workbook, request.datasets, progress); })
                   .and_then([&](int) { return listAbilities(*workbook, progress, kMostLooked); });
    }
    if (!list)
        return tl::unexpected(list.error());
    if (list->abilities.empty())
        return opened;
    return sketchFrom(*workbook, firstFigure(list->abilities), {}, progress).map([&](ContentPtr &&content) {
        opened.content = std::move(content);
        return std::move(opened);
    });
}

} // namespace onset
