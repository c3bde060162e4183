#pragma once

#include "core/figure/figure_content.h"

namespace onset {

/// What the panels of a figure say beside their curves: differences, gains, and rows in their order.

/// The differences of a panel's curves from its baseline (without one, the first), of models that both have.
/// Without a second curve a finding says so.
void addDifferences(PanelContent &panel);

/// Brings rows into their order: onsets from the smallest up, then what has none. Plot::Flat keeps the curves
/// without any model above chance, and counts the others in a finding.
void arrangeRows(PanelContent &panel);

/// What stands at the right end of a row: the onset, or why there is none; of a flat curve the power to have
/// seen a jump of kFrontierJump and the smallest that would have been seen with 80 %.
[[nodiscard]] QString rowText(const PanelContent &panel, const CurveContent &curve);

/// What the panel is about, in words: its title, else what is compared.
[[nodiscard]] QString subjectOf(const PanelContent &panel);

/// Whether the scores tell anything of the gain: an estimate, and an interval with an end.
[[nodiscard]] bool isTold(const fit::Gain &gain);

/// A gain as a factor: "3.2", "412", "8.4 × 10³".
[[nodiscard]] QString ratioText(double ratio);

/// Fits differences and gains, and finds out what could have been seen of flat curves.
/// @error Cancelled
[[nodiscard]] Result<> compareCurves(FigureContent &figure, int threads, Progress &progress);

[[nodiscard]] bool isSettled(const FigureContent &figure);
/// Makes the replicates of differences that have none yet, of `most` of them.
/// @return false when cancelled
[[nodiscard]] bool settleDifferences(FigureContent &figure, int most, int threads, Progress &progress);

/// The 95 % interval of a − b, recovered from those of two independent estimates:
/// a − b ∓ √((a − a∓)² + (b± − b)²)     [Newcombe 1998, Statist. Med. 17:873; Zou & Donner 2008, 27:1693].
/// Of models that answered the same questions it is rather wide.
[[nodiscard]] fit::Interval differenceInterval(double a, const fit::Interval &ofA, double b,
                                               const fit::Interval &ofB);

} // namespace onset
