#pragma once

#include <QString>

namespace onset {

enum class Direction { HigherIsBetter, LowerIsBetter };

/// What is known of a metric by its name: range, direction and what kind of mean it is.
struct Metric
{
    QString name;    ///< as stored: the field's standard term, one spelling
    double low = 0;  ///< smallest possible value, may be −∞
    double high = 1; ///< largest possible value, may be +∞
    Direction direction = Direction::HigherIsBetter;
    bool proportion = true; ///< 0..1, shown as percent, percent recognised on import
    bool counts = false;    ///< a mean of 0/1 outcomes: y·N is a count, Wilson bars apply
    bool generated = false; ///< free-form answers: chance is 0 when nothing else is stated

    /// The best possible score, u of the formulas; NaN when unbounded (perplexity has 1, loss 0).
    [[nodiscard]] double best() const;
    bool operator==(const Metric &) const = default;
};

/// The metric of this name, found by any of its spellings ("acc", "exact_match", "EM"), ignoring case.
/// A name with a remark in brackets behind it is what it is without, and keeps its spelling; the remarks
/// "(lower is better)" and "(higher is better)" are the word of a file on the direction. An unknown name
/// keeps its spelling too, has no range and counts nothing.
[[nodiscard]] Metric metricNamed(const QString &name);

} // namespace onset
