#pragma once

#include "core/figure/figure_content.h"

#include <QString>

namespace onset {

/// "a logistic curve", "a straight line"
[[nodiscard]] QString modelInWords(fit::Model model);

/// The name of a rival in a list: "Logistic", "Saturating power law".
[[nodiscard]] QString modelTitle(fit::Model model);

/// What a rival looks like: "Level up to a break, a straight rise from there".
[[nodiscard]] QString modelTip(fit::Model model);

/// How scores scatter about a curve, after "noise is": "normal with one variance".
[[nodiscard]] QString noiseInWords(fit::Noise noise);

/// How far off the forecasts of the models held out are, over all curves of a panel: "Held out beyond
/// 1.3 × 10²²: 3 models, foretold 23.1 points off on average; 1 of 3 lie in their 95 % intervals." Empty
/// without a forecast.
[[nodiscard]] QString forecastSentence(const PanelContent &panel);
/// Their mean distance: "23.1 points".
[[nodiscard]] QString forecastError(const PanelContent &panel);

/// Why a fit ended as it did, as one plain sentence; empty when it converged.
[[nodiscard]] QString statusSentence(fit::Status status);

/// One paragraph of plain sentences that a reader of the figure needs: where the data come from and how many
/// models they are, what the bars, curves and bands are, with seed, what is hollow, set aside or missing.
[[nodiscard]] QString caption(const FigureContent &content);

/// What is known of one point, one fact a line: model, family, parameters, tokens, compute, score with its
/// interval, number of questions, source.
[[nodiscard]] QString pointName(const CurvePoint &point); ///< its model, with the checkpoint if it is one
[[nodiscard]] QString pointReadout(const PanelContent &panel, const CurveContent &curve, std::size_t point);

/// "10²³"
[[nodiscard]] QString powerOfTen(int exponent);

/// A count as one says it: "1.3 × 10²³", "6700"; "unknown" for NaN.
[[nodiscard]] QString countText(double count);

} // namespace onset
