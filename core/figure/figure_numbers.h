#pragma once

#include "core/figure/figure_content.h"

#include <QByteArray>

namespace onset {

/// What leaves of a figure besides its picture, as text in UTF-8.
enum class FigureNumbers {
    ParametersCsv, ///< `parameterRows`
    ParametersMarkdown,
    ParametersLatex, ///< for the package booktabs
    Points,          ///< `pointRows` as CSV
    Fits,            ///< `curveRows` as CSV, with all bands
    Methods,
    MethodsLatex,
    Bibtex,
};

/// Makes what is missing of verdicts, intervals and bands first.
/// @param content  not null
/// @param version  of this program
/// @param threads  ≥ 1
/// @error NotFound: the figure draws no fits to tell of, or states no source; Cancelled
[[nodiscard]] Result<QByteArray> figureNumbers(ContentPtr content, FigureNumbers which,
                                               const QString &version, int threads, Progress &progress);

} // namespace onset
