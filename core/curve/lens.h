#pragma once

#include "core/curve/curve.h"

#include <optional>

namespace onset {

/// How scores are drawn. p is the share right: y, or 1 − y where lower is better; l the length of an answer.
/// The metric may make the jump: a smooth p per token gives a sharp p^l [Schaeffer et al. 2023, arXiv
/// 2304.15004].
enum class Transform {
    Raw,
    ChanceNormalised, ///< (y − g)/(u − g): guessing is 0, the best possible score 1; never clipped
    ErrorRate,        ///< 1 − p
    Power,            ///< p^l: exact match of l tokens, or l steps, from the share right of one
    Root,             ///< p^(1/l): the share right of one token or step, from exact match
    Logit,            ///< ln(p/(1 − p))
    LogMinusLog,      ///< ln(−ln p), falls with p [PassUntil: Hu et al. 2023, arXiv 2310.03262]
};

/// A monotone map of scores: points, bars, levels and fitted curves are measured as they are and drawn
/// through it.
class Lens
{
public:
    Lens() = default; ///< Raw

    /// @param answerLength  l > 0; Power and Root only
    /// @return  none where the map has no meaning: ChanceNormalised without a known chance and another best,
    ///          the rest but Raw for a metric that is no proportion
    [[nodiscard]] static std::optional<Lens> of(const Curve &curve, Transform transform,
                                                double answerLength = 1);

    /// Infinite or NaN where the score has no place: the logit of 0, a root of less than 0.
    [[nodiscard]] double operator()(double score) const;

    /// Its ends, in order. An end beyond 0..1 counts as 0 or 1 where the map ends there, so that a bar may
    /// become infinite on one side. NaN stays NaN.
    [[nodiscard]] fit::Interval operator()(const fit::Interval &scores) const;

    /// What the scores are once drawn: range, direction and unit.
    [[nodiscard]] Metric drawn(Metric metric) const;

    [[nodiscard]] Transform transform() const { return m_transform; }
    bool operator==(const Lens &) const = default;

private:
    Transform m_transform = Transform::Raw;
    double m_zero = 0; ///< score that becomes 0 …
    double m_span = 1; ///< … and this much more that becomes 1, before the transform itself
    double m_length = 1;
};

} // namespace onset
