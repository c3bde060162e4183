#include "core/figure/figure_numbers.h"

#include "core/figure/bibliography.h"
#include "core/figure/figure_text.h"
#include "core/figure/latex_text.h"
#include "core/figure/markup.h"
#include "core/figure/methods.h"
#include "core/figure/numbers.h"

namespace onset {
namespace {

Result<QByteArray> written(const FigureContent &figure, FigureNumbers which, const QString &version)
{
    const auto ofFits = [](const Table &table, const auto &write) -> Result<QByteArray> {
        if (table.rows.empty())
            return failure(Code::NotFound, FigureText::tr("The figure draws no fitted curve."));
        return write(table);
    };
    switch (which) {
    case FigureNumbers::ParametersCsv:
        return ofFits(parameterRows(figure), csv);
    case FigureNumbers::ParametersMarkdown:
        return ofFits(parameterTable(figure),
                      [](const Table &table) { return markdown(table, {parameterLegend()}); });
    case FigureNumbers::ParametersLatex:
        return ofFits(parameterTable(figure),
                      [](const Table &table) { return latex(table, parameterLegend(), {}); });
    case FigureNumbers::Points:
        return csv(pointRows(figure));
    case FigureNumbers::Fits:
        return ofFits(curveRows(figure), csv);
    case FigureNumbers::Methods:
        return methodsText(figure, version).toUtf8();
    case FigureNumbers::MethodsLatex:
        return latexParagraphs(methodsText(figure, version)).toUtf8();
    case FigureNumbers::Bibtex:
        break;
    }
    const QString sources = bibliography(figure);
    if (sources.isEmpty())
        return failure(Code::NotFound, FigureText::tr("The results of the figure state no source."));
    return sources.toUtf8();
}

bool needsBands(FigureNumbers which) { return which == FigureNumbers::Fits; }

bool needsVerdicts(FigureNumbers which)
{
    switch (which) {
    case FigureNumbers::ParametersCsv:
    case FigureNumbers::ParametersMarkdown:
    case FigureNumbers::ParametersLatex:
    case FigureNumbers::Methods:
    case FigureNumbers::MethodsLatex:
        return true;
    case FigureNumbers::Points:
    case FigureNumbers::Fits:
    case FigureNumbers::Bibtex:
        break;
    }
    return false;
}

} // namespace

Result<QByteArray> figureNumbers(ContentPtr content, FigureNumbers which, const QString &version, int threads,
                                 Progress &progress)
{
    if (needsVerdicts(which) || needsBands(which)) {
        auto complete = needsBands(which) ? banded(content, kAllBands, threads, progress)
                                          : judged(content, threads, progress);
        if (!complete)
            return tl::unexpected(complete.error());
        content = *complete;
    }
    return written(*content, which, version);
}

} // namespace onset
