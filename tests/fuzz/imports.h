#pragma once

#include <QByteArrayView>
#include <QString>

namespace onset::test {

/// Lays an input out as files, imports them, and stops the program unless what holds for every import holds
/// for this one: rows read are accepted, refused or noted, a dry run counts the same, what is exported can be
/// imported again and is then the same table, and an undo leaves nothing.
///
/// An input is one file, or a folder: then each file begins with a line "== PATH", which no path leads out of
/// the folder. A file map.json in it maps the columns, where the format has some to map.
/// @param format  of all files; empty: recognised by their content
void checkImport(QByteArrayView input, const QString &format);

} // namespace onset::test
