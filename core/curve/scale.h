#pragma once

#include "core/base/result.h"

#include <compare>

namespace onset {

/// One task scored by one metric.
struct MeasureKey
{
    QString benchmark;
    QString task;
    QString metric;

    std::strong_ordering operator<=>(const MeasureKey &) const = default;
};

/// What a curve is ordered along: a property of the models, or another measure of the same models.
struct Scale
{
    enum class Kind { Compute, Parameters, Tokens, Date, Measure };

    Kind kind = Kind::Compute;
    MeasureKey measure = {}; ///< only for Kind::Measure
    QString setting = {};    ///< only for Kind::Measure; empty: the only setting there is

    /// Counts and perplexity run on log10, dates (decimal years) and proportions linearly.
    [[nodiscard]] bool logarithmic() const;
    /// A measure of which less is better (perplexity): a curve along it runs from large to small values.
    [[nodiscard]] bool reversed() const;
    /// x in the units that fits work in: log10(value) on a logarithmic scale, else the value itself; its
    /// negative on a reversed scale, so that x grows with ability on every scale.
    [[nodiscard]] double toFit(double value) const;
    [[nodiscard]] double fromFit(double x) const;
    /// Axis title with unit, for example "Training compute (FLOPs)".
    [[nodiscard]] QString title() const;
    /// The command line's name: flops, params, tokens, date, or BENCHMARK/TASK/METRIC[@SETTING].
    [[nodiscard]] QString name() const;
    bool operator==(const Scale &) const = default;
};

/// The middle of a date's stated year, month or day as a decimal year: "2022" is 2022.5.
/// @return NaN when it is none of YYYY, YYYY-MM, YYYY-MM-DD or does not exist
[[nodiscard]] double decimalYear(QStringView isoDate);

/// Reads the command line's name of a scale. A task may hold '/', a setting too; "pass@k" is read as a
/// metric.
/// @error BadInput when it is none of the names and has not three parts
[[nodiscard]] Result<Scale> scaleNamed(const QString &name);

} // namespace onset
