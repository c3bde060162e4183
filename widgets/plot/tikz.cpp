#include "core/figure/figure_file.h"
#include "core/figure/latex_text.h"
#include "widgets/plot/drawing.h"
#include "widgets/plot/point_text.h"
#include "widgets/plot/typeface.h"

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr int kStepsALine = 8; // TeX reads no line of over 200,000 characters

QString place(QPointF at) { return u'(' + pointText(at.x()) + u',' + pointText(at.y()) + u')'; }

QString pathSteps(const QPainterPath &path)
{
    QString steps;
    QPointF start;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element &e = path.elementAt(i);
        const bool last = i + 1 == path.elementCount() || path.elementAt(i + 1).isMoveTo();
        const bool closes = last && !e.isMoveTo() && start == e;
        if (i > 0 && i % kStepsALine == 0)
            steps += u'\n';
        switch (e.type) {
        case QPainterPath::MoveToElement:
            start = e;
            steps += place(e);
            break;
        case QPainterPath::LineToElement:
            steps += closes ? QString() : u"--"_s + place(e);
            break;
        case QPainterPath::CurveToElement:
            steps += u"..controls"_s + place(e);
            break;
        case QPainterPath::CurveToDataElement: // the second handle, then the end
            steps +=
                (path.elementAt(i - 1).type == QPainterPath::CurveToElement ? u"and"_s : u".."_s) + place(e);
            break;
        }
        if (closes)
            steps += u"--cycle"_s;
    }
    return steps;
}

class TikzWriter
{
public:
    [[nodiscard]] QByteArray written(const Drawing &drawing)
    {
        if (drawing.background.isValid())
            (*this)(Shape{.tag = {}, .path = pageOf(drawing), .fill = drawing.background});
        for (const Item &item : drawing.items)
            std::visit(*this, item);
        return (headOf(drawing) + m_colors + m_body + u"\\end{tikzpicture}%\n"_s).toUtf8();
    }

    void operator()(const Shape &shape)
    {
        m_body += u"\\path[%1] %2;\n"_s.arg(paintOptions(shape.fill, shape.stroke), pathSteps(shape.path));
    }

    void operator()(const Markers &markers)
    {
        if (markers.at.empty())
            return;
        m_body += u"\\def\\onsetmark(#1,#2){\\path[%1,shift={(#1,#2)}] %2;}\n"_s.arg(
            paintOptions(markers.fill, markers.stroke), pathSteps(markers.outline));
        for (const QPointF &at : markers.at)
            m_body += u"\\onsetmark"_s + place(at) + u'\n';
    }

    void operator()(const Text &text)
    {
        QString options = u"text="_s + colorName(text.color);
        if (text.color.alpha() < 255)
            options += u",text opacity="_s + pointText(text.color.alphaF());
        if (text.align & Qt::AlignHCenter)
            options += u",anchor=base"_s;
        else if (text.align & Qt::AlignRight)
            options += u",anchor=base east"_s;
        if (text.upwards)
            options += u",rotate=90"_s;
        QString font = u"\\onsetsize{%1}"_s.arg(pointText(text.size));
        if (text.bold)
            font += u"\\bfseries "_s;
        if (text.italic)
            font += u"\\itshape "_s;
        m_body += u"\\node[%1] at %2 {%3%4};\n"_s.arg(options, place(text.at), font, runsOf(text.text));
    }

private:
    static QString runsOf(const QString &text)
    {
        QString latex;
        for (const TextRun &run : textRuns(text)) {
            const QString words = latexText(run.text);
            latex += run.rise > 0   ? u"\\textsuperscript{%1}"_s.arg(words)
                     : run.rise < 0 ? u"\\textsubscript{%1}"_s.arg(words)
                                    : words;
        }
        return latex;
    }

    static QPainterPath pageOf(const Drawing &drawing)
    {
        QPainterPath page;
        page.addRect(QRectF({}, drawing.size));
        return page;
    }

    QString headOf(const Drawing &drawing) const
    {
        QString head = u"% TikZ picture, %1 x %2 mm, of Onset%3\n"_s.arg(
            pointText(drawing.size.width() * kMmPerPt), pointText(drawing.size.height() * kMmPerPt),
            drawing.title.isEmpty() ? QString() : u": "_s + drawing.title.simplified());
        head += u"% \\input it into a document with \\usepackage{tikz}. Its text is set in \\onsetfont, the "
                u"sans-serif\n"
                "% of the document: \\usepackage{helvet} looks as in Onset, "
                "\\newcommand\\onsetfont{\\rmfamily} as the\n"
                "% text around it.\n"_s;
        head += QString::fromLatin1(texComment(drawing.record));
        head += u"\\providecommand\\onsetfont{\\sffamily}%\n"_s;
        if (m_body.contains(u"\\onsetchar"_s))
            head += kLatexOtherCharacters + u"%\n"_s;
        head += u"\\begin{tikzpicture}[x=1bp,y=-1bp,miter limit=2,\n"
                "every node/.style={inner sep=0pt,outer sep=0pt,anchor=base west}]\n"
                "\\def\\onsetsize#1{\\onsetfont\\fontsize{#1bp}{#1bp}\\selectfont\n"
                // As Typeface has them: TeX's own superscripts stand higher and reach the ticks.
                "\\def\\onsetshifted##1##2{\\raise##1\\dimexpr#1bp\\relax\n"
                "\\hbox{\\fontsize{.7\\dimexpr#1bp\\relax}{#1bp}\\selectfont##2}}%\n"
                "\\def\\textsuperscript{\\onsetshifted{.36}}\\def\\textsubscript{\\onsetshifted{-.16}}}\n"_s;
        // What is drawn beyond the page must not make the picture larger.
        return head + u"\\useasboundingbox (0,0) rectangle %1;\n"_s.arg(
                          place({drawing.size.width(), drawing.size.height()}));
    }

    QString colorName(const QColor &color)
    {
        const QString hex = color.name().mid(1).toUpper();
        qsizetype index = m_hex.indexOf(hex);
        if (index < 0) {
            index = m_hex.size();
            m_hex << hex;
            m_colors += u"\\definecolor{onset%1}{HTML}{%2}\n"_s.arg(index + 1).arg(hex);
        }
        return u"onset%1"_s.arg(index + 1);
    }

    QString paintOptions(const QColor &fill, const Stroke &stroke)
    {
        QStringList options;
        if (fill.isValid())
            options << u"fill="_s + colorName(fill);
        if (fill.isValid() && fill.alpha() < 255)
            options << u"fill opacity="_s + pointText(fill.alphaF());
        if (stroke.width > 0) {
            options << u"draw="_s + colorName(stroke.color)
                    << u"line width=%1bp"_s.arg(pointText(stroke.width));
            if (stroke.color.alpha() < 255)
                options << u"draw opacity="_s + pointText(stroke.color.alphaF());
            QString dashes;
            for (qsizetype i = 0; i < stroke.dashes.size(); ++i)
                dashes += u" %1 %2bp"_s.arg(i % 2 == 0 ? u"on"_s : u"off"_s, pointText(stroke.dashes[i]));
            if (!dashes.isEmpty())
                options << u"dash pattern="_s + dashes.trimmed();
        }
        return options.join(u',');
    }

    QString m_colors, m_body;
    QStringList m_hex; ///< of the colours, in their order
};

} // namespace

QByteArray toTikz(const Drawing &drawing) { return TikzWriter().written(drawing); }

} // namespace onset
