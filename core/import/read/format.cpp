#include "core/import/read/format.h"

#include <QDateTime>
#include <QRegularExpression>

namespace onset {

using namespace Qt::StringLiterals;

double timeIn(const QString &text)
{
    static const QRegularExpression stamp(u"(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2})[-:](\\d{2})[-:](\\d{2})"_s);
    const auto found = stamp.match(text);
    const QString iso = found.captured(1) + u'T' + found.captured(2) + u':' + found.captured(3) + u':' +
                        found.captured(4) + u'Z';
    const QDateTime time = QDateTime::fromString(iso, Qt::ISODate);
    return time.isValid() ? static_cast<double>(time.toSecsSinceEpoch()) : 0;
}

} // namespace onset
