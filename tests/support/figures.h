#pragma once

#include "core/figure/figure_content.h"

#include <QString>

#include <memory>

namespace onset {

/// A figure of `datasets/<dataset>/figures/<file>`; an empty one when it is not there.
[[nodiscard]] FigureSpec bundledFigure(const QString &dataset, const QString &file);

/// GPT-3's 3-digit addition in a setting, eight models with 2,000 questions each.
[[nodiscard]] CurveSpec additionCurve(const QString &setting);

/// What the spec shows of the bundled tables.
[[nodiscard]] std::shared_ptr<const FigureContent> composed(const FigureSpec &spec);

/// A curve made up: `y` over `x`, family "A" and so on as named.
[[nodiscard]] CurveContent madeUpCurve(const QString &family, const std::vector<double> &x,
                                       const std::vector<double> &y);

/// A figure of one panel with these curves, on compute and accuracy, without fits.
[[nodiscard]] FigureContent madeUpFigure(std::vector<CurveContent> curves);

} // namespace onset
