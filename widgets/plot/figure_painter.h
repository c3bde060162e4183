#pragma once

#include "core/base/result.h"
#include "core/figure/figure_content.h"
#include "widgets/plot/figure_drawing.h"

#include <QImage>
#include <QString>

namespace onset {

enum class ExportFormat { Pdf, Svg, Png, Tikz };

/// What a format leaves open.
struct ExportForm
{
    int dpi = 300;         ///< of a PNG, stated in the file
    bool outlines = false; ///< an SVG draws its text: the same without the font, but no text any more
};

/// By the file's ending. @error BadInput naming the endings that are known
[[nodiscard]] Result<ExportFormat> exportFormat(const QString &path);

/// The page of the figure, at its own size.
/// @param axes  what a reader has zoomed to, one for each panel; empty: the figure's own
[[nodiscard]] DrawnFigure pageOf(const FigureContent &content, const std::vector<PanelAxes> &axes = {});

/// Paints the figure at its own size: the bytes of a file, from which `readFigureFile` takes it back. Needs a
/// QApplication, with any platform plugin, and `loadFigureFont` called once before; then any thread may call.
/// @param version  of the program, stated in the file
/// @error BadInput, Io: an image is too large
[[nodiscard]] Result<QByteArray> exportedFigure(const FigureContent &content, ExportFormat format,
                                                const ExportForm &form, const QString &version);
/// The same into a file, whole or not at all, with the version of this program.
/// @error Io with path and reason; the old file stays whole
[[nodiscard]] Result<> exportFigure(const FigureContent &content, const QString &path, ExportFormat format,
                                    const ExportForm &form = {});

/// The characters on the figure's page that no installed font has; usually none. As exportedFigure, of
/// threads.
[[nodiscard]] QString charactersWithoutFont(const FigureContent &content);

/// The picture that a PNG file of the figure holds, null when there is no memory for it.
/// @param axes  as of `pageOf`
[[nodiscard]] QImage figureImage(const FigureContent &content, const std::vector<PanelAxes> &axes = {},
                                 int dpi = 300);

} // namespace onset
