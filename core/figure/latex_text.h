#pragma once

#include <QString>

namespace onset {

/// Plain text as LaTeX sets it, in any encoding of its fonts: what means something to TeX is escaped, Greek
/// letters and signs stand in mathematics, digits in Unicode superscript are raised, in subscript lowered.
/// Latin letters stay in UTF-8; any other character is wrapped as \onsetchar{…}, see `kLatexOtherCharacters`.
/// Control characters become spaces.
[[nodiscard]] QString latexText(const QString &text);

/// The same of a text of several paragraphs, with an empty line between; `kLatexOtherCharacters` before them
/// where it is needed.
[[nodiscard]] QString latexParagraphs(const QString &text);

/// Must stand before a text that holds \onsetchar: pdfLaTeX, which has few other characters, shows "?", and
/// LuaLaTeX and XeLaTeX what their font has.
inline constexpr QLatin1StringView kLatexOtherCharacters{
    "\\providecommand\\onsetchar[1]{\\ifdefined\\Umathchar#1\\else?\\fi}"};

} // namespace onset
