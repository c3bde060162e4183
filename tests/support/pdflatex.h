#pragma once

#include <QByteArray>
#include <QSizeF>
#include <QString>

namespace onset::test {

/// Empty when pdfLaTeX is there, else why a test is skipped.
[[nodiscard]] QString whyNoPdflatex();

struct Typeset
{
    QString fault = {}; ///< the end of what TeX says; empty: none
    QByteArray pdf = {};
    QSizeF page = {}; ///< in points (1/72 inch)
};

/// A document of one page that is as large as what is set on it.
/// @param body  what stands between \begin{document} and \end{document}
[[nodiscard]] Typeset pdflatex(const QString &preamble, const QByteArray &body);

/// The text of a PDF by pdftotext; empty without the tool.
[[nodiscard]] QString textOf(const QByteArray &pdf);

} // namespace onset::test
