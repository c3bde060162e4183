#include "core/figure/quantity_text.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

QString raised(int exponent)
{
    static constexpr QStringView digits = u"⁰¹²³⁴⁵⁶⁷⁸⁹";
    QString text = exponent < 0 ? u"⁻"_s : QString();
    for (const QChar digit : QString::number(std::abs(exponent)))
        text += digits[digit.digitValue()];
    return text;
}

QString infinite(double value) { return value > 0 ? u"∞"_s : u"−∞"_s; }

/// Four significant digits at most, with a true minus sign.
QString plain(double value) { return QString::number(value, 'g', 4).replace(u'-', u'−'); }

/// A place on the scale; an open end stays infinite.
double place(double x, const Scale &scale)
{
    if (std::isinf(x))
        return scale.reversed() ? -x : x;
    return scale.fromFit(x);
}

} // namespace

QString shortCountText(double count)
{
    if (std::isnan(count))
        return {};
    if (std::isinf(count))
        return infinite(count);
    struct Prefix
    {
        double factor;
        QLatin1StringView sign;
    };
    static constexpr std::array prefixes{Prefix{1e12, "T"_L1}, Prefix{1e9, "B"_L1}, Prefix{1e6, "M"_L1},
                                         Prefix{1e3, "K"_L1}};
    if (count >= 1e15)
        return powerText(count);
    for (const Prefix &prefix : prefixes) {
        if (count >= 0.9995 * prefix.factor) // which three digits round up to it
            return u"%1 %2"_s.arg(QString::number(count / prefix.factor, 'g', 3), prefix.sign);
    }
    return plain(count);
}

QString powerText(double value)
{
    if (std::isnan(value))
        return {};
    if (std::isinf(value))
        return infinite(value);
    if (value == 0)
        return u"0"_s;
    const QString text = QString::number(value, 'e', 1);
    const qsizetype e = text.indexOf(u'e');
    return u"%1 × 10%2"_s.arg(text.first(e).replace(u'-', u'−'), raised(text.sliced(e + 1).toInt()));
}

QString scaleText(const Scale &scale, double value)
{
    if (std::isnan(value))
        return {};
    switch (scale.kind) {
    case Scale::Kind::Compute:
        return powerText(value);
    case Scale::Kind::Parameters:
    case Scale::Kind::Tokens:
        return shortCountText(value);
    case Scale::Kind::Date:
        return QString::number(value, 'f', 1);
    case Scale::Kind::Measure:
        return plain(value);
    }
    Q_UNREACHABLE();
}

QString scaleUnit(const Scale &scale)
{
    switch (scale.kind) {
    case Scale::Kind::Compute:
        return QCoreApplication::translate("Quantity", "%1 FLOPs");
    case Scale::Kind::Parameters:
        return QCoreApplication::translate("Quantity", "%1 parameters");
    case Scale::Kind::Tokens:
        return QCoreApplication::translate("Quantity", "%1 tokens");
    case Scale::Kind::Date:
    case Scale::Kind::Measure:
        return u"%1"_s;
    }
    Q_UNREACHABLE();
}

fit::Interval placesOf(const fit::Interval &x, const Scale &scale)
{
    const fit::Interval places{place(x.low, scale), place(x.high, scale)};
    return scale.reversed() ? fit::Interval{places.high, places.low} : places;
}

QString scoreText(const Metric &metric, double score)
{
    if (std::isnan(score))
        return {};
    if (std::isinf(score))
        return infinite(score);
    if (!metric.proportion)
        return plain(score);
    return u"%1 %"_s.arg(QString::number(score * 100, 'f', 1).replace(u'-', u'−'));
}

QString intervalText(const fit::Interval &interval, const std::function<QString(double)> &text)
{
    const bool low = std::isfinite(interval.low), high = std::isfinite(interval.high);
    if (low && high)
        return u"%1 – %2"_s.arg(text(interval.low), text(interval.high));
    if (low && std::isinf(interval.high))
        return u"≥ %1"_s.arg(text(interval.low));
    if (high && std::isinf(interval.low))
        return u"≤ %1"_s.arg(text(interval.high));
    return {};
}

} // namespace onset
