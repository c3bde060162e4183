#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace onset::lint {

struct Finding
{
    int line = 0; ///< 1-based; 0: the file as a whole
    QString what;
};

/// What is wrong with one file of the project by the house's own rules: direction of includes, where SQL and
/// the plot library may appear, guards, length, unnumbered reminders, paths of one machine.
/// @param path  from the top folder, with '/'; it decides which rules apply
[[nodiscard]] std::vector<Finding> check(const QString &path, const QString &text);

/// Where the links of a Markdown text point inside the project: relative paths, without what follows a '#'.
[[nodiscard]] QStringList relativeLinks(const QString &markdown);

} // namespace onset::lint
