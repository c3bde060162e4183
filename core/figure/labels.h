#pragma once

#include "core/figure/figure_spec.h"

#include <QStringList>

#include <vector>

namespace onset {

/// One legend text for each curve: its own label, else as few words of its key as tell the curves apart,
/// the family (the model for a run) before setting, task, metric, benchmark and source.
[[nodiscard]] QStringList curveLabels(const std::vector<CurveSpec> &curves);

/// The same for curves of many tasks: the task before setting, family and metric.
[[nodiscard]] QStringList rowLabels(const std::vector<CurveSpec> &curves);

/// What all curves are about, for a panel's title: their task; empty when they differ.
[[nodiscard]] QString commonTask(const std::vector<CurveSpec> &curves);

/// "Accuracy (%)", "Chance-normalised exact match (%)", "Exact match^(1/5) (%)", "Logit of accuracy",
/// "Perplexity"; "Score" when the metrics differ. An error rate keeps its name where it is not mirrored.
/// @param metrics  as measured
[[nodiscard]] QString scoreTitle(const std::vector<Metric> &metrics, Transform transform,
                                 double answerLength = 1);

/// "Difference in accuracy (points)", "Difference in perplexity".
[[nodiscard]] QString differenceTitle(const std::vector<Metric> &metrics);

} // namespace onset
