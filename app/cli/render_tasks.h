#pragma once

#include "core/base/result.h"
#include "widgets/plot/figure_painter.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace onset {
struct SizePreset;
}

namespace onset::cli {

struct SizeMm
{
    double width, height;
};

/// One figure to draw into files, or to compare with them.
struct RenderTask
{
    struct Output
    {
        QString path;
        ExportFormat format;
    };

    QString spec = {};   ///< file with the figure; empty: `figure` is meant
    QString figure = {}; ///< of the workbook
    const SizePreset *preset = nullptr;
    std::optional<SizeMm> size = {};
    std::optional<int> dpi = {}; ///< of a PNG; empty: of the PNG that is compared, or drawn again, else 300
    bool outlines = false;       ///< of an SVG, also when one that has them is compared or drawn again
    bool check = false; ///< nothing is written; an output that is not what would be written is an error
    std::vector<Output> outputs = {};
};

struct Rendered
{
    std::optional<Error> error = {}; ///< the first; outputs before it are written
    QStringList notes = {};          ///< what a reader must know
    bool incomplete = false;         ///< written, but a curve of the figure is missing, as a note says
};

/// Draws all of them, several at once on all processors. What one comes to, and its bytes, depend on no
/// other. Needs a QApplication, and the figure font.
/// @param workbook  path of one that is there
/// @return shape (tasks)
[[nodiscard]] std::vector<Rendered> render(const std::vector<RenderTask> &tasks, const QString &workbook);

} // namespace onset::cli
