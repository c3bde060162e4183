#include "core/curve/lens.h"

#include <algorithm>
#include <cmath>

namespace onset {
namespace {

/// Maps defined for 0 ≤ p ≤ 1 only.
bool endsAtBounds(Transform transform)
{
    return transform == Transform::Power || transform == Transform::Root || transform == Transform::Logit ||
           transform == Transform::LogMinusLog;
}

} // namespace

std::optional<Lens> Lens::of(const Curve &curve, Transform transform, double answerLength)
{
    Lens lens;
    lens.m_transform = transform;
    lens.m_length = answerLength;
    if (transform == Transform::ChanceNormalised) {
        lens.m_zero = curve.chance;
        lens.m_span = curve.best - curve.chance;
        if (!std::isfinite(lens.m_span) || lens.m_span == 0)
            return std::nullopt;
    } else if (transform != Transform::Raw) {
        if (!curve.metric.proportion || !(answerLength > 0))
            return std::nullopt;
        const bool falls = curve.metric.direction == Direction::LowerIsBetter;
        lens.m_zero = falls ? 1 : 0;
        lens.m_span = falls ? -1 : 1;
    }
    return lens;
}

double Lens::operator()(double score) const
{
    const double p = (score - m_zero) / m_span;
    switch (m_transform) {
    case Transform::Raw:
        return score;
    case Transform::ChanceNormalised:
        return p;
    case Transform::ErrorRate:
        return 1 - p;
    case Transform::Power:
        return p < 0 ? kUnknown : std::pow(p, m_length);
    case Transform::Root:
        return p < 0 ? kUnknown : std::pow(p, 1 / m_length);
    case Transform::Logit:
        return std::log(p) - std::log1p(-p);
    case Transform::LogMinusLog:
        return std::log(-std::log(p));
    }
    return kUnknown;
}

fit::Interval Lens::operator()(const fit::Interval &scores) const
{
    const auto end = [this](double score) {
        if (endsAtBounds(m_transform) && !std::isnan(score))
            score = std::clamp(score, 0.0, 1.0);
        return (*this)(score);
    };
    const double first = end(scores.low);
    const double second = end(scores.high);
    return first > second ? fit::Interval{second, first} : fit::Interval{first, second};
}

Metric Lens::drawn(Metric metric) const
{
    if (m_transform == Transform::Raw)
        return metric;
    const fit::Interval range = (*this)(fit::Interval{metric.low, metric.high});
    metric.low = range.low;
    metric.high = range.high;
    const bool falls = m_transform == Transform::ErrorRate || m_transform == Transform::LogMinusLog;
    metric.direction = falls ? Direction::LowerIsBetter : Direction::HigherIsBetter;
    metric.proportion = m_transform == Transform::ChanceNormalised
                            ? metric.proportion
                            : m_transform != Transform::Logit && m_transform != Transform::LogMinusLog;
    metric.counts = false; // y·N is no count any more
    return metric;
}

} // namespace onset
