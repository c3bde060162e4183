#pragma once

#include <QStringList>

namespace onset::golden {

/// What an import of files and folders into an empty workbook reports and stores, as text: counts and report
/// of each file, the table of all results, the models without a place.
[[nodiscard]] QString imported(const QStringList &paths);

/// Holds a text against the file that says what it must be. A text that differs is kept in the folder for
/// temporary files, under that file's name.
/// @return what that file says
[[nodiscard]] QString expected(const QString &path, const QString &found);

} // namespace onset::golden
