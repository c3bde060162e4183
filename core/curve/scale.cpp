#include "core/curve/scale.h"

#include "core/curve/metric.h"

#include <QCoreApplication>
#include <QDate>
#include <QRegularExpression>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::Scale)
};

constexpr std::array<std::pair<QStringView, Scale::Kind>, 4> kNames{{
    {u"flops", Scale::Kind::Compute},
    {u"params", Scale::Kind::Parameters},
    {u"tokens", Scale::Kind::Tokens},
    {u"date", Scale::Kind::Date},
}};

} // namespace

bool Scale::logarithmic() const
{
    switch (kind) {
    case Kind::Compute:
    case Kind::Parameters:
    case Kind::Tokens:
        return true;
    case Kind::Date:
        return false;
    case Kind::Measure:
        return metricNamed(measure.metric).low > 0; // perplexity
    }
    Q_UNREACHABLE();
}

bool Scale::reversed() const
{
    return kind == Kind::Measure && metricNamed(measure.metric).direction == Direction::LowerIsBetter;
}

double Scale::toFit(double value) const
{
    const double x = logarithmic() ? std::log10(value) : value;
    return reversed() ? -x : x;
}

double Scale::fromFit(double x) const
{
    const double forward = reversed() ? -x : x;
    return logarithmic() ? std::pow(10.0, forward) : forward;
}

QString Scale::title() const
{
    switch (kind) {
    case Kind::Compute:
        return Text::tr("Training compute (FLOPs)");
    case Kind::Parameters:
        return Text::tr("Model parameters");
    case Kind::Tokens:
        return Text::tr("Training tokens");
    case Kind::Date:
        return Text::tr("Date (year)");
    case Kind::Measure:
        return metricNamed(measure.metric).proportion
                   ? QStringLiteral("%1 %2 (%)").arg(measure.task, measure.metric)
                   : QStringLiteral("%1 %2").arg(measure.task, measure.metric);
    }
    Q_UNREACHABLE();
}

QString Scale::name() const
{
    for (const auto &[name, known] : kNames) {
        if (kind == known)
            return name.toString();
    }
    const QString joined = QStringLiteral("%1/%2/%3").arg(measure.benchmark, measure.task, measure.metric);
    return setting.isEmpty() ? joined : joined + u'@' + setting;
}

Result<Scale> scaleNamed(const QString &name)
{
    for (const auto &[known, kind] : kNames) {
        if (name == known)
            return Scale{kind};
    }
    static const QRegularExpression form(QStringLiteral("^([^/]+)/(.+?)/(pass@\\d+|[^/@]+)(?:@(.+))?\\z"));
    const QRegularExpressionMatch match = form.match(name);
    if (!match.hasMatch())
        return failure(Code::BadInput, Text::tr("“%1” is no scale: take flops, params, tokens, date or "
                                                "BENCHMARK/TASK/METRIC[@SETTING].")
                                           .arg(name));
    return Scale{Scale::Kind::Measure,
                 {match.captured(1), match.captured(2), metricNamed(match.captured(3)).name},
                 match.captured(4)};
}

double decimalYear(QStringView isoDate)
{
    static const QRegularExpression form(QStringLiteral("^(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?)?\\z"));
    const QRegularExpressionMatch match = form.match(isoDate.toString());
    const bool hasMonth = match.lastCapturedIndex() >= 2;
    const bool hasDay = match.lastCapturedIndex() >= 3;
    const QDate first(match.capturedView(1).toInt(), hasMonth ? match.capturedView(2).toInt() : 1,
                      hasDay ? match.capturedView(3).toInt() : 1);
    if (!match.hasMatch() || !first.isValid())
        return std::numeric_limits<double>::quiet_NaN();
    const int days = hasDay ? 1 : hasMonth ? first.daysInMonth() : first.daysInYear();
    return first.year() + (first.dayOfYear() - 1 + days / 2.0) / first.daysInYear();
}

} // namespace onset
