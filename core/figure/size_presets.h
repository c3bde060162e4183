#pragma once

#include "core/figure/figure_spec.h"

#include <span>

namespace onset {

/// A size that journals, conferences and talks ask for.
struct SizePreset
{
    QString id;    ///< on the command line: "icml-column"
    QString title; ///< "ICML, column"
    double widthMm;
    double heightMm; ///< NaN: the panels keep their proportions
    double fontPt;
    double linePt;
    QString source; ///< where the width is stated
};

[[nodiscard]] std::span<const SizePreset> sizePresets();
/// Null when there is none of this id.
[[nodiscard]] const SizePreset *presetNamed(const QString &id);

/// The figure at the preset's size: panels in as many columns as are wide enough for their text, in the
/// proportions that they had, flatter where the whole would be higher than the text of a page, 9 in, but high
/// enough for their rows.
[[nodiscard]] FigureSpec fitted(FigureSpec figure, const SizePreset &preset);

} // namespace onset
