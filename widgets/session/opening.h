#pragma once

#include "core/base/progress.h"
#include "core/figure/figure_content.h"
#include "core/store/workbook.h"
#include "widgets/session/catalog.h"

namespace onset {

/// A workbook to open, and what to show of it first.
struct OpenRequest
{
    QString path;
    Workbook::Mode mode = Workbook::Mode::Edit;
    QString datasets = {};  ///< folder of bundled tables that the workbook is filled from; empty: none
    FigureSpec figure = {}; ///< shown when the workbook holds any curve of it, else its first figure
};

inline constexpr qint64 kMostLooked = 100'000;

struct Opened
{
    OpenRequest request;
    bool readOnly = false;
    ContentPtr content; ///< null when the workbook holds no curve
};

/// Opens a workbook and sketches its first figure, so that a window has something to draw at once; fills an
/// empty one before. Of a large workbook without the figure asked for, the first figure is chosen from the
/// first kMostLooked results. Whether the file is sound is not looked at, which would read all of it: see
/// Workbook::check.
[[nodiscard]] Result<Opened> openWorkbook(const OpenRequest &request, Progress &progress);

/// Sketches a figure of a workbook, on all processors.
/// @param supposition  a score that stands in for a measured one
[[nodiscard]] Result<ContentPtr> sketchFrom(const Workbook &workbook, const FigureSpec &figure,
                                            const std::optional<Supposition> &supposition,
                                            Progress &progress);

} // namespace onset
