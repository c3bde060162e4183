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

struct Opened
{
    OpenRequest request;
    bool readOnly = false;
    CatalogPtr catalog;
    ContentPtr content; ///< null when the workbook holds no curve
};

/// Opens a workbook, fills it when it is empty, loads its catalog and sketches the first figure; all in the
/// calling thread, so that a window has everything to draw at once.
[[nodiscard]] Result<Opened> openWorkbook(const OpenRequest &request, Progress &progress);

/// Sketches a figure of a workbook, on all processors.
[[nodiscard]] Result<ContentPtr> sketchFrom(const Workbook &workbook, const FigureSpec &figure,
                                            Progress &progress);

} // namespace onset
