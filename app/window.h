#pragma once

#include <QStringList>

class QApplication;

namespace onset {

/// Shows the window until it is closed.
/// @param files  a workbook to open instead of the default one, and tables to import into it
/// @return exit status
[[nodiscard]] int runWindow(QApplication &application, const QStringList &files);

} // namespace onset
