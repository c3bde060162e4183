#pragma once

#include <QLocale>

namespace onset {

/// "300,000"
[[nodiscard]] inline QString grouped(qint64 count)
{
    QLocale locale = QLocale::c();
    locale.setNumberOptions({}); // those of C leave the commas out
    return locale.toString(count);
}

} // namespace onset
