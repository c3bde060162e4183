#include "core/curve/setting.h"

#include <QStringList>

namespace onset {

QString Setting::name() const
{
    QStringList parts;
    if (!strategy.isEmpty())
        parts << strategy;
    if (shots == 0)
        parts << QStringLiteral("zero-shot");
    else if (shots == 1)
        parts << QStringLiteral("one-shot");
    else if (shots)
        parts << QStringLiteral("few-shot (K=%1)").arg(*shots);
    if (!decoding.isEmpty())
        parts << decoding;
    return parts.isEmpty() ? QStringLiteral("not stated") : parts.join(QStringLiteral(", "));
}

} // namespace onset
