#pragma once

#include <QString>

class QWidget;

namespace onset {

/// Asks where to save a file, and again before another one is replaced; a name without an ending of
/// one of the kinds gets that of the chosen one.
/// @param filter  kinds of files, "PDF (*.pdf)", between two semicolons each
/// @param kind    the one that was chosen
/// @return  empty: the user thought better of it
[[nodiscard]] QString askSaveName(QWidget *parent, const QString &title, const QString &suggested,
                                  const QString &filter, QString *kind = nullptr);

} // namespace onset
