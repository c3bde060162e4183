#include "widgets/plot/axis.h"

#include "core/figure/captions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr int kMostTicks = 400;       // of one step; more are no ticks any more
constexpr double kMostSteps = 1e14;   // from zero; beyond, doubles no longer count them one by one
constexpr double kMinorSpace = 14;    // points a decade needs to show its 2…9
constexpr double kLinearBelow = 0.35; // decades in view under which round steps serve better than 1-2-5
constexpr double kPlainLow = 1e-3, kPlainHigh = 2e4; // numbers written out between these

using Extent = std::function<double(const QString &)>;

QString withMinus(QString text) { return text.replace(u'-', u'−'); }

/// True when all labels have their gap.
bool fits(const std::vector<Tick> &ticks, const Axis &axis, double length, double gap, const Extent &extent)
{
    double previous = std::numeric_limits<double>::quiet_NaN(), half = 0;
    for (const Tick &tick : ticks) {
        if (tick.label.isEmpty())
            continue;
        const double at = axis.fraction(tick.value) * length;
        const double own = extent(tick.label) / 2;
        if (std::abs(at - previous) < own + half + gap)
            return false;
        previous = at;
        half = own;
    }
    return true;
}

qsizetype labelled(const std::vector<Tick> &ticks)
{
    return std::ranges::count_if(ticks, [](const Tick &tick) { return !tick.label.isEmpty(); });
}

bool inside(const Axis &axis, double value)
{
    const double f = axis.fraction(value);
    return f >= -1e-9 && f <= 1 + 1e-9;
}

QString monthLabel(double year)
{
    const auto months = qint64(std::llround(year * 12));
    return months % 12 == 0 ? QString::number(months / 12)
                            : u"%1-%2"_s.arg(months / 12).arg(months % 12 + 1, 2, 10, QLatin1Char('0'));
}

/// Ticks at the multiples of `step`; labels of one axis share their decimals and power of ten.
std::vector<Tick> stepped(const Axis &axis, TickStyle style, double step)
{
    std::vector<Tick> result;
    const double first = std::ceil(axis.low / step - 1e-9), last = std::floor(axis.high / step + 1e-9);
    if (!(last - first < kMostTicks) || std::max(std::abs(first), std::abs(last)) > kMostSteps)
        return result;
    const double unit = style == TickStyle::Percent ? 100 : 1;
    const double largest = std::max(std::abs(axis.low), std::abs(axis.high)) * unit;
    const bool powers = largest >= 1e6 || largest < 1e-4;
    const int power = powers ? int(std::floor(std::log10(largest))) : 0;
    const double shown = step * unit / std::pow(10, power);
    int decimals = 0;
    while (decimals < 12 &&
           std::abs(shown * std::pow(10, decimals) - std::round(shown * std::pow(10, decimals))) >
               1e-6 * shown * std::pow(10, decimals))
        ++decimals;
    for (double i = first; i <= last; ++i) {
        const double value = i * step;
        QString label = withMinus(QString::number(i * shown, 'f', decimals));
        if (style == TickStyle::Date)
            label = monthLabel(value);
        else if (powers)
            label = i == 0 ? u"0"_s : label + u'×' + powerOfTen(power);
        result.push_back({value, label});
    }
    return result;
}

std::vector<Tick> linearTicks(const Axis &axis, TickStyle style, double length, double gap,
                              const Extent &extent)
{
    const double span = axis.high - axis.low, unit = style == TickStyle::Percent ? 100 : 1;
    if (style == TickStyle::Date)
        for (const double step : {1.0 / 12, 0.25, 0.5})
            if (span / step < kMostTicks)
                if (std::vector<Tick> result = stepped(axis, style, step);
                    fits(result, axis, length, gap, extent))
                    return result;
    int power = int(std::floor(std::log10(span))) - 2;
    if (style == TickStyle::Date)
        power = std::max(power, 0);
    for (; power < 320; ++power) {
        for (const double mantissa : {1.0, 2.0, 2.5, 5.0}) {
            const double step = mantissa * std::pow(10, power);
            if (mantissa == 2.5 && (style == TickStyle::Date || step * unit < 10))
                continue; // 2.5 costs every label a decimal
            if (step > 2 * span)
                return {};
            if (2 * step <= span && step / span * length < gap)
                continue; // labels of no width would not fit
            std::vector<Tick> result = stepped(axis, style, step);
            if (!result.empty() && fits(result, axis, length, gap, extent))
                return result;
        }
    }
    return {};
}

QString powerLabel(double mantissa, int exponent, bool plain)
{
    const double value = mantissa * std::pow(10, exponent);
    if (plain)
        return QString::number(value, 'g', 6);
    return mantissa == 1 ? powerOfTen(exponent) : QString::number(mantissa) + u'×' + powerOfTen(exponent);
}

std::vector<Tick> logTicks(const Axis &axis, TickStyle style, double length, double gap, const Extent &extent)
{
    const double decades = std::log10(axis.high) - std::log10(axis.low);
    if (decades < kLinearBelow)
        return linearTicks(axis, style, length, gap, extent);
    const int first = int(std::floor(std::log10(axis.low))), last = int(std::ceil(std::log10(axis.high)));
    const double unit = style == TickStyle::Percent ? 100 : 1;
    const int shift = style == TickStyle::Percent ? 2 : 0;
    const bool plain = axis.low * unit >= kPlainLow && axis.high * unit <= kPlainHigh;
    const bool minors = length / decades >= kMinorSpace;

    static const std::vector<std::vector<int>> kMantissas{
        {1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 5, 7}, {1, 2, 5}, {1, 3}, {1}};
    for (const std::vector<int> &mantissas : kMantissas) {
        if (mantissas.size() > 1 && decades > (plain ? 2 : 1.5))
            continue;
        std::vector<Tick> result;
        for (int exponent = first; exponent <= last; ++exponent)
            for (int mantissa = 1; mantissa <= 9; ++mantissa) {
                const double value = mantissa * std::pow(10, exponent);
                const bool label = std::ranges::find(mantissas, mantissa) != mantissas.end();
                if (inside(axis, value) && (label || minors))
                    result.push_back(
                        {value, label ? powerLabel(mantissa, exponent + shift, plain) : QString()});
            }
        if (labelled(result) > 0 && fits(result, axis, length, gap, extent))
            return result;
    }
    for (const int step : {2, 3, 4, 5, 10, 20, 50, 100, 200}) {
        std::vector<Tick> result;
        for (int exponent = first; exponent <= last; ++exponent)
            if (const double value = std::pow(10, exponent); inside(axis, value))
                result.push_back(
                    {value, exponent % step == 0 ? powerLabel(1, exponent + shift, plain) : QString()});
        if (fits(result, axis, length, gap, extent))
            return result;
    }
    return {};
}

} // namespace

double Axis::fraction(double value) const { return Fractions(*this)(value); }

double Axis::value(double fraction) const
{
    const double f = reversed ? 1 - fraction : fraction;
    return logarithmic ? std::pow(10, std::log10(low) + f * (std::log10(high) - std::log10(low)))
                       : low + f * (high - low);
}

Axis Axis::part(double from, double to) const
{
    Axis axis = *this;
    axis.low = value(reversed ? to : from);
    axis.high = value(reversed ? from : to);
    const double least = std::max(std::abs(axis.low), std::abs(axis.high)) * 1e-9;
    const bool good = std::isfinite(axis.low) && std::isfinite(axis.high) && axis.high - axis.low > least &&
                      (!logarithmic || axis.low > 0);
    return good ? axis : *this;
}

std::vector<Tick> ticks(const Axis &axis, TickStyle style, double length, double gap, const Extent &extent)
{
    if (!(axis.low < axis.high) || !std::isfinite(axis.high - axis.low) || !(length > 0))
        return {};
    return axis.logarithmic ? logTicks(axis, style, length, gap, extent)
                            : linearTicks(axis, style, length, gap, extent);
}

} // namespace onset
