#pragma once

#include <QString>

class QWidget;

namespace onset {

/// Asks where to save a file; a name without an ending gets that of the suggested one.
/// @return  empty: the user thought better of it
[[nodiscard]] QString askSaveName(QWidget *parent, const QString &title, const QString &suggested,
                                  const QString &filter);

} // namespace onset
