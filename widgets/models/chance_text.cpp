#include "widgets/models/chance_text.h"

#include "core/import/read/number.h"

#include <QStringList>

#include <cmath>

namespace onset {

double chanceIn(const QString &text)
{
    const QStringList parts = text.split(u'/');
    const auto number = [&](qsizetype i) {
        const Number read = parseNumber(parts[i].trimmed().toStdString());
        return read.fault == Number::Fault::None ? read.value : std::nan("");
    };
    if (parts.size() == 1)
        return number(0);
    return parts.size() == 2 && number(1) > 0 ? number(0) / number(1) : std::nan("");
}

} // namespace onset
