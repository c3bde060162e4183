#include "core/figure/rounded.h"

#include "core/figure/captions.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr int kMostDecimals = 12;
constexpr double kPowersFrom = 1e5, kPowersBelow = 1e-3;

int exponentOf(double value) { return int(std::floor(std::log10(std::abs(value)))); }

/// Decimal places at which two significant digits of an uncertainty end; negative: before the point. What
/// rounds up to 10 counts as 10.
int decimalsOf(double uncertainty)
{
    const int decimals = 1 - exponentOf(uncertainty);
    const double scaled = std::round(uncertainty * std::pow(10, decimals));
    return scaled >= 100 ? decimals - 1 : decimals;
}

double uncertaintyOf(double value, const fit::Interval &interval)
{
    const bool low = std::isfinite(interval.low), high = std::isfinite(interval.high);
    if (low && high)
        return (interval.high - interval.low) / 2;
    return low ? value - interval.low : high ? interval.high - value : 0;
}

QString decimalText(double value, int decimals)
{
    if (std::isnan(value))
        return {};
    if (std::isinf(value))
        return value > 0 ? u"∞"_s : u"−∞"_s;
    if (decimals < 0) {
        const double step = std::pow(10, -decimals);
        value = std::round(value / step) * step;
    }
    const QString text = QString::number(value, 'f', std::max(0, decimals));
    const bool zero = std::ranges::none_of(text, [](QChar c) { return c >= u'1' && c <= u'9'; });
    return zero ? QString(text).remove(u'-') : QString(text).replace(u'-', u'−');
}

} // namespace

Rounded rounded(double value, const fit::Interval &interval, bool powers)
{
    if (!std::isfinite(value))
        return {};
    Rounded result;
    const double size = std::abs(value);
    if (powers && size > 0 && (size >= kPowersFrom || size < kPowersBelow))
        result.power = exponentOf(value);
    const double unit = std::pow(10, result.power);
    const auto scaled = [unit](double number) { return number / unit; };
    double uncertainty = scaled(uncertaintyOf(value, interval));
    if (!(uncertainty > 0) || !std::isfinite(uncertainty)) // three digits of the value
        uncertainty = size > 0 ? std::pow(10, exponentOf(scaled(value)) - 1) : 0.1;
    const int decimals = std::min(decimalsOf(uncertainty), kMostDecimals);
    result.value = decimalText(scaled(value), decimals);
    result.low = decimalText(scaled(interval.low), decimals);
    result.high = decimalText(scaled(interval.high), decimals);
    return result;
}

QString roundedText(const Rounded &rounded)
{
    QString text = rounded.value;
    if (!rounded.low.isEmpty() && !rounded.high.isEmpty())
        text += u" [%1, %2]"_s.arg(rounded.low, rounded.high);
    if (rounded.power != 0)
        text += u" × "_s + powerOfTen(rounded.power);
    return text;
}

QString roundedNumber(const QString &text, int power)
{
    QString number = text;
    number.replace(u'−', u'-').replace(u"∞"_s, u"inf"_s);
    return power == 0 || number.isEmpty() || number.endsWith(u"inf"_s) ? number
                                                                       : u"%1e%2"_s.arg(number).arg(power);
}

} // namespace onset
