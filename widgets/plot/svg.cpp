#include "core/figure/figure_file.h"
#include "widgets/plot/drawing.h"
#include "widgets/plot/point_text.h"
#include "widgets/plot/typeface.h"

#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

QString pathData(const QPainterPath &path)
{
    QString data;
    QPointF start;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element &e = path.elementAt(i);
        switch (e.type) {
        case QPainterPath::MoveToElement:
            start = e;
            data += u'M';
            break;
        case QPainterPath::LineToElement:
            data += u'L';
            break;
        case QPainterPath::CurveToElement:
            data += u'C';
            break;
        case QPainterPath::CurveToDataElement:
            data += u' ';
            break;
        }
        data += pointText(e.x) + u' ' + pointText(e.y);
        const bool last = i + 1 == path.elementCount() || path.elementAt(i + 1).isMoveTo();
        if (last && !e.isMoveTo() && start == e)
            data += u'Z';
    }
    return data;
}

class SvgWriter
{
public:
    explicit SvgWriter(QByteArray *out) : m_xml(out) {}

    void write(const Drawing &drawing)
    {
        m_xml.setAutoFormatting(true);
        m_xml.setAutoFormattingIndent(1);
        m_xml.writeStartDocument();
        m_xml.writeStartElement(u"svg"_s);
        m_xml.writeDefaultNamespace(u"http://www.w3.org/2000/svg"_s);
        m_xml.writeAttribute(u"version"_s, u"1.1"_s);
        m_xml.writeAttribute(u"width"_s, pointText(drawing.size.width() * kMmPerPt) + u"mm"_s);
        m_xml.writeAttribute(u"height"_s, pointText(drawing.size.height() * kMmPerPt) + u"mm"_s);
        m_xml.writeAttribute(u"viewBox"_s, u"0 0 %1 %2"_s.arg(pointText(drawing.size.width()),
                                                              pointText(drawing.size.height())));
        m_xml.writeAttribute(u"font-family"_s,
                             u"'%1', Arial, Helvetica, sans-serif"_s.arg(drawing.fontFamily));
        m_xml.writeAttribute(u"stroke-miterlimit"_s, u"2"_s);
        m_xml.writeAttribute(u"xml:space"_s, u"preserve"_s); // also beside what is raised or lowered
        if (!drawing.title.isEmpty())
            m_xml.writeTextElement(u"title"_s, drawing.title);
        if (!drawing.record.isEmpty()) {
            m_xml.writeStartElement(u"metadata"_s);
            m_xml.writeNamespace(kRecordNamespace, u"onset"_s);
            m_xml.writeTextElement(kRecordNamespace, u"figure"_s, QString::fromLatin1(drawing.record));
            m_xml.writeEndElement();
        }
        if (drawing.background.isValid()) {
            m_xml.writeStartElement(u"rect"_s);
            m_xml.writeAttribute(u"width"_s, pointText(drawing.size.width()));
            m_xml.writeAttribute(u"height"_s, pointText(drawing.size.height()));
            paintAttributes(drawing.background, {});
            m_xml.writeEndElement();
        }
        for (const Item &item : drawing.items)
            std::visit(*this, item);
        m_xml.writeEndDocument();
    }

    void operator()(const Shape &shape)
    {
        m_xml.writeStartElement(u"path"_s);
        paintAttributes(shape.fill, shape.stroke);
        m_xml.writeAttribute(u"d"_s, pathData(shape.path));
        m_xml.writeEndElement();
    }

    void operator()(const Markers &markers)
    {
        m_xml.writeStartElement(u"g"_s);
        paintAttributes(markers.fill, markers.stroke);
        for (const QPointF &at : markers.at) {
            m_xml.writeStartElement(u"path"_s);
            m_xml.writeAttribute(u"d"_s, pathData(markers.outline.translated(at)));
            m_xml.writeEndElement();
        }
        m_xml.writeEndElement();
    }

    void operator()(const Text &text)
    {
        m_xml.writeStartElement(u"text"_s);
        if (text.upwards)
            m_xml.writeAttribute(u"transform"_s, u"translate(%1 %2) rotate(-90)"_s.arg(
                                                     pointText(text.at.x()), pointText(text.at.y())));
        else {
            m_xml.writeAttribute(u"x"_s, pointText(text.at.x()));
            m_xml.writeAttribute(u"y"_s, pointText(text.at.y()));
        }
        m_xml.writeAttribute(u"font-size"_s, pointText(text.size));
        if (text.bold)
            m_xml.writeAttribute(u"font-weight"_s, u"bold"_s);
        if (text.italic)
            m_xml.writeAttribute(u"font-style"_s, u"italic"_s);
        if (text.align & Qt::AlignHCenter)
            m_xml.writeAttribute(u"text-anchor"_s, u"middle"_s);
        else if (text.align & Qt::AlignRight)
            m_xml.writeAttribute(u"text-anchor"_s, u"end"_s);
        paintAttributes(text.color, {});
        m_xml.setAutoFormatting(false); // white space would count as text
        writeRuns(text);
        m_xml.writeEndElement();
        m_xml.setAutoFormatting(true);
    }

private:
    void writeRuns(const Text &text)
    {
        double rise = 0;
        for (const TextRun &run : textRuns(text.text)) {
            if (run.rise == 0 && rise == 0) {
                m_xml.writeCharacters(run.text);
                continue;
            }
            m_xml.writeStartElement(u"tspan"_s);
            m_xml.writeAttribute(u"dy"_s, pointText((rise - run.rise) * text.size));
            m_xml.writeAttribute(u"font-size"_s, pointText(run.scale * text.size));
            m_xml.writeCharacters(run.text);
            m_xml.writeEndElement();
            rise = run.rise;
        }
    }

    void paintAttributes(const QColor &fill, const Stroke &stroke)
    {
        m_xml.writeAttribute(u"fill"_s, fill.isValid() ? fill.name() : u"none"_s);
        if (fill.isValid() && fill.alpha() < 255)
            m_xml.writeAttribute(u"fill-opacity"_s, pointText(fill.alphaF()));
        if (stroke.width <= 0)
            return;
        m_xml.writeAttribute(u"stroke"_s, stroke.color.name());
        m_xml.writeAttribute(u"stroke-width"_s, pointText(stroke.width));
        if (stroke.color.alpha() < 255)
            m_xml.writeAttribute(u"stroke-opacity"_s, pointText(stroke.color.alphaF()));
        QStringList dashes;
        for (const double dash : stroke.dashes)
            dashes << pointText(dash);
        if (!dashes.isEmpty())
            m_xml.writeAttribute(u"stroke-dasharray"_s, dashes.join(u' '));
    }

    QXmlStreamWriter m_xml;
};

} // namespace

QByteArray toSvg(const Drawing &drawing)
{
    QByteArray svg;
    SvgWriter(&svg).write(drawing);
    return svg;
}

} // namespace onset
