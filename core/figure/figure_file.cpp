#include "core/figure/figure_file.h"

#include "core/figure/figure_text.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr qsizetype kMostBytes = 64 << 20; // that are looked at of a file
constexpr qint64 kMostJson = 16 << 20;     // as figureFromJson
constexpr qsizetype kMostVersion = 40;     // it is printed in sentences
constexpr QByteArrayView kTexLine = "%onset-figure ";
constexpr qsizetype kTexLength = 100; // TeX reads no line of over 200,000 characters
constexpr QByteArrayView kPngStart = "\x89PNG\r\n\x1a\n";
constexpr QByteArrayView kPngKeyword{"Onset figure", 13}; // with the zero that ends it
constexpr qsizetype kPngHeader = 8 + 4 + 4 + 13 + 4;      // signature and IHDR

/// The checksum of PNG's chunks [PNG specification, annex D].
quint32 crc32(QByteArrayView bytes)
{
    static const std::array<quint32, 256> table = [] {
        std::array<quint32, 256> made{};
        for (quint32 i = 0; i < 256; ++i) {
            made[i] = i;
            for (int bit = 0; bit < 8; ++bit)
                made[i] = (made[i] >> 1) ^ (made[i] & 1 ? 0xEDB88320u : 0);
        }
        return made;
    }();
    quint32 crc = ~0u;
    for (const char byte : bytes)
        crc = table[(crc ^ uchar(byte)) & 0xFF] ^ (crc >> 8);
    return ~crc;
}

QByteArray bigEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

tl::unexpected<Error> holdsNone(const QString &path)
{
    return failure(Code::BadInput,
                   FigureText::tr("“%1” holds no figure of Onset: another program made it, or left the "
                                  "description of the figure out when it wrote it.")
                       .arg(path));
}

/// Whether a text can stand in a sentence on a terminal.
bool isVersion(const QString &text)
{
    return text.size() <= kMostVersion && std::ranges::all_of(text, [](QChar c) {
               return c < u'\x80' && (c.isLetterOrNumber() || u".+-~"_s.contains(c));
           });
}

bool isHash(const QString &text)
{
    return text.size() == 64 && std::ranges::all_of(text, [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

Result<FigureSpec> named(const Result<FigureSpec> &figure, const QString &path)
{
    return figure ? figure
                  : failure(figure.error().code,
                            FigureText::tr("“%1” is no figure: %2").arg(path, figure.error().what));
}

Result<FigureRecord> recordFrom(const QByteArray &text, const QString &path)
{
    const QJsonObject json =
        text.size() <= kMostJson ? QJsonDocument::fromJson(text).object() : QJsonObject();
    const QString rows = json[u"rows"_s].toString(), version = json[u"version"_s].toString();
    if (!json[u"figure"_s].isObject() || !isHash(rows) || !isVersion(version))
        return failure(Code::BadInput, FigureText::tr("What “%1” says of its figure is damaged.").arg(path));
    return named(figureFromJson(json[u"figure"_s].toObject()), path).map([&](FigureSpec &&figure) {
        return FigureRecord{std::move(figure), version, rows.toLatin1()};
    });
}

/// The text of the first element with a record; null without one. Needs no whole document.
QByteArray recordInXml(const QByteArray &bytes)
{
    QXmlStreamReader xml(bytes);
    while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == "figure"_L1 &&
            xml.namespaceUri() == kRecordNamespace)
            return xml.readElementText().toUtf8();
    return {};
}

QByteArray recordInPdf(const QByteArray &pdf)
{
    constexpr QByteArrayView kStart = "<x:xmpmeta", kEnd = "</x:xmpmeta>";
    qsizetype end = 0;
    for (qsizetype start = 0; (start = pdf.indexOf(kStart, end)) >= 0;) {
        end = pdf.indexOf(kEnd, start);
        if (end < 0)
            return {};
        end += kEnd.size();
        if (const QByteArray text = recordInXml(pdf.mid(start, end - start)); !text.isEmpty())
            return text;
    }
    return {};
}

QByteArray recordInTex(const QByteArray &tex)
{
    QByteArray text;
    for (qsizetype at = 0, end = 0; at < tex.size(); at = end + 1) {
        end = tex.indexOf('\n', at);
        if (end < 0)
            end = tex.size();
        QByteArrayView line = QByteArrayView(tex).sliced(at, end - at);
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.startsWith(kTexLine))
            text += line.sliced(kTexLine.size());
    }
    return text;
}

/// The data of the first chunk of this type that begins so; null without one.
QByteArray chunkOf(const QByteArray &png, QByteArrayView wanted, QByteArrayView beginning = {})
{
    const qsizetype size = png.size();
    for (qsizetype at = kPngStart.size(); at + 8 <= size;) {
        const qsizetype length = qFromBigEndian<quint32>(png.constData() + at);
        const QByteArrayView type = QByteArrayView(png).sliced(at + 4, 4);
        at += 8;
        if (length > size - at)
            return {};
        const QByteArrayView data = QByteArrayView(png).sliced(at, length);
        if (type == wanted && data.startsWith(beginning))
            return data.toByteArray();
        at += length + 4; // behind its checksum
    }
    return {};
}

QByteArray recordInPng(const QByteArray &png)
{
    return chunkOf(png, "tEXt", kPngKeyword).mid(kPngKeyword.size());
}

/// Dots per inch across, 0 when it states none [PNG specification, 11.3.5.3].
int dpiOfPng(const QByteArray &png)
{
    const QByteArray size = chunkOf(png, "pHYs");
    constexpr qsizetype kLength = 9; // two numbers, and the unit: 1 is the metre
    const bool known = size.size() == kLength && size.back() == 1;
    return known ? qRound(qFromBigEndian<quint32>(size.constData()) * 0.0254) : 0;
}

/// At most kMostBytes of it, and one more when there are more.
Result<QByteArray> beginningOf(const QString &path)
{
    QFile file(path);
    QByteArray bytes;
    if (file.open(QIODevice::ReadOnly))
        while (bytes.size() <= kMostBytes) {
            const QByteArray more = file.read(std::min<qint64>(1 << 20, kMostBytes + 1 - bytes.size()));
            if (more.isEmpty())
                break;
            bytes += more;
        }
    if (file.error() != QFile::NoError)
        return failure(
            file.exists() ? Code::Io : Code::NotFound,
            FigureText::tr("The figure “%1” could not be read: %2.").arg(path, file.errorString()));
    return bytes;
}

/// The first character that is no white space; zero without one.
char firstOf(const QByteArray &bytes)
{
    constexpr qsizetype kMost = 1'000;
    const QByteArrayView mark = "\xEF\xBB\xBF";
    const QByteArrayView text = QByteArrayView(bytes)
                                    .first(std::min(bytes.size(), kMost))
                                    .sliced(bytes.startsWith(mark) ? mark.size() : 0)
                                    .trimmed();
    return text.isEmpty() ? '\0' : text.front();
}

QString differenceAt(const QJsonValue &a, const QJsonValue &b, const QString &path)
{
    if (a == b)
        return {};
    if (a.isArray() && b.isArray() && a.toArray().size() == b.toArray().size()) {
        for (qsizetype i = 0; i < a.toArray().size(); ++i)
            if (a.toArray()[i] != b.toArray()[i])
                return differenceAt(a.toArray()[i], b.toArray()[i], u"%1[%2]"_s.arg(path).arg(i));
    }
    if (a.isObject() && b.isObject()) {
        QStringList keys = a.toObject().keys() + b.toObject().keys();
        keys.sort();
        for (const QString &key : std::as_const(keys))
            if (a.toObject()[key] != b.toObject()[key])
                return differenceAt(a.toObject()[key], b.toObject()[key],
                                    path.isEmpty() ? key : path + u'.' + key);
    }
    return path;
}

/// A PDF without its date and the places of its objects, which move with the date's length. QPdfWriter gives
/// no other id.
QByteArray timeless(const QByteArray &pdf)
{
    QByteArray rest = pdf.left(pdf.lastIndexOf("\nxref\n"));
    const qsizetype date = rest.indexOf("/CreationDate (");
    return date < 0 ? rest : rest.remove(date, rest.indexOf(')', date) - date);
}

} // namespace

QByteArray rowsHash(const FigureContent &content)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray row;
    for (const PanelContent &panel : content.panels)
        for (const CurveContent &curve : panel.curves) {
            const CurveKey &key = curve.curve.key;
            for (const CurvePoint &point : curve.curve.points) {
                row.clear();
                QDataStream out(&row, QIODevice::WriteOnly);
                out.setVersion(QDataStream::Qt_6_0);
                for (const QString &name : {key.family, key.model, key.benchmark, key.task, key.metric,
                                            key.setting, point.model, point.checkpoint}) {
                    const QByteArray utf8 = name.toUtf8();
                    out.writeBytes(utf8.constData(), uint(utf8.size())); // null and empty alike
                }
                for (const double number : {point.x, point.y, point.n, point.standardError})
                    out << (std::isnan(number) ? kUnknown : number); // NaN has many forms
                out << point.excluded;
                hash.addData(row);
            }
        }
    return hash.result().toHex();
}

FigureRecord recordOf(const FigureContent &content, const QString &version)
{
    return {content.spec, version, rowsHash(content)};
}

QByteArray recordText(const FigureRecord &record)
{
    const QJsonObject json{{u"figure"_s, toJson(record.figure)},
                           {u"rows"_s, QString::fromLatin1(record.rows)},
                           {u"version"_s, record.version}};
    QByteArray text;
    for (const QChar c : QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact))) {
        if (c < u' ' || c > u'~' || c == u'<' || c == u'>' || c == u'&') // in a string: all others are ASCII
            text += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
        else
            text += char(c.unicode());
    }
    return text;
}

QByteArray xmpPacket(const QByteArray &recordText)
{
    const QString rdf = u"http://www.w3.org/1999/02/22-rdf-syntax-ns#"_s;
    QByteArray packet;
    QXmlStreamWriter xml(&packet);
    xml.writeProcessingInstruction(u"xpacket"_s, u"begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\""_s);
    xml.writeNamespace(u"adobe:ns:meta/"_s, u"x"_s);
    xml.writeStartElement(u"adobe:ns:meta/"_s, u"xmpmeta"_s);
    xml.writeNamespace(rdf, u"rdf"_s);
    xml.writeStartElement(rdf, u"RDF"_s);
    xml.writeStartElement(rdf, u"Description"_s);
    xml.writeAttribute(rdf, u"about"_s, {});
    xml.writeNamespace(kRecordNamespace, u"onset"_s);
    xml.writeTextElement(kRecordNamespace, u"figure"_s, QString::fromLatin1(recordText));
    for (int i = 0; i < 3; ++i)
        xml.writeEndElement();
    xml.writeProcessingInstruction(u"xpacket"_s, u"end=\"w\""_s);
    return packet;
}

QByteArray withRecord(const QByteArray &png, const QByteArray &recordText)
{
    Q_ASSERT(png.startsWith(kPngStart) && png.size() >= kPngHeader);
    const QByteArray chunk = "tEXt" + kPngKeyword.toByteArray() + recordText;
    QByteArray whole = png.left(kPngHeader);
    whole += bigEndian(quint32(chunk.size() - 4)) + chunk + bigEndian(crc32(chunk));
    return whole += QByteArrayView(png).sliced(kPngHeader);
}

QByteArray texComment(const QByteArray &recordText)
{
    QByteArray lines;
    for (qsizetype at = 0, end = 0; at < recordText.size(); at = end) {
        end = std::min(at + kTexLength, recordText.size());
        while (end < recordText.size() && recordText[end - 1] == ' ')
            ++end; // editors take white space from the end of a line
        lines += kTexLine.toByteArray() + recordText.mid(at, end - at) + '\n';
    }
    return lines;
}

Result<FigureRecord> readFigureFile(const QString &path)
{
    return beginningOf(path).and_then(
        [&path](const QByteArray &bytes) { return figureFromBytes(bytes, path); });
}

Result<FigureRecord> figureFromBytes(const QByteArray &bytes, const QString &path)
{
    QByteArray text;
    if (bytes.startsWith(kPngStart)) {
        text = recordInPng(bytes); // near the beginning, however large the file is
    } else if (bytes.size() > kMostBytes) {
        return failure(Code::BadInput,
                       FigureText::tr("“%1” is no figure: it is larger than 64 MiB.").arg(path));
    } else if (bytes.startsWith("%PDF-")) {
        text = recordInPdf(bytes);
    } else if (firstOf(bytes) == '<') {
        text = recordInXml(bytes);
    } else if (firstOf(bytes) == '%' || firstOf(bytes) == '\\') {
        text = recordInTex(bytes);
    } else {
        return named(figureFromJson(bytes), path).map([](FigureSpec &&figure) {
            return FigureRecord{std::move(figure)};
        });
    }
    auto record = text.isEmpty() ? holdsNone(path) : recordFrom(text, path);
    if (record && bytes.startsWith(kPngStart))
        record->dpi = dpiOfPng(bytes);
    if (record && firstOf(bytes) == '<')
        record->outlines = bytes.contains("<path ") && !bytes.contains("<text ");
    return record;
}

bool isFigureFile(const QString &path)
{
    const QFileInfo info(path);
    const QString ending = info.suffix().toLower();
    if (!info.isFile())
        return false;
    if (ending != u"json")
        return ending == u"pdf" || ending == u"svg" || ending == u"png" || ending == u"tex";
    QFile file(path);
    if (info.size() > kMostJson || !file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray bytes = file.read(kMostJson);
    return bytes.contains("\"panels\"") && QJsonDocument::fromJson(bytes).object()[u"panels"_s].isArray();
}

QString firstDifference(const FigureSpec &a, const FigureSpec &b)
{
    return differenceAt(toJson(a), toJson(b), {});
}

bool sameButForDate(const QByteArray &a, const QByteArray &b)
{
    return a.startsWith("%PDF-") && b.startsWith("%PDF-") ? timeless(a) == timeless(b) : a == b;
}

} // namespace onset
