#include "tests/support/figures.h"
#include "tests/support/pdflatex.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"
#include "widgets/plot/drawing.h"
#include "widgets/plot/figure_painter.h"
#include "widgets/plot/typeface.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// One of each item.
Drawing small()
{
    QPainterPath curve({1, 2});
    curve.lineTo(3.25, 4);
    curve.cubicTo(4, 5, 6, 7, 8, 9);
    QPainterPath box;
    box.addRect(0, 0, 2, 1);
    QColor half(0x00, 0x72, 0xB2);
    half.setAlphaF(0.5);
    return {.size = {100, 50},
            .background = Qt::white,
            .fontFamily = {},
            .title = u"Two\nlines"_s,
            .items = {Shape{.tag = {Mark::Fit}, .path = curve, .stroke = {Qt::red, 1.5, {3, 2}}},
                      Shape{.tag = {Mark::Band}, .path = box, .fill = half},
                      Markers{.tag = {Mark::Point},
                              .outline = box,
                              .at = {{10, 20}, {30, 40}},
                              .fill = Qt::red,
                              .stroke = {Qt::white, 0.5}},
                      Text{.tag = {Mark::AxisTitle},
                           .text = u"Score % of 10², x_{i}^{a} 1_000"_s,
                           .at = {5, 25},
                           .align = Qt::AlignHCenter,
                           .size = 7.5,
                           .bold = true,
                           .upwards = true,
                           .color = Qt::black}}};
}

} // namespace

class TestTikz : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void writesEveryItem();
    void compiles_data();
    void compiles();
    void setsAnyCharacter();
};

void TestTikz::initTestCase() { QVERIFY(loadFigureFont()); }

void TestTikz::writesEveryItem()
{
    const QString all = QString::fromUtf8(toTikz(small()));
    QVERIFY(all.startsWith(u"% TikZ picture, 35.278 x 17.639 mm, of Onset: Two lines\n"_s));
    QVERIFY(all.contains(u"\\usepackage{tikz}"_s));
    const QString body = all.mid(all.indexOf(u"\\useasboundingbox"_s));
    QCOMPARE(body, uR"(\useasboundingbox (0,0) rectangle (100,50);
\definecolor{onset1}{HTML}{FFFFFF}
\definecolor{onset2}{HTML}{FF0000}
\definecolor{onset3}{HTML}{0072B2}
\definecolor{onset4}{HTML}{000000}
\path[fill=onset1] (0,0)--(100,0)--(100,50)--(0,50)--cycle;
\path[draw=onset2,line width=1.5bp,dash pattern=on 3bp off 2bp] (1,2)--(3.25,4)..controls(4,5)and(6,7)..(8,9);
\path[fill=onset3,fill opacity=0.5] (0,0)--(2,0)--(2,1)--(0,1)--cycle;
\def\onsetmark(#1,#2){\path[fill=onset2,draw=onset1,line width=0.5bp,shift={(#1,#2)}] (0,0)--(2,0)--(2,1)--(0,1)--cycle;}
\onsetmark(10,20)
\onsetmark(30,40)
\node[text=onset4,anchor=base,rotate=90] at (5,25) {\onsetsize{7.5}\bfseries Score \% of 10\textsuperscript{2}, x\textsubscript{i}\textsuperscript{a} 1\_000};
\end{tikzpicture}%
)"_s);
}

void TestTikz::compiles_data()
{
    QTest::addColumn<QString>("dataset");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("words");
    QTest::newRow("eight panels") << u"emergent-figures"_s << u"figure-2.json"_s
                                  << u"Multi-task NLU (MMLU)"_s;
    QTest::newRow("rows") << u"emergent-figures"_s << u"table-1.json"_s
                          << u"Scratchpad: addition, 8 digits"_s;
    QTest::newRow("gains") << u"emergent-figures"_s << u"compute-equivalent-gain.json"_s
                           << u"the shapes differ."_s;
    QTest::newRow("fits and bands") << u"gpt3"_s << u"three-digit-addition.json"_s << u"few-shot (K=50)"_s;
}

void TestTikz::compiles()
{
    QFETCH(QString, dataset);
    QFETCH(QString, file);
    const FigureSpec spec = bundledFigure(dataset, file);
    const auto tex = exportedFigure(*composed(spec), ExportFormat::Tikz, {}, u"1"_s);
    VERIFY_RESULT(tex);
    if (const QString absent = test::whyNoPdflatex(); !absent.isEmpty())
        QSKIP(qPrintable(absent));
    const test::Typeset typeset = test::pdflatex(u"\\usepackage{tikz}"_s, *tex);
    QVERIFY2(typeset.fault.isEmpty(), qPrintable(typeset.fault));
    // TeX counts in 72.27 to the inch, PDF in 72.
    QVERIFY(std::abs(typeset.page.width() - spec.style.widthMm / 25.4 * 72) < 0.1);
    QVERIFY(std::abs(typeset.page.height() - spec.style.heightMm / 25.4 * 72) < 0.1);
    if (const QString text = test::textOf(typeset.pdf); !text.isEmpty()) {
        QFETCH(QString, words);
        QVERIFY2(text.contains(words), qPrintable(text));
        QVERIFY2(text.contains(u"Training compute (FLOPs)"_s), qPrintable(text));
    }
}

/// What a name may hold never stops TeX.
void TestTikz::setsAnyCharacter()
{
    Drawing drawing{.size = {200, 100}, .background = {}, .fontFamily = {}, .title = {}, .items = {}};
    const auto add = [&drawing](const QString &text) {
        drawing.items.push_back(
            Text{.tag = {Mark::Title}, .text = text, .at = {0, 50}, .italic = true, .color = Qt::black});
    };
    QString characters;
    for (char16_t c = 1; c < 0x2300; ++c)
        characters += QChar(c);
    for (qsizetype at = 0; at < characters.size(); at += 64)
        add(characters.mid(at, 64));
    add(u"x_{i%}^{α_b} 10⁻³ H₂O ^{ _{} }"_s);
    add(u"模型 🙂 \\end{document} \\par"_s);
    if (const QString absent = test::whyNoPdflatex(); !absent.isEmpty())
        QSKIP(qPrintable(absent));
    const test::Typeset typeset = test::pdflatex(u"\\usepackage{tikz}"_s, toTikz(drawing));
    QVERIFY2(typeset.fault.isEmpty(), qPrintable(typeset.fault));
    QVERIFY(std::abs(typeset.page.width() - 200) < 0.1);
}

ONSET_WINDOW_TEST(TestTikz)
#include "tst_tikz.moc"
