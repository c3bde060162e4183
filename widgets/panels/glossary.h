#pragma once

#include <QColor>
#include <QString>

#include <vector>

namespace onset {

/// A word of the field as this program uses it.
struct Term
{
    QString key; ///< of its place on the help page
    QString name;
    QString sentence;  ///< what it means, in one
    QString more = {}; ///< how it is worked out, where its limits are, who it is from
};

/// In the order of the help page.
[[nodiscard]] const std::vector<Term> &glossary();

/// All of it as HTML, with an anchor for each term.
[[nodiscard]] QString glossaryPage();

/// A word in rich text that tells its meaning as a tool tip and links to the help page, without the looks of
/// a link.
/// @param shown  HTML
[[nodiscard]] QString termLink(const QString &key, const QString &shown, const QColor &colour);

/// The term that a link is about; empty: it is none.
[[nodiscard]] QString termOf(const QString &link);

} // namespace onset
