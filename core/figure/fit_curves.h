#pragma once

#include "core/figure/figure_content.h"

namespace onset {

/// Fits the curves of a figure as its spec asks, the best rival where it names none, and makes the bands that
/// are there at once.
/// @error Cancelled
[[nodiscard]] Result<> fitCurves(FigureContent &figure, int threads, Progress &progress);

/// The law that the figure asks for where the scores allow it, else the one that they suggest.
[[nodiscard]] fit::Noise noiseOf(const FitSpec &spec, const fit::Points &points, bool counts);

} // namespace onset
