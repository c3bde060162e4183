#pragma once

#include "core/curve/curve.h"
#include "core/fit/judge/verdict.h"

#include <QString>

namespace onset {

/// "a logistic curve", "a hinge with its floor free", "a constant at chance"
[[nodiscard]] QString rivalInWords(const fit::Request &rival, const fit::Measure &measure);

/// "Emergent", "Smooth onset", …
[[nodiscard]] QString headlineInWords(fit::Headline headline);

/// Why a fit's likelihood may not be compared, as one plain sentence; empty when it may.
[[nodiscard]] QString whyNotComparable(fit::Comparable comparable);
/// The fewest models with which AICc exists: parameters of the mean, scatter and two more.
[[nodiscard]] int modelsNeeded(const fit::Fit &fit);
/// The same with the numbers of this fit, too few models before any other reason; empty for a curve that is
/// never compared.
[[nodiscard]] QString whyNotComparable(const fit::Fit &fit);
/// The same of a fit of this curve, which can tell more: that the scores go the other way, or that a limit
/// set by hand is in the way, not that of the search.
[[nodiscard]] QString whyNotComparable(const fit::Fit &fit, const Curve &curve);

/// How the fit ended, or why its likelihood is not comparable: "converged", "at-bound", "unidentified", …
[[nodiscard]] QString fitStatus(const fit::Fit &fit);

/// A place on the scale with its unit: "2.3 × 10²² FLOPs", "13 B parameters", "perplexity 20".
/// @param x  in the units of the fits
[[nodiscard]] QString placeText(const Scale &scale, double x);

/// "p = 0.012", "p < 0.001"; the letter may be another.
[[nodiscard]] QString probabilityText(QChar letter, double p);

/// The verdict as one plain sentence with its evidence: the pattern with metric, models and onset, how far
/// the rivals are apart, the break test, and what would settle it.
/// @param examined  curves that this one was picked from
/// @param q         Benjamini–Hochberg q of the break test over them; NaN: not said
[[nodiscard]] QString verdictSentence(const fit::Verdict &verdict, const Curve &curve, int examined = 1,
                                      double q = kUnknown);

} // namespace onset
