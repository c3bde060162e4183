#pragma once

#include <QString>

namespace onset {

inline constexpr double kMmPerPt = 25.4 / 72;

/// A number of a picture's text form, to a thousandth of a point, without needless zeros.
[[nodiscard]] inline QString pointText(double value)
{
    QString text = QString::number(value, 'f', 3);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text == u"-0" ? QStringLiteral("0") : text;
}

} // namespace onset
