#pragma once

#include "core/base/result.h"
#include "core/figure/figure_content.h"
#include "widgets/plot/figure_drawing.h"

#include <QImage>
#include <QString>

namespace onset {

enum class ExportFormat { Pdf, Svg, Png };

/// By the file's ending. @error BadInput naming the endings that are known
[[nodiscard]] Result<ExportFormat> exportFormat(const QString &path);

/// Paints the figure at its own size into a file, whole or not at all.
/// Needs a QApplication, with any platform plugin, and `loadFigureFont` called once before. PNG at `dpi`,
/// stated in the file.
/// @error Io with path and reason; the old file stays whole
[[nodiscard]] Result<> exportFigure(const FigureContent &content, const QString &path, ExportFormat format,
                                    int dpi = 300);

/// The picture that a PNG file of the figure holds, null when there is no memory for it.
/// @param axes  what a reader has zoomed to, one for each panel; empty: the figure's own
[[nodiscard]] QImage figureImage(const FigureContent &content, const std::vector<PanelAxes> &axes = {},
                                 int dpi = 300);

} // namespace onset
