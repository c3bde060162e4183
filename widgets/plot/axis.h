#pragma once

#include <QString>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace onset {

/// Maps values along one axis; a value in the axis' unit, a place as a fraction of its length.
struct Axis
{
    double low = 0, high = 1; ///< low < high; both > 0 when logarithmic
    bool logarithmic = false;
    bool reversed = false; ///< high at fraction 0

    /// Outside of 0..1 for values outside the range; NaN where the axis has no place for the value.
    [[nodiscard]] double fraction(double value) const;
    [[nodiscard]] double value(double fraction) const;
    /// The part between two fractions, from < to. Never narrower than doubles can tell apart.
    [[nodiscard]] Axis part(double from, double to) const;
    bool operator==(const Axis &) const = default;
};

/// Axis::fraction for many values: what they have in common is worked out once.
class Fractions
{
public:
    explicit Fractions(const Axis &axis)
        : m_logarithmic(axis.logarithmic), m_reversed(axis.reversed), m_low(placed(axis.low)),
          m_span(placed(axis.high) - m_low)
    {}

    [[nodiscard]] double operator()(double value) const
    {
        if (m_logarithmic && !(value > 0))
            return std::numeric_limits<double>::quiet_NaN();
        const double f = (placed(value) - m_low) / m_span;
        return m_reversed ? 1 - f : f;
    }

private:
    [[nodiscard]] double placed(double value) const { return m_logarithmic ? std::log10(value) : value; }

    bool m_logarithmic, m_reversed;
    double m_low, m_span;
};

struct Tick
{
    double value = 0;
    QString label = {}; ///< empty: a minor tick
};

enum class TickStyle { Number, Percent, Date };

/// Round values for an axis of `length` points, as many as leave `gap` points between their labels.
/// On a logarithmic axis powers of ten, in between 1-2-5 where decades are few, minor ticks at 2…9;
/// else 1-2-2.5-5 steps, and months on a date axis.
/// @param extent  of a label along the axis, in points
[[nodiscard]] std::vector<Tick> ticks(const Axis &axis, TickStyle style, double length, double gap,
                                      const std::function<double(const QString &)> &extent);

} // namespace onset
