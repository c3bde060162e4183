#pragma once

#include "core/curve/metric.h"

#include <string_view>

namespace onset {

/// Tells by the values whether proportions are written as percentages: most that are not zero exceed 1. Asked
/// for a set of values that one program wrote in one way, as those of one metric in one file.
class ShareUnit
{
public:
    void add(double value)
    {
        m_notZero += value != 0;
        m_aboveOne += value > 1;
    }
    void add(const ShareUnit &others)
    {
        m_notZero += others.m_notZero;
        m_aboveOne += others.m_aboveOne;
    }
    [[nodiscard]] bool percent() const { return 2 * m_aboveOne > m_notZero; }

private:
    qint64 m_aboveOne = 0, m_notZero = 0;
};

/// Why no score or chance level of a metric can have this value, as the end of a sentence; empty when it can
/// or is NaN.
[[nodiscard]] QString faultOfLevel(double value, const Metric &metric);
/// The same for a standard error.
[[nodiscard]] QString faultOfError(double standardError, const Metric &metric);

/// Whether a metric, as programs spell it, counts parts of items, such as the several instructions of each
/// prompt of IFEval: then the number of items is not its n.
[[nodiscard]] bool scoresParts(std::string_view metric);

/// The proportion that is nearest to a percentage as it was written: 0.227 of 22.7, which 22.7 / 100 is not.
[[nodiscard]] double shareOf(double percent);

/// How many 0/1 outcomes have this mean and this standard error of it, n = a(1 − a)/se² + 1, which inverts
/// se = √(a(1 − a)/(n − 1)).
/// @return whole; NaN when undefined (a is 0 or 1, no error) or when n or n·a is no whole number: then the
///         outcomes were not 0 and 1, or the numbers are rounded
[[nodiscard]] double outcomesBehind(double mean, double standardError);

} // namespace onset
