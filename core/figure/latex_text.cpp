#include "core/figure/latex_text.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

/// Latin letters that the fonts of LaTeX's first encoding (OT1) have or can compose.
bool isPlainLatin(char16_t c)
{
    return c >= 0xC0 && c <= 0x17F && !u"Ð×Þð÷þĄąĐđĘęĦħĮįĸĿŀŉŊŋŦŧŲųſ"_s.contains(QChar(c));
}

const QHash<QChar, QString> &signs()
{
    static const QHash<QChar, QString> all = [] {
        QHash<QChar, QString> made{
            {u'\\', u"\\textbackslash{}"_s},
            {u'~', u"\\textasciitilde{}"_s},
            {u'^', u"\\textasciicircum{}"_s},
            {u'`', u"\\textasciigrave{}"_s},
            {u'"', u"''"_s},
            {u'<', u"$<$"_s},
            {u'>', u"$>$"_s},
            {u'|', u"$|$"_s},
            {u'[', u"{[}"_s}, // after the end of a row it would open an argument
            {u'&', u"\\&"_s},
            {u'%', u"\\%"_s},
            {u'$', u"\\$"_s},
            {u'#', u"\\#"_s},
            {u'_', u"\\_"_s},
            {u'{', u"\\{"_s},
            {u'}', u"\\}"_s},
            {u'\u00A0', u"~"_s},
            {u'\u2009', u"\\,"_s},
            {u'\u202F', u"\\,"_s},
            {u'\u2010', u"-"_s},
            {u'\u2011', u"\\mbox{-}"_s},
            {u'–', u"--"_s},
            {u'—', u"---"_s},
            {u'‘', u"`"_s},
            {u'’', u"'"_s},
            {u'“', u"``"_s},
            {u'”', u"''"_s},
            {u'…', u"\\ldots{}"_s},
            {u'§', u"\\S{}"_s},
            {u'°', u"$^\\circ$"_s},
        };
        constexpr QStringView greek[] = {
            u"α alpha",     u"β beta",    u"γ gamma",   u"δ delta",      u"ε varepsilon", u"ζ zeta",
            u"η eta",       u"θ theta",   u"ι iota",    u"κ kappa",      u"λ lambda",     u"μ mu",
            u"ν nu",        u"ξ xi",      u"π pi",      u"ρ rho",        u"σ sigma",      u"ς varsigma",
            u"τ tau",       u"υ upsilon", u"φ varphi",  u"χ chi",        u"ψ psi",        u"ω omega",
            u"Γ Gamma",     u"Δ Delta",   u"Θ Theta",   u"Λ Lambda",     u"Ξ Xi",         u"Π Pi",
            u"Σ Sigma",     u"Υ Upsilon", u"Φ Phi",     u"Ψ Psi",        u"Ω Omega",      u"ϵ epsilon",
            u"ϑ vartheta",  u"ϕ phi",     u"\u00B5 mu", u"× times",      u"÷ div",        u"· cdot",
            u"± pm",        u"∓ mp",      u"≤ le",      u"≥ ge",         u"≠ ne",         u"≈ approx",
            u"∼ sim",       u"∝ propto",  u"∞ infty",   u"→ rightarrow", u"← leftarrow",  u"↑ uparrow",
            u"↓ downarrow", u"∈ in",      u"√ surd",    u"∑ sum",        u"∂ partial",    u"† dagger",
            u"• bullet",    u"¬ neg",
        };
        for (const QStringView entry : greek)
            made.insert(entry[0], u"$\\"_s + entry.sliced(2).toString() + u'$');
        made.insert(u'−', u"$-$"_s);
        // Capitals that look like Latin ones have no command.
        const QString capitals = u"ΑΒΕΖΗΙΚΜΝΟΡΤΧο"_s, latin = u"ABEZHIKMNOPTXo"_s;
        for (qsizetype i = 0; i < capitals.size(); ++i)
            made.insert(capitals[i], u"$\\mathrm{%1}$"_s.arg(latin[i]));
        return made;
    }();
    return all;
}

} // namespace

QString latexText(const QString &text)
{
    static const QString raised = u"⁰¹²³⁴⁵⁶⁷⁸⁹⁻"_s, lowered = u"₀₁₂₃₄₅₆₇₈₉₋"_s, plain = u"0123456789"_s;
    QString latex;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (const bool up = raised.contains(c); up || lowered.contains(c)) {
            const QString &digits = up ? raised : lowered;
            latex += up ? u"\\textsuperscript{"_s : u"\\textsubscript{"_s;
            for (qsizetype digit = 0; i < text.size() && (digit = digits.indexOf(text[i])) >= 0; ++i)
                latex += digit < plain.size() ? QString(plain[digit]) : u"$-$"_s;
            latex += u'}';
            --i;
        } else if (const auto sign = signs().constFind(c); sign != signs().constEnd()) {
            latex += *sign;
        } else if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            latex += u"\\onsetchar{%1%2}"_s.arg(c).arg(text[++i]);
        } else if (c == u'-' && latex.endsWith(u'-')) {
            latex += u"{}-"_s; // no dash
        } else if ((c >= u' ' && c <= u'~') || isPlainLatin(c.unicode())) {
            latex += c;
        } else if (c.category() == QChar::Other_Control) {
            latex += u' '; // an empty line would end a paragraph
        } else if (!c.isSurrogate()) {
            latex += u"\\onsetchar{%1}"_s.arg(c);
        }
    }
    return latex;
}

QString latexParagraphs(const QString &text)
{
    QString latex;
    for (const QString &paragraph : text.split(u'\n', Qt::SkipEmptyParts))
        latex += (latex.isEmpty() ? QString() : u"\n"_s) + latexText(paragraph) + u'\n';
    return latex.contains(u"\\onsetchar"_s) ? kLatexOtherCharacters + u'\n' + latex : latex;
}

} // namespace onset
