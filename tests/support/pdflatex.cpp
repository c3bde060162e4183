#include "tests/support/pdflatex.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace onset::test {
namespace {

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

} // namespace

QString whyNoPdflatex()
{
    if (QStandardPaths::findExecutable(u"pdflatex"_s).isEmpty())
        return u"pdflatex is not installed (texlive-latex-base)"_s;
    QProcess find;
    find.start(u"kpsewhich"_s, {u"tikz.sty"_s, u"booktabs.sty"_s});
    find.waitForFinished();
    return find.readAllStandardOutput().count('\n') == 2
               ? QString()
               : u"TikZ or booktabs is not installed (texlive-pictures, texlive-latex-recommended)"_s;
}

Typeset pdflatex(const QString &preamble, const QByteArray &body)
{
    const QTemporaryDir folder;
    put(folder.filePath(u"body.tex"_s), body);
    put(folder.filePath(u"page.tex"_s), u"\\documentclass{article}\n%1\n\\begin{document}\n"
                                        "\\pdfcompresslevel=0 \\pdfobjcompresslevel=0\n"
                                        "\\setbox0\\hbox{\\input{body}}\n"
                                        "\\pdfhorigin=0pt \\pdfvorigin=0pt \\pdfpagewidth=\\wd0\n"
                                        "\\pdfpageheight=\\dimexpr\\ht0+\\dp0\\relax \\shipout\\box0\n"
                                        "\\end{document}\n"_s.arg(preamble)
                                            .toUtf8());
    QProcess tex;
    tex.setWorkingDirectory(folder.path());
    tex.start(u"pdflatex"_s, {u"-interaction=nonstopmode"_s, u"-halt-on-error"_s, u"page.tex"_s});
    constexpr int kPatience = 120'000; // ms; a slow machine is no failure
    const bool done = tex.waitForFinished(kPatience) && tex.exitCode() == 0;
    Typeset typeset;
    if (!done) {
        typeset.fault = u"…"_s + QString::fromUtf8(tex.readAllStandardOutput()).right(1'500);
        return typeset;
    }
    QFile pdf(folder.filePath(u"page.pdf"_s));
    if (pdf.open(QIODevice::ReadOnly))
        typeset.pdf = pdf.readAll();
    const auto box = QRegularExpression(u"/MediaBox \\[0 0 ([\\d.]+) ([\\d.]+)\\]"_s)
                         .match(QString::fromLatin1(typeset.pdf));
    typeset.page = {box.captured(1).toDouble(), box.captured(2).toDouble()};
    return typeset;
}

QString textOf(const QByteArray &pdf)
{
    const QTemporaryDir folder;
    put(folder.filePath(u"a.pdf"_s), pdf);
    QProcess process;
    process.start(u"pdftotext"_s, {folder.filePath(u"a.pdf"_s), u"-"_s});
    return process.waitForFinished() ? QString::fromUtf8(process.readAllStandardOutput()) : QString();
}

} // namespace onset::test
