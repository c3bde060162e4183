#include "app/cli/figure_source.h"

#include "core/store/curves.h"
#include "core/store/figures.h"

namespace onset::cli {

Result<FigureRecord> figureOf(const QString &name, const QString &file, Workbook &workbook)
{
    if (!file.isEmpty())
        return readFigureFile(file);
    return Figures(workbook)
        .find(name)
        .and_then([](const Figures::Entry &entry) { return figureFromJson(entry.json); })
        .map([](FigureSpec &&figure) { return FigureRecord{std::move(figure)}; });
}

CurveSource curveSource(Workbook &workbook)
{
    return [curves = Curves(workbook)](const CurveSpec &curve, const Scale &scale) {
        return curves.one(curve.key, scale, curve.source);
    };
}

} // namespace onset::cli
