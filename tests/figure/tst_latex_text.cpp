#include "core/figure/latex_text.h"

#include "tests/support/test_class.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestLatexText : public QObject
{
    Q_OBJECT

private slots:
    void escapes_data();
    void escapes();
};

void TestLatexText::escapes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("latex");
    QTest::newRow("plain") << u"Accuracy (K=50), a/b"_s << u"Accuracy (K=50), a/b"_s;
    QTest::newRow("specials") << u"5 % & $x_1 #{2}"_s << u"5 \\% \\& \\$x\\_1 \\#\\{2\\}"_s;
    QTest::newRow("backslash") << u"\\input{x}"_s << u"\\textbackslash{}input\\{x\\}"_s;
    QTest::newRow("accents") << u"~^"_s << u"\\textasciitilde{}\\textasciicircum{}"_s;
    QTest::newRow("relations") << u"a<b>c|d"_s << u"a$<$b$>$c$|$d"_s;
    QTest::newRow("brackets") << u"[2]"_s << u"{[}2]"_s;
    QTest::newRow("no ligatures") << u"a--b \"q\" it's `x`"_s
                                  << u"a-{}-b ''q'' it's "
                                     "\\textasciigrave{}x\\textasciigrave{}"_s;
    QTest::newRow("superscripts") << u"3 × 10²³, 10⁻⁴"_s
                                  << u"3 $\\times$ 10\\textsuperscript{23}, "
                                     "10\\textsuperscript{$-$4}"_s;
    QTest::newRow("subscripts") << u"H₂O, x₋₁"_s << u"H\\textsubscript{2}O, x\\textsubscript{$-$1}"_s;
    QTest::newRow("signs") << u"−1 ± 2 ≥ ∞"_s << u"$-$1 $\\pm$ 2 $\\ge$ $\\infty$"_s;
    QTest::newRow("Greek") << u"ΔAICc, α, ρ, Α"_s << u"$\\Delta$AICc, $\\alpha$, $\\rho$, $\\mathrm{A}$"_s;
    QTest::newRow("dashes") << u"1–2 — “x” …"_s << u"1--2 --- ``x'' \\ldots{}"_s;
    QTest::newRow("spaces") << u"37\u00A0%\n\tx"_s << u"37~\\%  x"_s;
    QTest::newRow("Latin letters") << u"Müller, Łódź, Zoë"_s << u"Müller, Łódź, Zoë"_s;
    QTest::newRow("others") << u"模型 ð 🙂"_s
                            << u"\\onsetchar{模}\\onsetchar{型} \\onsetchar{ð} \\onsetchar{🙂}"_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xD800)) << QString();
    QTest::newRow("empty") << QString() << QString();
}

void TestLatexText::escapes()
{
    QFETCH(QString, text);
    QTEST(latexText(text), "latex");
}

ONSET_TEST(TestLatexText)
#include "tst_latex_text.moc"
